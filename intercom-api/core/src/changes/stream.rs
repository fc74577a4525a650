//! The changes of a resource as a stream.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::Change;
use super::cursor::ChangeCursor;
use super::details::DetailedChanges;
use super::operation::{ChangeOperation, ChangeOrder, DetailOperation};
use super::progress::{Progress, Verdict};
use super::raw::RawChanges;
use super::run::{Begun, Plan, begin};
use super::windows::Window;
use crate::client::ClientHandle;
use crate::data::Timestamp;
use crate::error::Error;
use crate::paging::{Items, Pages};
use crate::policy::BoxFuture;
use crate::response::RateLimit;
use crate::search::Query;

/// How often a scroll that broke off is started over, in a row.
const MAX_RESTARTS: u32 = 3;

/// How long to wait for the end of a scroll that someone else has open: such as this program, if it
/// was killed.
const SCROLL_WAIT: Duration = Duration::from_secs(90);

/// How many pages in a row may bring nothing new.
const MAX_EMPTY_PAGES: usize = 1_000;

/// What changed in a resource, oldest change first; made by
/// [`changes`](../struct.Contacts.html#method.changes) of contacts, conversations, tickets and
/// companies.
///
/// A `Stream` that ends when it has caught up. Nothing is sent before the first poll; at most one
/// page is held. The [module](super) states the guarantees.
///
/// Companies cannot be searched by time. They come by scroll, in any order, so that their cursor
/// moves at the end of a run only. A scroll that breaks off is started over, and one that is open
/// already is waited for.
///
/// # Errors
///
/// After an error that [`is_retryable`](Error::is_retryable), the stream can be polled again and
/// resumes at the same place. Any other error ends it. The end of the stream is the end of the run
/// only if there was no error. [`ErrorKind::Request`](crate::ErrorKind::Request) when the cursor was
/// made for another workspace, resource or query.
#[must_use = "nothing is read until the stream is polled"]
pub struct Changes<O: ChangeOperation> {
    client: ClientHandle,
    plan: Arc<Plan>,
    cursor: ChangeCursor,
    state: State<O>,
    /// How far the run has come, once it has begun.
    progress: Option<Progress>,
    /// How many items of the page were left after the last one.
    left: usize,
    restarts: u32,
    /// Whether the last poll returned an error, so that an end may not be the end of the list.
    has_failed: bool,
    keeps_json: bool,
}

enum State<O: ChangeOperation> {
    Idle,
    Beginning(BoxFuture<'static, Result<Begun, Error>>),
    Walking(Box<Items<O>>),
    Done,
}

impl<O: ChangeOperation> Changes<O> {
    pub(crate) fn new(client: ClientHandle, cursor: ChangeCursor) -> Self {
        Self {
            client,
            plan: Arc::new(Plan::of::<O>()),
            cursor,
            state: State::Idle,
            progress: None,
            left: 0,
            restarts: 0,
            has_failed: false,
            keeps_json: false,
        }
    }

    pub(crate) fn of_window(client: ClientHandle, window: &Window) -> Self {
        let mut changes = Self::new(client, window.cursor());
        let plan = changes.plan_mut();
        plan.until = Some(window.until);
        plan.window_of = Some(window.resource.clone());
        changes
    }

    fn plan_mut(&mut self) -> &mut Plan {
        Arc::make_mut(&mut self.plan)
    }

    /// Restricts the changes to objects that match a query. The cursor belongs to it from then on.
    ///
    /// An object that no longer matches is not reported. The query can have one level of groups less
    /// than that of a search, unless its outermost group is joined by `AND`.
    pub fn matching(mut self, query: Query) -> Self {
        self.plan_mut().query = Some(query);
        self
    }

    /// Sets the number of objects per page: 1 to 150, which is the default.
    pub fn per_page(mut self, per_page: u32) -> Self {
        self.plan_mut().per_page = per_page;
        self
    }

    /// Sets how long a search can lag behind a change. Defaults to 5 minutes.
    ///
    /// A contact that was just created can be missing from searches for minutes. The cursor never
    /// points to a later time than the beginning of the run less this duration, so that the next run
    /// reads what lies between once more.
    pub fn lookback(mut self, lookback: Duration) -> Self {
        self.plan_mut().lookback = lookback;
        self
    }

    /// Returns each object's exact JSON beside the typed value.
    pub fn raw(mut self) -> RawChanges<O> {
        self.keeps_json = true;
        RawChanges::new(self)
    }

    /// Reads what the search leaves out of each object, for up to `at_once` objects at a time: the
    /// parts of conversations, and the tags, companies, notes and subscriptions of contacts beyond the
    /// first ten.
    ///
    /// Changes stay in order. An object that is gone when its details are read becomes
    /// [`Change::Gone`].
    pub fn with_details(mut self, at_once: usize) -> DetailedChanges<O>
    where
        O: DetailOperation,
    {
        self.keeps_json = true;
        DetailedChanges::new(self, at_once)
    }

    /// Returns the cursor behind the last change that was given. Before the first, and where nothing
    /// more is complete, this is the cursor that the stream began with.
    pub fn cursor(&self) -> ChangeCursor {
        self.cursor_at(self.complete_to())
    }

