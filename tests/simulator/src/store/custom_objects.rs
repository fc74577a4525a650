//! Instances of custom objects, found by Intercom's id or by one from outside.

use serde_json::{Value, json};

use super::{Collection, Store, merge, shown};
use crate::exchange::{ApiError, Call, Outcome, text};

pub(super) fn handle(store: &mut Store, call: &Call) -> Option<Outcome> {
    Some(match call.route() {
        "POST /custom_object_instances/{}" => create_or_update(store, call),
        "GET /custom_object_instances/{}" => {
            by_external_id(store, call).map(|row| show(row).into())
        }
        "DELETE /custom_object_instances/{}" => {
            by_external_id(store, call).and_then(|row| delete(store, &row))
        }
        "GET /custom_object_instances/{}/{}" => by_id(store, call).map(|row| show(row).into()),
        "DELETE /custom_object_instances/{}/{}" => {
            by_id(store, call).and_then(|row| delete(store, &row))
        }
        _ => return None,
    })
}

/// Within its type, an external id names one instance.
fn key(kind: &str, external_id: &str) -> String {
    format!("{kind}/{external_id}")
}

fn find(store: &Store, kind: &str, external_id: &str) -> Result<Value, ApiError> {
    let found = store
        .table(Collection::CustomObjects)
        .find("_key", &key(kind, external_id));
    found.ok_or_else(|| ApiError::not_found("Object"))
}

fn by_external_id(store: &Store, call: &Call) -> Result<Value, ApiError> {
    let external_id = call
        .query("external_id")
        .or_else(|| call.query("external_id[external_id]"));
    find(store, call.value(0), external_id.unwrap_or_default())
}

fn by_id(store: &Store, call: &Call) -> Result<Value, ApiError> {
    let row = store.fetch(Collection::CustomObjects, call.value(1))?;
    if row["type"] == call.value(0) {
        Ok(row)
    } else {
        Err(ApiError::not_found("Object"))
    }
}

fn create_or_update(store: &mut Store, call: &Call) -> Outcome {
    let external_id = call.required("external_id")?;
    let changes = call.pick(&[
        "external_id",
        "external_created_at",
        "external_updated_at",
        "custom_attributes",
    ]);
    let row = if let Ok(row) = find(store, call.value(0), &external_id) {
        let id = text(&row["id"]).unwrap_or_default();
        store.change(Collection::CustomObjects, &id, |row| merge(row, &changes))?
    } else {
        let mut row = json!({
            "_key": key(call.value(0), &external_id), "type": call.value(0), "custom_attributes": {},
        });
        merge(&mut row, &changes);
        store.add(Collection::CustomObjects, row)
    };
    Ok(show(row).into())
}

fn delete(store: &mut Store, row: &Value) -> Outcome {
    store.remove(
        Collection::CustomObjects,
        &text(&row["id"]).unwrap_or_default(),
    )?;
    Ok(json!({ "object": row["type"], "id": row["id"], "deleted": true }).into())
}

fn show(row: Value) -> Value {
    shown(Collection::CustomObjects, row)
}
