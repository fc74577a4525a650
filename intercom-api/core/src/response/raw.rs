//! A response before it is decoded.

use std::fmt;
use std::time::SystemTime;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use url::Url;

use super::rate_limit::RateLimit;
use super::reported::Reported;
use crate::operation::Context;

/// A whole answer, its body not yet read.
pub struct RawResponse {
    pub(crate) context: Context,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) location: Option<Box<Url>>,
    pub(crate) received: SystemTime,
    pub(crate) reported: Reported,
}

impl RawResponse {
    pub(crate) fn body(&self) -> &Bytes {
        &self.body
    }

    pub(crate) fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::from_headers(&self.headers)
    }

    /// Where a redirect leads, made absolute.
    pub(crate) fn location(&self) -> Option<&Url> {
        self.location.as_deref()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub(crate) fn request_id(&self) -> Option<&str> {
        self.header("x-request-id")
    }

    /// The media type of the body, without parameters.
    pub(crate) fn media_type(&self) -> Option<&str> {
        let text = self.header(CONTENT_TYPE.as_str())?;
        Some(text.split(';').next().unwrap_or(text).trim()).filter(|text| !text.is_empty())
    }
}

impl fmt::Debug for RawResponse {
    /// Shows no header's value and no byte of the body.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("status", &self.status)
            .field("request_id", &self.request_id())
            .field("body_len", &self.body.len())
            .finish_non_exhaustive()
    }
}
