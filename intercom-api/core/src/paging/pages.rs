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
use super::search::GivenItems;
use super::walk::Walk;
use super::walker::{Bookmark, DecodedPage, Fetched, List, Located};
use super::{PagedOperation, ScrollOperation};
use crate::call::Response;
use crate::error::Error;
use crate::format::{Format, Operation, Outline};
use crate::response::{RateLimit, RawResponse};
use crate::transport::Request;

/// A page, and its place in the walk.
pub(super) struct LocatedPage<O: Operation> {
    pub(super) page: Response<O::Output>,
    pub(super) located: Located,
}

/// The pages of a list; returned by [`Call::pages`](../struct.Call.html#method.pages).
///
/// A `Stream` of [`Response`]s: the typed page with headers, rate limit and bytes. Nothing is sent
/// before the first poll.
///
/// # Errors
///
/// After an error that [`is_retryable`](Error::is_retryable) or
/// [`is_scroll_open`](Error::is_scroll_open), the stream can be polled again and requests the same
/// page, until this has failed 16 times in a row. Any other error ends the stream: every later poll
/// returns `None`. The end of the stream is the end of the list only if there was no error.
/// [`checkpoint`](Self::checkpoint) still returns the place, to be resumed later.
///
/// # Lists without an end
///
/// A walk remembers the pages and positions so far, in at most 2.5 MB. It ends with an error that
/// [`is_paging`](Error::is_paging) when
///
/// - a page leads back to an earlier position;
/// - a page with the `id`s and the text of an earlier page is repeated. Among the last 28,672 pages
///   this is noticed at once, in a longer cycle after four rounds at the latest;
/// - more pages in a row than [`max_empty_pages`](Self::max_empty_pages) have nothing new: they are
///   empty, or have items without `id` that were all on one earlier page, or the same `id`s with
///   another text.
#[must_use = "a list is not walked until it is polled"]
pub struct Pages<O: PagedOperation> {
    walk: Walk,
    /// The position of the page that was returned last, and the latest items.
    last: Option<(Bookmark, GivenItems)>,
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
            max_empty_pages: 100,
            has_repeats: false,
            keeps_json: false,
            decode: decode::<O>,
        };
        Self {
            walk: Walk::new(list),
            last: None,
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

    /// Requests up to `pages` pages ahead, in a separate task on the Tokio runtime, while the
    /// program works on those before. The task ends when the stream is dropped. Defaults to 0; more
    /// than 256 counts as 256.
    ///
    /// Pages are still requested one after the other, because each names the next.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.walk.prefetch(pages);
        self
    }

    /// Sets how many pages in a row may have no new item, before the walk ends with an error that
    /// [`is_paging`](Error::is_paging). Defaults to 100.
    pub fn max_empty_pages(mut self, count: usize) -> Self {
        self.walk.update(|list| list.max_empty_pages = count);
        self
    }

    /// Resumes at a place that [`checkpoint`](Self::checkpoint) returned. A page that was returned
    /// in part is returned again.
    ///
    /// A checkpoint of another operation makes the walk fail before anything is sent.
    pub fn resume(mut self, checkpoint: Checkpoint) -> Self {
        self.walk.resume(checkpoint);
        self.last = None;
        self
    }

    /// Returns the place after the last page that was returned.
    pub fn checkpoint(&self) -> Checkpoint {
        match &self.last {
            Some((at, given)) if self.walk.is_kept_by_items() => {
                self.walk.checkpoint(at, given.clone())
            }
            _ => {
                let given = self.walk.given().clone();
                self.walk.checkpoint(self.walk.place(), given)
            }
        }
    }

    /// Returns the number of items in the whole list, as reported by the last page; `None` where
    /// pages do not report it.
    pub fn total_count(&self) -> Option<u64> {
        self.walk.total_count()
    }

    /// Returns the state of the rate limit after the last call.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.walk.rate_limit()
    }

    /// Returns the next page; `None` after the last. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<Response<O::Output>, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Returns all remaining pages.
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

    /// The call that errors of this list report.
    #[cfg(feature = "blocking")]
    pub(crate) fn context(&self) -> crate::operation::Context {
        self.walk.list.request.context()
    }

    /// Whether nothing more comes.
    #[cfg(feature = "blocking")]
    pub(crate) fn is_done(&self) -> bool {
        self.walk.is_done()
    }

    /// Ends the stream.
    #[cfg(feature = "blocking")]
    pub(crate) fn end(&mut self) {
        self.walk.end();
    }

    /// Sets how long to wait for the end of a scroll that is already open.
    pub(crate) fn set_scroll_wait(&mut self, at_most: Duration) {
        self.walk.update(|list| list.scroll_wait = at_most);
    }

    /// Lets items come again; the walk still ends where it leads back, or brings nothing new for long.
    pub(crate) fn allow_repeats(&mut self) {
        self.walk.update(|list| list.has_repeats = true);
    }

    /// Keeps the JSON of each item.
    pub(super) fn keep_json(&mut self) {
        self.walk.update(|list| list.keeps_json = true);
    }

    pub(super) fn walk(&self) -> &Walk {
        &self.walk
    }

    /// The next page, and its position.
    pub(super) fn poll_page(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<LocatedPage<O>, Error>>> {
        let fetched = ready!(self.walk.poll(cx));
        Poll::Ready(fetched.map(|fetched| self.located(fetched?)))
    }

    fn located(&self, fetched: Fetched) -> Result<LocatedPage<O>, Error> {
        let Fetched { raw, page, located } = fetched;
        let page = page.map_err(|error| self.walk.lost(error))?;
        // It is what `decode` returned.
        let page = page.downcast::<O::Output>();
        let page = page.map_err(|_| Error::decoding_ended(raw.context))?;
        Ok(LocatedPage {
            page: Response::new(raw, *page),
            located,
        })
    }

    /// Remembers the page that is given.
    fn remember(&mut self, at: Bookmark, identities: &[u64]) {
        let last = self.last.take();
        let mut given = last.map_or_else(GivenItems::default, |(_, given)| given);
        given.begin_page();
        given.extend(identities);
        self.last = Some((at, given));
    }
}

/// Decodes a page, into a place where it stays until it is given.
fn decode<O: PagedOperation>(raw: &RawResponse, outline: &mut Outline) -> DecodedPage {
    let page = <O::Format as Format<O::Output>>::decode_page(raw, outline)?;
    Ok(Box::new(page))
}

impl<O: ScrollOperation> Pages<O> {
    /// Waits up to this long for the end of a scroll that is already open. There can be one at a
    /// time, and it ends after a minute without a call. By default, the first page is an error that
    /// [`is_scroll_open`](Error::is_scroll_open).
    pub fn wait_for_scroll(mut self, at_most: Duration) -> Self {
        self.walk.update(|list| list.scroll_wait = at_most);
        self
    }
}

impl<O: PagedOperation> Stream for Pages<O> {
    type Item = Result<Response<O::Output>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(match ready!(self.poll_page(cx)) {
            Some(Ok(LocatedPage { page, located })) => {
                self.remember(located.at, &located.identities);
                Some(Ok(page))
            }
            Some(Err(error)) => Some(Err(error)),
            None => None,
        })
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
