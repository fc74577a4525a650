//! One connection: its request, its response, and the bytes of its events.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::stream::unfold;
use http::header::{ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use sse_stream::SseByteStream;
use tokio::time::timeout;
use url::Url;

use super::gauge::{Gauge, MAX_EVENT_SIZE};
use crate::error::Error;
use crate::format;
use crate::operation::Context;
use crate::policy::Clock;
use crate::policy::redact::Redactor;
use crate::response::body::{self, Unread};
use crate::response::incoming::Incoming;
use crate::response::redirect::is_redirect;
use crate::response::{RawResponse, TransportError};
use crate::transport::Settings;
use crate::transport::http_client::{Sender, send_custom};

/// How much is read of a response that is an error, in bytes.
const MAX_ERROR_SIZE: usize = 64 * 1024;

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// The events of one connection.
pub(super) type Events = SseByteStream<Pin<Box<dyn Stream<Item = Result<Bytes, Fault>> + Send>>>;

/// Why the bytes of a connection ended.
#[derive(Debug)]
pub(super) enum Fault {
    /// The connection broke.
    Broken(TransportError),
    /// Nothing arrived for as long as an attempt may take.
    Silent,
    /// The token has expired.
    Expired,
    /// The body ended within an event.
    Cut,
    /// An event has more than [`MAX_EVENT_SIZE`] bytes.
    TooLarge,
}

impl Fault {
    /// Returns it as the reason why a body could not be read.
    pub(super) fn unread(self) -> Unread {
        match self {
            Self::Broken(error) => Unread::Broken(error),
            Self::Silent | Self::Expired => Unread::Late,
            Self::Cut => Unread::Short,
            Self::TooLarge => Unread::TooLarge(MAX_EVENT_SIZE),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the event stream ended early")
    }
}

impl std::error::Error for Fault {}

/// Finds the reason in an error of the parser.
pub(super) fn fault(error: sse_stream::Error) -> Fault {
    match error {
        sse_stream::Error::Body(source) => match source.downcast::<Fault>() {
            Ok(fault) => *fault,
            Err(source) => Fault::Broken(TransportError::broken(source)),
        },
        error => Fault::Broken(TransportError::broken(error)),
    }
}

/// What a connection is opened with.
pub(super) struct Opening<'a> {
    pub(super) settings: &'a Settings,
    pub(super) context: Context,
    pub(super) url: &'a Url,
    pub(super) redactor: &'a Redactor,
    pub(super) last_id: Option<HeaderValue>,
    /// When the token expires, by the clock of the client.
    pub(super) deadline: Instant,
}

impl Opening<'_> {
    /// Sends the request and returns the head of the response with its events.
    pub(super) async fn open(self) -> Result<(RawResponse, Events), Error> {
        let left = left(&*self.settings.clock, self.deadline);
        let limit = self.settings.attempt_timeout.min(left);
        let answer = timeout(limit, self.send()).await;
        let answer = answer.map_err(|_| Error::out_of_time(self.context, limit, true))?;
        let mut answer =
            answer.map_err(|error| Error::transport(self.context, error, limit, self.redactor))?;
        let mut response = self.head(&mut answer);
        if response.status == StatusCode::OK {
            self.check(&response, &answer)?;
            let events = events(
                answer,
                self.settings.attempt_timeout,
                &self.settings.clock,
                Some(self.deadline),
            );
            return Ok((response, events));
        }
        if is_redirect(response.status) {
            return Err(Error::redirect(&response));
        }
        if response.status.is_success() {
            return Err(Error::decode(
                &response,
                "expected status 200 with an event stream",
            ));
        }
        let read = body::read(&mut answer, &mut response.headers, MAX_ERROR_SIZE);
        let unread = match timeout(limit, read).await {
            Ok(Ok(body)) => {
                response.body = body;
                None
            }
            Ok(Err(unread)) => Some(unread),
            Err(_) => Some(Unread::Late),
        };
        Err(Error::api(&response, unread))
    }

    async fn send(&self) -> Result<Incoming, TransportError> {
        let mut request = reqwest::Request::new(Method::GET, self.url.clone());
        *request.headers_mut() = self.headers();
        match &self.settings.sender {
            Sender::Http(client) => {
                let response = client.execute(request, None).await;
                response
                    .map(Incoming::Http)
                    .map_err(TransportError::of_reqwest)
            }
            Sender::Custom(transport) => send_custom(&**transport, request, None, None).await,
        }
    }

    /// Returns the headers: none of the client's own, since the host is not that of the API.
    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::with_capacity(5);
        headers.insert(ACCEPT, HeaderValue::from_static("text/event-stream"));
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(USER_AGENT, self.settings.user_agent.clone());
        if let Some(id) = &self.last_id {
            headers.insert(LAST_EVENT_ID, id.clone());
        }
        headers
    }

    fn head(&self, answer: &mut Incoming) -> RawResponse {
        let headers = answer.take_headers();
        let received = self.settings.clock.system_time();
        let redactor = self.redactor.clone();
        let mut response =
            RawResponse::new(self.context, answer.status(), headers, received, redactor);
        if is_redirect(response.status) {
            let target = response.headers.get(http::header::LOCATION);
            let target = target.and_then(|target| self.url.join(target.to_str().ok()?).ok());
            response.location = target.map(Box::new);
        }
        response
    }

    /// Checks that a good response is an event stream, from the URL that was requested.
    fn check(&self, response: &RawResponse, answer: &Incoming) -> Result<(), Error> {
        if answer.url().origin() != self.url.origin() {
            let message = "the HTTP client followed a redirect to another host";
            return Err(Error::decode(response, message));
        }
        check_body(response)
    }
}

