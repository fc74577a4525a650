//! A response after it was decoded.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::data::anomalies::{Anomalies, Anomaly};
use crate::error::Error;
use crate::format::json;
use crate::response::{RateLimit, RawResponse};

/// A successful response: its value, status, headers and body.
pub struct Response<T> {
    raw: RawResponse,
    value: T,
}

impl<T> Response<T> {
    pub(crate) fn new(raw: RawResponse, value: T) -> Self {
        Self { raw, value }
    }

    pub(crate) fn raw(&self) -> &RawResponse {
        &self.raw
    }

    /// Returns the HTTP status.
    pub fn status(&self) -> StatusCode {
        self.raw.status
    }

    /// Returns the headers. Their values are marked as sensitive: `Debug` does not show them. When
    /// the body was compressed, `content-encoding` and `content-length` are removed, because
    /// [`bytes`](Self::bytes) is decompressed.
    pub fn headers(&self) -> &HeaderMap {
        &self.raw.headers
    }

    /// Returns Intercom's ID of the request, which its support needs. It is safe to print: secrets
    /// and unusual characters are replaced, and it is cut after 100 characters.
    pub fn request_id(&self) -> Option<&str> {
        self.raw.request_id()
    }

    /// Returns the number of attempts until the call succeeded.
    pub fn attempts(&self) -> u32 {
        self.raw.context.attempts
    }

    /// Returns the state of the rate limit after this call.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.raw.rate_limit()
    }

    /// Returns the body as received, decompressed.
    pub fn bytes(&self) -> &Bytes {
        &self.raw.body
    }

    /// Returns the body as JSON, with all keys that the type does not have.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) when the body is not JSON.
    pub fn json_value(&self) -> Result<Value, Error> {
        json(&self.raw)
    }

    /// Returns a reference to the value.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// Returns the value.
    pub fn into_value(self) -> T {
        self.value
    }

    /// Returns the value, and the body as received, decompressed.
    pub fn into_parts(self) -> (T, Bytes) {
        (self.value, self.raw.body)
    }

    /// Converts the value and keeps everything else of the response.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Response<U> {
        Response {
            raw: self.raw,
            value: f(self.value),
        }
    }
}

impl<T: Anomalies> Response<T> {
    /// Returns the places whose value did not fit the documented type, each once. The feature
    /// `tracing` reports each place once per operation and client.
    pub fn anomalies(&self) -> &[Anomaly] {
        self.value.anomalies()
    }
}

impl<T> fmt::Debug for Response<T> {
    /// Shows neither the value nor the body, which are customers' data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Response").field(&self.raw).finish()
    }
}
