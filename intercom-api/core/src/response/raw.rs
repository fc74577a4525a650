//! A response before it is decoded.

use std::fmt;
use std::sync::OnceLock;
use std::time::SystemTime;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use url::Url;

use super::rate_limit::RateLimit;
use super::reported::Reported;
use crate::operation::Context;
use crate::policy::redact::{Charset, Redactor};

/// How many characters of a request ID are kept.
const MAX_REQUEST_ID: usize = 100;

/// How many characters of a media type are kept.
const MAX_MEDIA_TYPE: usize = 50;

/// How many characters of a redirect's origin are kept.
const MAX_ORIGIN: usize = 120;

/// A whole response, its body not yet decoded.
pub struct RawResponse {
    pub(crate) context: Context,
    pub(crate) status: StatusCode,
    /// The headers as received. Their values are marked as sensitive, so that `Debug` does not show
    /// them.
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) location: Option<Box<Url>>,
    pub(crate) received: SystemTime,
    pub(crate) reported: Reported,
    /// The limit of its body in bytes.
    pub(crate) max_size: usize,
    /// What must not be printed of this response.
    pub(crate) redactor: Redactor,
    /// As it may be printed; made when it is first asked for, which most responses are not.
    request_id: OnceLock<Option<Box<str>>>,
}

impl RawResponse {
    /// Makes a response without its body. Everything in it that may be printed is cleaned by the
    /// methods that return it: secrets removed, characters restricted, length bounded.
    pub(crate) fn new(
        context: Context,
        status: StatusCode,
        mut headers: HeaderMap,
        received: SystemTime,
        redactor: Redactor,
    ) -> Self {
        for value in headers.values_mut() {
            value.set_sensitive(true);
        }
        Self {
            context,
            status,
            headers,
            body: Bytes::new(),
            location: None,
            received,
            reported: Reported::default(),
            max_size: usize::MAX,
            redactor,
            request_id: OnceLock::new(),
        }
    }

    /// A response with the same head and another body: a part of this one.
    #[cfg(feature = "sse")]
    pub(crate) fn of_part(&self, body: Bytes) -> Self {
        Self {
            context: self.context,
            status: self.status,
            headers: self.headers.clone(),
            body,
            location: None,
            received: self.received,
            reported: self.reported.clone(),
            max_size: self.max_size,
            redactor: self.redactor.clone(),
            request_id: self.request_id.clone(),
        }
    }

    /// Removes the request ID, which may be a secret that the body contains.
    pub(crate) fn without_request_id(mut self) -> Self {
        self.request_id = OnceLock::from(None);
        self
    }

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

    /// Returns scheme, host and port of where a redirect leads, as they may be printed. The rest of
    /// the URL may be a signature.
    pub(crate) fn origin(&self) -> Option<String> {
        let origin = self.location()?.origin().ascii_serialization();
        Some(
            self.redactor
                .clean(&origin, Charset::Identifier, MAX_ORIGIN),
        )
    }

    /// Returns the request ID as it may be printed.
    pub(crate) fn request_id(&self) -> Option<&str> {
        let clean = || {
            let id = self.headers.get("x-request-id")?.to_str().ok()?;
            let id = self.redactor.clean(id, Charset::Identifier, MAX_REQUEST_ID);
            (!id.is_empty()).then(|| id.into_boxed_str())
        };
        self.request_id.get_or_init(clean).as_deref()
    }

    /// Returns the media type of the body without parameters, as it may be printed.
    pub(crate) fn media_type(&self) -> Option<String> {
        let text = self.headers.get(CONTENT_TYPE)?.to_str().ok()?;
        let text = text.split(';').next().unwrap_or(text).trim();
        let clean = self
            .redactor
            .clean(text, Charset::Identifier, MAX_MEDIA_TYPE);
        Some(clean).filter(|text| !text.is_empty())
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
