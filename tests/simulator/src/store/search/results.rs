//! What a search finds, remembered so that its pages need not search again.

use std::borrow::Cow;
use std::collections::VecDeque;

use serde_json::{Value, json};

use super::Searchable;
use super::sort_key::SortKey;
use crate::exchange::{ApiError, Call};
use crate::store::paging::{List, Page, by_cursor};
use crate::store::{Collection, Store};

/// How many results are remembered: walks that go on at the same time.
const MOST_REMEMBERED: usize = 16;

/// The results of the last searches.
#[derive(Debug, Default)]
pub(crate) struct Searched(VecDeque<Results>);

/// The results of a search, with the data that determines whether they are still valid.
#[derive(Debug)]
struct Results {
    collection: Collection,
    version: u64,
    query: Value,
    sort: Value,
    /// From when and until when they hold: what the search index does not show yet will appear.
    holds: (i64, i64),
    positions: Vec<usize>,
    /// What each result is sorted by, if the results are sorted.
    keys: Vec<SortKey>,
}

/// A page of what a search finds.
pub(crate) fn search(
    store: &mut Store,
    call: &Call,
    collection: Collection,
    searchable: &Searchable,
) -> Result<Page, ApiError> {
    let (query, sort) = (&call.body["query"], &call.body["sort"]);
    searchable.check(store, query)?;
    searchable.check_sort(sort)?;
    let (version, now) = (store.table(collection).version, store.now());
    let holds = |found: &Results| {
        let is_same = found.query == *query && found.sort == *sort;
        let is_current = found.version == version && found.holds.0 <= now && now < found.holds.1;
        found.collection == collection && is_same && is_current
    };
    let known = store.searched.0.iter().position(holds);
    let index = known.unwrap_or_else(|| {
        let found = find(store, collection, searchable, query, sort);
        store.searched.0.truncate(MOST_REMEMBERED - 1);
        store.searched.0.push_front(found);
        0
    });
    let found = &store.searched.0[index];
    let list = if sort.is_null() {
        List::Some(&found.positions)
    } else {
        List::Sorted {
            positions: &found.positions,
            keys: &found.keys,
            is_descending: sort["order"] == "descending",
        }
    };
    by_cursor(call, &list, 50)
}

/// Searches all rows.
fn find(
    store: &Store,
    collection: Collection,
    searchable: &Searchable,
    query: &Value,
    sort: &Value,
) -> Results {
    let (table, now) = (store.table(collection), store.now());
    let mut holds = (now, i64::MAX);
    let mut found: Vec<(SortKey, usize)> = Vec::new();
    for position in table.positions_from(0) {
        let Some(row) = table.look(position) else {
            continue;
        };
        let (row, changes_at) = as_indexed(row, now);
        holds.1 = changes_at.map_or(holds.1, |at| holds.1.min(at));
        if let Some(row) = row
            && searchable.fits(store, query, &row)
        {
            found.push((searchable.key(store, sort, &row), position));
        }
    }
    if !sort.is_null() {
        let is_descending = sort["order"] == "descending";
        // A stable sort: rows with the same key stay in the order of their positions.
        found.sort_by(|(first, _), (second, _)| {
            let order = first.order(second);
            if is_descending {
                order.reverse()
            } else {
                order
            }
        });
    }
    let (keys, positions) = found.into_iter().unzip();
    Results {
        collection,
        version: table.version,
        query: query.clone(),
        sort: sort.clone(),
        holds,
        positions,
        keys,
    }
}

/// The row as the search index has it, which lags behind what is stored, and when that will change.
fn as_indexed(row: Cow<'_, Value>, now: i64) -> (Option<Cow<'_, Value>>, Option<i64>) {
    let until = |key: &str| row[key].as_i64().filter(|until| *until > now);
    if let Some(until) = until("_unlisted_until") {
        return (None, Some(until));
    }
    let Some(until) = until("_stale_until") else {
        return (Some(row), None);
    };
    let mut row = row.into_owned();
    row["updated_at"] = row["_stale_updated_at"].take();
    (Some(Cow::Owned(row)), Some(until))
}

impl Store {
    /// Keeps a new row from the search for the delay of the index.
    pub(crate) fn delay_new(&self, row: &mut serde_json::Map<String, Value>) {
        if self.search_delay > 0 {
            let until = self.now().saturating_add(self.search_delay);
            row.insert("_unlisted_until".to_owned(), until.into());
        }
    }

    /// Lets the search find a row by the time of its last change for the delay of the index, once a
    /// change has set another.
    pub(crate) fn delay_change(&self, row: &mut Value) {
        let now = self.now();
        let is_stale = row["_stale_until"]
            .as_i64()
            .is_some_and(|until| until > now);
        if self.search_delay > 0 && !is_stale {
            row["_stale_updated_at"] = row["updated_at"].clone();
            row["_stale_until"] = json!(now.saturating_add(self.search_delay));
        }
    }
}
