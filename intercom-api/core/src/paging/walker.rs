//! Requests one page of a list after the other, and checks that each leads to a new one.

mod progress;
mod read;

use std::any::Any;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;

use super::Paging;
use super::cursor_body::CursorBody;
use super::memory::PageMemory;
use super::position::Position;
use super::search::{GivenItems, Search};
use crate::error::{Error, ErrorKind};
use crate::format::Outline;
use crate::response::RawResponse;
use crate::transport::Request;
use crate::transport::send;

/// What is the same for every page of a list.
#[derive(Clone)]
pub(super) struct List {
    /// The call as it was made.
    pub(super) request: Request,
    pub(super) paging: Paging,
    /// The key of the list in the response.
    pub(super) key: &'static str,
    /// The type of a page, for error messages.
    pub(super) type_name: &'static str,
    /// How long to wait for the end of a scroll that someone else has open.
    pub(super) scroll_wait: Duration,
    /// How many pages in a row may bring no new item.
    pub(super) max_empty_pages: usize,
    /// Whether an item can come again under another cursor, as it is: the search index of a server can
    /// lag behind what the items show.
    pub(super) has_repeats: bool,
    /// Whether the JSON of each item is kept.
    pub(super) keeps_json: bool,
    /// Decodes a page.
    pub(super) decode: DecodePage,
}

/// A page after it was decoded. Its type is known to the stream of pages alone, so that a walk is
/// compiled once for all of them.
pub(super) type DecodedPage = Result<Box<dyn Any + Send>, Error>;

/// Decodes a page, and notes where its parts lie.
pub(super) type DecodePage = fn(&RawResponse, &mut Outline) -> DecodedPage;

/// A place between two pages.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Bookmark {
    pub(super) position: Position,
    /// Distinguishes it from another one with the same position, such as the next page of a scroll.
    pub(super) number: u64,
}

/// A page, both as the raw response and decoded.
pub(super) struct Fetched {
    pub(super) raw: RawResponse,
    pub(super) page: DecodedPage,
    pub(super) located: Located,
}

/// Where a page stands, and what is known about its items.
pub(super) struct Located {
    pub(super) at: Bookmark,
    /// Where it leads; none when that is an error, which comes next.
    pub(super) next: Option<Bookmark>,
    pub(super) total_count: Option<u64>,
    /// The identities of its items.
    pub(super) identities: Vec<u64>,
    /// Which of its items were given before.
    pub(super) passed: Vec<bool>,
    /// The JSON of its items, if that is kept.
    pub(super) json: Vec<Bytes>,
}

/// The result of requesting a page; none after the last.
pub(super) type FetchResult = Result<Option<Fetched>, Error>;

/// A walk through a list.
pub(super) struct Walker {
    list: List,
    /// What is requested next.
    place: Bookmark,
    /// The body of a search, once it was needed.
    body: Option<CursorBody>,
    /// The search for the place of the walk.
    search: Option<Search>,
    /// Items that were given before and are passed over.
    given: GivenItems,
    /// The positions that were requested.
    positions: PageMemory,
    /// The pages that were received.
    pages: PageMemory,
    /// The latest items.
    recent: GivenItems,
    /// The page before, if the next one is requested by its number.
    last: Option<LastPage>,
    /// Whether the page before was read again, because the one after it repeats an earlier page.
    is_checked: bool,
    /// Pages in a row that brought nothing new.
    idle: usize,
    looks_back: u32,
    /// The size of the list that made the walk look back.
    looked_at: Option<ListSize>,
    restarts: u32,
    /// What to return instead of another page.
    pending: Option<Error>,
}

/// The page before.
struct LastPage {
    position: Position,
    size: ListSize,
}

/// The size of a whole list, as one of its pages reports it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct ListSize {
    items: Option<u64>,
    pages: Option<u64>,
}

/// What a response means to the walk.
enum Step {
    Give(Box<Fetched>),
    Continue,
    End,
}

impl Walker {
    /// Creates a walk that begins behind the items that were given, which are to be found on the
    /// page at `place`.
    pub(super) fn new(list: List, place: Bookmark, given: GivenItems) -> Self {
        let search = (!given.is_empty()).then(|| Search::new(place.position.clone()));
        Self {
            list,
            place,
            body: None,
            search,
            recent: given.clone(),
            given,
            positions: PageMemory::default(),
            pages: PageMemory::default(),
            last: None,
            is_checked: false,
            idle: 0,
            looks_back: 0,
            looked_at: None,
            restarts: 0,
            pending: None,
        }
    }

    pub(super) fn list_mut(&mut self) -> &mut List {
        &mut self.list
    }

    /// Returns the next page. After a temporary error, the same page is requested again.
    pub(super) async fn fetch(&mut self) -> FetchResult {
        loop {
            if let Some(error) = self.pending.take() {
                return Err(error);
            }
            if self.place.position == Position::End {
                return Ok(None);
            }
            let read = match self.send().await {
                Ok(raw) => self.list.read_page(raw).await,
                Err(error) => Err(error),
            };
            let step = read.and_then(|(raw, page)| self.advance(raw, page));
            match step {
                Ok(Step::Give(fetched)) => return Ok(Some(*fetched)),
                Ok(Step::Continue) => {}
                Ok(Step::End) => return Ok(None),
                Err(error) => return Err(self.failed(error)),
            }
        }
    }

    /// Sends the call, and again while someone else's scroll is in its way.
    async fn send(&mut self) -> Result<RawResponse, Error> {
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
    fn request(&mut self) -> Request {
        let mut request = self.list.request.clone();
        match &self.place.position {
            Position::Start | Position::End => {}
            Position::After(cursor) if self.list.paging == Paging::CursorBody => {
                if self.body.is_none() {
                    let body = request.body().map_or(&[][..], |body| body);
                    self.body = CursorBody::parse(body);
                }
                match &mut self.body {
                    Some(body) => request.replace_body(body.after(cursor)),
                    None => request.fail("cannot page: the request body is not a JSON object"),
                }
            }
            Position::After(cursor) => request.replace_query(&[("starting_after", cursor)]),
            Position::Page(page) => request.replace_query(&[("page", &page.to_string())]),
            Position::Scroll(token) => request.replace_query(&[("scroll_param", token)]),
            Position::Query(pairs) => {
                // The size of a page stays as the caller sets it.
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

/// Returns whether a scroll has ended early: the server advances it with each call that arrives, so
/// a page whose response is lost cannot be requested again.
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
