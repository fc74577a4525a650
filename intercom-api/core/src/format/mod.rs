//! How answers are read: one marker type for each form that a body has.

mod operation;
mod size;

use std::any::type_name;
use std::fmt;

use bytes::Bytes;
use http::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use crate::data::field::{Field, Reading};
use crate::data::mend;
use crate::error::Error;
use crate::response::RawResponse;

pub use self::operation::Operation;
pub use crate::response::Success;

/// How the body of a successful answer becomes a `T`. Implemented by the marker types here.
pub trait Format<T>: sealed::Sealed {
    /// Which statuses are a success.
    const SUCCESS: Success = Success::Ok;

    /// Reads the answer.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) when the answer does not have the form.
    fn decode(response: &RawResponse) -> Result<T, Error>;
}

/// A format whose body can be taken as it arrives, with [`Call::stream`](../struct.Call.html#method.stream).
pub trait Streamed: sealed::Sealed {}

impl Streamed for Binary {}

/// What is streamed is what the redirect leads to.
impl Streamed for Redirect {}

mod sealed {
    pub trait Sealed {}
}

/// The body is JSON.
#[derive(Debug)]
pub struct Json;

/// There is nothing to read in the body.
#[derive(Debug)]
pub struct Empty;

/// Successes that may come without a body whatever the operation answers otherwise.
const SAY_NOTHING: [StatusCode; 3] = [
    StatusCode::ACCEPTED,
    StatusCode::NO_CONTENT,
    StatusCode::RESET_CONTENT,
];

/// The body is text.
#[derive(Debug)]
pub struct Text;

/// The body is bytes.
#[derive(Debug)]
pub struct Binary;

/// The answer is a redirect.
#[derive(Debug)]
pub struct Redirect;

impl sealed::Sealed for Json {}
impl sealed::Sealed for Empty {}
impl sealed::Sealed for Text {}
impl sealed::Sealed for Binary {}
impl sealed::Sealed for Redirect {}

impl<T: Field> Format<T> for Json {
    /// Whatever does not fit is kept, and told of. A success without a body is the blank value
    /// where its status says that nothing is to be read, or the type takes null: the call was carried
    /// out, and failing would ask for doing it again.
    fn decode(response: &RawResponse) -> Result<T, Error> {
        let mut value = T::default();
        let may_be_empty = SAY_NOTHING.contains(&response.status) || value.is_absent();
        if response.body.is_empty() && may_be_empty {
            return Ok(value);
        }
        size::check(response)?;
        let body = response.body();
        let reading = read_body(&mut value, body);
        let refusal = match reading {
            Ok(reading) => {
                if let Reading::Odd(odd) = &reading {
                    let operation = response.context.operation;
                    response.reported.report(operation, &odd.anomalies);
                }
                let takes_null = value.is_absent();
                match reading.refusal() {
                    None if value.has_foreign_errors() && is_error_list(body) => {
                        return Err(Error::api(response, None));
                    }
                    None => return Ok(value),
                    Some("null") if takes_null => return Ok(value),
                    Some(found) => serde::de::Error::custom(found),
                }
            }
            Err(error) => error,
        };
        Err(Error::json(response, refusal, type_name::<T>()))
    }
}

/// Whether a body is a list of errors, which may come with any status.
#[cold]
fn is_error_list(body: &[u8]) -> bool {
    mend::from_slice::<Value>(body).is_ok_and(|body| body["type"] == "error.list")
}

/// Reads a body into a blank value.
#[inline]
fn read_body<T: Field>(value: &mut T, body: &[u8]) -> serde_json::Result<Reading> {
    let mut is_fresh = true;
    mend::decode(body, |text| {
        if !std::mem::take(&mut is_fresh) {
            *value = T::default();
        }
        read_whole(value, text)
    })
}

/// Decodes a body without a response around it.
pub(crate) fn decode_body<T: Field>(body: &[u8]) -> serde_json::Result<T> {
    let mut value = T::default();
    read_body(&mut value, body)?;
    Ok(value)
}

fn read_whole<T: Field>(value: &mut T, text: &str) -> serde_json::Result<Reading> {
    let mut input = serde_json::Deserializer::from_str(text);
    let reading = value.read(&mut input)?;
    input.end()?;
    Ok(reading)
}

/// Reads JSON of any type, for calls whose answers this crate does not know.
pub(crate) fn json<T: DeserializeOwned>(response: &RawResponse) -> Result<T, Error> {
    size::check(response)?;
    mend::from_slice(response.body())
        .map_err(|error| Error::json(response, error, type_name::<T>()))
}

impl Format<()> for Empty {
    fn decode(_: &RawResponse) -> Result<(), Error> {
        Ok(())
    }
}

impl Format<String> for Text {
    /// Bytes that are not UTF-8 become `U+FFFD`: [`Response::bytes`](crate::Response::bytes) has
    /// them as they came.
    fn decode(response: &RawResponse) -> Result<String, Error> {
        Ok(String::from_utf8_lossy(response.body()).into_owned())
    }
}

impl Format<Bytes> for Binary {
    fn decode(response: &RawResponse) -> Result<Bytes, Error> {
        Ok(response.body().clone())
    }
}

impl Format<Location> for Redirect {
    const SUCCESS: Success = Success::Redirect;

    fn decode(response: &RawResponse) -> Result<Location, Error> {
        let location = response.location().zip(response.origin());
        let location = location.map(|(url, origin)| Location {
            url: url.clone(),
            origin: origin.into(),
        });
        location.ok_or_else(|| Error::decode(response, "expected a redirect with a valid location"))
    }
}

/// Where an answer redirects to, such as the signed URL of a recording.
///
/// Whoever has a signed URL can fetch what it names: `Debug` shows its scheme and host alone. Fetch
/// it without the access token.
#[derive(Clone, PartialEq, Eq)]
pub struct Location {
    url: Url,
    /// Scheme and host, as they may be printed.
    origin: Box<str>,
}

impl Location {
    /// The absolute URL.
    pub fn url(&self) -> &str {
        self.url.as_str()
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Location")
            .field(&format_args!("{}/<redacted>", self.origin))
            .finish()
    }
}
