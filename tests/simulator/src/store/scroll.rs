//! The scroll over all companies: one at a time, the same token on every page, an empty page ends it.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Collection, Store};
use crate::exchange::{ApiError, Call, Moment, Outcome};

/// Companies on a page of a scroll.
const PAGE: usize = 100;

/// The scroll of a workspace, open or not.
#[derive(Debug)]
pub(super) struct Scroll {
    /// How long a scroll stays open without a call.
    expiry: Duration,
    open: Option<Open>,
    /// How many scrolls there have been.
    count: usize,
}

#[derive(Debug)]
struct Open {
    token: String,
    /// The position of the next company.
    next: usize,
    last_call: Moment,
}

impl Scroll {
    pub(super) fn new(expiry: Duration) -> Self {
        Self {
            expiry,
            open: None,
            count: 0,
        }
    }

    /// Returns the position to continue from; without a token, of a new scroll.
    fn advance(&mut self, token: Option<&str>, now: Moment) -> Result<&mut Open, ApiError> {
        if self
            .open
            .as_ref()
            .is_some_and(|open| now.since(open.last_call) >= self.expiry)
        {
            self.open = None;
        }
        match (token, &self.open) {
            (None, Some(_)) => {
                return Err(ApiError::new(
                    400,
                    "scroll_exists",
                    "scroll already exists for this workspace",
                ));
            }
            (None, None) => self.count += 1,
            (Some(token), Some(open)) if open.token == token => {}
            (Some(_), _) => {
                return Err(ApiError::new(
                    404,
                    "not_found",
                    "scroll parameter not found",
                ));
            }
        }
        let token = format!("{:08x}-scroll-{}", self.count * 0x9e37, self.count);
        let open = self.open.get_or_insert(Open {
            token,
            next: 0,
            last_call: now,
        });
        open.last_call = now;
        Ok(open)
    }
}

/// The next page.
pub(super) fn next(store: &mut Store, call: &Call) -> Outcome {
    let now = store.clock.moment();
    let open = store.scroll.advance(call.query("scroll_param"), now)?;
    let (token, start) = (open.token.clone(), open.next);
    let positions: Vec<usize> = store
        .table(Collection::Companies)
        .positions_from(start)
        .take(PAGE)
        .collect();
    // The parameter expires with the empty page at the end. Intercom's own clients read on for as long as
    // they receive one.
    let token = if let (Some(last), Some(open)) = (positions.last(), &mut store.scroll.open) {
        open.next = last + 1;
        Some(token)
    } else {
        store.scroll.open = None;
        None
    };
    let rows = positions
        .iter()
        .filter_map(|position| store.table(Collection::Companies).at(*position));
    let data: Vec<Value> = rows
        .map(|row| store.show(Collection::Companies, row))
        .collect();
    Ok(json!({ "type": "list", "data": data, "pages": null, "total_count": null, "scroll_param": token }).into())
}
