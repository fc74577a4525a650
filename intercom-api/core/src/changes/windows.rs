//! A range of time, cut into windows that are read independently of each other.

mod at_once;

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use self::at_once::{WindowChanges, WindowEvent};
use super::cursor::ChangeCursor;
use super::operation::{ChangeOperation, ChangeOrder};
use super::run::Plan;
use super::stored::Stored;
use super::stream::Changes;
use crate::client::ClientHandle;
use crate::data::Timestamp;
use crate::error::Error;
use crate::paging::Pages;
use crate::policy::BoxFuture;
use crate::search::Query;

/// A day, in seconds: days are searched as a whole.
const DAY: i64 = 86_400;

/// Part of a range of time, for a backfill; made by [`Windows`].
///
/// It can be written and read in any serde format, to be handed to another process. Read it with
/// [`window`](../struct.Contacts.html#method.window) of the same resource.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    /// `contacts`
    pub(super) resource: String,
    pub(super) from: i64,
    pub(super) until: i64,
    count: Option<u64>,
}

impl Window {
    /// Returns the first second of the window.
    pub fn from(&self) -> Timestamp {
        Timestamp::from_seconds(self.from)
    }

    /// Returns the end of the window: the first second that is not part of it.
    pub fn until(&self) -> Timestamp {
        Timestamp::from_seconds(self.until)
    }

    /// Returns how many objects the search found in the window when it was cut. For contacts, which
    /// are searched by whole days, those of up to four days beside it are counted too.
    pub fn count(&self) -> Option<u64> {
        self.count
    }

    /// Returns the part of the window behind a cursor, to be read by another process; `None` where the
    /// cursor is at its end.
    pub fn behind(&self, cursor: &ChangeCursor) -> Option<Self> {
        let complete_to = cursor
            .complete_to
            .map_or(self.from, |to| to.saturating_add(1));
        let from = complete_to.max(self.from);
        (from < self.until).then(|| Self {
            from,
            ..self.clone()
        })
    }

    /// The cursor before the window.
    pub(super) fn cursor(&self) -> ChangeCursor {
        ChangeCursor::since(self.from)
    }
}

impl Serialize for Window {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        let count = self.count.and_then(|count| i64::try_from(count).ok());
        Stored::default()
            .with_string("resource", Some(&self.resource))
            .with_number("from", Some(self.from))
            .with_number("until", Some(self.until))
            .with_number("count", count)
            .write(output)
    }
}

impl<'de> Deserialize<'de> for Window {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let mut stored = Stored::read(input)?;
        let (from, until) = (stored.number("from"), stored.number("until"));
        Ok(Self {
            resource: stored
                .string("resource")
                .ok_or_else(|| D::Error::missing_field("resource"))?,
            from: from.ok_or_else(|| D::Error::missing_field("from"))?,
            until: until.ok_or_else(|| D::Error::missing_field("until"))?,
            count: stored
                .number("count")
                .and_then(|count| u64::try_from(count).ok()),
        })
    }
}

/// A range of time, cut into windows; made by [`windows`](../struct.Contacts.html#method.windows) of
/// contacts, conversations and tickets.
///
/// A `Stream` of [`Window`]s that do not overlap and leave nothing out, newest first. A window in
/// which a search finds too many objects is cut in two, so that the windows of busy times are short.
/// Windows without an object are left out.
///
/// An object belongs to the window of its latest change. One that changes meanwhile leaves its
/// window: receive it with [`Changes`](super::Changes), from a cursor at the time when the backfill
/// began.
///
/// # Errors
///
/// After an error that [`is_retryable`](Error::is_retryable), the stream can be polled again. Any
/// other error ends it.
#[must_use = "nothing is read until the stream is polled"]
pub struct Windows<O: ChangeOperation> {
    client: ClientHandle,
    plan: Arc<Plan>,
    /// Ranges that are not cut yet, the next one last.
    ranges: Vec<Range<i64>>,
    counting: Option<BoxFuture<'static, Result<Option<u64>, Error>>>,
    max_items: u64,
    is_newest_first: bool,
    operation: PhantomData<fn() -> O>,
}

