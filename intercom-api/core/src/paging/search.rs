//! Finds the place of a walk again after its list has changed: decisions only, without I/O.

use super::Paging;
use super::position::Position;

/// How many pages before the expected one are searched.
const MAX_STEPS_BACK: u64 = 100;

/// How many items of earlier pages are kept beside those of the current one.
const OLDER: usize = 16;

/// How many items are kept in all.
const MAX_GIVEN: usize = 512;

/// The latest items that were given, as identities.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct GivenItems(Vec<u64>);

impl GivenItems {
    /// Creates a record of these items, the latest of them if there are many.
    pub(super) fn new(mut identities: Vec<u64>) -> Self {
        keep_last(&mut identities, MAX_GIVEN);
        Self(identities)
    }

    pub(super) fn as_slice(&self) -> &[u64] {
        &self.0
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds the next item.
    pub(super) fn push(&mut self, identity: u64) {
        if self.0.len() >= 2 * MAX_GIVEN {
            keep_last(&mut self.0, MAX_GIVEN);
        }
        self.0.push(identity);
    }

    /// Adds the next items.
    pub(super) fn extend(&mut self, identities: &[u64]) {
        for identity in identities {
            self.push(*identity);
        }
    }

    /// Forgets all but a few items, because another page begins.
    pub(super) fn begin_page(&mut self) {
        keep_last(&mut self.0, OLDER);
    }

    /// Whether a page holds any of the items.
    fn has_any(&self, page: &[u64]) -> bool {
        page.iter().any(|identity| self.0.contains(identity))
    }

    /// Marks the items of a page that were given before, each of them once. Forgets all of them at
    /// the first page that holds none.
    pub(super) fn pass(&mut self, page: &[u64]) -> Vec<bool> {
        let mut left = std::mem::take(&mut self.0);
        let mut pass = |identity: &u64| {
            let found = left.iter().position(|given| given == identity);
            found.map(|index| left.remove(index)).is_some()
        };
        let passed: Vec<bool> = page.iter().map(&mut pass).collect();
        if passed.contains(&true) {
            self.0 = left;
        }
        passed
    }
}

fn keep_last(identities: &mut Vec<u64>, count: usize) {
    let surplus = identities.len().saturating_sub(count);
    identities.drain(..surplus);
}

/// A search for the page with the items that were given last.
///
/// A page that is requested by a cursor keeps its items. A page that is requested by a number does
/// not: its items move when earlier items are deleted or created. So the page of that number is
/// searched, the one after it, and then those before it. A scroll is searched from its start.
pub(super) struct Search {
    /// Where the items are expected.
    origin: Position,
    step: Step,
}

enum Step {
    Here,
    Forward {
        number: u64,
    },
    Back {
        number: u64,
        left: u64,
    },
    /// A page of the scroll held some of the items.
    Begun,
}

/// What a page means to a search.
#[derive(PartialEq, Eq)]
pub(super) enum Verdict {
    /// The walk continues with this page.
    Found,
    /// This page is searched next.
    Look(Position),
    /// None of the items is left: the list is walked from its start.
    Restart,
}

/// A page, as far as it matters to a search.
pub(super) struct SearchedPage<'a> {
    pub(super) paging: Paging,
    pub(super) number: u64,
    pub(super) identities: &'a [u64],
    /// Where the page leads.
    pub(super) next: Option<&'a Position>,
    /// The number of pages that the list has.
    pub(super) total: Option<u64>,
}

impl Search {
    pub(super) fn new(origin: Position) -> Self {
        Self {
            origin,
            step: Step::Here,
        }
    }

    /// Decides what follows the requested page.
    pub(super) fn advance(&mut self, page: &SearchedPage<'_>, given: &GivenItems) -> Verdict {
        let next = page.next.filter(|next| **next != Position::End);
        if page.paging == Paging::Scroll {
            return self.advance_scroll(page.identities, next, given);
        }
        if given.has_any(page.identities) {
            return Verdict::Found;
        }
        let next = next.filter(|next| next.page_number().is_some());
        let (number, left) = match self.step {
            Step::Here => {
                let number = self.origin.page_number().or_else(|| {
                    let is_numbered = page.paging == Paging::Page || next.is_some();
                    (self.origin == Position::Start && is_numbered).then_some(page.number)
                });
                let Some(number) = number else {
                    return Verdict::Found;
                };
                if let Some(next) = next {
                    self.step = Step::Forward { number };
                    return Verdict::Look(next.clone());
                }
                (number, MAX_STEPS_BACK)
            }
            Step::Forward { number } => (number, MAX_STEPS_BACK),
            Step::Back { number, left } => (number, left),
            Step::Begun => return Verdict::Found,
        };
        // Pages beyond the last one hold nothing.
        let beyond = page.total.map_or(u64::MAX, |total| total.saturating_add(1));
        let number = number.min(beyond).saturating_sub(1);
        if number == 0 || left == 0 {
            return Verdict::Restart;
        }
        let left = left - 1;
        self.step = Step::Back { number, left };
        Verdict::Look(self.origin.with_page_number(number))
    }

    /// Passes over pages up to the one behind the last item that was given and still exists.
    fn advance_scroll(
        &mut self,
        page: &[u64],
        next: Option<&Position>,
        given: &GivenItems,
    ) -> Verdict {
        let ends_given = page.last().is_some_and(|last| given.0.contains(last));
        match next {
            Some(next) if ends_given => {
                self.step = Step::Begun;
                Verdict::Look(next.clone())
            }
            _ if given.has_any(page) || matches!(self.step, Step::Begun) => Verdict::Found,
            Some(next) => Verdict::Look(next.clone()),
            None => Verdict::Restart,
        }
    }
}

#[cfg(test)]
mod tests;
