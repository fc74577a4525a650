//! A span of `tracing` for each call, and an event for each retry. Without the feature, or without
//! a subscriber, nothing of this costs anything.
//!
//! Fields have names of this crate, or those of OpenTelemetry's semantic conventions.
//!
//! A span never holds a token, a body, a query value or the id of an object.

use std::time::Duration;

use crate::error::Error;
use crate::response::RawResponse;
use crate::transport::Request;

#[cfg(feature = "tracing")]
mod enabled {
    use tracing::field::Empty;
    use tracing::instrument::{Instrument, Instrumented};

    use super::{Duration, Error, RawResponse, Request};
    use crate::url::Region;

    /// The span of a call.
    #[derive(Clone)]
    pub(crate) struct Span(tracing::Span);

    impl Span {
        pub(crate) fn of(request: &Request) -> Self {
            let operation = request.context().operation;
            let region = request.settings().base_url.region();
            if request.settings().opentelemetry {
                return Self::of_conventions(request);
            }
            Self(tracing::debug_span!(
                "intercom.call",
                operation = operation.map(display),
                resource = operation.map(|operation| operation.resource),
                method = request.method().as_str(),
                path = operation.map(|operation| operation.path),
                region = region.map(Region::as_str),
                attempt = Empty,
                status = Empty,
                request_id = Empty,
                duration_ms = Empty,
            ))
        }

        /// The span under the names that OpenTelemetry's semantic conventions give to HTTP clients.
        /// `url.full` is not among them, because it contains ids of objects.
        fn of_conventions(request: &Request) -> Self {
            let operation = request.context().operation;
            let base_url = &request.settings().base_url;
            let method = request.method().as_str();
            let path = operation.map(|operation| operation.path);
            let name = path.map_or_else(|| method.to_owned(), |path| format!("{method} {path}"));
            Self(tracing::debug_span!(
                "intercom.call",
                otel.name = name,
                otel.kind = "client",
                otel.status_code = Empty,
                http.request.method = method,
                http.response.status_code = Empty,
                http.request.resend_count = Empty,
                url.template = path,
                server.address = base_url.host(),
                server.port = base_url.port(),
                error.type = Empty,
                intercom.operation = operation.map(display),
                intercom.region = base_url.region().map(Region::as_str),
                intercom.request_id = Empty,
            ))
        }

        pub(crate) fn instrument<F: Future>(&self, future: F) -> Instrumented<F> {
            future.instrument(self.0.clone())
        }

        /// Adds the result of the call.
        pub(crate) fn end(&self, result: Result<&RawResponse, &Error>, duration: Duration) {
            if self.0.is_disabled() {
                return;
            }
            let (attempt, status, request_id) = match result {
                Ok(answer) => (
                    answer.context.attempts,
                    Some(answer.status),
                    answer.request_id(),
                ),
                Err(error) => (error.attempts(), error.status(), error.request_id()),
            };
            // A span has the fields of one of the two sets of names, and ignores the others.
            self.0.record("attempt", attempt);
            if attempt > 1 {
                self.0.record("http.request.resend_count", attempt - 1);
            }
            if let Some(status) = status {
                self.0.record("status", status.as_u16());
                self.0.record("http.response.status_code", status.as_u16());
            }
            if let Some(request_id) = request_id {
                self.0.record("request_id", request_id);
                self.0.record("intercom.request_id", request_id);
            }
            if let Err(error) = result {
                self.0.record("otel.status_code", "ERROR");
                let kind = match status {
                    Some(status) => status.as_str().to_owned(),
                    None => format!("{:?}", error.kind()),
                };
                self.0.record("error.type", kind.as_str());
            }
            self.0
                .record("duration_ms", u64::try_from(duration.as_millis()).ok());
        }
    }

    /// Reports an attempt that failed and is followed by another.
    pub(crate) fn retry(error: &Error, wait: Duration) {
        tracing::debug!(
            attempt = error.attempts(),
            status = error.status().map(|status| status.as_u16()),
            kind = ?error.kind(),
            wait_ms = u64::try_from(wait.as_millis()).ok(),
            "retrying"
        );
    }
}

#[cfg(not(feature = "tracing"))]
mod disabled {
    use super::{Duration, Error, RawResponse, Request};

    #[derive(Clone)]
    pub(crate) struct Span;

    impl Span {
        pub(crate) fn of(_: &Request) -> Self {
            Self
        }

        // The method of the span that is enabled.
        #[allow(clippy::unused_self)]
        pub(crate) fn instrument<F: Future>(&self, future: F) -> F {
            future
        }

        // The method of the span that is enabled.
        #[allow(clippy::unused_self)]
        pub(crate) fn end(&self, _: Result<&RawResponse, &Error>, _: Duration) {}
    }

    pub(crate) fn retry(_: &Error, _: Duration) {}
}

#[cfg(not(feature = "tracing"))]
pub(crate) use disabled::{Span, retry};
#[cfg(feature = "tracing")]
pub(crate) use enabled::{Span, retry};
