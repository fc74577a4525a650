//! How long it may take to connect. The HTTP client knows one limit for all its connections; this
//! layer around its connector keeps that of the call that waits for the connection.

use std::io;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::timeout;
use tower_layer::Layer;
use tower_service::Service;

use crate::auth::TokenError as BoxError;
use crate::clock::BoxFuture;

tokio::task_local! {
    /// The limit of the call that is being polled.
    static LIMIT: Duration;
}

/// Polls a future of the HTTP client; a connection that it makes keeps this limit.
pub(crate) async fn within<F: Future>(limit: Option<Duration>, future: F) -> F::Output {
    match limit {
        Some(limit) => LIMIT.scope(limit, future).await,
        None => future.await,
    }
}

/// Puts the limit around a connector.
#[derive(Clone, Copy)]
pub(crate) struct ConnectLimit {
    /// The limit for calls that have none of their own.
    pub(crate) default: Duration,
}

impl<S> Layer<S> for ConnectLimit {
    type Service = Limited<S>;

    fn layer(&self, connector: S) -> Limited<S> {
        Limited {
            connector,
            default: self.default,
        }
    }
}

/// A connector that gives up after a while.
#[derive(Clone)]
pub(crate) struct Limited<S> {
    connector: S,
    default: Duration,
}

impl<S, Target> Service<Target> for Limited<S>
where
    S: Service<Target, Error = BoxError>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<S::Response, BoxError>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.connector.poll_ready(cx)
    }

    fn call(&mut self, target: Target) -> Self::Future {
        let limit = LIMIT.try_with(|limit| *limit).unwrap_or(self.default);
        let connecting = self.connector.call(target);
        Box::pin(async move {
            let connected = timeout(limit, connecting).await;
            connected.unwrap_or_else(|_| Err(io::Error::from(io::ErrorKind::TimedOut).into()))
        })
    }
}
