//! The futures of a call. One future that is not generic does the sending; these only add the
//! function that decodes the response, so that decoding `T` is compiled in the program that awaits.

use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use super::background::Background;
use super::response::Response;
use crate::error::Error;
use crate::response::RawResponse;
use crate::transport::{Request, send};

type Sending = Pin<Box<dyn Future<Output = Result<RawResponse, Error>> + Send>>;

/// The future of a [`Response`]; made by [`Call::send`](struct.Call.html#method.send).
///
/// Nothing is sent before the first poll; dropping it cancels the call. A body of more than 1 MiB is
/// decoded on a blocking thread of the Tokio runtime, so that other tasks are not held up.
#[must_use = "futures do nothing unless awaited"]
pub struct ResponseFuture<T> {
    /// Never locked: the mutex makes `Sync` what only one owner can poll anyway.
    sending: Mutex<Sending>,
    decode: fn(&RawResponse) -> Result<T, Error>,
    background: Option<Box<Background<T>>>,
}

impl<T> ResponseFuture<T> {
    pub(crate) fn new(request: Request, decode: fn(&RawResponse) -> Result<T, Error>) -> Self {
        Self {
            sending: Mutex::new(Box::pin(send(request))),
            decode,
            background: None,
        }
    }

    /// Converts it into a future of the value alone.
    #[doc(hidden)]
    pub fn into_value_future(self) -> ValueFuture<T> {
        ValueFuture(self)
    }
}

impl<T: Send + 'static> ResponseFuture<T> {
    fn poll_raw(&mut self, cx: &mut Context<'_>) -> Poll<Result<RawResponse, Error>> {
        let sending = self.sending.get_mut();
        let sending = sending.unwrap_or_else(PoisonError::into_inner);
        sending.as_mut().poll(cx)
    }

    /// Polls for a response that is decoded here; `None` once one is decoded in the background.
    fn poll_small(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<RawResponse>, Error>> {
        if self.background.is_none() {
            let raw = ready!(self.poll_raw(cx))?;
            match Background::start(raw, self.decode) {
                Err(raw) => return Poll::Ready(Ok(Some(raw))),
                Ok(background) => self.background = Some(Box::new(background)),
            }
        }
        Poll::Ready(Ok(None))
    }

    #[cold]
    fn poll_background(&mut self, cx: &mut Context<'_>) -> Poll<Result<(RawResponse, T), Error>> {
        match &mut self.background {
            Some(background) => background.poll(cx),
            None => Poll::Pending,
        }
    }
}

impl<T: Send + 'static> Future for ResponseFuture<T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(raw) = ready!(self.poll_small(cx))? else {
            let (raw, value) = ready!(self.poll_background(cx))?;
            return Poll::Ready(Ok(Response::new(raw, value)));
        };
        let value = (self.decode)(&raw)?;
        Poll::Ready(Ok(Response::new(raw, value)))
    }
}

impl<T> fmt::Debug for ResponseFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseFuture")
    }
}

/// The future of a response's value; what awaiting a [`Call`](struct.Call.html) makes.
#[must_use = "futures do nothing unless awaited"]
pub struct ValueFuture<T>(ResponseFuture<T>);

impl<T: Send + 'static> Future for ValueFuture<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(raw) = ready!(self.0.poll_small(cx))? else {
            let (_, value) = ready!(self.0.poll_background(cx))?;
            return Poll::Ready(Ok(value));
        };
        // Not by way of a `Response`: values are large, and each move of them is a copy.
        Poll::Ready((self.0.decode)(&raw))
    }
}

impl<T> fmt::Debug for ValueFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ValueFuture")
    }
}
