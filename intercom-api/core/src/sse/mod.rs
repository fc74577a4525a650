//! Server-sent events: those that a call returns, and those of a URL, over as many connections as it
//! takes.
//!
//! Start with [`Events`] or [`EventStream`]. What the data of an event means is for the packages above.

mod connection;
mod events;
mod gauge;
mod subscription;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;

pub use self::events::Events;
use self::subscription::Subscription;
use crate::error::Error;
use crate::operation::OperationInfo;
use crate::policy::BoxFuture;
use crate::transport::Settings;

/// An event that a server sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerEvent {
    /// Name of the event, if it has one.
    pub name: Option<String>,
    /// Data of the event.
    pub data: String,
    /// Whether the event may have been sent over an earlier connection, too.
    pub is_maybe_repeated: bool,
}

/// The events of a URL that contains its own token, such as the subscription of a conversation with
/// Fin.
///
/// Nothing is sent before the first poll, and dropping the stream closes the connection. Dropping a
/// future that waits for an event loses nothing. The stream ends after an error.
///
/// The client's token and headers are not sent, and no redirect is followed. An event can have 1 MiB.
#[must_use = "streams do nothing unless polled"]
pub struct EventStream {
    /// `None` while `step` has it.
    subscription: Option<Box<Subscription>>,
    step: Option<BoxFuture<'static, Step>>,
}

/// The subscription, given back with what it returned.
type Step = (Box<Subscription>, Option<Result<ServerEvent, Error>>);

impl EventStream {
    /// Creates a stream of the events of a URL.
    pub fn new(settings: &Arc<Settings>, operation: &'static OperationInfo, url: &str) -> Self {
        let subscription = Subscription::new(settings, operation, url);
        Self {
            subscription: Some(Box::new(subscription)),
            step: None,
        }
    }

    /// Sets how long the token of the URL lives, from the creation of the stream.
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        if let Some(subscription) = &mut self.subscription {
            subscription.lifetime = lifetime;
        }
        self
    }
}

impl Stream for EventStream {
    type Item = Result<ServerEvent, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Some(mut subscription) = this.subscription.take() {
            this.step = Some(Box::pin(async move {
                let event = subscription.next().await;
                (subscription, event)
            }));
        }
        let Some(step) = &mut this.step else {
            return Poll::Ready(None);
        };
        let (subscription, event) = ready!(step.as_mut().poll(cx));
        this.step = None;
        this.subscription = Some(subscription);
        Poll::Ready(event)
    }
}

impl fmt::Debug for EventStream {
    /// Shows nothing of the URL, which contains a token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventStream")
    }
}
