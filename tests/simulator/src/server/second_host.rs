//! A second loopback port: the host of call recordings, which must never see the token.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tokio::sync::oneshot;

use super::listen;

/// The response of the second host: the first bytes of an MP3 file, and some silence.
const RECORDING: &[u8] = b"ID3\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

/// The second host of a workspace.
#[derive(Debug)]
pub(crate) struct SecondHost {
    pub(crate) port: u16,
    pub(crate) leaks: Leaks,
    _stop: oneshot::Sender<()>,
}

/// Paths on which the token was seen where it does not belong.
pub(crate) type Leaks = Arc<Mutex<Vec<String>>>;

impl SecondHost {
    pub(crate) async fn start(address: SocketAddr, token: &str) -> io::Result<Self> {
        let listener = listen(address).await?;
        let port = listener.local_addr()?.port();
        let leaks = Leaks::default();
        let state = (token.to_owned(), leaks.clone());
        let router = Router::new().fallback(respond).with_state(state);
        let (stop, stopped) = oneshot::channel::<()>();
        let server = axum::serve(listener, router).with_graceful_shutdown(async {
            stopped.await.ok();
        });
        tokio::spawn(server.into_future());
        Ok(Self {
            port,
            leaks,
            _stop: stop,
        })
    }
}

async fn respond(State((token, leaks)): State<(String, Leaks)>, request: Request) -> Response {
    let in_header = |value: &axum::http::HeaderValue| {
        value
            .as_bytes()
            .windows(token.len())
            .any(|window| window == token.as_bytes())
    };
    let has_token =
        request.headers().values().any(in_header) || request.uri().to_string().contains(&token);
    if has_token || request.headers().contains_key("authorization") {
        let mut leaks = leaks.lock().unwrap_or_else(PoisonError::into_inner);
        leaks.push(request.uri().path().to_owned());
        return StatusCode::FORBIDDEN.into_response();
    }
    if request.uri().path().starts_with("/recordings/") {
        return ([("content-type", "audio/mpeg")], RECORDING).into_response();
    }
    ([("content-type", "application/json")], "{}").into_response()
}
