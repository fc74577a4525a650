//! Asks for one page of a list after the other, and sees to it that each leads on.

use std::collections::HashSet;
use std::time::Duration;

use http::StatusCode;

use super::Paging;
use super::head::{Head, hash, number};
use super::position::Position;
use crate::data::mend;
use crate::error::{Error, ErrorKind};
use crate::response::RawResponse;
use crate::transport::Request;
use crate::transport::send;

/// What is the same for every page of a list.
#[derive(Clone)]
pub(super) struct List {
    /// The call as it was made.
    pub(super) request: Request,
    pub(super) paging: Paging,
    /// The key of the answer under which the list stands.
    pub(super) key: &'static str,
    /// The type of a page, for error messages.
    pub(super) type_name: &'static str,
    /// How long to wait for the end of a scroll that someone else has open.
    pub(super) scroll_wait: Duration,
}

/// A place between two pages.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Bookmark {
    pub(super) position: Position,
    /// How many pages lie before it.
    pub(super) number: u64,
}

/// A page as it came.
pub(super) struct Fetched {
    pub(super) raw: RawResponse,
    pub(super) at: Bookmark,
    /// Where it leads; none when that is an error, which comes next.
    pub(super) next: Option<Bookmark>,
    pub(super) total_count: Option<u64>,
}

/// What becomes of asking for a page; none after the last.
pub(super) type FetchResult = Result<Option<Fetched>, Error>;

/// A walk through a list.
pub(super) struct Walker {
    list: List,
    /// What is asked for next.
    place: Bookmark,
    /// Pages still to pass over.
    skip: u64,
    /// Hashes of the positions that were asked for.
    seen: HashSet<u64>,
    /// The fingerprint of the last page.
    previous: Option<u64>,
    /// What to answer instead of another page.
    pending: Option<Error>,
}

impl Walker {
    pub(super) fn new(list: List, position: Position, skip: u64) -> Self {
        Self {
            list,
            place: Bookmark {
                position,
                number: 0,
            },
            skip,
            seen: HashSet::new(),
            previous: None,
            pending: None,
        }
    }

    /// Gives the next page. After an error that may pass, the same page is asked for again.
    pub(super) async fn fetch(&mut self) -> FetchResult {
        loop {
            if let Some(error) = self.pending.take() {
                return Err(error);
            }
            if self.place.position == Position::End {
                return Ok(None);
            }
            let fetched = match self.send().await {
                Ok(raw) => self.advance(raw),
                Err(error) => Err(error),
            };
            match fetched {
                Ok(Some(_)) if self.skip > 0 => self.skip -= 1,
                Ok(fetched) => return Ok(fetched),
                Err(error) => return Err(self.failed(error)),
            }
        }
    }

    /// Sends the call, and again while someone else's scroll is in its way.
    async fn send(&self) -> Result<RawResponse, Error> {
        let request = self.request();
        let clock = &request.settings().clock;
        let began = clock.now();
        let mut pause = Duration::from_millis(250);
        loop {
            let result = send(request.clone()).await;
            let waited = clock.now().saturating_duration_since(began);
            let left = self.list.scroll_wait.saturating_sub(waited);
            match result {
                Err(error) if error.is_scroll_open() && !left.is_zero() => {
                    clock.sleep(pause.min(left)).await;
                    pause = (pause * 2).min(Duration::from_secs(5));
                }
                result => return result,
            }
        }
    }

