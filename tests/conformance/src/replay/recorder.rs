//! A loopback server that returns a given response and keeps what arrived.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use intercom_test_server::{RecordedRequest, accept};
use serde_json::Value;
use tokio::io::{AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::arrival::Arrival;

/// Where a recorded redirect leads: recordings have no headers.
const LOCATION: &str = "https://example.com/recording";

/// A server that repeats a recorded response. It stops when dropped.
#[derive(Debug)]
pub(super) struct Recorder {
    pub(super) base_url: String,
    exchange: Arc<Mutex<Exchange>>,
    task: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Exchange {
    status: u16,
    body: Value,
    redirects: bool,
    arrived: Option<Arrival>,
}

impl Recorder {
    /// Starts on a free port.
    pub(super) async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let base_url = format!("http://{}", listener.local_addr()?);
        let exchange = Arc::<Mutex<Exchange>>::default();
        let shared = Arc::clone(&exchange);
        let handle = move |_, stream| respond(Arc::clone(&shared), stream);
        let task = tokio::spawn(accept(listener, usize::MAX, handle));
        Ok(Self {
            base_url,
            exchange,
            task,
        })
    }

    /// Sets the next response. A string is sent unchanged, anything else as JSON, null as no body.
    /// A redirect has a target only when the operation returns one, because it is not followed
    /// then.
    pub(super) fn set(&self, status: u16, body: Value, redirects: bool) {
        *lock(&self.exchange) = Exchange {
            status,
            body,
            redirects,
            arrived: None,
        };
    }

    /// Returns the first request since the response was set.
    pub(super) fn arrived(&self) -> Option<Arrival> {
        lock(&self.exchange).arrived.take()
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn lock(exchange: &Mutex<Exchange>) -> MutexGuard<'_, Exchange> {
    exchange.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Responds to every request of a connection.
async fn respond(exchange: Arc<Mutex<Exchange>>, stream: TcpStream) {
    let mut stream = BufReader::new(stream);
    while let Some(request) = RecordedRequest::read(&mut stream).await {
        let response = {
            let mut exchange = lock(&exchange);
            let response = exchange.response(request.method());
            if exchange.arrived.is_none() {
                exchange.arrived = Some(Arrival::new(request));
            }
            response
        };
        if stream.get_mut().write_all(&response).await.is_err() {
            return;
        }
    }
}

impl Exchange {
    /// Returns the bytes of the response.
    fn response(&self, method: &str) -> Vec<u8> {
        let (media_type, body) = match &self.body {
            Value::Null => ("", String::new()),
            Value::String(text) if text.trim_start().starts_with('<') => {
                ("text/html", text.clone())
            }
            Value::String(text) => ("text/plain; charset=utf-8", text.clone()),
            body => ("application/json; charset=utf-8", body.to_string()),
        };
        let status = if self.status == 0 { 200 } else { self.status };
        let mut head = format!("HTTP/1.1 {status} \r\n");
        let mut header = |name: &str, value: &str| {
            head.extend([name, ": ", value, "\r\n"]);
        };
        if !media_type.is_empty() {
            header("content-type", media_type);
        }
        if self.redirects && status / 100 == 3 {
            header("location", LOCATION);
        }
        // These have no body, whatever was recorded.
        let has_body = !matches!(status, 204 | 304);
        if has_body {
            header("content-length", &body.len().to_string());
        }
        head.push_str("\r\n");
        if has_body && method != "HEAD" {
            head.push_str(&body);
        }
        head.into_bytes()
    }
}
