//! Companies: made or updated by `company_id`, found, listed and scrolled over.

use serde_json::{Value, json};

use super::objects::{delete, get, list_by_number, list_some};
use super::{Collection, Store, contacts, merge, shown};
use crate::contract::array;
use crate::exchange::{ApiError, Call, Outcome, text};

/// What a call may set on a company.
const WRITABLE: [&str; 8] = [
    "name",
    "size",
    "website",
    "industry",
    "custom_attributes",
    "remote_created_at",
    "monthly_spend",
    "company_id",
];

/// How many companies the pages of the list reach; only a scroll reaches more.
const MOST_LISTED: u64 = 10_000;

pub(super) fn handle(store: &mut Store, call: &Call) -> Option<Outcome> {
    Some(match call.route() {
        "POST /companies" => create_or_update(store, call),
        "GET /companies" => find_or_list(store, call),
        "POST /companies/list" => list(store, call),
        "GET /companies/scroll" => super::scroll::next(store, call),
        "GET /companies/{}" => get(store, call, Collection::Companies),
        "PUT /companies/{}" => update(store, call),
        "DELETE /companies/{}" => delete_company(store, call),
        _ => return None,
    })
}

/// The id of the company with this `company_id`.
pub(super) fn find(store: &Store, company_id: &str) -> Result<String, ApiError> {
    let company = store
        .table(Collection::Companies)
        .find("company_id", company_id);
    company
        .and_then(|company| text(&company["id"]))
        .ok_or_else(|| ApiError::not_found("Company"))
}

fn changes(call: &Call) -> serde_json::Map<String, Value> {
    let mut changes = call.pick(&WRITABLE);
    if let Some(plan) = call.body["plan"].as_str() {
        changes.insert(
            "plan".to_owned(),
            json!({ "type": "plan", "id": "269315", "name": plan }),
        );
    }
    changes
}

fn create_or_update(store: &mut Store, call: &Call) -> Outcome {
    let company_id = call.required("company_id")?;
    let changes = changes(call);
    let company = match find(store, &company_id) {
        Ok(id) => store.change(Collection::Companies, &id, |row| merge(row, &changes))?,
        Err(_) => store.add(Collection::Companies, Value::Object(changes)),
    };
    Ok(show(store, company).into())
}

fn update(store: &mut Store, call: &Call) -> Outcome {
    let mut changes = changes(call);
    changes.remove("company_id");
    let company = store.change(Collection::Companies, call.value(0), |row| {
        merge(row, &changes);
    })?;
    Ok(show(store, company).into())
}

/// Returns one company by `name` or `company_id`, else a page of those with a tag or segment.
fn find_or_list(store: &Store, call: &Call) -> Outcome {
    let table = store.table(Collection::Companies);
    for key in ["company_id", "name"] {
        if let Some(value) = call.query(key) {
            let company = table
                .find(key, value)
                .ok_or_else(|| ApiError::not_found("Company"))?;
            return Ok(show(store, company).into());
        }
    }
    let (key, wanted) = match (call.query("tag_id"), call.query("segment_id")) {
        (Some(tag), _) => ("tags", tag),
        (None, Some(segment)) => ("segments", segment),
        (None, None) => return list_by_number(store, call, Collection::Companies, 15),
    };
    let has = |position: &usize| {
        table
            .at(*position)
            .is_some_and(|row| array(&row[key]).any(|id| id == wanted))
    };
    let positions: Vec<usize> = table.positions_from(0).filter(has).collect();
    Ok(list_some(store, call, Collection::Companies, &positions, 15)?.into())
}

/// A page of all companies, as far as pages reach.
fn list(store: &Store, call: &Call) -> Outcome {
    let number = |name: &str, default: u64| {
        call.query(name)
            .and_then(|value| value.parse().ok())
            .unwrap_or(default)
    };
    let page = list_by_number(store, call, Collection::Companies, 15)?;
    if number("page", 1).saturating_mul(number("per_page", 15)) > MOST_LISTED {
        return Err(ApiError::invalid(
            "page",
            "Pages reach 10,000 companies; scroll over more",
        ));
    }
    Ok(page)
}

fn delete_company(store: &mut Store, call: &Call) -> Outcome {
    delete(store, call, Collection::Companies, "company")
}

/// Returns the company of a row as the API returns it.
pub(super) fn show(store: &Store, mut row: Value) -> Value {
    let attached = |key: &str, collection: Collection| -> Vec<Value> {
        let rows = array(&row[key]).filter_map(|id| store.table(collection).get(id.as_str()?));
        rows.map(|row| shown(collection, row)).collect()
    };
    let (tags, segments) = (
        attached("tags", Collection::Tags),
        attached("segments", Collection::Segments),
    );
    row["tags"] = json!({ "type": "tag.list", "tags": tags });
    row["segments"] = json!({ "type": "segment.list", "segments": segments });
    row["type"] = "company".into();
    row["app_id"] = contacts::WORKSPACE.into();
    for (key, default) in [
        ("monthly_spend", json!(0)),
        ("session_count", json!(0)),
        ("user_count", json!(0)),
        ("custom_attributes", json!({})),
        ("plan", json!({})),
    ] {
        if row[key].is_null() {
            row[key] = default;
        }
    }
    shown(Collection::Companies, row)
}
