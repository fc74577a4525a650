//! What a page means to the walk, and where the walk continues.

use super::read::ReadPage;
use super::{Bookmark, Fetched, LastPage, ListSize, Located, Step, Walker};
use crate::error::Error;
use crate::paging::Paging;
use crate::paging::head::{Head, hash, number as integer};
use crate::paging::memory::PageMemory;
use crate::paging::position::{Position, Unfollowable};
use crate::paging::search::{GivenItems, Search, SearchedPage, Verdict};
use crate::response::RawResponse;

/// How often a walk starts over because none of the items that it returned last is left.
const MAX_RESTARTS: u32 = 3;

/// How often in a row a walk reads pages again because its list has shrunk.
const MAX_LOOKS_BACK: u32 = 32;

const REPEATED: &str = "the page repeats an earlier one, so the list would never end";
const LEADS_BACK: &str =
    "the page leads back to one that was there before, so the list would never end";
const NOTHING_NEW: &str =
    "too many pages in a row without a new item; `max_empty_pages` sets the limit";
const TOO_FAST: &str = "the list changes faster than it can be walked";

impl ListSize {
    /// Whether the list has become smaller. Sizes that are not reported are not compared.
    fn is_below(self, before: Self) -> bool {
        match (self.items, before.items) {
            (Some(now), Some(before)) => now < before,
            _ => matches!((self.pages, before.pages), (Some(now), Some(before)) if now < before),
        }
    }
}

impl Walker {
    /// Decides what a response means, and where the walk continues.
    pub(super) fn advance(
        &mut self,
        raw: RawResponse,
        ReadPage { head, mended, page }: ReadPage,
    ) -> Result<Step, Error> {
        let paging = self.list.paging;
        if !head.is_page {
            return Err(self.end(&raw, "the response is not a page of a list"));
        }
        let number = self.page_number(&head);
        let next = Position::next(paging, number, &head);
        let is_searching = self.search.is_some();
        if let Some(search) = &mut self.search {
            let searched = SearchedPage {
                paging,
                number,
                identities: &head.items.identities,
                next: next.as_ref().ok(),
                total: integer(&head.pages["total_pages"]),
            };
            match search.advance(&searched, &self.given) {
                Verdict::Found => self.search = None,
                Verdict::Look(position) => {
                    self.place.position = position;
                    return Ok(Step::Continue);
                }
                Verdict::Restart => return self.restart(&raw),
            }
        }
        if paging == Paging::Scroll && head.is_empty() {
            self.place.position = Position::End;
            return Ok(Step::End);
        }
        let size = ListSize {
            items: head.total_count,
            pages: integer(&head.pages["total_pages"]),
        };
        let last = self.last.as_ref();
        if last.is_some_and(|last| size.is_below(last.size)) && self.looked_at != Some(size) {
            // Items of this page may have moved to the one before.
            self.looked_at = Some(size);
            return self.look_back(&raw);
        }
        let passed = self.given.pass(&head.items.identities);
        let is_passed = !head.is_empty() && passed.iter().all(|passed| *passed);
        let before = if head.is_empty() {
            None
        } else {
            self.pages.insert(head.items.key(), head.items.text)
        };
        match before {
            // The page before was read again and has other items: the list has changed.
            None if is_searching && !head.is_empty() => self.is_checked = false,
            _ if is_searching || is_passed => {}
            Some(_) if self.last.is_some() && !self.is_checked => {
                // Items that were created push others to the next page; a server that ignores the
                // number of the page repeats it. The page before decides which it is.
                self.is_checked = true;
                return self.look_back(&raw);
            }
            Some(text) => {
                let is_same = text == head.items.text || self.last.is_some();
                if head.items.has_ids && is_same && !self.list.has_repeats {
                    return Err(self.end(&raw, REPEATED));
                }
                self.idle += 1;
            }
            None if head.is_empty() => self.idle += 1,
            None => {
                self.idle = 0;
                self.looks_back = 0;
                // The list may grow, and shrink to the same size again.
                self.looked_at = None;
                self.is_checked = false;
            }
        }
        if self.idle > self.list.max_empty_pages {
            return Err(self.end(&raw, NOTHING_NEW));
        }
        let next = self.check_next(number, next);
        let (at, next) = self.step(&raw, next);
        self.recent.begin_page();
        self.recent.extend(&head.items.identities);
        let is_numbered = self.place.position.page_number().is_some();
        self.last = is_numbered.then(|| LastPage {
            position: at.position.clone(),
            size,
        });
        if is_passed {
            return Ok(Step::Continue);
        }
        let text = mended.as_ref().unwrap_or(raw.body());
        let ranges = head.items.ranges.into_iter();
        let json = ranges.map(|range| text.slice(range)).collect();
        let located = Located {
            at,
            next,
            total_count: head.total_count,
            identities: head.items.identities,
            passed,
            json,
        };
        Ok(Step::Give(Box::new(Fetched { raw, page, located })))
    }

