//! Articles, internal articles, collections and help centers.

use serde_json::{Value, json};

use super::objects::{delete, get, list_by_number, update};
use super::paging::{List, by_number};
use super::{Collection, Store, contacts, shown};
use crate::exchange::{ApiError, Call, Outcome, Response};

pub(super) fn handle(store: &mut Store, call: &Call) -> Option<Outcome> {
    use Collection::{Articles, Collections, HelpCenters, InternalArticles};
    Some(match call.route() {
        "GET /articles" => list_by_number(store, call, Articles, 25),
        "POST /articles" => create_article(store, call),
        "GET /articles/{}" => get(store, call, Articles),
        "PUT /articles/{}" => update(store, call, Articles),
        "DELETE /articles/{}" => delete(store, call, Articles, "article"),
        "GET /articles/search" => search(store, call, Articles, "articles"),
        "GET /internal_articles" => list_by_number(store, call, InternalArticles, 25),
        "POST /internal_articles" => create_internal_article(store, call),
        "GET /internal_articles/{}" => get(store, call, InternalArticles),
        "PUT /internal_articles/{}" => update(store, call, InternalArticles),
        "DELETE /internal_articles/{}" => delete(store, call, InternalArticles, "internal_article"),
        "GET /internal_articles/search" => {
            search(store, call, InternalArticles, "internal_articles")
        }
        "GET /help_center/collections" => list_by_number(store, call, Collections, 50),
        "POST /help_center/collections" => create_collection(store, call),
        "GET /help_center/collections/{}" => get(store, call, Collections),
        "PUT /help_center/collections/{}" => update(store, call, Collections),
        "DELETE /help_center/collections/{}" => delete(store, call, Collections, "collection"),
        "GET /help_center/help_centers" => list_help_centers(store, call),
        "GET /help_center/help_centers/{}" => get(store, call, HelpCenters),
        _ => return None,
    })
}

/// A page without what other lists state about pages: clients read on until a page is empty.
fn list_help_centers(store: &Store, call: &Call) -> Outcome {
    let table = store.table(Collection::HelpCenters);
    let page = by_number(call, &List::All(table), 50)?;
    let rows = page.positions.iter().filter_map(|at| table.at(*at));
    let data: Vec<Value> = rows
        .map(|row| shown(Collection::HelpCenters, row))
        .collect();
    Ok(json!({ "type": "list", "data": data }).into())
}

/// The body with what it leaves out.
fn filled(call: &Call, defaults: Value) -> Value {
    let mut row = defaults;
    if let (Some(row), Some(body)) = (row.as_object_mut(), call.body.as_object()) {
        row.extend(body.clone());
    }
    row
}

/// Content has an author, who must be an admin.
fn check_author(store: &Store, call: &Call) -> Result<(), ApiError> {
    let author = call.required("author_id")?;
    let found = store.fetch(Collection::Admins, &author);
    found
        .map(|_| ())
        .map_err(|_| ApiError::invalid("author_id", "author_id must be an existing admin"))
}

fn create_article(store: &mut Store, call: &Call) -> Outcome {
    check_author(store, call)?;
    if let Some(parent) = call.text("parent_id") {
        store.fetch(Collection::Collections, &parent)?;
    }
    let article = filled(
        call,
        json!({
            "type": "article",
            "workspace_id": contacts::WORKSPACE,
            "description": "",
            "body": "",
            "state": "draft",
            "url": null,
            "parent_ids": [],
            "default_locale": "en",
            "tags": { "type": "tag.list", "tags": [] },
        }),
    );
    let article = store.add(Collection::Articles, article);
    Ok(shown(Collection::Articles, article).into())
}

fn create_internal_article(store: &mut Store, call: &Call) -> Outcome {
    check_author(store, call)?;
    let article = filled(
        call,
        json!({ "type": "internal_article", "body": "", "locale": "en" }),
    );
    let article = store.add(Collection::InternalArticles, article);
    Ok(shown(Collection::InternalArticles, article).into())
}

fn create_collection(store: &mut Store, call: &Call) -> Outcome {
    let order = store.table(Collection::Collections).len();
    let collection = filled(
        call,
        json!({ "workspace_id": contacts::WORKSPACE, "url": null, "icon": "book-bookmark", "order": order, "default_locale": "en" }),
    );
    let collection = store.add(Collection::Collections, collection);
    Ok(shown(Collection::Collections, collection).into())
}

/// Returns articles whose title or body contains the phrase, in the requested state.
fn search(store: &Store, call: &Call, collection: Collection, key: &str) -> Outcome {
    let phrase = call.query("phrase").unwrap_or_default().to_lowercase();
    let state = call.query("state").filter(|state| *state != "all");
    let table = store.table(collection);
    let fits = |row: &Value| {
        let holds = |key: &str| {
            row[key]
                .as_str()
                .is_some_and(|text| text.to_lowercase().contains(&phrase))
        };
        (holds("title") || holds("body")) && state.is_none_or(|state| row["state"] == state)
    };
    let positions: Vec<usize> = table
        .positions_from(0)
        .filter(|position| table.at(*position).is_some_and(|row| fits(&row)))
        .collect();
    let page = by_number(call, &List::Some(&positions), 10)?;
    let found: Vec<Value> = page
        .positions
        .iter()
        .filter_map(|position| table.at(*position))
        .map(|row| shown(collection, row))
        .collect();
    let highlights: Vec<Value> = found
        .iter()
        .filter(|_| call.query("highlight") == Some("true"))
        .map(highlight)
        .collect();
    let mut data = json!({ key: found });
    if collection == Collection::Articles {
        data["highlights"] = highlights.into();
    }
    Ok(Response::json(
        json!({ "type": "list", "total_count": page.total, "data": data, "pages": page.pages }),
    ))
}

fn highlight(article: &Value) -> Value {
    json!({
        "article_id": article["id"],
        "highlighted_title": [{ "type": "plain", "text": article["title"] }],
        "highlighted_summary": [],
    })
}
