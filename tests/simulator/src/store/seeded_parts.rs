//! Conversations and tickets of a seed: what their source and their parts leave out.

use serde_json::{Map, Value, json};

use super::{Collection, Store, conversation_parts};
use crate::contract::array;
use crate::exchange::text;

impl Collection {
    /// The field that lists the parts of an object.
    pub(super) fn parts_key(self) -> Option<&'static str> {
        match self {
            Self::Conversations => Some("conversation_parts"),
            Self::Tickets => Some("ticket_parts"),
            _ => None,
        }
    }
}

/// Returns parts that are only a list in the form that the contract has for them.
pub(super) fn wrapped(key: &str, parts: Value) -> Value {
    match parts {
        Value::Array(_) => json!({ key: parts }),
        parts => parts,
    }
}

/// Removes values whose lists in the contract are open, such as the type of a part.
pub(super) fn remove_open_values(key: &str, fields: &mut Map<String, Value>) {
    let remove = |object: &mut Value, keys: &[&str]| {
        for key in keys {
            if let Some(object) = object.as_object_mut()
                && object.get(*key).is_some_and(Value::is_string)
            {
                object.remove(*key);
            }
        }
    };
    if let Some(source) = fields.get_mut("source") {
        remove(source, &["type", "delivered_as"]);
    }
    let parts = fields.get_mut(key).and_then(|parts| parts.get_mut(key));
    for part in parts.and_then(Value::as_array_mut).into_iter().flatten() {
        remove(part, &["part_type"]);
    }
}

/// Completes the fields of a conversation or ticket, whose defaults are in `row`.
pub(super) fn complete(
    store: &mut Store,
    collection: Collection,
    row: &Value,
    fields: &mut Map<String, Value>,
) {
    if let (Some(Value::Object(given)), Some(defaults)) =
        (fields.get_mut("source"), row["source"].as_object())
    {
        let mut source = defaults.clone();
        source.append(given);
        *given = source;
    }
    // The contract calls this list `teammates`, Intercom sends `admins`.
    if let Some(Value::Object(teammates)) = fields.get_mut("teammates")
        && let Some(list) = teammates.remove("teammates")
    {
        teammates.insert("admins".to_owned(), list);
    }
    match (fields.get("state"), fields.get("open")) {
        (Some(state), None) => {
            let is_open = *state == "open";
            fields.insert("open".to_owned(), is_open.into());
        }
        (None, Some(open)) if collection == Collection::Conversations => {
            let state = if *open == true { "open" } else { "closed" };
            fields.insert("state".to_owned(), state.into());
        }
        _ => {}
    }
    let Some(key) = collection.parts_key() else {
        return;
    };
    let Some(Value::Object(mut list)) = fields.remove(key).map(|parts| wrapped(key, parts)) else {
        return;
    };
    let given = list.remove(key).unwrap_or_default();
    let begun = fields.get("created_at").or_else(|| row.get("created_at"));
    let begun = begun.and_then(Value::as_i64).unwrap_or_else(|| store.now());
    let contact = fields.get("source").unwrap_or(&row["source"])["author"].clone();
    let parts: Vec<Value> = array(&given)
        .map(|part| completed(store, collection, &given, part, begun, &contact))
        .collect();
    let last = parts.iter().filter_map(|part| part["created_at"].as_i64());
    if let Some(last) = last.max() {
        let updated_at = json!(last.max(begun));
        fields.entry("updated_at").or_insert(updated_at);
    }
    let kind = format!("{}.list", key.trim_end_matches('s'));
    list.entry("type").or_insert(kind.into());
    list.entry("total_count").or_insert(parts.len().into());
    list.insert(key.to_owned(), parts.into());
    fields.insert(key.to_owned(), list.into());
}

/// A part with what it leaves out. Its author is an admin unless its type is that of a contact, and
/// its number is none that another part has.
fn completed(
    store: &mut Store,
    collection: Collection,
    parts: &Value,
    given: &Value,
    begun: i64,
    contact: &Value,
) -> Value {
    let mut id = text(&given["id"]);
    while id.is_none() {
        let number = store.next_part();
        id = (!array(parts).any(|part| part["id"] == number.as_str())).then_some(number);
    }
    let kind = given["author"]["type"].as_str().unwrap_or("admin");
    let admin = text(&given["author"]["id"]).unwrap_or_else(|| Collection::Admins.nth_id(0));
    let author = match kind {
        "contact" | "lead" | "user" => contact.clone(),
        "admin" => conversation_parts::admin(store, &admin).unwrap_or_else(|_| json!({})),
        _ => json!({}),
    };
    let at = given["created_at"].as_i64().unwrap_or(begun);
    let mut part = json!({
        "type": "ticket_part", "id": id, "part_type": "comment", "body": null, "created_at": at,
        "updated_at": at, "author": author, "attachments": [], "external_id": null, "redacted": false,
    });
    if collection == Collection::Conversations {
        part["type"] = "conversation_part".into();
        part["notified_at"] = at.into();
        part["state"] = "open".into();
        part["tags"] = json!([]);
        part["app_package_code"] = Value::Null;
    }
    for (key, value) in given.as_object().into_iter().flatten() {
        match (&mut part[key], value) {
            (Value::Object(known), Value::Object(more)) => known.extend(more.clone()),
            (slot, value) => *slot = value.clone(),
        }
    }
    part
}
