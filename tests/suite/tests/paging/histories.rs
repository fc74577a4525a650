//! Lists whose items are created and deleted while they are walked, and between a checkpoint and its
//! use: what is there from the beginning to the end is never missed.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use intercom_api::paging::{Checkpoint, Items, PagedOperation};
use intercom_api::types::CustomerIdentity;
use intercom_api::{Call, Client, search};
use proptest::prelude::{Just, ProptestConfig, Strategy, prop_oneof, proptest};
use serde::Serialize;
use serde_json::{Value, json};

use crate::scripted::{PageRequest, server};

/// A change of the list.
#[derive(Clone, Copy, Debug)]
enum Change {
    /// Creates an item before this place.
    Create(usize),
    /// Deletes the item at this place.
    Delete(usize),
    /// Keeps a checkpoint and resumes it; changes follow before the next item.
    Resume,
}

/// The list, in order: each item with its rank, which a cursor names. New items get a rank between
/// their neighbors.
#[derive(Default)]
struct List {
    items: Vec<(u64, u64)>,
    created: u64,
    size: usize,
    /// The rank where the scroll stands.
    scroll: u64,
}

impl List {
    fn new(count: u64, size: usize) -> Self {
        let items = (0..count).map(|id| (id, (id + 1) << 40)).collect();
        Self {
            items,
            created: 1000,
            size,
            scroll: 0,
        }
    }

    fn ids(&self) -> BTreeSet<u64> {
        self.items.iter().map(|(id, _)| *id).collect()
    }

    fn apply(&mut self, change: Change, numbered: bool) {
        match change {
            Change::Create(at) => {
                // Nothing can be noticed of items that are created behind a numbered page while as
                // many are deleted before it.
                let at = if numbered {
                    0
                } else {
                    at % (self.items.len() + 1)
                };
                let before = at.checked_sub(1).map_or(0, |before| self.items[before].1);
                let after = self.items.get(at).map_or(before + (2 << 20), |item| item.1);
                self.items
                    .insert(at, (self.created, before.midpoint(after)));
                self.created += 1;
            }
            Change::Delete(at) if !self.items.is_empty() => {
                self.items.remove(at % self.items.len());
            }
            Change::Delete(_) | Change::Resume => {}
        }
    }

    /// The page of this number, from 1.
    fn numbered(&self, page: usize) -> Vec<u64> {
        let items = self.items.iter().skip((page - 1) * self.size);
        items.take(self.size).map(|(id, _)| *id).collect()
    }

    /// The page behind a rank, and the rank of its last item if more follow.
    fn after(&self, rank: u64) -> (Vec<u64>, Option<u64>) {
        let rest: Vec<_> = self.items.iter().filter(|item| item.1 > rank).collect();
        let page = &rest[..self.size.min(rest.len())];
        let last = page.last().filter(|_| page.len() < rest.len());
        (
            page.iter().map(|item| item.0).collect(),
            last.map(|item| item.1),
        )
    }
}

fn objects(ids: &[u64]) -> Vec<Value> {
    let object = |id: &u64| json!({"id": id.to_string(), "event_name": id.to_string()});
    ids.iter().map(object).collect()
}

/// What the server sends: the kind of paging shows in the path and the parameters.
fn respond(list: &Mutex<List>, kind: Kind, request: &PageRequest) -> (u16, String) {
    let mut list = list.lock().unwrap();
    let rank = |text: Option<&str>| text.and_then(|text| text.parse().ok()).unwrap_or(0);
    let page = match kind {
        Kind::Page => {
            let number: usize = request.query("page").unwrap_or("1").parse().unwrap();
            let total = list.items.len().div_ceil(list.size);
            let pages = json!({"page": number, "total_pages": total});
            let data = objects(&list.numbered(number));
            json!({"data": data, "pages": pages, "total_count": list.items.len()})
        }
        Kind::CursorQuery | Kind::CursorBody => {
            let cursor = match kind {
                Kind::CursorQuery => rank(request.query("starting_after")),
                _ => rank(request.body["pagination"]["starting_after"].as_str()),
            };
            let (ids, next) = list.after(cursor);
            let next = next.map(|next| json!({"starting_after": next.to_string()}));
            json!({"data": objects(&ids), "pages": {"next": next}})
        }
        Kind::Link => {
            let (ids, next) = list.after(rank(request.query("before")));
            let next = next.map(|next| format!("https://api.intercom.io/events?before={next}"));
            json!({"events": objects(&ids), "pages": {"next": next}})
        }
        Kind::Scroll => {
            // The server keeps the place as the rank of the last item.
            if request.query("scroll_param").is_none() {
                list.scroll = 0;
            }
            let (ids, _) = list.after(list.scroll);
            let last = ids.last().copied();
            let last = list.items.iter().find(|item| Some(item.0) == last);
            if let Some((_, rank)) = last.copied() {
                list.scroll = rank;
            }
            json!({"data": objects(&ids), "scroll_param": "s"})
        }
    };
    (200, page.to_string())
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    CursorQuery,
    CursorBody,
    Page,
    Link,
    Scroll,
}