    /// The call for the page that is next.
    fn request(&self) -> Request {
        let mut request = self.list.request.clone();
        match &self.place.position {
            Position::Start | Position::End => {}
            Position::After(cursor) if self.list.paging == Paging::CursorBody => {
                request.set_cursor(cursor);
            }
            Position::After(cursor) => request.replace_query(&[("starting_after", cursor)]),
            Position::Page(page) => request.replace_query(&[("page", &page.to_string())]),
            Position::Scroll(token) => request.replace_query(&[("scroll_param", token)]),
            Position::Query(pairs) => {
                // The size of a page stays as the caller wants it.
                let has_size = request.query_value("per_page").is_some();
                let pairs = pairs
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.as_str()));
                let pairs = pairs.filter(|(name, _)| !has_size || *name != "per_page");
                request.replace_query(&pairs.collect::<Vec<_>>());
            }
        }
        request
    }

    /// Takes an answer in: where it leads is asked for next.
    fn advance(&mut self, raw: RawResponse) -> FetchResult {
        let List { paging, key, .. } = self.list;
        let body = raw.body();
        let head = Head::read(body, key)
            .or_else(|error| mend::read(body, error, |text| Head::read(text, key)))
            .map_err(|error| Error::json(&raw, error, self.list.type_name))?;
        if !head.is_page {
            self.place.position = Position::End;
            return Err(Error::paging(&raw, "the answer is no page of a list"));
        }
        if paging == Paging::Scroll && head.fingerprint.is_none() {
            self.place.position = Position::End;
            return Ok(None);
        }
        if head.fingerprint.is_some() && head.fingerprint == self.previous {
            self.place.position = Position::End;
            let repeated = "the page repeats the one before it, so the list would never end";
            return Err(Error::paging(&raw, repeated));
        }
        self.previous = head.fingerprint;
        let page = self.page(&head);
        self.seen.insert(hash(&self.place.position));
        if paging == Paging::Page {
            self.seen.insert(hash(&Position::Page(page)));
        }
        let next = match Position::next(paging, page, &head) {
            // A scroll has the same token on every page.
            Ok(next) if paging != Paging::Scroll && self.seen.contains(&hash(&next)) => {
                Err("the page leads back to one that was there before, so the list would never end")
            }
            next => next,
        };
        let number = self.place.number + 1;
        let (position, next) = match next {
            Ok(position) => {
                let next = Bookmark {
                    position: position.clone(),
                    number,
                };
                (position, Some(next))
            }
            Err(problem) => {
                self.pending = Some(Error::paging(&raw, problem));
                (Position::End, None)
            }
        };
        let at = std::mem::replace(&mut self.place, Bookmark { position, number });
        Ok(Some(Fetched {
            raw,
            at,
            next,
            total_count: head.total_count,
        }))
    }

    /// The number of the page that came: what it says, else what was asked for.
    fn page(&self, head: &Head) -> u64 {
        let asked = || match self.place.position {
            Position::Page(page) => Some(page),
            _ => self.list.request.query_value("page")?.parse().ok(),
        };
        number(&head.pages["page"]).or_else(asked).unwrap_or(1)
    }

    /// What an error means to the walk.
    fn failed(&mut self, error: Error) -> Error {
        match self.place.position {
            Position::Scroll(_) if is_lost(&error) => {
                self.place.position = Position::End;
                error.scroll_lost()
            }
            Position::Page(_) if error.is_validation() && self.is_company_list() => {
                error.advised(COMPANY_LIST_ADVICE)
            }
            _ => error,
        }
    }

    fn is_company_list(&self) -> bool {
        let operation = self.list.request.context().operation;
        operation.is_some_and(|operation| operation.path == "/companies/list")
    }
}

const COMPANY_LIST_ADVICE: &str =
    "the list reaches 10,000 companies; companies().scroll() reaches all of them";

/// Whether a scroll has broken off: the server moves it on with each call that reaches it, so a
/// page whose answer is lost cannot be had again.
pub(super) fn is_lost(error: &Error) -> bool {
    match error.status() {
        Some(status) if error.kind() == ErrorKind::Api => {
            // These refuse the call before it comes to the scroll.
            ![
                StatusCode::UNAUTHORIZED,
                StatusCode::FORBIDDEN,
                StatusCode::TOO_MANY_REQUESTS,
            ]
            .contains(&status)
        }
        _ => error.may_have_been_sent(),
    }
}
