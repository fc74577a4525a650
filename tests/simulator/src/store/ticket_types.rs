//! Ticket types with their attributes, and the states of tickets.

use serde_json::{Value, json};

use super::objects::{get, list_all};
use super::{Collection, Store, contacts, merge, shown};
use crate::contract::array;
use crate::exchange::{ApiError, Call, Outcome, text};

pub(super) fn handle(store: &mut Store, call: &Call) -> Option<Outcome> {
    Some(match call.route() {
        "GET /ticket_types" => list_all(store, Collection::TicketTypes, "list", "data"),
        "POST /ticket_types" => create(store, call),
        "GET /ticket_types/{}" => get(store, call, Collection::TicketTypes),
        "PUT /ticket_types/{}" => super::objects::update(store, call, Collection::TicketTypes),
        "POST /ticket_types/{}/attributes" => create_attribute(store, call),
        "PUT /ticket_types/{}/attributes/{}" => update_attribute(store, call),
        "GET /ticket_states" => list_all(store, Collection::TicketStates, "list", "data"),
        _ => return None,
    })
}

fn create(store: &mut Store, call: &Call) -> Outcome {
    let mut row = new(&call.required("name")?, store.now());
    merge(
        &mut row,
        &call.body.as_object().cloned().unwrap_or_default(),
    );
    let row = store.add(Collection::TicketTypes, row);
    Ok(show(store, row).into())
}

/// A ticket type with the two attributes that each has.
pub(crate) fn new(name: &str, now: i64) -> Value {
    let default = |id: &str, name: &str| {
        attribute(
            id,
            &json!({ "name": name, "description": "", "data_type": "string", "default": true }),
            now,
        )
    };
    json!({
        "type": "ticket_type",
        "name": name,
        "description": "",
        "category": "Customer",
        "icon": "🎟️",
        "workspace_id": contacts::WORKSPACE,
        "archived": false,
        "is_internal": false,
        "_attributes": [default("1", "_default_title_"), default("2", "_default_description_")],
    })
}

fn attribute(id: &str, given: &Value, now: i64) -> Value {
    let mut row = json!({
        "type": "ticket_type_attribute",
        "id": id,
        "workspace_id": contacts::WORKSPACE,
        "input_options": { "multiline": false },
        "order": 0,
        "required_to_create": false,
        "required_to_create_for_contacts": false,
        "visible_on_create": true,
        "visible_to_contacts": true,
        "default": false,
        "archived": false,
        "created_at": now,
        "updated_at": now,
    });
    set_attribute(&mut row, given);
    row
}

fn set_attribute(row: &mut Value, given: &Value) {
    let mut given = given.as_object().cloned().unwrap_or_default();
    if let Some(Value::String(items)) = given.remove("list_items") {
        let items: Vec<Value> = items
            .split(',')
            .enumerate()
            .map(|(id, name)| json!({ "id": id.to_string(), "name": name.trim() }))
            .collect();
        row["input_options"]["list_items"] = items.into();
    }
    for key in ["multiline", "allow_multiple_values"] {
        if let Some(value) = given.remove(key) {
            row["input_options"][key] = value;
        }
    }
    merge(row, &given);
}

fn create_attribute(store: &mut Store, call: &Call) -> Outcome {
    let kind = store.fetch(Collection::TicketTypes, call.value(0))?;
    if call.body["data_type"] == "list" && !call.body["list_items"].is_string() {
        return Err(ApiError::missing("list_items"));
    }
    let order = array(&kind["_attributes"]).count();
    let mut attribute = attribute(&store.next_part(), &call.body, store.now());
    attribute["order"] = order.into();
    let stored = attribute.clone();
    store.change(Collection::TicketTypes, call.value(0), |row| {
        if let Value::Array(attributes) = &mut row["_attributes"] {
            attributes.push(stored);
        }
    })?;
    Ok(with_type(attribute, &kind).into())
}

fn update_attribute(store: &mut Store, call: &Call) -> Outcome {
    let mut changed = None;
    let now = store.now();
    let kind = store.change(Collection::TicketTypes, call.value(0), |row| {
        let attributes = row["_attributes"].as_array_mut().into_iter().flatten();
        for attribute in attributes.filter(|attribute| attribute["id"] == call.value(1)) {
            set_attribute(attribute, &call.body);
            attribute["updated_at"] = now.into();
            changed = Some(attribute.clone());
        }
    })?;
    let attribute = changed.ok_or_else(|| ApiError::not_found("Ticket Type Attribute"))?;
    Ok(with_type(attribute, &kind).into())
}

fn with_type(mut attribute: Value, kind: &Value) -> Value {
    let id = text(&kind["id"]).and_then(|id| id.parse::<i64>().ok());
    attribute["ticket_type_id"] = id.unwrap_or_default().into();
    attribute
}

/// Returns the ticket type of a row as the API returns it.
pub(super) fn show(store: &Store, mut row: Value) -> Value {
    let attributes: Vec<Value> = array(&row["_attributes"])
        .map(|attribute| with_type(attribute.clone(), &row))
        .collect();
    let states: Vec<Value> = store
        .table(Collection::TicketStates)
        .rows()
        .map(|row| shown(Collection::TicketStates, row))
        .collect();
    row["ticket_type_attributes"] = json!({ "type": "list", "ticket_type_attributes": attributes });
    row["ticket_states"] = json!({ "type": "list", "data": states });
    shown(Collection::TicketTypes, row)
}
