//! What resources have in common: getting, listing, searching and deleting objects.

use serde_json::{Value, json};

use super::paging::{List, Page, by_cursor, by_number};
use super::search::Searchable;
use super::{Collection, Store};
use crate::exchange::{Call, Outcome, Response};

/// The object whose id is the last value of the path.
pub(super) fn get(store: &Store, call: &Call, collection: Collection) -> Outcome {
    let row = store.fetch(collection, call.value(call.values.len().saturating_sub(1)))?;
    Ok(store.show(collection, row).into())
}

/// Sets the keys of the body in the object whose id is the last value of the path.
pub(super) fn update(store: &mut Store, call: &Call, collection: Collection) -> Outcome {
    let changes = call.body.as_object().cloned().unwrap_or_default();
    let id = call.value(call.values.len().saturating_sub(1));
    let row = store.change(collection, id, |row| super::merge(row, &changes))?;
    Ok(store.show(collection, row).into())
}

/// Deletes the object whose id is the first value of the path.
pub(super) fn delete(
    store: &mut Store,
    call: &Call,
    collection: Collection,
    object: &str,
) -> Outcome {
    let row = store.remove(collection, call.value(0))?;
    Ok(json!({ "id": row["id"], "object": object, "deleted": true }).into())
}

/// All objects of a collection at once, under `key`.
pub(super) fn list_all(store: &Store, collection: Collection, kind: &str, key: &str) -> Outcome {
    let objects: Vec<Value> = store
        .table(collection)
        .rows()
        .map(|row| store.show(collection, row))
        .collect();
    Ok(json!({ "type": kind, key: objects }).into())
}

/// Returns a numbered page of a collection, by default with `default` objects.
pub(super) fn list_by_number(
    store: &Store,
    call: &Call,
    collection: Collection,
    default: usize,
) -> Outcome {
    let page = by_number(call, &List::All(store.table(collection)), default)?;
    Ok(list(store, collection, &page, "list", "data").into())
}

/// A page of a collection by cursor.
pub(super) fn list_by_cursor(
    store: &Store,
    call: &Call,
    collection: Collection,
    default: usize,
    (kind, key): (&str, &str),
) -> Outcome {
    let page = by_cursor(call, &List::All(store.table(collection)), default)?;
    Ok(list(store, collection, &page, kind, key).into())
}

/// A page of the objects at some positions, by number.
pub(super) fn list_some(
    store: &Store,
    call: &Call,
    collection: Collection,
    positions: &[usize],
    default: usize,
) -> Result<Value, crate::exchange::ApiError> {
    let page = by_number(call, &List::Some(positions), default)?;
    Ok(list(store, collection, &page, "list", "data"))
}

/// A page of what a search finds.
pub(super) fn search(
    store: &mut Store,
    call: &Call,
    collection: Collection,
    searchable: &Searchable,
    (kind, key): (&str, &str),
) -> Outcome {
    let page = super::search::search(store, call, collection, searchable)?;
    Ok(list(store, collection, &page, kind, key).into())
}

/// Returns a list response.
fn list(store: &Store, collection: Collection, page: &Page, kind: &str, key: &str) -> Value {
    let rows = page
        .positions
        .iter()
        .filter_map(|position| store.table(collection).at(*position));
    let objects = rows.map(|row| store.show(collection, row)).collect();
    let mut list = json!({ "type": kind, "total_count": page.total, "pages": page.pages });
    // `json!` would copy the objects, which makes up most of the time of a long list.
    list[key] = Value::Array(objects);
    list
}

/// A page of ready values by number: for lists that are not a collection of their own.
pub(super) fn page_of(call: &Call, values: &[Value], default: usize) -> Outcome {
    let positions: Vec<usize> = (0..values.len()).collect();
    let page = by_number(call, &List::Some(&positions), default)?;
    let objects: Vec<&Value> = page
        .positions
        .iter()
        .filter_map(|position| values.get(*position))
        .collect();
    let response =
        json!({ "type": "list", "data": objects, "total_count": page.total, "pages": page.pages });
    Ok(Response::json(response))
}
