//! Bodies that are a stream of server-sent events.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::stream::{Once, once};
use sse_stream::{Sse, SseByteStream};

use super::{Format, Json, Text, sealed};
use crate::data::field::Field;
use crate::error::Error;
use crate::response::RawResponse;

/// The media type of events.
pub(crate) const EVENT_STREAM: &str = "text/event-stream";

/// An event that a server sent, with its data decoded.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct StreamedEvent<T> {
    /// ID of the event, if it has one.
    ///
    /// Where the API supports it, a later call continues behind the event when the ID is sent back:
    /// `call.with_header("last-event-id", id)`.
    pub id: Option<String>,
    /// Name of the event, if it has one.
    pub name: Option<String>,
    /// Data of the event.
    pub data: T,
}

impl<T> fmt::Debug for StreamedEvent<T> {
    /// Shows neither the ID nor the data, which are customers' data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamedEvent")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// The body is a stream of events whose data is JSON.
#[derive(Debug)]
pub struct Events;

/// The body is a stream of events whose data is text.
#[derive(Debug)]
pub struct TextEvents;

impl sealed::Sealed for Events {}
impl sealed::Sealed for TextEvents {}

/// A format whose events can be taken as they arrive, with
/// [`Call::events`](../struct.Call.html#method.events).
pub trait EventFormat<T>: Format<Vec<StreamedEvent<T>>> {
    /// Decodes the data of an event, given as the body of a response.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) when the data does not have the form.
    #[doc(hidden)]
    fn read(data: &RawResponse) -> Result<T, Error>;
}

impl<T: Field> EventFormat<T> for Events {
    fn read(data: &RawResponse) -> Result<T, Error> {
        <Json as Format<T>>::decode(data)
    }
}

impl EventFormat<String> for TextEvents {
    fn read(data: &RawResponse) -> Result<String, Error> {
        <Text as Format<String>>::decode(data)
    }
}

impl<T: Field> Format<Vec<StreamedEvent<T>>> for Events {
    fn decode(response: &RawResponse) -> Result<Vec<StreamedEvent<T>>, Error> {
        all(response, <Self as EventFormat<T>>::read)
    }
}

impl Format<Vec<StreamedEvent<String>>> for TextEvents {
    fn decode(response: &RawResponse) -> Result<Vec<StreamedEvent<String>>, Error> {
        all(response, Self::read)
    }
}

/// Decodes an event; `None` where it has no data and only sets something of the stream.
pub(crate) fn event<T>(
    head: &RawResponse,
    event: Sse,
    read: fn(&RawResponse) -> Result<T, Error>,
) -> Option<Result<StreamedEvent<T>, Error>> {
    // An event with empty data is none, by the rules of server-sent events.
    let data = event.data.filter(|data| !data.is_empty())?;
    let data = head.of_part(Bytes::from(data));
    Some(read(&data).map(|data| StreamedEvent {
        id: event.id,
        name: event.event.filter(|name| !name.is_empty()),
        data,
    }))
}

/// Decodes the events of a whole body.
fn all<T>(
    response: &RawResponse,
    read: fn(&RawResponse) -> Result<T, Error>,
) -> Result<Vec<StreamedEvent<T>>, Error> {
    check(response)?;
    let body = once(std::future::ready(Ok(response.body().clone())));
    let mut blocks = SseByteStream::<Once<std::future::Ready<io::Result<Bytes>>>>::new(body);
    let mut cx = Context::from_waker(Waker::noop());
    let mut events = Vec::new();
    // All bytes are there, so it is never pending.
    while let Poll::Ready(Some(block)) = Pin::new(&mut blocks).poll_next(&mut cx) {
        let block =
            block.map_err(|_| Error::decode(response, "the text of an event is not UTF-8"))?;
        events.extend(event(response, block, read).transpose()?);
    }
    Ok(events)
}

/// Checks that a response is a stream of events.
pub(crate) fn check(response: &RawResponse) -> Result<(), Error> {
    if response.media_type().as_deref() == Some(EVENT_STREAM) {
        return Ok(());
    }
    let message = "expected a body of type `text/event-stream`";
    Err(Error::decode(response, message))
}
