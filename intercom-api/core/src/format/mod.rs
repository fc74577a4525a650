//! How responses are decoded: one marker type for each form of a body.

#[cfg(feature = "sse")]
pub(crate) mod events;
mod operation;
mod outline;
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

#[cfg(feature = "sse")]
pub use self::events::{EventFormat, Events, StreamedEvent, TextEvents};
pub use self::operation::Operation;
pub(crate) use self::outline::{Noting, Outline};
pub use crate::response::Success;

/// How the body of a successful response becomes a `T`. Implemented by the marker types here.
pub trait Format<T>: sealed::Sealed {
    /// Which statuses are a success.
    const SUCCESS: Success = Success::Ok;

    /// Decodes the response.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) when the response does not have the form.
    fn decode(response: &RawResponse) -> Result<T, Error>;

    /// Reads a page of a list, and notes where its parts lie, if the format can tell.
    ///
    /// # Errors
    ///
    /// Those of [`decode`](Self::decode).
    #[doc(hidden)]
    fn decode_page(response: &RawResponse, _: &mut Outline) -> Result<T, Error> {
        Self::decode(response)
    }
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

/// Successful statuses that can have no body, whatever the operation returns otherwise.
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

/// The response is a redirect.
#[derive(Debug)]
pub struct Redirect;

impl sealed::Sealed for Json {}
impl sealed::Sealed for Empty {}
impl sealed::Sealed for Text {}
impl sealed::Sealed for Binary {}
impl sealed::Sealed for Redirect {}

impl<T: Field> Format<T> for Json {
    /// What does not fit is kept and reported. A successful response without a body is the blank
    /// value where its status has none, or the type takes null: the call was carried out, and an
    /// error would suggest to repeat it.
    fn decode(response: &RawResponse) -> Result<T, Error> {
        let mut value = T::default();
        if is_blank(response, value.is_absent())? {
            return Ok(value);
        }
        let reading = read_body(&mut value, response.body());
        check(response, reading, &Form::of(&value))?;
        Ok(value)
    }

    fn decode_page(response: &RawResponse, outline: &mut Outline) -> Result<T, Error> {
        let mut value = T::default();
        if is_blank(response, value.is_absent())? {
            return Ok(value);
        }
        let mut is_fresh = true;
        let reading = mend::decode(response.body(), |text| {
            if !std::mem::take(&mut is_fresh) {
                value = T::default();
            }
            outline.begin(text);
            let mut input = serde_json::Deserializer::from_str(text);
            let reading = value.read(Noting::page(&mut input, outline))?;
            input.end()?;
            Ok(reading)
        });
        check(response, reading, &Form::of(&value))?;
        Ok(value)
    }
}

/// Whether there is nothing to read in a body, and that is in order.
fn is_blank(response: &RawResponse, takes_null: bool) -> Result<bool, Error> {
    let may_be_empty = takes_null || SAY_NOTHING.contains(&response.status);
    if response.body.is_empty() && may_be_empty {
        return Ok(true);
    }
    size::check(response)?;
    Ok(false)
}

/// What is to be known of a value that was read from a whole body.
struct Form {
    takes_null: bool,
    has_foreign_errors: bool,
    type_name: &'static str,
}

impl Form {
    fn of<T: Field>(value: &T) -> Self {
        Self {
            takes_null: value.is_absent(),
            has_foreign_errors: value.has_foreign_errors(),
            type_name: type_name::<T>(),
        }
    }
}

/// Checks that what was read from a body is what the operation returns.
fn check(
    response: &RawResponse,
    reading: serde_json::Result<Reading>,
    form: &Form,
) -> Result<(), Error> {
    let refusal = match reading {
        Ok(reading) => {
            if let Reading::Odd(odd) = &reading {
                let operation = response.context.operation;
                response.reported.report(operation, &odd.anomalies);
            }
            match reading.refusal() {
                None if form.has_foreign_errors && is_error_list(response.body()) => {
                    return Err(Error::api(response, None));
                }
                None => return Ok(()),
                Some("null") if form.takes_null => return Ok(()),
                Some(found) => serde::de::Error::custom(found),
            }
        }
        Err(error) => error,
    };
    Err(Error::json(response, refusal, form.type_name))
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

/// Decodes JSON of any type, for calls whose responses this crate has no type for.
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
    /// Bytes that are not UTF-8 become `U+FFFD`; [`Response::bytes`](crate::Response::bytes)
    /// returns them unchanged.
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

/// The target of a redirect, such as the signed URL of a recording.
///
/// A signed URL gives access to its file, so `Debug` shows only its scheme and host. Fetch it
/// without the access token.
#[derive(Clone, PartialEq, Eq)]
pub struct Location {
    url: Url,
    /// Scheme and host, as they may be printed.
    origin: Box<str>,
}

impl Location {
    /// Returns the absolute URL.
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
