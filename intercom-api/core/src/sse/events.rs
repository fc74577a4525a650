//! The events that a call returns, as they arrive.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use futures_core::Stream;
use http::HeaderValue;
use http::header::ACCEPT_ENCODING;
use sse_stream::Sse;

use super::connection::{self, fault};
use crate::error::Error;
use crate::format::{StreamedEvent, events::event};
use crate::policy::BoxFuture;
use crate::response::RawResponse;
use crate::transport::{Request, open};

/// The events that a call returns, as they arrive; made by
/// [`Call::events`](struct.Call.html#method.events).
///
/// It is a [`Stream`] of `Result<StreamedEvent<T>, Error>`, and [`next`](Self::next) returns one event.
/// Nothing is sent before the first poll, and dropping it closes the connection. Dropping a future
/// that waits for an event loses nothing.
///
/// - Opening is attempted as often as [`Retries`](crate::Retries) allow; afterwards nothing is sent
///   again. To continue behind the last event, send [`last_event_id`](Self::last_event_id) as the header
///   `last-event-id` of another call.
/// - Each wait for bytes has the
///   [attempt limit](struct.Call.html#method.with_attempt_timeout) of the call, comments included. A
///   [limit](struct.Call.html#method.with_timeout) of the call itself is one for all of it.
/// - An event can have 1 MiB.
/// - Data that cannot be decoded is an error of its event, and the stream continues. Every other error
///   ends the stream; so does a connection that ends within an event.
#[must_use = "streams do nothing unless polled"]
pub struct Events<T> {
    /// `None` while `step` has it.
    reader: Option<Box<Reader<T>>>,
    step: Option<BoxFuture<'static, Step<T>>>,
    last_id: Option<String>,
    has_ended: bool,
    #[cfg(feature = "blocking")]
    context: crate::operation::Context,
}

/// The reader, given back with what it returned.
type Step<T> = (Box<Reader<T>>, Option<Result<StreamedEvent<T>, Error>>);

/// How the data of an event is decoded.
type Read<T> = fn(&RawResponse) -> Result<T, Error>;

struct Reader<T> {
    request: Request,
    read: Read<T>,
    current: Option<Current>,
    last_id: Option<String>,
    has_ended: bool,
}

/// The response that is open.
struct Current {
    head: RawResponse,
    events: connection::Events,
}

impl<T: Send + 'static> Events<T> {
    pub(crate) fn new(mut request: Request, read: Read<T>) -> Self {
        if !request.has_header(&ACCEPT_ENCODING) {
            // Events that are compressed arrive late.
            let identity = HeaderValue::from_static("identity");
            request.set_header(Some(ACCEPT_ENCODING), Some(identity));
        }
        Self {
            #[cfg(feature = "blocking")]
            context: request.context(),
            reader: Some(Box::new(Reader {
                request,
                read,
                current: None,
                last_id: None,
                has_ended: false,
            })),
            step: None,
            last_id: None,
            has_ended: false,
        }
    }

    /// Returns the next event, or `None` at the end.
    pub async fn next(&mut self) -> Option<Result<StreamedEvent<T>, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Returns the ID of the last event that had one, also of an event without data.
    pub fn last_event_id(&self) -> Option<&str> {
        self.last_id.as_deref()
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn context(&self) -> crate::operation::Context {
        self.context
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn is_done(&self) -> bool {
        self.has_ended
    }

    /// Ends the stream.
    #[cfg(feature = "blocking")]
    pub(crate) fn end(&mut self) {
        self.has_ended = true;
        self.reader = None;
        self.step = None;
    }
}

impl<T: Send + 'static> Stream for Events<T> {
    type Item = Result<StreamedEvent<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if this.has_ended {
            return Poll::Ready(None);
        }
        if let Some(mut reader) = this.reader.take() {
            this.step = Some(Box::pin(async move {
                let event = reader.next().await;
                (reader, event)
            }));
        }
        let Some(step) = &mut this.step else {
            return Poll::Ready(None);
        };
        let (reader, event) = ready!(step.as_mut().poll(cx));
        this.step = None;
        this.last_id.clone_from(&reader.last_id);
        this.has_ended = event.is_none();
        this.reader = Some(reader);
        Poll::Ready(event)
    }
}

impl<T> Reader<T> {
    async fn next(&mut self) -> Option<Result<StreamedEvent<T>, Error>> {
        while !self.has_ended {
            match self.block().await {
                Ok(Some(block)) => {
                    if let Some(id) = &block.id {
                        // An empty ID means that there is none.
                        self.last_id = Some(id.clone()).filter(|id| !id.is_empty());
                    }
                    let head = self.current.as_ref().map(|current| &current.head);
                    let event = head.and_then(|head| event(head, block, self.read));
                    if event.is_some() {
                        return event;
                    }
                }
                Ok(None) => self.has_ended = true,
                Err(error) => {
                    self.has_ended = true;
                    self.current = None;
                    return Some(Err(error));
                }
            }
        }
        self.current = None;
        None
    }

    /// The next block of the body.
    async fn block(&mut self) -> Result<Option<Sse>, Error> {
        if self.current.is_none() {
            self.current = Some(self.open().await?);
        }
        let Some(Current { head, events }) = &mut self.current else {
            return Ok(None);
        };
        let next = poll_fn(|cx| Pin::new(&mut *events).poll_next(cx)).await;
        match next.transpose() {
            Ok(block) => Ok(block),
            Err(error) => {
                let limit = self.request.attempt_timeout();
                Err(Error::body(head, fault(error).unread(), limit))
            }
        }
    }

    // `&mut` because a shared reference to the bytes of another response would not be `Send`.
    async fn open(&mut self) -> Result<Current, Error> {
        let clock = Arc::clone(&self.request.settings().clock);
        let started = clock.now();
        let (head, answer) = open(&self.request).await?;
        connection::check_body(&head)?;
        let patience = self.request.attempt_timeout();
        let deadline = self.deadline(started);
        let events = connection::events(answer, patience, &clock, deadline);
        Ok(Current { head, events })
    }

    /// When the time of the call itself is over.
    fn deadline(&self, started: Instant) -> Option<Instant> {
        started.checked_add(self.request.own_timeout()?)
    }
}

impl<T> fmt::Debug for Events<T> {
    /// Shows nothing of the events, which are customers' data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Events")
    }
}