impl<O: ChangeOperation> Windows<O> {
    pub(crate) fn new(client: ClientHandle, range: Range<Timestamp>) -> Self {
        let range = range.start.seconds()..range.end.seconds();
        Self {
            client,
            plan: Arc::new(Plan::of::<O>()),
            ranges: vec![range],
            counting: None,
            max_items: 10_000,
            is_newest_first: true,
            operation: PhantomData,
        }
    }

    /// Sets how many objects a search may find in a window before the window is cut in two. Defaults
    /// to 10,000. Windows are not shorter than a second, for contacts than a day.
    pub fn max_items(mut self, count: u64) -> Self {
        self.max_items = count;
        self
    }

    /// Returns the oldest windows first, in place of the newest.
    pub fn oldest_first(mut self) -> Self {
        self.is_newest_first = false;
        self
    }

    /// Restricts the windows to objects that match a query; see
    /// [`Changes::matching`](super::Changes::matching). A window has to be read with the same query.
    pub fn matching(mut self, query: Query) -> Self {
        Arc::make_mut(&mut self.plan).query = Some(query);
        self
    }

    /// Reads the windows, up to `count` of them at the same time.
    pub fn changes(self, count: usize) -> WindowChanges<O> {
        WindowChanges::new(self, count)
    }

    /// Returns the next window; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Window, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// The changes of a window, with the query of the windows.
    fn read(&self, window: &Window) -> Changes<O> {
        let changes = Changes::of_window(self.client.clone(), window);
        match &self.plan.query {
            Some(query) => changes.matching(query.clone()),
            None => changes,
        }
    }

    /// Asks for the number of objects in a range.
    fn count(&self, range: &Range<i64>) -> BoxFuture<'static, Result<Option<u64>, Error>> {
        let mut plan = (*self.plan).clone();
        plan.until = Some(range.end);
        plan.per_page = 1;
        let complete_to = Some(range.start.saturating_sub(1));
        let mut request = plan.request::<O>(&self.client, complete_to);
        if let Err(problem) = plan.check(&ChangeCursor::default()) {
            request.fail(problem);
        }
        Box::pin(async move {
            let mut pages = Pages::<O>::new(request);
            pages.next().await.transpose()?;
            Ok(pages.total_count())
        })
    }

    /// Cuts a range in two.
    fn cut(&mut self, range: Range<i64>) {
        let middle = range.start + (range.end - range.start) / 2;
        let (older, newer) = (range.start..middle, middle..range.end);
        self.ranges.extend(if self.is_newest_first {
            [older, newer]
        } else {
            [newer, older]
        });
    }
}

impl<O: ChangeOperation> Stream for Windows<O> {
    type Item = Result<Window, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let shortest = match this.plan.order {
            ChangeOrder::Days => DAY,
            _ => 1,
        };
        while let Some(range) = this.ranges.last().cloned() {
            if range.is_empty() {
                this.ranges.pop();
                continue;
            }
            let mut counting = this.counting.take().unwrap_or_else(|| this.count(&range));
            let counted = match counting.as_mut().poll(cx) {
                Poll::Ready(counted) => counted,
                Poll::Pending => {
                    this.counting = Some(counting);
                    return Poll::Pending;
                }
            };
            let count = match counted {
                Ok(count) => count,
                Err(error) => {
                    if !error.is_retryable() {
                        this.ranges.clear();
                    }
                    return Poll::Ready(Some(Err(error)));
                }
            };
            this.ranges.pop();
            let length = range.end.saturating_sub(range.start);
            if count.is_some_and(|count| count > this.max_items) && length >= 2 * shortest {
                this.cut(range);
            } else if count != Some(0) {
                return Poll::Ready(Some(Ok(Window {
                    resource: this.plan.resource.to_owned(),
                    from: range.start,
                    until: range.end,
                    count,
                })));
            }
        }
        Poll::Ready(None)
    }
}

impl<O: ChangeOperation> fmt::Debug for Windows<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Windows")
            .field("resource", &self.plan.resource)
            .field("max_items", &self.max_items)
            .finish_non_exhaustive()
    }
}
