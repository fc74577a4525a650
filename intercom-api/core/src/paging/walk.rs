//! A walker as a stream: one page at a time, or some read ahead.

use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::runtime::Handle;

use super::Paging;
use super::checkpoint::Checkpoint;
use super::position::Position;
use super::prefetch::Prefetch;
use super::walker::{Bookmark, FetchResult, Fetched, List, Walker, is_lost};
use crate::error::Error;
use crate::response::RateLimit;

/// A stream of pages, not yet decoded.
pub(super) struct Walk {
    pub(super) list: List,
    state: State,
    /// How many pages to read ahead.
    ahead: usize,
    /// How many pages to give yet; all of them when none.
    left: Option<usize>,
    /// Where the next page stands.
    place: Bookmark,
    total_count: Option<u64>,
    rate_limit: Option<RateLimit>,
}

enum State {
    Idle(Box<Walker>),
    Fetching(Fetching),
    Ahead(Prefetch),
    Done,
}

type Fetching = Pin<Box<dyn Future<Output = (Box<Walker>, FetchResult)> + Send>>;

impl Walk {
    pub(super) fn new(list: List) -> Self {
        let place = Bookmark {
            position: Position::Start,
            number: 0,
        };
        Self {
            state: State::Idle(Box::new(Walker::new(list.clone(), Position::Start, 0))),
            list,
            ahead: 0,
            left: None,
            place,
            total_count: None,
            rate_limit: None,
        }
    }

    /// Goes on from a checkpoint, as if nothing had happened yet.
    pub(super) fn resume(&mut self, checkpoint: Checkpoint) {
        let operation = self
            .list
            .request
            .context()
            .operation
            .map(ToString::to_string);
        if operation.as_ref() != Some(&checkpoint.operation) {
            self.list
                .request
                .fail("the checkpoint was made by another operation");
        }
        self.place = Bookmark {
            position: checkpoint.position,
            number: checkpoint.pages,
        };
        self.restart(checkpoint.pages);
    }

    /// Begins anew at the place, after passing over some pages.
    pub(super) fn restart(&mut self, skip: u64) {
        let position = self.place.position.clone();
        let walker = Walker::new(self.list.clone(), position, skip);
        self.state = State::Idle(Box::new(walker));
    }

    pub(super) fn prefetch(&mut self, pages: usize) {
        self.ahead = pages;
    }

    pub(super) fn take_pages(&mut self, count: usize) {
        self.left = Some(count);
    }

    /// The number of items in the whole list, as the last page said.
    pub(super) fn total_count(&self) -> Option<u64> {
        self.total_count
    }

    /// The state of the rate limit after the last call.
    pub(super) fn rate_limit(&self) -> Option<RateLimit> {
        self.rate_limit
    }

    /// Where the next page stands.
    pub(super) fn place(&self) -> &Bookmark {
        &self.place
    }

    /// A place as it can be kept, `items` into its page.
    pub(super) fn checkpoint(&self, place: &Bookmark, items: u64) -> Checkpoint {
        let operation = self.list.request.context().operation;
        let is_inside = place.position != Position::End;
        let (position, pages) = match self.list.paging {
            // A scroll lives for a minute and has no way back: only counting finds the place again.
            Paging::Scroll if is_inside => (Position::Start, place.number),
            _ => (place.position.clone(), 0),
        };
        Checkpoint {
            operation: operation.map(ToString::to_string).unwrap_or_default(),
            position,
            pages,
            items,
        }
    }

    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Fetched, Error>>> {
        if self.left == Some(0) {
            self.state = State::Done;
        }
        self.start();
        let outcome = match &mut self.state {
            State::Fetching(fetching) => {
                let (walker, outcome) = ready!(fetching.as_mut().poll(cx));
                self.state = State::Idle(walker);
                outcome
            }
            State::Ahead(prefetch) => match ready!(prefetch.poll(cx)) {
                Some((outcome, None)) => outcome,
                Some((outcome, Some(walker))) => {
                    self.state = State::Idle(walker);
                    outcome
                }
                None => {
                    let error = Error::reading_ahead(self.list.request.context());
                    Err(self.go_back(error))
                }
            },
            State::Idle(_) | State::Done => return Poll::Ready(None),
        };
        Poll::Ready(self.take(outcome).transpose())
    }

    /// Asks for the next page, unless that is under way or there is none.
    fn start(&mut self) {
        self.state = match mem::replace(&mut self.state, State::Done) {
            State::Idle(mut walker) => match Handle::try_current() {
                Ok(runtime) if self.ahead > 0 => {
                    let pages = self.left.unwrap_or(usize::MAX);
                    State::Ahead(Prefetch::start(&runtime, walker, self.ahead, pages))
                }
                _ => State::Fetching(Box::pin(async move {
                    let outcome = walker.fetch().await;
                    (walker, outcome)
                })),
            },
            other => other,
        };
    }

    fn take(&mut self, outcome: FetchResult) -> FetchResult {
        match &outcome {
            Ok(Some(fetched)) => {
                self.left = self.left.map(|left| left - 1);
                self.place = fetched.next.as_ref().unwrap_or(&fetched.at).clone();
                self.total_count = fetched.total_count.or(self.total_count);
                self.rate_limit = fetched.raw.rate_limit().or(self.rate_limit);
            }
            Ok(None) => {
                self.place.position = Position::End;
                self.state = State::Done;
            }
            Err(error) => {
                self.rate_limit = error.rate_limit().or(self.rate_limit);
                // The place stays: it is not the end of the list.
                if error.is_paging() || error.must_start_over() {
                    self.state = State::Done;
                }
            }
        }
        outcome
    }

    /// Takes a page back that could not be decoded: it is asked for again.
    pub(super) fn reject(&mut self, at: Bookmark, error: Error) -> Error {
        self.left = self.left.map(|left| left + 1);
        self.place = at;
        self.go_back(error)
    }

    /// Begins anew at the place, unless the error is the end of a scroll.
    fn go_back(&mut self, error: Error) -> Error {
        if self.list.paging == Paging::Scroll && is_lost(&error) {
            self.state = State::Done;
            return error.scroll_lost();
        }
        self.restart(0);
        error
    }
}
