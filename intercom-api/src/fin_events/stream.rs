//! The events of one conversation, as they are sent.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::Method;
use intercom_core::codegen::{self, EventStream, ServerEvent, Stream};
use intercom_core::{Error, OperationInfo, Repeat};
use serde_json::Value;

use super::repeats::Repeats;
use super::{FinEvent, FinStatus};
use crate::client::Client;

/// What errors name as their operation.
static SUBSCRIBE: OperationInfo = codegen::operation_info(
    "fin_events",
    "subscribe",
    "",
    Method::GET,
    "",
    "text/event-stream",
    Repeat::Safe,
);

impl Client {
    /// Subscribes to the events of a conversation with Fin. The URL is the `sse_subscription_url`
    /// that `fin().start` and `fin().reply` return.
    ///
    /// Its token lives for 3 minutes, and ends when Fin waits for the user or completes: subscribe
    /// at once.
    pub fn fin_events(&self, sse_subscription_url: impl AsRef<str>) -> FinEventStream {
        let settings = self.handle().settings();
        FinEventStream {
            events: EventStream::new(settings, &SUBSCRIBE, sse_subscription_url.as_ref()),
            repeats: Repeats::default(),
            includes_survey: false,
            is_complete: false,
            has_ended: false,
        }
    }
}

/// The events of a conversation with Fin; made by [`Client::fin_events`].
///
/// It is a [`Stream`] of `Result<FinEvent, Error>`, and [`next`](Self::next) returns one event.
/// Nothing is sent before the first poll, and dropping it closes the connection.
///
/// - The stream ends after a [final](FinStatus::is_final) status.
/// - A connection that ends earlier is made again, as often as the client's
///   [`Retries`](crate::Retries) allow without an event in between, and while the token lives.
///   Events that the server then sends again are dropped: replies by the id of their message, chunks
///   by their index, others where they are identical.
/// - Requests go through the client's HTTP client or [`Transport`](crate::Transport), without its
///   access token and headers. No redirect is followed.
/// - An event can have 1 MiB. At most 50 connections are made.
///
/// An error ends the stream. Where the token expires before Fin is done, that is
/// [`ErrorKind::Timeout`](crate::ErrorKind::Timeout), or [`ErrorKind::Api`](crate::ErrorKind::Api)
/// if the server refuses the token. Webhooks report what is missing.
#[must_use = "streams do nothing unless polled"]
pub struct FinEventStream {
    events: EventStream,
    repeats: Repeats,
    includes_survey: bool,
    /// Whether only the survey is missing.
    is_complete: bool,
    has_ended: bool,
}

impl FinEventStream {
    /// Sets how long the token lives, from the creation of the stream. Defaults to 3 minutes.
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.events = self.events.lifetime(lifetime);
        self
    }

    /// Continues after the status `complete` until Fin asks for a rating.
    ///
    /// If the workspace has no survey, the stream then ends only when the server closes it or the
    /// token expires, which is not an error.
    pub fn including_survey(mut self) -> Self {
        self.includes_survey = true;
        self
    }

    /// Returns the next event; `None` at the end, and after an error.
    ///
    /// Dropping the future loses no event.
    ///
    /// # Errors
    ///
    /// What every call can fail with; [`ErrorKind::Timeout`](crate::ErrorKind::Timeout) when the
    /// token expires, [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge) for an event of more than
    /// 1 MiB, [`ErrorKind::Redirect`](crate::ErrorKind::Redirect) for a redirect.
    pub async fn next(&mut self) -> Option<Result<FinEvent, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Returns an event, unless it was received before, and notes what it ends.
    fn received(&mut self, received: &ServerEvent) -> Option<FinEvent> {
        let event = decode(received);
        let is_maybe_repeated = received.is_maybe_repeated;
        if self
            .repeats
            .contains(&event, &received.data, is_maybe_repeated)
        {
            return None;
        }
        match event.status() {
            Some(FinStatus::Complete) if self.includes_survey => self.is_complete = true,
            Some(status) if status.is_final() => self.has_ended = true,
            _ => {}
        }
        self.has_ended |= self.is_complete && matches!(event, FinEvent::CsatRequested(_));
        Some(event)
    }
}

impl Stream for FinEventStream {
    type Item = Result<FinEvent, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        while !this.has_ended {
            match ready!(Pin::new(&mut this.events).poll_next(cx)) {
                Some(Ok(received)) => {
                    if let Some(event) = this.received(&received) {
                        return Poll::Ready(Some(Ok(event)));
                    }
                }
                Some(Err(error)) => {
                    this.has_ended = true;
                    return Poll::Ready(Some(Err(error)).filter(|_| !this.is_complete));
                }
                None => this.has_ended = true,
            }
        }
        Poll::Ready(None)
    }
}

impl fmt::Debug for FinEventStream {
    /// Shows nothing of the URL, which contains a token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FinEventStream")
            .field("includes_survey", &self.includes_survey)
            .field("has_ended", &self.has_ended)
            .finish_non_exhaustive()
    }
}

/// Returns the event in the data, which may be in the envelope of the server that delivers it:
/// `{"name": "fin_replied", "data": "{…}"}`.
fn decode(received: &ServerEvent) -> FinEvent {
    let Ok(value) = serde_json::from_str::<Value>(&received.data) else {
        return FinEvent::Other(Value::from(received.data.as_str()));
    };
    if value.get("event_name").is_none()
        && let Some(event) = value.get("data").and_then(enveloped)
    {
        let name = value.get("name").and_then(Value::as_str);
        return FinEvent::from_value(event, name.or(received.name.as_deref()));
    }
    FinEvent::from_value(value, received.name.as_deref())
}

/// Returns the event in an envelope: an object, or text with an object.
fn enveloped(data: &Value) -> Option<Value> {
    match data {
        Value::Object(_) => Some(data.clone()),
        Value::String(text) => serde_json::from_str(text).ok().filter(Value::is_object),
        _ => None,
    }
}
