//! A server of canned responses, on a thread of its own: it works for tests with and without a
//! runtime, and for those that block theirs.

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::accept::accept;
use crate::request::RecordedRequest;

/// What a server sends on a connection once it has read the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CannedResponse {
    bytes: Vec<u8>,
    /// Keeps the connection open, silent, until the client closes it.
    hold: bool,
}

impl CannedResponse {
    /// A complete response. Each of the `headers` ends with `\r\n`.
    pub fn new(status: u16, headers: &str, body: impl AsRef<[u8]>) -> Self {
        Self::declaring(body.as_ref().len(), status, headers, body)
    }

    /// A complete JSON response.
    pub fn json(status: u16, body: &str) -> Self {
        let headers = "content-type: application/json; charset=utf-8\r\n";
        Self::new(status, headers, body)
    }

    /// A response whose body ends before the length it declares.
    pub fn cut(status: u16, body: &str) -> Self {
        Self::declaring(body.len() + 100, status, "", body)
    }

    /// No response: the connection is closed.
    pub fn none() -> Self {
        Self {
            bytes: Vec::new(),
            hold: false,
        }
    }

    /// Keeps the connection open and silent after the response, until the client closes it.
    #[must_use]
    pub fn then_silence(mut self) -> Self {
        self.hold = true;
        self
    }

    fn declaring(length: usize, status: u16, headers: &str, body: impl AsRef<[u8]>) -> Self {
        let mut bytes = format!(
            "HTTP/1.1 {status} Text\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n"
        )
        .into_bytes();
        bytes.extend(body.as_ref());
        Self { bytes, hold: false }
    }

    async fn send(&self, stream: &mut TcpStream) {
        // Some tests drop the client.
        drop(stream.write_all(&self.bytes).await);
        if self.hold {
            drop(stream.read_u8().await);
        }
    }
}

/// A server of canned responses.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<RecordedRequest>>>,
}

impl Server {
    /// Starts a server that sends these responses, one per connection, and refuses further
    /// connections.
    pub fn start(responses: impl IntoIterator<Item = CannedResponse>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        listener.set_nonblocking(true).unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        let responses: Arc<[_]> = responses.into_iter().collect();
        thread::spawn(move || {
            let mut runtime = tokio::runtime::Builder::new_current_thread();
            let runtime = runtime.enable_io().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                let count = responses.len();
                let handle = move |number, mut stream| {
                    let (seen, responses) = (Arc::clone(&seen), Arc::clone(&responses));
                    async move {
                        let response: &CannedResponse = &responses[number];
                        if let Some(request) = RecordedRequest::read(&mut stream).await {
                            seen.lock().unwrap().push(request);
                            response.send(&mut stream).await;
                        }
                    }
                };
                accept(listener, count, handle).await;
            });
        });
        Self { address, requests }
    }

    /// Returns the URL of the server, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the requests so far.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        let requests = self.requests.lock();
        requests.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the only request so far.
    ///
    /// # Panics
    /// When there is none, or more than one.
    pub fn request(&self) -> RecordedRequest {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1);
        requests.remove(0)
    }
}

/// Returns a URL without a listener.
pub fn refusing_url() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}
