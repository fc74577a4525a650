//! A loopback server that gives the answer it was told to and keeps what arrived.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode, header};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::request::Request;
use crate::server;

/// Where a recorded redirect leads: recordings have no headers.
const LOCATION: &str = "https://example.com/recording";

/// A server that repeats a recorded answer. It stops when dropped.
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
    arrived: Option<Request>,
}

impl Recorder {
    /// Starts on a free port.
    pub(super) async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let base_url = format!("http://{}", listener.local_addr()?);
        let exchange = Arc::<Mutex<Exchange>>::default();
        let router = Router::new().fallback(answer).with_state(exchange.clone());
        let task = tokio::spawn(async move {
            // It serves until it is dropped; an accept that fails is a call that fails.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self {
            base_url,
            exchange,
            task,
        })
    }

    /// Sets the next answer. A text is sent as it is, anything else as JSON, null as no body. A
    /// redirect leads somewhere only when the operation answers one: nobody follows it then.
    pub(super) fn set(&self, status: u16, body: Value, redirects: bool) {
        *lock(&self.exchange) = Exchange {
            status,
            body,
            redirects,
            arrived: None,
        };
    }

    /// The first request since the answer was set.
    pub(super) fn arrived(&self) -> Option<Request> {
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

async fn answer(
    State(exchange): State<Arc<Mutex<Exchange>>>,
    request: axum::extract::Request,
) -> Response<Body> {
    let request = server::read(request).await.ok();
    let mut exchange = lock(&exchange);
    if exchange.arrived.is_none() {
        exchange.arrived = request;
    }
    let (media_type, body) = match &exchange.body {
        Value::Null => ("", String::new()),
        Value::String(text) if text.trim_start().starts_with('<') => ("text/html", text.clone()),
        Value::String(text) => ("text/plain; charset=utf-8", text.clone()),
        body => ("application/json; charset=utf-8", body.to_string()),
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(exchange.status).unwrap_or_default();
    let headers = response.headers_mut();
    if !media_type.is_empty() {
        headers.insert(
            header::CONTENT_TYPE,
            header::HeaderValue::from_static(media_type),
        );
    }
    if exchange.redirects && exchange.status / 100 == 3 {
        headers.insert(header::LOCATION, header::HeaderValue::from_static(LOCATION));
    }
    response
}
