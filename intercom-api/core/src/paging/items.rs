//! A list as a stream of what it holds.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use std::vec;

use futures_core::Stream;

use super::checkpoint::Checkpoint;
use super::pages::Pages;
use super::walker::Bookmark;
use super::{PagedOperation, ScrollOperation};
use crate::error::Error;
use crate::response::RateLimit;

/// What a list holds, item by item; made by [`Call::items`](../struct.Call.html#method.items).
///
/// A `Stream`. Nothing is sent before the first poll; at most one page is held, and those that
/// [`prefetch`](Self::prefetch) asks for. After an error the stream can be polled again and asks for
/// the same page, unless [`is_paging`](Error::is_paging) or
/// [`must_start_over`](Error::must_start_over): then it has ended.
#[must_use = "a list is not walked until it is polled"]
pub struct Items<O: PagedOperation> {
    pages: Pages<O>,
    /// What is left of the page.
    rest: vec::IntoIter<O::Item>,
    /// Where the page stands, once there is one.
    page: Option<Bookmark>,
    /// How many items of the page were given, or are to be passed over in the first one.
    given: u64,
}

impl<O: PagedOperation> Items<O> {
    pub(crate) fn new(pages: Pages<O>) -> Self {
        Self {
            pages,
            rest: Vec::new().into_iter(),
            page: None,
            given: 0,
        }
    }

    /// Ends after `count` pages from here on.
    pub fn take_pages(self, count: usize) -> Self {
        Self {
            pages: self.pages.take_pages(count),
            ..self
        }
    }

    /// Asks for up to `pages` pages ahead; see [`Pages::prefetch`].
    pub fn prefetch(self, pages: usize) -> Self {
        Self {
            pages: self.pages.prefetch(pages),
            ..self
        }
    }

    /// Goes on from a place that [`checkpoint`](Self::checkpoint) gave.
    ///
    /// A checkpoint of another operation makes the walk fail before anything is sent.
    pub fn resume(self, checkpoint: Checkpoint) -> Self {
        let given = checkpoint.items;
        Self {
            given,
            ..Self::new(self.pages.resume(checkpoint))
        }
    }

    /// The place behind the last item that was given.
    pub fn checkpoint(&self) -> Checkpoint {
        let walk = self.pages.walk();
        match &self.page {
            // Behind a page whose items were all given is the next one, if it leads to any.
            Some(page) if self.rest.len() > 0 || page == walk.place() => {
                walk.checkpoint(page, self.given)
            }
            Some(_) => walk.checkpoint(walk.place(), 0),
            None => walk.checkpoint(walk.place(), self.given),
        }
    }

    /// The number of items in the whole list, as the last page said; `None` where pages don't say.
    pub fn total_count(&self) -> Option<u64> {
        self.pages.total_count()
    }

    /// The state of the rate limit after the last call.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.pages.rate_limit()
    }

    /// What an error of this list says about it.
    #[cfg(feature = "blocking")]
    pub(crate) fn context(&self) -> crate::operation::Context {
        self.pages.context()
    }

    /// The next item; `None` after the last. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<O::Item, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// All items that are left.
    ///
    /// # Errors
    ///
    /// The first that occurs.
    pub async fn collect_all(mut self) -> Result<Vec<O::Item>, Error> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(items)
    }
}

impl<O: ScrollOperation> Items<O> {
    /// Waits up to this long for the end of a scroll that is already open; see
    /// [`Pages::wait_for_scroll`].
    pub fn wait_for_scroll(self, at_most: Duration) -> Self {
        Self {
            pages: self.pages.wait_for_scroll(at_most),
            ..self
        }
    }
}

impl<O: PagedOperation> Stream for Items<O> {
    type Item = Result<O::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.rest.next() {
                self.given += 1;
                return Poll::Ready(Some(Ok(item)));
            }
            let (page, place) = match ready!(self.pages.poll_page(cx)) {
                Some(Ok(page)) => page,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            };
            let mut items = O::items(page.into_value()).into_iter();
            let skip = if self.page.is_none() { self.given } else { 0 };
            for _ in 0..skip.min(items.len() as u64) {
                items.next();
            }
            self.rest = items;
            self.given = skip;
            self.page = Some(place);
        }
    }
}

impl<O: PagedOperation> fmt::Debug for Items<O> {
    /// Shows the operation and the names of what is set, never values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Items").field(&self.pages).finish()
    }
}
