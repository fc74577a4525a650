//! Notes on contacts.

use serde_json::{Value, json};

use super::objects::page_of;
use super::{Collection, Store, conversation_parts, shown};
use crate::exchange::{Call, Outcome};

pub(super) fn handle(store: &mut Store, call: &Call) -> Option<Outcome> {
    Some(match call.route() {
        "GET /contacts/{}/notes" => list(store, call),
        "POST /contacts/{}/notes" => create(store, call),
        "GET /notes/{}" => super::objects::get(store, call, Collection::Notes),
        _ => return None,
    })
}

fn list(store: &Store, call: &Call) -> Outcome {
    store.fetch(Collection::Contacts, call.value(0))?;
    let rows = store
        .table(Collection::Notes)
        .find_all("_contact", call.value(0));
    let notes: Vec<Value> = rows.into_iter().map(|row| show(store, row)).collect();
    page_of(call, &notes, 50)
}

fn create(store: &mut Store, call: &Call) -> Outcome {
    store.fetch(Collection::Contacts, call.value(0))?;
    let author = match call.text("admin_id") {
        Some(id) => conversation_parts::admin(store, &id)?["id"].clone(),
        None => Value::Null,
    };
    let note = json!({
        "type": "note",
        "_contact": call.value(0),
        "_author": author,
        "body": call.required("body")?,
    });
    let note = store.add(Collection::Notes, note);
    Ok(show(store, note).into())
}

/// Returns the note of a row as the API returns it.
pub(super) fn show(store: &Store, mut row: Value) -> Value {
    row["contact"] = match row["_contact"].take() {
        Value::Null => Value::Null,
        id => json!({ "type": "contact", "id": id }),
    };
    let author = row["_author"]
        .as_str()
        .and_then(|id| store.table(Collection::Admins).get(id));
    if let Some(admin) = author {
        row["author"] = store.show(Collection::Admins, admin);
    }
    shown(Collection::Notes, row)
}
