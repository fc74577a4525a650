//! News items and the newsfeeds they appear in.

use serde_json::{Value, json};

use super::objects::{delete, get, list_by_number, page_of, update};
use super::{Collection, Store, contacts, shown};
use crate::contract::array;
use crate::exchange::{ApiError, Call, Outcome, text};

pub(super) fn handle(store: &mut Store, call: &Call) -> Option<Outcome> {
    use Collection::{NewsItems, Newsfeeds};
    Some(match call.route() {
        "GET /news/news_items" => list_by_number(store, call, NewsItems, 20),
        "POST /news/news_items" => create(store, call),
        "GET /news/news_items/{}" => get(store, call, NewsItems),
        "PUT /news/news_items/{}" => update(store, call, NewsItems),
        "DELETE /news/news_items/{}" => delete(store, call, NewsItems, "news-item"),
        "GET /news/newsfeeds" => list_by_number(store, call, Newsfeeds, 20),
        "GET /news/newsfeeds/{}" => get(store, call, Newsfeeds),
        "GET /news/newsfeeds/{}/items" => list_live(store, call),
        _ => return None,
    })
}

fn create(store: &mut Store, call: &Call) -> Outcome {
    let sender = call.required("sender_id")?;
    let known = store.fetch(Collection::Admins, &sender);
    known.map_err(|_| ApiError::invalid("sender_id", "sender_id must be an existing admin"))?;
    let mut item = json!({
        "type": "news-item",
        "workspace_id": contacts::WORKSPACE,
        "body": "",
        "state": "draft",
        "newsfeed_assignments": [],
        "labels": [],
        "reactions": [],
        "deliver_silently": false,
        "cover_image_url": null,
    });
    if let (Some(item), Some(body)) = (item.as_object_mut(), call.body.as_object()) {
        item.extend(body.clone());
    }
    let item = store.add(Collection::NewsItems, item);
    Ok(shown(Collection::NewsItems, item).into())
}

/// The live items assigned to a newsfeed.
fn list_live(store: &Store, call: &Call) -> Outcome {
    store.fetch(Collection::Newsfeeds, call.value(0))?;
    let is_live_here = |item: &Value| {
        let mut feeds = array(&item["newsfeed_assignments"]);
        item["state"] == "live"
            && feeds.any(|feed| text(&feed["newsfeed_id"]).as_deref() == Some(call.value(0)))
    };
    let items: Vec<Value> = store
        .table(Collection::NewsItems)
        .rows()
        .filter(is_live_here)
        .collect();
    let items: Vec<Value> = items
        .into_iter()
        .map(|item| shown(Collection::NewsItems, item))
        .collect();
    page_of(call, &items, 20)
}
