//! A list as a stream of what it holds, with the JSON of each item.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use super::PagedOperation;
use super::checkpoint::Checkpoint;
use super::items::Items;
use crate::error::Error;
use crate::response::RateLimit;

/// An item of a list, and its JSON as received.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct RawItem<T> {
    /// The item.
    pub value: T,
    /// The JSON of the item: a slice of its page. It keeps the memory of the page alive.
    ///
    /// `None` where the list of a page is not an array, or has elements that are not items, so that it
    /// is unknown which JSON belongs to which item. In a page that is not valid JSON and was repaired
    /// to be read, it is the repaired JSON.
    pub json: Option<Bytes>,
}

impl<T> RawItem<T> {
    /// Returns the JSON as text.
    pub fn json_text(&self) -> Option<&str> {
        std::str::from_utf8(self.json.as_ref()?).ok()
    }
}

impl<T> fmt::Debug for RawItem<T> {
    /// Shows neither the value nor the JSON, which are customers' data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.json.as_ref().map(Bytes::len);
        f.debug_struct("RawItem")
            .field("json_len", &length)
            .finish_non_exhaustive()
    }
}

/// The items of a list, each with its JSON; returned by [`Items::raw`].
///
/// A `Stream` that behaves as [`Items`] does.
#[must_use = "a list is not walked until it is polled"]
pub struct RawItems<O: PagedOperation>(pub(crate) Items<O>);

impl<O: PagedOperation> RawItems<O> {
    pub(super) fn new(items: Items<O>) -> Self {
        Self(items)
    }

    /// Returns the next item; `None` after the last. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<RawItem<O::Item>, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Returns all remaining items.
    ///
    /// # Errors
    ///
    /// The first that occurs.
    pub async fn collect_all(mut self) -> Result<Vec<RawItem<O::Item>>, Error> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(items)
    }

    /// Returns the place after the last item that was returned; see [`Items::checkpoint`].
    pub fn checkpoint(&self) -> Checkpoint {
        self.0.checkpoint()
    }

    /// Returns the number of items in the whole list; see [`Items::total_count`].
    pub fn total_count(&self) -> Option<u64> {
        self.0.total_count()
    }

    /// Returns the state of the rate limit after the last call.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.0.rate_limit()
    }
}

impl<O: PagedOperation> Stream for RawItems<O> {
    type Item = Result<RawItem<O::Item>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_item(cx, |value, json| RawItem { value, json })
    }
}

impl<O: PagedOperation> fmt::Debug for RawItems<O> {
    /// Shows the operation and the names of what is set, never values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RawItems").field(&self.0).finish()
    }
}
