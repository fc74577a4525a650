//! The response of a handler, before it becomes bytes.

use std::borrow::Cow;

use serde_json::Value;

/// A response of the API.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    /// Headers beyond those that every response has.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Body,
}

/// The body of a response.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    Empty,
    Json(Value),
    /// Any other media type with its bytes.
    Bytes(Cow<'static, str>, Vec<u8>),
    /// Bytes whose media type is among the headers.
    Raw(Vec<u8>),
}

impl Response {
    /// 200 with JSON.
    pub(crate) fn json(value: Value) -> Self {
        Self {
            status: 200,
            headers: Vec::new(),
            body: Body::Json(value),
        }
    }

    /// A status without a body.
    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Body::Empty,
        }
    }

    /// 200 with something that is not JSON.
    pub(crate) fn bytes(
        media_type: impl Into<Cow<'static, str>>,
        bytes: impl Into<Vec<u8>>,
    ) -> Self {
        Self {
            status: 200,
            headers: Vec::new(),
            body: Body::Bytes(media_type.into(), bytes.into()),
        }
    }

    /// 302 to another URL.
    pub(crate) fn redirect(location: &str) -> Self {
        Self::empty(302).with_header("location", location)
    }

    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    pub(crate) fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// The media type and the bytes of the body.
    pub(crate) fn encode(&self) -> (Option<&str>, Vec<u8>) {
        match &self.body {
            Body::Empty => (None, Vec::new()),
            Body::Json(value) => (
                Some("application/json; charset=utf-8"),
                serde_json::to_vec(value).unwrap_or_default(),
            ),
            Body::Bytes(media_type, bytes) => (Some(media_type), bytes.clone()),
            Body::Raw(bytes) => (None, bytes.clone()),
        }
    }
}

impl From<Value> for Response {
    fn from(value: Value) -> Self {
        Self::json(value)
    }
}
