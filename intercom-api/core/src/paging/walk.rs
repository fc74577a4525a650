//! A walker as a stream: one page at a time, or some read ahead.

use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::runtime::Handle;

use super::Paging;
use super::checkpoint::Checkpoint;
use super::position::Position;
use super::prefetch::Prefetch;
use super::search::GivenItems;
use super::walker::{Bookmark, FetchResult, Fetched, List, Walker, is_lost};
use crate::error::Error;
use crate::response::RateLimit;

/// How often in a row a page may fail before the stream ends.
const MAX_FAILURES: u32 = 16;

/// A stream of pages whose type is not known here.
pub(super) struct Walk {
    pub(super) list: List,
    state: State,
    /// How many pages to read ahead.
    ahead: usize,
    /// How many pages to give yet; all of them when none.
    left: Option<usize>,
    /// The position of the next page.
    place: Bookmark,
    /// Items that were given before the walk began, to be found on its first page.
    given: GivenItems,
    /// How often in a row the next page has failed.
    failures: u32,
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
            state: State::Idle(Box::new(Walker::new(
                list.clone(),
                place.clone(),
                GivenItems::default(),
            ))),
            list,
            ahead: 0,
            left: None,
            place,
            given: GivenItems::default(),
            failures: 0,
            total_count: None,
            rate_limit: None,
        }
    }

    /// Resumes a checkpoint from the initial state.
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
            number: 0,
        };
        self.given = checkpoint.given;
        self.restart();
    }

    /// Starts again at the place.
    fn restart(&mut self) {
        let (place, given) = (self.place.clone(), self.given.clone());
        let walker = Walker::new(self.list.clone(), place, given);
        self.state = State::Idle(Box::new(walker));
    }

    /// Changes what holds for every page from here on. A page that is on its way is asked for again.
    pub(super) fn update(&mut self, change: impl Fn(&mut List)) {
        change(&mut self.list);
        match &mut self.state {
            State::Idle(walker) => change(walker.list_mut()),
            State::Fetching(_) | State::Ahead(_) => self.restart(),
            State::Done => {}
        }
    }

    /// Whether nothing more comes.
    #[cfg(feature = "blocking")]
    pub(super) fn is_done(&self) -> bool {
        matches!(self.state, State::Done)
    }

    /// Ends the stream. The place stays: it is not the end of the list.
    pub(super) fn end(&mut self) {
        self.state = State::Done;
    }

    pub(super) fn prefetch(&mut self, pages: usize) {
        self.ahead = pages;
    }

    pub(super) fn take_pages(&mut self, count: usize) {
        self.left = Some(count);
    }

    /// The number of items in the whole list, as reported by the last page.
    pub(super) fn total_count(&self) -> Option<u64> {
        self.total_count
    }

    /// The state of the rate limit after the last call.
    pub(super) fn rate_limit(&self) -> Option<RateLimit> {
        self.rate_limit
    }

    /// The position of the next page.
    pub(super) fn place(&self) -> &Bookmark {
        &self.place
    }

    /// The items that were given before the walk began.
    pub(super) fn given(&self) -> &GivenItems {
        &self.given
    }

    /// Whether a place after a page is kept as the page itself, with all its items returned: the
    /// number of the next page may have other items later, and a scroll cannot go back.
    pub(super) fn is_kept_by_items(&self) -> bool {
        match &self.place.position {
            Position::End => false,
            position => self.list.paging == Paging::Scroll || position.page_number().is_some(),
        }
    }

    /// A place as it can be kept, with the items that were given last if they are on its page.
    pub(super) fn checkpoint(&self, place: &Bookmark, given: GivenItems) -> Checkpoint {
        let operation = self.list.request.context().operation;
        let position = match &place.position {
            // A scroll lives for a minute and cannot go back.
            Position::Scroll(_) => Position::Start,
            position => position.clone(),
        };
        Checkpoint {
            operation: operation.map(ToString::to_string).unwrap_or_default(),
            position,
            given,
        }
    }

    /// Polls for the next page.
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
        self.note(&outcome);
        Poll::Ready(outcome.transpose())
    }

    /// Requests the next page, unless that is in progress or there is none.
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

    /// Records the result of requesting a page.
    fn note(&mut self, outcome: &FetchResult) {
        match outcome {
            Ok(Some(Fetched { raw, page, located })) => {
                self.failures = 0;
                self.rate_limit = raw.rate_limit().or(self.rate_limit);
                if page.is_ok() {
                    self.left = self.left.map(|left| left.saturating_sub(1));
                    self.given = GivenItems::default();
                    self.place = located.next.as_ref().unwrap_or(&located.at).clone();
                    self.total_count = located.total_count.or(self.total_count);
                } else {
                    // The page would be the same again.
                    self.place = located.at.clone();
                    self.end();
                }
            }
            Ok(None) => {
                self.place.position = Position::End;
                self.state = State::Done;
            }
            Err(error) => {
                self.rate_limit = error.rate_limit().or(self.rate_limit);
                self.failures += 1;
                let may_pass = error.is_retryable() || error.is_scroll_open();
                if !may_pass || self.failures >= MAX_FAILURES {
                    self.end();
                }
            }
        }
    }

    /// Starts again at the place, unless the error is the end of a scroll.
    fn go_back(&mut self, error: Error) -> Error {
        self.restart();
        self.lost(error)
    }

    /// What the error means to a scroll.
    pub(super) fn lost(&self, error: Error) -> Error {
        if self.list.paging == Paging::Scroll && is_lost(&error) {
            return error.scroll_lost();
        }
        error
    }
}
