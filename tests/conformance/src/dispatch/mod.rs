//! The dispatch table: every operation of the client, callable with plain JSON.
//!
//! The rows are generated and contain only what differs between operations. How arguments are found
//! is in [`PlainArguments`]; how a call is sent and its response written back is here.

mod arguments;

use std::pin::Pin;

use bytes::Bytes;
use intercom_api::{Client, Error, Location, OperationInfo, ResponseFuture, StreamedEvent};
use intercom_simulator::contract::{Operation, nameless, operations};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use self::arguments::Refusal;
pub(crate) use self::arguments::{PlainArguments, pairs};
use crate::decoded::Encoded;

mod generated;

/// Every operation of the client.
pub fn rows() -> &'static [Row] {
    generated::ROWS
}

/// An operation of the client.
#[derive(Debug)]
pub struct Row {
    /// The facts of the client about it.
    pub info: &'static OperationInfo,
    /// Makes the typed call.
    pub(crate) call: fn(&Client, &mut PlainArguments) -> Result<Sending, Refusal>,
    /// Decodes a body as the operation's response and writes it back.
    decode: fn(&[u8]) -> serde_json::Result<Encoded>,
}

/// A typed call under way.
pub(crate) type Sending = Pin<Box<dyn Future<Output = Result<Reply, Error>> + Send>>;

/// A successful response.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: Bytes,
    /// The typed value, written back.
    pub(crate) value: Encoded,
}

impl Row {
    /// The facts of the contract about the operation.
    pub fn operation(&self) -> Option<&'static Operation> {
        let route = route(self.info.method.as_str(), self.info.path);
        operations().iter().find(|known| known.route == route)
    }

    /// Whether the response is a redirect.
    pub(crate) fn redirects(&self) -> bool {
        let success = self.operation().and_then(Operation::success);
        success.is_some_and(|response| response.status / 100 == 3)
    }

    /// Decodes a body as the operation's response, without a server, and writes it back.
    ///
    /// # Errors
    ///
    /// When the client would refuse the body.
    pub fn decode(&self, body: &[u8]) -> serde_json::Result<Encoded> {
        (self.decode)(body)
    }
}

/// Method and path with nameless placeholders: `GET /contacts/{}`.
pub(crate) fn route(method: &str, path: &str) -> String {
    let path = nameless(path.trim_matches('/'));
    format!("{} /{path}", method.to_uppercase())
}

/// A form of responses: how their typed value is written as JSON, and read from bytes.
pub(crate) trait Form<T> {
    fn encode(value: &T) -> Encoded;
    fn decode(body: &[u8]) -> serde_json::Result<Encoded>;
}

/// The forms, by their names in the client.
// The description decides whether a response has a form.
#[allow(dead_code)]
pub(crate) mod form {
    pub(crate) struct Json;
    pub(crate) struct Text;
    pub(crate) struct Binary;
    pub(crate) struct Events;
    pub(crate) struct Redirect;
    pub(crate) struct Empty;
}

impl<T: Serialize + DeserializeOwned> Form<T> for form::Json {
    fn encode(value: &T) -> Encoded {
        // A value that cannot be written has lost all of its leaves, which is reported then.
        Encoded::of(value).unwrap_or(Encoded::Scalar(Value::Null))
    }

    fn decode(body: &[u8]) -> serde_json::Result<Encoded> {
        Encoded::of(&serde_json::from_slice::<T>(body)?)
    }
}

/// A form whose value is the bytes of the response and nothing else.
macro_rules! plain_form {
    ($form:ident($ty:ty): $value:ident => $text:expr) => {
        impl Form<$ty> for form::$form {
            fn encode($value: &$ty) -> Encoded {
                Encoded::Scalar($text)
            }

            fn decode(body: &[u8]) -> serde_json::Result<Encoded> {
                Ok(Encoded::Scalar(text(body)))
            }
        }
    };
}

plain_form!(Text(String): value => value.as_str().into());
plain_form!(Binary(Bytes): value => text(value));
plain_form!(Redirect(Location): value => value.url().into());
plain_form!(Empty(()): _value => Value::Null);

/// Events are compared as the text that they came in: their values have no body of their own.
impl<T> Form<Vec<StreamedEvent<T>>> for form::Events {
    fn encode(_: &Vec<StreamedEvent<T>>) -> Encoded {
        Encoded::Scalar(Value::Null)
    }

    fn decode(body: &[u8]) -> serde_json::Result<Encoded> {
        Ok(Encoded::Scalar(text(body)))
    }
}

fn text(bytes: &[u8]) -> Value {
    String::from_utf8_lossy(bytes).into()
}

/// Sends a call and forgets its type.
pub(crate) fn erase<T: Send + 'static>(
    response: ResponseFuture<T>,
    encode: fn(&T) -> Encoded,
) -> Sending {
    Box::pin(async move {
        let response = response.await?;
        Ok(Reply {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.bytes().clone(),
            value: encode(response.value()),
        })
    })
}

/// Makes a row of each line: the form of the response, the operation's resource and marker, its
/// methods with what they are given, and the setters of its optional parameters.
macro_rules! table {
    ($(
        $form:ident $resource:ident $marker:ident =
            $($method:ident($($source:ident($($name:literal)?) $(: $ty:ty)?),*)).+
            $([$($setter:ident($optional:ident $wire:literal): $value:ty),*])?;
    )*) => {
        /// Every operation of the client.
        pub(crate) static ROWS: &[$crate::dispatch::Row] = &[$($crate::dispatch::Row {
            info: <intercom_api::$resource::$marker as intercom_api::Operation>::INFO,
            call: |client, given| {
                let call = client
                    .$resource()
                    $(.$method($(given.$source$(::<$ty>)?($($name)?)?),*))+;
                $($(let call = match given.$optional::<$value>($wire) {
                    Ok(value) => call.$setter(value),
                    Err(_) => call,
                };)*)?
                let call = given.rest(call);
                Ok($crate::dispatch::erase(call.send(), <$crate::dispatch::form::$form as $crate::dispatch::Form<_>>::encode))
            },
            decode: <$crate::dispatch::form::$form as $crate::dispatch::Form<
                <intercom_api::$resource::$marker as intercom_api::Operation>::Output,
            >>::decode,
        }),*];
    };
}

pub(crate) use table;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use intercom_simulator::contract::operations;

    use super::{route, rows};

    #[test]
    fn every_operation_of_the_contract_has_its_row() {
        let rows: BTreeSet<_> = rows()
            .iter()
            .map(|row| route(row.info.method.as_str(), row.info.path))
            .collect();
        let known: BTreeSet<_> = operations()
            .iter()
            .map(|known| known.route.clone())
            .collect();
        assert_eq!(rows, known);
    }
}