    pub(super) fn complete_to(&self) -> Option<i64> {
        let progress = self.progress.as_ref();
        progress.map_or(self.cursor.complete_to, Progress::complete_to)
    }

    pub(super) fn cursor_at(&self, complete_to: Option<i64>) -> ChangeCursor {
        ChangeCursor {
            complete_to,
            origin: self.cursor.origin.clone(),
        }
    }

    pub(super) fn client(&self) -> &ClientHandle {
        &self.client
    }

    /// Returns the number of objects that the search of this run has found, as the last page reported
    /// it. It includes what was received before, up to two days of contacts. `None` before the first
    /// page, and for companies.
    pub fn total_count(&self) -> Option<u64> {
        match &self.state {
            State::Walking(items) => items.total_count(),
            _ => None,
        }
    }

    /// Returns the state of the rate limit after the last page.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        match &self.state {
            State::Walking(items) => items.rate_limit(),
            _ => None,
        }
    }

    /// Returns the next change; `None` when the run has caught up. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<Change<O::Item>, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    fn begin(&self) -> BoxFuture<'static, Result<Begun, Error>> {
        let request = self.plan.request::<O>(&self.client, None);
        let plan = Arc::clone(&self.plan);
        Box::pin(begin(
            self.client.clone(),
            plan,
            self.cursor.clone(),
            request,
        ))
    }

    fn items(&self) -> Items<O> {
        let request = self
            .plan
            .request::<O>(&self.client, self.cursor.complete_to);
        let mut pages = Pages::new(request).max_empty_pages(MAX_EMPTY_PAGES);
        if self.plan.order == ChangeOrder::Scroll {
            pages.set_scroll_wait(SCROLL_WAIT);
        } else {
            pages.allow_repeats();
        }
        let items = pages.into_items();
        if self.keeps_json {
            items.raw().0
        } else {
            items
        }
    }

    /// Polls for the next change; `make` gets an object and its JSON.
    pub(super) fn poll_change<T>(
        &mut self,
        cx: &mut Context<'_>,
        make: impl Fn(O::Item, Option<Bytes>) -> T,
    ) -> Poll<Option<Result<Change<T>, Error>>> {
        loop {
            match &mut self.state {
                State::Idle => self.state = State::Beginning(self.begin()),
                State::Beginning(beginning) => match ready!(beginning.as_mut().poll(cx)) {
                    Ok(begun) => {
                        self.progress = Some(match self.plan.order {
                            ChangeOrder::Scroll => Progress::unsorted(begun.bounds),
                            _ => Progress::sorted(begun.bounds, self.plan.per_page),
                        });
                        self.cursor.origin = Some(begun.origin);
                        self.state = State::Walking(Box::new(self.items()));
                    }
                    Err(error) => {
                        self.state = if error.is_retryable() {
                            State::Idle
                        } else {
                            State::Done
                        };
                        return Poll::Ready(Some(Err(error)));
                    }
                },
                State::Walking(items) => {
                    let polled = items.poll_item(cx, |item, json| {
                        let time = O::updated_at(&item).map(Timestamp::seconds);
                        (time, make(item, json))
                    });
                    let Some(progress) = &mut self.progress else {
                        return Poll::Ready(None);
                    };
                    match ready!(polled) {
                        Some(Ok((time, value))) => {
                            self.has_failed = false;
                            let rest = items.rest();
                            if rest.len() >= self.left {
                                let rest = rest
                                    .iter()
                                    .map(|item| O::updated_at(item).map(Timestamp::seconds));
                                progress.begin_page(std::iter::once(time).chain(rest));
                            }
                            self.left = rest.len();
                            let client = &self.client;
                            match progress.take(time, || client.now().seconds()) {
                                Verdict::Give => {
                                    return Poll::Ready(Some(Ok(Change::Upsert(value))));
                                }
                                Verdict::Skip => {}
                                Verdict::End => self.state = State::Done,
                            }
                        }
                        Some(Err(error))
                            if error.must_start_over() && self.restarts < MAX_RESTARTS =>
                        {
                            self.restarts += 1;
                            self.left = 0;
                            self.state = State::Walking(Box::new(self.items()));
                        }
                        Some(Err(error)) => {
                            self.has_failed = true;
                            if !error.is_retryable() && !error.is_scroll_open() {
                                self.state = State::Done;
                            }
                            return Poll::Ready(Some(Err(error)));
                        }
                        None => {
                            if !self.has_failed {
                                progress.finish();
                            }
                            self.state = State::Done;
                        }
                    }
                }
                State::Done => return Poll::Ready(None),
            }
        }
    }
}

impl<O: ChangeOperation> Stream for Changes<O> {
    type Item = Result<Change<O::Item>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_change(cx, |item, _| item)
    }
}

impl<O: ChangeOperation> fmt::Debug for Changes<O> {
    /// Shows the resource, never what the changes are restricted to.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Changes")
            .field("resource", &self.plan.resource)
            .field("complete_to", &self.complete_to())
            .finish_non_exhaustive()
    }
}
