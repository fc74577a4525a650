//! Changes with what a search leaves out of each object, read for several at a time and in order.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use super::Change;
use super::cursor::ChangeCursor;
use super::operation::{DetailOperation, ReadDetail, Reading};
use super::stream::Changes;
use crate::data::Id;
use crate::error::Error;
use crate::paging::RawItem;
use crate::policy::BoxFuture;
use crate::response::RateLimit;

/// How often in a row the same object may fail before the stream ends.
const MAX_FAILURES: u32 = 16;

/// An object with what a search leaves out of it, and its JSON.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Detailed<T> {
    /// The object.
    pub value: T,
    /// The JSON of the object, exactly as received. A conversation includes its parts. A contact
    /// includes only the first ten tags, companies, notes and subscriptions, while
    /// [`value`](Self::value) has all of them.
    ///
    /// `None` where it is unknown, as in [`RawItem::json`].
    pub json: Option<Bytes>,
    /// Whether something is still missing: a conversation has more than the 500 parts that Intercom
    /// returns, which are the newest.
    pub is_truncated: bool,
}

impl<T> Detailed<T> {
    /// Returns the JSON as text.
    pub fn json_text(&self) -> Option<&str> {
        std::str::from_utf8(self.json.as_ref()?).ok()
    }
}

impl<T> fmt::Debug for Detailed<T> {
    /// Shows neither the value nor the JSON, which are customers' data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Detailed")
            .field("json_len", &self.json.as_ref().map(Bytes::len))
            .field("is_truncated", &self.is_truncated)
            .finish_non_exhaustive()
    }
}

/// What changed in a resource, each object with its details; made by [`Changes::with_details`].
///
/// A `Stream` that behaves as [`Changes`] does: after an error that
/// [`is_retryable`](Error::is_retryable) it can be polled again and reads the same details. It holds
/// one page, and as many objects as are read at a time.
#[must_use = "nothing is read until the stream is polled"]
pub struct DetailedChanges<O: DetailOperation> {
    changes: Changes<O>,
    /// Objects in order, the oldest first.
    slots: VecDeque<Slot<O::Detail>>,
    at_once: usize,
    /// Where the cursor points to behind the last change that was given.
    complete_to: Option<i64>,
    failures: u32,
    source: Source,
}

#[derive(PartialEq)]
enum Source {
    Open,
    /// An error stands at the end of the slots.
    Failed,
    /// No more objects come.
    Ended,
    /// The stream has ended.
    Done,
}

struct Slot<T> {
    id: Id,
    /// Where the cursor points to behind this object.
    complete_to: Option<i64>,
    state: SlotState<T>,
    read: Option<ReadDetail<T>>,
}

enum SlotState<T> {
    Reading(BoxFuture<'static, Result<Detailed<T>, Error>>),
    Ready(Change<Detailed<T>>),
    Failed(Error),
}

impl<T> Slot<T> {
    fn poll(&mut self, cx: &mut Context<'_>) {
        let SlotState::Reading(reading) = &mut self.state else {
            return;
        };
        let Poll::Ready(read) = reading.as_mut().poll(cx) else {
            return;
        };
        self.state = match read {
            Ok(detailed) => SlotState::Ready(Change::Upsert(detailed)),
            Err(error) if error.is_not_found() => SlotState::Ready(Change::Gone(self.id.clone())),
            Err(error) => SlotState::Failed(error),
        };
    }
}

impl<O: DetailOperation> DetailedChanges<O> {
    pub(super) fn new(changes: Changes<O>, at_once: usize) -> Self {
        Self {
            complete_to: changes.complete_to(),
            changes,
            slots: VecDeque::new(),
            at_once: at_once.max(1),
            failures: 0,
            source: Source::Open,
        }
    }

    /// Returns the next change; `None` when the run has caught up. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<Change<Detailed<O::Detail>>, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Returns the cursor behind the last change that was given; see [`Changes::cursor`].
    pub fn cursor(&self) -> ChangeCursor {
        self.changes.cursor_at(self.complete_to)
    }

    /// Returns the number of objects that the search has found; see [`Changes::total_count`].
    pub fn total_count(&self) -> Option<u64> {
        self.changes.total_count()
    }

    /// Returns the state of the rate limit after the last page.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.changes.rate_limit()
    }

    /// Takes objects until enough of them are read.
    fn fill(&mut self, cx: &mut Context<'_>) {
        while self.source == Source::Open && self.slots.len() < self.at_once {
            let make = |value, json| (O::id(&value).clone(), RawItem { value, json });
            let Poll::Ready(polled) = self.changes.poll_change(cx, make) else {
                return;
            };
            let (id, state, read) = match polled {
                Some(Ok(Change::Upsert((id, item)))) => {
                    match O::details(self.changes.client(), item) {
                        Reading::Complete(detailed) => {
                            (id, SlotState::Ready(Change::Upsert(detailed)), None)
                        }
                        Reading::Read(read) => (id, SlotState::Reading(read()), Some(read)),
                    }
                }
                Some(Ok(Change::Gone(id))) => {
                    (id.clone(), SlotState::Ready(Change::Gone(id)), None)
                }
                Some(Err(error)) => {
                    self.source = Source::Failed;
                    (Id::default(), SlotState::Failed(error), None)
                }
                None => {
                    self.source = Source::Ended;
                    return;
                }
            };
            self.slots.push_back(Slot {
                id,
                complete_to: self.changes.complete_to(),
                state,
                read,
            });
        }
    }

    /// Returns the error of the first object, and reads that object again where this may help.
    fn fail(&mut self, mut slot: Slot<O::Detail>, error: Error) -> Error {
        match slot.read.take() {
            // The changes themselves know whether they go on.
            None => self.source = Source::Open,
            Some(read) => {
                self.failures += 1;
                if error.is_retryable() && self.failures < MAX_FAILURES {
                    slot.state = SlotState::Reading(read());
                    slot.read = Some(read);
                    self.slots.push_front(slot);
                } else {
                    self.slots.clear();
                    self.source = Source::Done;
                }
            }
        }
        error
    }
}

impl<O: DetailOperation> Stream for DetailedChanges<O> {
    type Item = Result<Change<Detailed<O::Detail>>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        this.fill(cx);
        for slot in &mut this.slots {
            slot.poll(cx);
        }
        let Some(mut slot) = this.slots.pop_front() else {
            if this.source == Source::Ended {
                this.complete_to = this.changes.complete_to();
                this.source = Source::Done;
            }
            return if this.source == Source::Done {
                Poll::Ready(None)
            } else {
                Poll::Pending
            };
        };
        match slot.state {
            SlotState::Ready(change) => {
                this.complete_to = slot.complete_to;
                this.failures = 0;
                Poll::Ready(Some(Ok(change)))
            }
            SlotState::Failed(error) => {
                // The state is replaced before the slot is used again.
                slot.state = SlotState::Ready(Change::Gone(slot.id.clone()));
                Poll::Ready(Some(Err(this.fail(slot, error))))
            }
            reading @ SlotState::Reading(_) => {
                slot.state = reading;
                this.slots.push_front(slot);
                Poll::Pending
            }
        }
    }
}

impl<O: DetailOperation> fmt::Debug for DetailedChanges<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DetailedChanges")
            .field("changes", &self.changes)
            .field("at_once", &self.at_once)
            .finish_non_exhaustive()
    }
}
