//! What a program can observe of each attempt of each call, for its metrics.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

use super::headers::CustomHeaders;

use crate::error::Error;
use crate::operation::OperationInfo;
use crate::response::RateLimit;
use crate::url::Region;

/// An attempt of a call that has ended, with or without a response.
///
/// Given to the function of [`ClientBuilder::on_response`](struct.ClientBuilder.html#method.on_response). It
/// holds no token, no body, no query value and no id of an object. Text from the server is cleaned:
/// secrets of the call are replaced, should the server return them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ResponseInfo<'a> {
    /// The operation; `None` for a raw call.
    pub operation: Option<&'static OperationInfo>,
    /// The HTTP method.
    pub method: &'a Method,
    /// The region of the client; `None` for a host that is not Intercom's.
    pub region: Option<Region>,
    /// 1 for the first attempt.
    pub attempt: u32,
    /// The HTTP status, if there was a response.
    pub status: Option<StatusCode>,
    /// Intercom's id of the request.
    pub request_id: Option<&'a str>,
    /// The state of the rate limit after this attempt.
    pub rate_limit: Option<RateLimit>,
    /// From the start of the attempt, including its wait for the pacer, to the last byte of its
    /// response.
    pub duration: Duration,
    /// Why the attempt failed.
    pub error: Option<&'a Error>,
    /// The wait before the next attempt; `None` when there is none.
    pub retry_in: Option<Duration>,
}

/// The reason why the function of
/// [`ClientBuilder::on_request`](struct.ClientBuilder.html#method.on_request) refuses a request. It
/// becomes the source of an [`Error`].
pub type HookError = Box<dyn StdError + Send + Sync>;

/// An attempt that is about to be sent.
///
/// Given to the function of [`ClientBuilder::on_request`](struct.ClientBuilder.html#method.on_request).
/// The client's access token is not part of it. URL, headers and body are customers' data: `Debug`
/// shows none of their values.
pub struct AttemptRequest<'a> {
    pub(crate) operation: Option<&'static OperationInfo>,
    pub(crate) attempt: u32,
    pub(crate) request: &'a reqwest::Request,
    pub(crate) added: &'a mut CustomHeaders,
    pub(crate) problem: Option<Cow<'static, str>>,
}

impl AttemptRequest<'_> {
    /// Returns the operation; `None` for a raw call.
    pub fn operation(&self) -> Option<&'static OperationInfo> {
        self.operation
    }

    /// Returns the number of the attempt; 1 for the first.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Returns the HTTP method.
    pub fn method(&self) -> &Method {
        self.request.method()
    }

    /// Returns the URL, with path and query.
    pub fn url(&self) -> &str {
        self.request.url().as_str()
    }

    /// Returns the headers before those that this function sets, without the client's token.
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// Returns the body; `None` for a request without one, or with one that is read while it is sent, such
    /// as a form with files.
    pub fn body(&self) -> Option<&[u8]> {
        self.request.body()?.as_bytes()
    }

    /// Sets a header of this attempt, in place of what the client or the call would send under that
    /// name.
    ///
    /// What [`Call::with_header`](struct.Call.html#method.with_header) refuses makes the attempt fail
    /// before anything is sent.
    pub fn set_header(&mut self, name: impl TryInto<HeaderName>, value: impl TryInto<HeaderValue>) {
        let set = self.added.set(name.try_into().ok(), value.try_into().ok());
        if let Err(problem) = set {
            self.problem.get_or_insert(problem);
        }
    }
}

impl fmt::Debug for AttemptRequest<'_> {
    /// Shows names and sizes, never values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AttemptRequest")
            .field("operation", &self.operation.map(ToString::to_string))
            .field("attempt", &self.attempt)
            .field("method", self.method())
            .field("headers", &self.headers().keys().collect::<Vec<_>>())
            .field("body_len", &self.body().map(<[u8]>::len))
            .finish_non_exhaustive()
    }
}

/// The function that is called before each attempt.
pub(crate) type OnRequest = dyn Fn(&mut AttemptRequest<'_>) -> Result<(), HookError> + Send + Sync;

/// The function that is called.
pub(crate) type OnResponse = dyn Fn(&ResponseInfo<'_>) + Send + Sync;