/// Walks while the list changes before each item. Returns the ids that were given.
async fn walk<O>(call: Call<O>, list: &Mutex<List>, changes: &[Change], numbered: bool) -> Vec<u64>
where
    O: PagedOperation<Item: Serialize>,
{
    let mut items: Items<O> = call.clone().items();
    let mut given = Vec::new();
    let mut changes = changes.iter();
    loop {
        for change in changes.by_ref().take(2) {
            if let Change::Resume = change {
                let kept = serde_json::to_string(&items.checkpoint()).unwrap();
                let kept: Checkpoint = serde_json::from_str(&kept).unwrap();
                items = call.clone().items().resume(kept);
            }
            list.lock().unwrap().apply(*change, numbered);
        }
        match items.next().await {
            Some(item) => {
                let item = serde_json::to_value(item.unwrap()).unwrap();
                let id = if item["id"].is_null() {
                    &item["event_name"]
                } else {
                    &item["id"]
                };
                given.push(id.as_str().unwrap().parse().unwrap());
            }
            None => return given,
        }
    }
}

async fn walk_kind(
    client: &Client,
    kind: Kind,
    list: &Mutex<List>,
    changes: &[Change],
) -> Vec<u64> {
    let filter = CustomerIdentity::new().intercom_user_id("1");
    let query = search::contacts::ROLE.equals("user");
    match kind {
        Kind::CursorQuery => walk(client.contacts().list(), list, changes, false).await,
        Kind::CursorBody => walk(client.contacts().search(query), list, changes, false).await,
        Kind::Page => walk(client.companies().list(), list, changes, true).await,
        Kind::Link => walk(client.data_events().list(filter), list, changes, false).await,
        Kind::Scroll => walk(client.companies().scroll(), list, changes, false).await,
    }
}

/// Walks a list with a history. Returns the size of the list at the end, and how many items came.
fn check(kind: Kind, count: u64, size: usize, changes: &[Change]) -> (usize, usize) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let list = Arc::new(Mutex::new(List::new(count, size)));
        let served = Arc::clone(&list);
        let (client, _) = server(move |request| respond(&served, kind, request)).await;
        let before = list.lock().unwrap().ids();
        let given = walk_kind(&client, kind, &list, changes).await;
        let after = list.lock().unwrap().ids();
        let seen: BTreeSet<u64> = given.iter().copied().collect();
        let missed: Vec<_> = before
            .intersection(&after)
            .filter(|id| !seen.contains(id))
            .collect();
        assert!(
            missed.is_empty(),
            "{kind:?}: missed {missed:?} of {after:?}, given {given:?}"
        );
        (after.len(), given.len())
    })
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = prop_oneof![
        (0..30_usize).prop_map(Change::Create),
        (0..30_usize).prop_map(Change::Delete),
        (0..30_usize).prop_map(Change::Delete),
        Just(Change::Resume),
    ];
    proptest::collection::vec(change, 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_item_is_missed_while_a_list_changes(count in 0..25_u64, size in 1..8_usize, changes in changes()) {
        for kind in [Kind::CursorQuery, Kind::CursorBody, Kind::Page, Kind::Link, Kind::Scroll] {
            check(kind, count, size, &changes);
        }
    }

    #[test]
    fn nothing_is_repeated_where_nothing_changes(count in 0..25_u64, size in 1..8_usize, every in 1..5_usize) {
        let changes = vec![Change::Resume; 60 / every];
        for kind in [Kind::CursorQuery, Kind::CursorBody, Kind::Page, Kind::Link, Kind::Scroll] {
            let (after, given) = check(kind, count, size, &changes);
            assert_eq!(given, after, "{kind:?}");
        }
    }
}

#[test]
fn deleting_what_was_given_last_never_skips_what_follows() {
    for kind in [
        Kind::CursorQuery,
        Kind::CursorBody,
        Kind::Page,
        Kind::Link,
        Kind::Scroll,
    ] {
        for size in 1..5 {
            for given in 0..8 {
                // Two changes come before each item.
                let mut changes = vec![Change::Resume; 2 * given + 1];
                changes.extend([Change::Delete(0)].repeat(given));
                check(kind, 10, size, &changes);
            }
        }
    }
}

#[test]
fn page_that_comes_again_after_changes_is_not_the_end() {
    use Change::{Create, Delete};
    let changes = [
        Delete(0),
        Create(0),
        Delete(2),
        Create(0),
        Delete(3),
        Delete(3),
        Delete(11),
        Create(0),
        Create(0),
        Create(0),
    ];
    check(Kind::Page, 10, 2, &changes);
}
