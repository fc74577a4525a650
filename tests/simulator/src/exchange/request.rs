//! A request as it arrived, kept for tests to look at.

use bytes::Bytes;
use serde_json::Value;

/// A request that reached the workspace.
///
/// `Debug` prints no path, headers or body: they hold the token and people's data.
#[derive(Clone)]
#[non_exhaustive]
pub struct Request {
    /// The HTTP method in capitals.
    pub method: String,
    /// The path as sent, percent-encoded, without the query.
    pub path: String,
    /// The query as sent, decoded, in order.
    pub query: Vec<(String, String)>,
    /// Headers in lower case, in order.
    pub headers: Vec<(String, String)>,
    /// The body as sent.
    pub body: Bytes,
    /// The parts of a `multipart/form-data` body.
    pub parts: Vec<Part>,
    /// The operation the request leads to, if there is one.
    pub operation_id: Option<String>,
    /// The status of the response; 0 while there is none.
    pub status: u16,
    /// What the operation does not have: keys of the body as a path, query names after a `?`.
    pub unknown_keys: Vec<String>,
}

/// A part of a `multipart/form-data` body.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Part {
    /// The name of the field, as sent.
    pub name: String,
    /// The name of the file, as sent; `None` for a field that is not a file.
    pub file_name: Option<String>,
    /// The media type, if the part states one.
    pub media_type: Option<String>,
    /// The content.
    pub content: Bytes,
}

impl std::fmt::Debug for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Part")
            .field("name", &self.name)
            .field("content_len", &self.content.len())
            .finish_non_exhaustive()
    }
}

impl Request {
    /// The first value of a header; the name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        first(&self.headers, name)
    }

    /// The first value of a query parameter.
    pub fn query_value(&self, name: &str) -> Option<&str> {
        first(&self.query, name)
    }

    /// The body as JSON, null when it is empty or no JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("operation_id", &self.operation_id)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// The first value of a name in a list of pairs.
pub(crate) fn first<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
}