/// Checks that the body of a good response is an event stream as it can be read.
pub(super) fn check_body(response: &RawResponse) -> Result<(), Error> {
    format::events::check(response)?;
    let coding = response.headers.get(CONTENT_ENCODING);
    if coding.is_some_and(|coding| coding != "identity") {
        let message = "expected an event stream without a content coding";
        return Err(Error::decode(response, message));
    }
    Ok(())
}

/// Returns the events of a body.
pub(super) fn events(
    answer: Incoming,
    patience: Duration,
    clock: &Arc<dyn Clock>,
    deadline: Option<Instant>,
) -> Events {
    let chunks = Chunks {
        answer,
        gauge: Gauge::default(),
        patience,
        clock: Arc::clone(clock),
        deadline,
    };
    SseByteStream::new(chunks.into_stream())
}

/// The bytes of a connection, measured.
struct Chunks {
    answer: Incoming,
    gauge: Gauge,
    patience: Duration,
    clock: Arc<dyn Clock>,
    deadline: Option<Instant>,
}

impl Chunks {
    fn into_stream(self) -> Pin<Box<dyn Stream<Item = Result<Bytes, Fault>> + Send>> {
        Box::pin(unfold(Some(self), |chunks| async move {
            let mut chunks = chunks?;
            match chunks.next().await {
                Ok(Some(bytes)) => Some((Ok(bytes), Some(chunks))),
                Ok(None) => None,
                Err(fault) => Some((Err(fault), None)),
            }
        }))
    }

    async fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        let left = self.deadline.map(|deadline| left(&*self.clock, deadline));
        let left = left.unwrap_or(Duration::MAX);
        let limit = self.patience.min(left);
        if limit.is_zero() {
            return Err(Fault::Expired);
        }
        let chunk = match timeout(limit, self.answer.chunk()).await {
            Ok(chunk) => chunk.map_err(Fault::Broken)?,
            Err(_) if left <= self.patience => return Err(Fault::Expired),
            Err(_) => return Err(Fault::Silent),
        };
        match chunk {
            Some(bytes) if !self.gauge.fits(&bytes) => Err(Fault::TooLarge),
            None if self.gauge.is_within_event() => Err(Fault::Cut),
            chunk => Ok(chunk),
        }
    }
}

/// Returns how long it is until a time.
pub(super) fn left(clock: &dyn Clock, deadline: Instant) -> Duration {
    deadline.saturating_duration_since(clock.now())
}
