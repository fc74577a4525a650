//! The changes of a resource as a stream, with the JSON of each object.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::Change;
use super::cursor::ChangeCursor;
use super::operation::ChangeOperation;
use super::stream::Changes;
use crate::error::Error;
use crate::paging::RawItem;
use crate::response::RateLimit;

/// What changed in a resource, each object with its JSON; made by [`Changes::raw`].
///
/// A `Stream` that behaves as [`Changes`] does.
#[must_use = "nothing is read until the stream is polled"]
pub struct RawChanges<O: ChangeOperation>(Changes<O>);

impl<O: ChangeOperation> RawChanges<O> {
    pub(super) fn new(changes: Changes<O>) -> Self {
        Self(changes)
    }

    /// Returns the next change; `None` when the run has caught up. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<Change<RawItem<O::Item>>, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Returns the cursor behind the last change that was given; see [`Changes::cursor`].
    pub fn cursor(&self) -> ChangeCursor {
        self.0.cursor()
    }

    /// Returns the number of objects that the search has found; see [`Changes::total_count`].
    pub fn total_count(&self) -> Option<u64> {
        self.0.total_count()
    }

    /// Returns the state of the rate limit after the last page.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.0.rate_limit()
    }
}

impl<O: ChangeOperation> Stream for RawChanges<O> {
    type Item = Result<Change<RawItem<O::Item>>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0
            .poll_change(cx, |value, json| RawItem { value, json })
    }
}

impl<O: ChangeOperation> fmt::Debug for RawChanges<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RawChanges").field(&self.0).finish()
    }
}