    /// Refuses to continue at a place where the walk has been.
    fn check_next(
        &mut self,
        page: u64,
        next: Result<Position, Unfollowable>,
    ) -> Result<Position, Unfollowable> {
        if self.list.paging == Paging::Scroll {
            // A scroll has the same token on every page.
            return next;
        }
        self.positions.insert(hash(&self.place.position), 0);
        if self.list.paging == Paging::Page {
            self.positions.insert(hash(&Position::Page(page)), 0);
        }
        let next = next?;
        let asked = match self.place.position {
            Position::Start => Some(page),
            ref position => position.page_number(),
        };
        let is_known = match (asked, next.page_number()) {
            // Pages before may have been read again.
            (Some(page), Some(next)) => next <= page,
            _ => self.positions.get(hash(&next)).is_some(),
        };
        if is_known { Err(LEADS_BACK) } else { Ok(next) }
    }

    /// Advances. Returns the position of the page and the place of the next one; where there cannot
    /// be one, the error follows.
    fn step(
        &mut self,
        raw: &RawResponse,
        next: Result<Position, Unfollowable>,
    ) -> (Bookmark, Option<Bookmark>) {
        let number = self.place.number + 1;
        let (position, is_error) = match next {
            Ok(position) => (position, false),
            Err(problem) => {
                self.pending = Some(Error::paging(raw, problem));
                (Position::End, true)
            }
        };
        let next = Bookmark { position, number };
        let at = std::mem::replace(&mut self.place, next.clone());
        (at, (!is_error).then_some(next))
    }

    /// Reads the page before again, to find what has moved there.
    fn look_back(&mut self, raw: &RawResponse) -> Result<Step, Error> {
        self.looks_back += 1;
        let Some(last) = self
            .last
            .take()
            .filter(|_| self.looks_back <= MAX_LOOKS_BACK)
        else {
            return Err(self.end(raw, TOO_FAST));
        };
        self.given = self.recent.clone();
        self.search = Some(Search::new(last.position.clone()));
        self.place.position = last.position;
        Ok(Step::Continue)
    }

    /// Walks the list from its start.
    fn restart(&mut self, raw: &RawResponse) -> Result<Step, Error> {
        self.restarts += 1;
        if self.restarts > MAX_RESTARTS {
            return Err(self.end(raw, TOO_FAST));
        }
        self.place.position = Position::Start;
        self.search = None;
        self.given = GivenItems::default();
        self.recent = GivenItems::default();
        self.positions = PageMemory::default();
        self.pages = PageMemory::default();
        self.last = None;
        Ok(Step::Continue)
    }

    /// Ends the walk with an error.
    fn end(&mut self, raw: &RawResponse, problem: &'static str) -> Error {
        self.place.position = Position::End;
        Error::paging(raw, problem)
    }

    /// Returns the number of the received page: its own page number, or else the requested one.
    fn page_number(&self, head: &Head) -> u64 {
        let asked = || match self.place.position {
            Position::Page(page) => Some(page),
            _ => self.list.request.query_value("page")?.parse().ok(),
        };
        integer(&head.pages["page"]).or_else(asked).unwrap_or(1)
    }
}
