//! A list as a stream of what it holds.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use std::vec;

use bytes::Bytes;
use futures_core::Stream;

use super::checkpoint::Checkpoint;
use super::pages::{LocatedPage, Pages};
use super::raw::RawItems;
use super::search::GivenItems;
use super::walker::{Bookmark, Located};
use super::{PagedOperation, ScrollOperation};
use crate::error::Error;
use crate::response::RateLimit;

/// The items of a list; returned by [`Call::items`](../struct.Call.html#method.items).
///
/// A `Stream`. Nothing is sent before the first poll. At most one page is in memory, beside those
/// that [`prefetch`](Self::prefetch) requests.
///
/// After an error that [`is_retryable`](Error::is_retryable), the stream can be polled again and
/// requests the same page. Any other error ends it, and so does a list without an end; see
/// [`Pages`]. Pages without items are skipped, but not more of them in a row than
/// [`max_empty_pages`](Self::max_empty_pages).
#[must_use = "a list is not walked until it is polled"]
pub struct Items<O: PagedOperation> {
    pages: Pages<O>,
    /// What is left of the page.
    rest: vec::IntoIter<O::Item>,
    /// The position of the page, once there is one.
    page: Option<Bookmark>,
    /// The identities of what is left, if they are known.
    identities: vec::IntoIter<u64>,
    /// Which of what is left was given before.
    passed: vec::IntoIter<bool>,
    /// The latest items that were given.
    given: GivenItems,
    /// The JSON of what is left, if it is kept.
    json: vec::IntoIter<Bytes>,
}

impl<O: PagedOperation> Items<O> {
    pub(crate) fn new(pages: Pages<O>) -> Self {
        Self {
            pages,
            rest: Vec::new().into_iter(),
            page: None,
            identities: Vec::new().into_iter(),
            passed: Vec::new().into_iter(),
            given: GivenItems::default(),
            json: Vec::new().into_iter(),
        }
    }

    /// Returns each item's exact JSON beside the typed value. Earlier settings stay: prefetching, a
    /// checkpoint to resume.
    ///
    /// The JSON is a slice of the page as received: it costs neither another pass over the page nor
    /// a copy.
    ///
    #[doc = example!("no_run")]
    /// # async fn run(intercom: intercom_api::Client) -> Result<(), intercom_api::Error> {
    /// let mut contacts = intercom.contacts().list().items().raw();
    /// while let Some(contact) = contacts.next().await {
    ///     let contact = contact?;
    ///     println!("{:?}: {:?}", contact.value.id, contact.json_text());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn raw(mut self) -> RawItems<O> {
        self.pages.keep_json();
        RawItems::new(self)
    }

    /// Ends after `count` pages from here on.
    pub fn take_pages(self, count: usize) -> Self {
        Self {
            pages: self.pages.take_pages(count),
            ..self
        }
    }

    /// Requests up to `pages` pages ahead; see [`Pages::prefetch`].
    pub fn prefetch(self, pages: usize) -> Self {
        Self {
            pages: self.pages.prefetch(pages),
            ..self
        }
    }

    /// Sets how many pages in a row may bring no new item; see [`Pages::max_empty_pages`].
    pub fn max_empty_pages(self, count: usize) -> Self {
        Self {
            pages: self.pages.max_empty_pages(count),
            ..self
        }
    }

    /// Resumes at a place that [`checkpoint`](Self::checkpoint) returned.
    ///
    /// A checkpoint of another operation makes the walk fail before anything is sent.
    pub fn resume(self, checkpoint: Checkpoint) -> Self {
        Self::new(self.pages.resume(checkpoint))
    }

    /// Returns the place after the last item that was returned.
    pub fn checkpoint(&self) -> Checkpoint {
        let walk = self.pages.walk();
        let is_inside = |page: &Bookmark| self.rest.len() > 0 || page == walk.place();
        match &self.page {
            Some(page) if is_inside(page) || walk.is_kept_by_items() => {
                walk.checkpoint(page, self.given.clone())
            }
            // Behind a page whose items were all given is the next one, if it leads to any.
            Some(_) => walk.checkpoint(walk.place(), GivenItems::default()),
            None => walk.checkpoint(walk.place(), walk.given().clone()),
        }
    }

    /// Returns the number of items in the whole list, as reported by the last page; `None` where
    /// pages do not report it.
    pub fn total_count(&self) -> Option<u64> {
        self.pages.total_count()
    }

    /// Returns the state of the rate limit after the last call.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.pages.rate_limit()
    }

    /// The call that errors of this list report.
    #[cfg(feature = "blocking")]
    pub(crate) fn context(&self) -> crate::operation::Context {
        self.pages.context()
    }

    /// Whether nothing more comes.
    #[cfg(feature = "blocking")]
    pub(crate) fn is_done(&self) -> bool {
        self.rest.len() == 0 && self.pages.is_done()
    }

    /// Ends the stream behind the items that are left of the page.
    #[cfg(feature = "blocking")]
    pub(crate) fn end(&mut self) {
        self.pages.end();
    }

    /// Returns the next item; `None` after the last. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<O::Item, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Returns all remaining items.
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

impl<O: PagedOperation> Items<O> {
    fn begin_page(&mut self, page: LocatedPage<O>) {
        let LocatedPage { page, located } = page;
        let Located {
            at,
            mut identities,
            mut passed,
            json,
            ..
        } = located;
        let items = O::items(page.into_value());
        if identities.len() == items.len() {
            self.given.begin_page();
        } else {
            // Which identity belongs to which item is unknown, so that none is passed over.
            identities.clear();
            passed.clear();
            self.given = GivenItems::default();
        }
        self.json = json_of(items.len(), json).into_iter();
        self.rest = items.into_iter();
        self.identities = identities.into_iter();
        self.passed = passed.into_iter();
        self.page = Some(at);
    }
}

impl<O: PagedOperation> Items<O> {
    /// What is left of the page.
    pub(crate) fn rest(&self) -> &[O::Item] {
        self.rest.as_slice()
    }

    /// Polls for the next item; `make` gets it and its JSON.
    pub(crate) fn poll_item<T>(
        &mut self,
        cx: &mut Context<'_>,
        make: impl Fn(O::Item, Option<Bytes>) -> T,
    ) -> Poll<Option<Result<T, Error>>> {
        loop {
            while self.rest.len() > 0 {
                if let Some(identity) = self.identities.next() {
                    self.given.push(identity);
                }
                let json = self.json.next();
                let is_passed = self.passed.next() == Some(true);
                // Items are large: each is moved once, to where it is returned.
                let item = self.rest.next();
                if !is_passed {
                    return Poll::Ready(item.map(|item| Ok(make(item, json))));
                }
            }
            match ready!(self.pages.poll_page(cx)) {
                Some(Ok(page)) => self.begin_page(page),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// Returns the JSON of this number of items. Elements that are not objects are not items, and if
/// the numbers still differ, it is unknown which element became which item.
fn json_of(items: usize, mut json: Vec<Bytes>) -> Vec<Bytes> {
    if json.len() != items {
        json.retain(|json| json.first() == Some(&b'{'));
    }
    if json.len() != items {
        json.clear();
    }
    json
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
        self.poll_item(cx, |item, _| item)
    }
}

impl<O: PagedOperation> fmt::Debug for Items<O> {
    /// Shows the operation and the names of what is set, never values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Items").field(&self.pages).finish()
    }
}
