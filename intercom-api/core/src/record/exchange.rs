//! An exchange, from its request to its line on the cassette.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, Method, Request, Response, StatusCode, Uri};
use serde_json::{Map, Value};

use super::body::{Content, scrub_body};
use super::recorder::Shared;
use super::scrub::{Marks, is_api_url, origin, request_headers};
use crate::operation::OperationInfo;
use crate::response::TransportBody;
use crate::response::redirect::is_redirect;

/// An exchange that is not finished.
pub(super) struct Draft {
    shared: Arc<Shared>,
    operation: Option<&'static OperationInfo>,
    method: Method,
    uri: Uri,
    /// Whether the request goes to the API, not to where a redirect leads: it has the token.
    is_at_home: bool,
    request_headers: HeaderMap,
    request_body: Bytes,
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
    /// The number of bytes that arrived, also of those that are not kept.
    length: usize,
}

impl Draft {
    pub(super) fn new(shared: &Arc<Shared>, request: &Request<Bytes>) -> Self {
        let operation = request.extensions().get::<&'static OperationInfo>();
        Self {
            shared: Arc::clone(shared),
            operation: operation.copied(),
            method: request.method().clone(),
            uri: request.uri().clone(),
            is_at_home: request.headers().contains_key(http::header::AUTHORIZATION)
                || is_api_url(&request.uri().to_string()),
            request_headers: request.headers().clone(),
            request_body: request.body().clone(),
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: Vec::new(),
            length: 0,
        }
    }

    pub(super) fn set_head(&mut self, response: &Response<TransportBody>) {
        self.status = response.status();
        self.headers = response.headers().clone();
    }

    pub(super) fn has_body(&self) -> bool {
        self.method != Method::HEAD && !matches!(self.status.as_u16(), 204 | 304)
    }

    pub(super) fn push(&mut self, chunk: &[u8]) {
        self.length = self.length.saturating_add(chunk.len());
        if self.length > self.shared.limits.whole {
            self.body = Vec::new();
        } else {
            self.body.extend_from_slice(chunk);
        }
    }

    /// Whether the exchange can be recorded although the body was not read to its end: it is complete,
    /// the client does not read it, or it has no end.
    pub(super) fn is_enough(&self) -> bool {
        let header = |name| self.headers.get(name)?.to_str().ok();
        let declared = header(CONTENT_LENGTH).and_then(|length| length.trim().parse().ok());
        declared == Some(self.length)
            || is_redirect(self.status)
            || header(CONTENT_TYPE).is_some_and(|media| media.starts_with("text/event-stream"))
    }

    /// Writes the exchange to the cassette.
    pub(super) fn finish(self) {
        let line = self.line();
        self.shared.cassette.append(line);
    }

    fn line(&self) -> Map<String, Value> {
        let scrubber = &self.shared.scrubber;
        let home = origin(&self.uri.to_string());
        let home = home.as_deref();
        let mut marks = Marks::default();
        let mut line = Map::new();
        let mut insert = |key: &str, value: Value| {
            line.insert(key.to_owned(), value);
        };
        insert("method", self.method.as_str().into());
        let (path, query) = (self.uri.path(), self.uri.query().unwrap_or_default());
        if self.is_at_home {
            let template = self.operation.map(|operation| operation.path);
            let (path, template) = scrubber.path(path, template, &mut marks);
            insert("path", path.into());
            if let Some(template) = template {
                insert("path_template", template.into());
            }
            insert("query", scrubber.query(query, home, &mut marks).into());
        } else {
            // The same stand-in as in the response that led here.
            let url = scrubber.foreign_url(&self.uri.to_string());
            let (_, rest) = url.split_once("://").unwrap_or_default();
            let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
            insert("host", host.into());
            insert("path", format!("/{path}").into());
            insert("query", Map::new().into());
        }
        let headers = request_headers(&self.request_headers);
        insert("request_headers", headers.into());
        let limits = self.shared.limits;
        let request = Content {
            bytes: &self.request_body,
            headers: &self.request_headers,
            length: self.request_body.len(),
        };
        let request = scrub_body(scrubber, &request, limits, home, Some(&mut marks));
        request.insert_into(&mut insert, "request");
        insert("status", self.status.as_u16().into());
        let headers = scrubber.response_headers(&self.headers, home);
        insert("response_headers", headers.into());
        let response = Content {
            bytes: &self.body,
            headers: &self.headers,
            length: self.length,
        };
        let response = scrub_body(scrubber, &response, limits, home, None);
        response.insert_into(&mut insert, "response");
        insert("scrubbed", marks.into_json());
        line
    }
}
