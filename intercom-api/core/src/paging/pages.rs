//! A list as a stream of its pages.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;

use super::checkpoint::Checkpoint;
use super::items::Items;
use super::walk::Walk;
use super::walker::{Bookmark, Fetched, List};
use super::{PagedOperation, ScrollOperation};
use crate::call::Response;
use crate::error::Error;
use crate::format::Format;
use crate::format::Operation;
use crate::response::RateLimit;
use crate::transport::Request;

/// A page, and where it stands.
pub(super) type BookmarkedPage<O> = (Response<<O as Operation>::Output>, Bookmark);

/// The pages of a list; made by [`Call::pages`](../struct.Call.html#method.pages).
///
/// A `Stream` of [`Response`]s: the typed page with headers, rate limit and bytes. Nothing is sent
/// before the first poll. After an error the stream can be polled again and asks for the same page,
/// unless [`is_paging`](Error::is_paging) or [`must_start_over`](Error::must_start_over): then it
/// has ended.
#[must_use = "a list is not walked until it is polled"]
pub struct Pages<O: PagedOperation> {
    walk: Walk,
    operation: PhantomData<fn() -> O>,
}

impl<O: PagedOperation> Pages<O> {
    pub(crate) fn new(request: Request) -> Self {
        let list = List {
            request,
            paging: O::PAGING,
            key: O::LIST,
            type_name: std::any::type_name::<O::Output>(),
            scroll_wait: Duration::ZERO,
        };
        Self {
            walk: Walk::new(list),
            operation: PhantomData,
        }
    }

    /// Walks the items of the pages instead.
    #[doc(hidden)]
    pub fn into_items(self) -> Items<O> {
        Items::new(self)
    }

    /// Ends after `count` pages from here on.
    pub fn take_pages(mut self, count: usize) -> Self {
        self.walk.take_pages(count);
        self
    }

    /// Asks for up to `pages` pages ahead, in a task of its own on the Tokio runtime, while the
    /// program works on those before. The task ends when the stream is dropped. Default: 0.
    ///
    /// Pages are asked for one after the other all the same: each names the next.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.walk.prefetch(pages);
        self
    }

    /// Goes on from a place that [`checkpoint`](Self::checkpoint) gave. Of a page that was given
    /// in part, all is given again.
    ///
    /// A checkpoint of another operation makes the walk fail before anything is sent.
    pub fn resume(mut self, checkpoint: Checkpoint) -> Self {
        self.walk.resume(checkpoint);
        self
    }

    /// The place behind the last page that was given.
    pub fn checkpoint(&self) -> Checkpoint {
        self.walk.checkpoint(self.walk.place(), 0)
    }

    /// The number of items in the whole list, as the last page said; `None` where pages don't say.
    pub fn total_count(&self) -> Option<u64> {
        self.walk.total_count()
    }

    /// The state of the rate limit after the last call.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.walk.rate_limit()
    }

    /// The next page; `None` after the last. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<Response<O::Output>, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// All pages that are left.
    ///
    /// # Errors
    ///
    /// The first that occurs.
    pub async fn collect_all(mut self) -> Result<Vec<Response<O::Output>>, Error> {
        let mut pages = Vec::new();
        while let Some(page) = self.next().await {
            pages.push(page?);
        }
        Ok(pages)
    }

    /// What an error of this list says about it.
    #[cfg(feature = "blocking")]
    pub(crate) fn context(&self) -> crate::operation::Context {
        self.walk.list.request.context()
    }

    pub(super) fn walk(&self) -> &Walk {
        &self.walk
    }

    /// The next page, and where it stands.
    pub(super) fn poll_page(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<BookmarkedPage<O>, Error>>> {
        let Some(fetched) = ready!(self.walk.poll(cx)) else {
            return Poll::Ready(None);
        };
        Poll::Ready(Some(fetched.and_then(
            |Fetched { raw, at, .. }| match <O::Format as Format<O::Output>>::decode(&raw) {
                Ok(page) => Ok((Response::new(raw, page), at)),
                Err(error) => Err(self.walk.reject(at, error)),
            },
        )))
    }
}

impl<O: ScrollOperation> Pages<O> {
    /// Waits up to this long for the end of a scroll that is already open, of which there can be
    /// one at a time; one that nobody uses ends after a minute. Default: not at all, so that the
    /// first page is an error of which [`is_scroll_open`](Error::is_scroll_open).
    pub fn wait_for_scroll(mut self, at_most: Duration) -> Self {
        self.walk.list.scroll_wait = at_most;
        // A scroll begins at its start, and passes over what a checkpoint says.
        self.walk.restart(self.walk.place().number);
        self
    }
}

impl<O: PagedOperation> Stream for Pages<O> {
    type Item = Result<Response<O::Output>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let page = ready!(self.poll_page(cx));
        Poll::Ready(page.map(|result| result.map(|(page, _)| page)))
    }
}

impl<O: PagedOperation> fmt::Debug for Pages<O> {
    /// Shows the operation and the names of what is set, never values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pages")
            .field(&self.walk.list.request)
            .finish()
    }
}
