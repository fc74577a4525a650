//! A server of canned responses in memory. The published package has no other one.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::HeaderMap;

use crate::{BoxFuture, Transport, TransportBody, TransportError};

/// A response, as it is sent.
#[derive(Clone, Debug)]
pub(super) struct CannedResponse {
    status: u16,
    headers: &'static str,
    body: Bytes,
}

impl CannedResponse {
    /// A complete response. Each of the `headers` ends with `\r\n`.
    pub(super) fn new(status: u16, headers: &'static str, body: impl AsRef<[u8]>) -> Self {
        Self {
            status,
            headers,
            body: Bytes::copy_from_slice(body.as_ref()),
        }
    }

    /// A complete JSON response.
    pub(super) fn json(status: u16, body: &str) -> Self {
        Self::new(status, "content-type: application/json\r\n", body)
    }

    fn response(self) -> http::Response<TransportBody> {
        let mut response = http::Response::builder().status(self.status);
        for line in self.headers.split_terminator("\r\n") {
            let (name, value) = line.split_once(": ").unwrap();
            response = response.header(name, value);
        }
        response.body(self.body.into()).unwrap()
    }
}

/// A request as it was sent.
#[derive(Clone, Debug)]
pub(super) struct Recorded {
    /// Method and target, such as `GET /me`.
    pub(super) line: String,
    headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Recorded {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Path and query.
    pub(super) fn target(&self) -> &str {
        self.line.split_once(' ').unwrap().1
    }
}

/// The transport of a client, which sends one response after the other.
#[derive(Clone, Debug)]
pub(super) struct Server {
    responses: Arc<Mutex<std::vec::IntoIter<CannedResponse>>>,
    requests: Arc<Mutex<Vec<Recorded>>>,
}

impl Server {
    pub(super) fn start(responses: impl IntoIterator<Item = CannedResponse>) -> Self {
        let responses: Vec<_> = responses.into_iter().collect();
        Self {
            responses: Arc::new(Mutex::new(responses.into_iter())),
            requests: Arc::default(),
        }
    }

    #[expect(clippy::unused_self, reason = "every server has this address")]
    pub(super) fn url(&self) -> &'static str {
        "http://localhost:1"
    }

    pub(super) fn requests(&self) -> Vec<Recorded> {
        self.requests.lock().unwrap().clone()
    }

    /// Returns the only request so far.
    pub(super) fn request(&self) -> Recorded {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1);
        requests.remove(0)
    }
}

impl Transport for Server {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<TransportBody>, TransportError>> {
        let (head, body) = request.into_parts();
        let target = head.uri.path_and_query().unwrap();
        self.requests.lock().unwrap().push(Recorded {
            line: format!("{} {target}", head.method),
            headers: head.headers,
            body,
        });
        let response = self.responses.lock().unwrap().next().unwrap().response();
        Box::pin(std::future::ready(Ok(response)))
    }
}
