//! The body of a response on its way to the program, with a copy for the cassette.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use super::exchange::Draft;
use crate::response::{Chunks, TransportError};

/// Passes the chunks of a body on, and records the exchange at their end.
pub(super) struct Tee {
    chunks: Chunks,
    /// `None` once the exchange is recorded, or cannot be.
    draft: Option<Draft>,
}

impl Tee {
    pub(super) fn new(chunks: Chunks, draft: Draft) -> Self {
        Self {
            chunks,
            draft: Some(draft),
        }
    }
}

impl Stream for Tee {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = self.chunks.as_mut().poll_next(cx);
        match &next {
            Poll::Ready(Some(Ok(chunk))) => {
                if let Some(draft) = &mut self.draft {
                    draft.push(chunk);
                }
            }
            Poll::Ready(Some(Err(_))) => self.draft = None,
            Poll::Ready(None) => {
                if let Some(draft) = self.draft.take() {
                    draft.finish();
                }
            }
            Poll::Pending => {}
        }
        next
    }
}

impl Drop for Tee {
    /// Records a response whose body is not read to its end because the rest does not matter.
    fn drop(&mut self) {
        if let Some(draft) = self.draft.take().filter(Draft::is_enough) {
            draft.finish();
        }
    }
}
