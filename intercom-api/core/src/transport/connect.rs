//! How long a call may take to connect: a layer around the HTTP client's connector, which keeps the
//! limit of the call that waits for the connection.

use std::io;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::timeout;
use tower_layer::Layer;
use tower_service::Service;

use crate::policy::BoxFuture;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

tokio::task_local! {
    /// The limit of the call that is being polled, if it has one of its own.
    static LIMIT: Option<Duration>;
}

/// A future of the HTTP client whose connection keeps this limit.
pub(crate) fn within<F: Future>(
    limit: Option<Duration>,
    future: F,
) -> impl Future<Output = F::Output> {
    LIMIT.scope(limit, future)
}

/// Puts the limit around a connector.
#[derive(Clone, Copy)]
pub(crate) struct ConnectLimit;

impl<S> Layer<S> for ConnectLimit {
    type Service = Limited<S>;

    fn layer(&self, connector: S) -> Limited<S> {
        Limited(connector)
    }
}

/// A connector that gives up after a while.
#[derive(Clone)]
pub(crate) struct Limited<S>(S);

impl<S, Target> Service<Target> for Limited<S>
where
    S: Service<Target, Error = BoxError>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<S::Response, BoxError>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, target: Target) -> Self::Future {
        let limit = LIMIT.try_with(|limit| *limit).ok().flatten();
        let connecting = self.0.call(target);
        let Some(limit) = limit else {
            return Box::pin(connecting);
        };
        Box::pin(async move {
            let connected = timeout(limit, connecting).await;
            connected.unwrap_or_else(|_| Err(io::Error::from(io::ErrorKind::TimedOut).into()))
        })
    }
}
