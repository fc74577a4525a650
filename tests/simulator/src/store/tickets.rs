//! Tickets: opened with a type, worked on through states, replied to, searched and deleted.

use serde_json::{Value, json};

use super::objects::{delete, search};
use super::search::Searchable;
use super::{
    Collection, Store, contacts, conversation_parts, conversations, merge, shown, ticket_types,
};
use crate::contract::array;
use crate::exchange::{ApiError, Call, Outcome, text};

const SEARCH: Searchable = Searchable {
    component: "ticket",
    aliases: &[
        ("contact_ids", "contacts.contacts.id"),
        ("ticket_type_id", "_type"),
        ("ticket_state_id", "_state"),
        ("state", "_state"),
        ("tag_ids", "tags.tags.id"),
        ("teammate_ids", "teammates.teammates.id"),
        ("title", "ticket_attributes._default_title_"),
        ("description", "ticket_attributes._default_description_"),
    ],
    cuts_dates: false,
};

pub(super) fn handle(store: &mut Store, call: &Call) -> Option<Outcome> {
    Some(match call.route() {
        "POST /tickets" => create(store, call).map(|row| show(store, row).into()),
        "POST /tickets/enqueue" => enqueue(store, call),
        "GET /jobs/status/{}" => job(store, call),
        "POST /tickets/search" => search(
            store,
            call,
            Collection::Tickets,
            &SEARCH,
            ("ticket.list", "tickets"),
        ),
        "GET /tickets/{}" => super::objects::get(store, call, Collection::Tickets),
        "PUT /tickets/{}" => update(store, call),
        "DELETE /tickets/{}" => delete(store, call, Collection::Tickets, "ticket"),
        "POST /tickets/{}/reply" => reply(store, call),
        _ => return None,
    })
}

fn create(store: &mut Store, call: &Call) -> Result<Value, ApiError> {
    let mut about = Vec::new();
    for named in array(&call.body["contacts"]) {
        let contact = contacts::find(store, named, ["id", "external_id", "email"])?;
        about.push(conversations::contact_reference(&contact));
    }
    let kind = call.required("ticket_type_id")?;
    let mut ticket = open(store, &kind, &call.body["ticket_attributes"], &about.into())?;
    let assignment = &call.body["assignment"];
    for key in ["admin_assignee_id", "team_assignee_id"] {
        if assignment[key].is_string() {
            ticket[key] = assignment[key].clone();
        }
    }
    let ticket = store.add(Collection::Tickets, ticket);
    match call.text("conversation_to_link_id") {
        Some(conversation) => link_both(store, &ticket, &conversation),
        None => Ok(ticket),
    }
}

/// A ticket that is not stored yet. Its type must exist, and required attributes be given.
pub(super) fn open(
    store: &Store,
    kind: &str,
    attributes: &Value,
    about: &Value,
) -> Result<Value, ApiError> {
    let missing_type = |_| ApiError::invalid("ticket_type_id", "There is no such ticket type");
    let kind = store
        .fetch(Collection::TicketTypes, kind)
        .map_err(missing_type)?;
    for attribute in
        array(&kind["_attributes"]).filter(|attribute| attribute["required_to_create"] == true)
    {
        let name = attribute["name"].as_str().unwrap_or_default();
        if attributes[name].is_null() {
            return Err(ApiError::missing(name));
        }
    }
    let state = store
        .table(Collection::TicketStates)
        .rows()
        .next()
        .unwrap_or_default();
    Ok(json!({
        "type": "ticket",
        "_type": kind["id"],
        "_state": state["id"],
        "category": kind["category"],
        "ticket_attributes": if attributes.is_object() { attributes.clone() } else { json!({}) },
        "contacts": { "type": "contact.list", "contacts": about },
        "admin_assignee_id": "0",
        "team_assignee_id": "0",
        "open": true,
        "linked_objects": { "type": "list", "total_count": 0, "has_more": false, "data": [] },
        "ticket_parts": { "type": "ticket_part.list", "ticket_parts": [], "total_count": 0 },
        "is_shared": true,
    }))
}

/// Stores an opened ticket, linked with a conversation.
pub(super) fn link(
    store: &mut Store,
    ticket: &Value,
    conversation: &str,
) -> Result<Value, ApiError> {
    let ticket = store.add(Collection::Tickets, ticket.clone());
    link_both(store, &ticket, conversation)
}

fn link_both(store: &mut Store, ticket: &Value, conversation: &str) -> Result<Value, ApiError> {
    let linked =
        |kind: &str, id: &Value| json!({ "type": kind, "id": id, "category": ticket["category"] });
    let about_ticket = linked("ticket", &ticket["id"]);
    let conversation = store.change(Collection::Conversations, conversation, |row| {
        push_link(row, about_ticket);
    })?;
    let about_conversation = linked("conversation", &conversation["id"]);
    let id = text(&ticket["id"]).unwrap_or_default();
    store.change(Collection::Tickets, &id, |row| {
        push_link(row, about_conversation);
    })
}

fn push_link(row: &mut Value, link: Value) {
    let linked = &mut row["linked_objects"];
    if let Value::Array(data) = &mut linked["data"] {
        data.push(link);
        linked["total_count"] = data.len().into();
    }
}

/// The ticket is created at once, but its job is still pending in the first response.
fn enqueue(store: &mut Store, call: &Call) -> Outcome {
    let ticket = create(store, call)?;
    let job = json!({ "type": "job", "resource_type": "ticket", "_resource": ticket["id"], "status": "pending" });
    let job = store.add(Collection::Jobs, job);
    Ok(show_job(call, job).into())
}

fn job(store: &mut Store, call: &Call) -> Outcome {
    let job = store.change(Collection::Jobs, call.value(0), |row| {
        row["status"] = "success".into();
    })?;
    Ok(show_job(call, job).into())
}

fn show_job(call: &Call, mut job: Value) -> Value {
    let id = text(&job["id"]).unwrap_or_default();
    job["url"] = format!("{}/jobs/status/{id}", call.base_url).into();
    if job["status"] == "success" {
        job["resource_id"] = job["_resource"].clone();
        let resource = job["_resource"].as_str().unwrap_or_default();
        job["resource_url"] = format!("{}/tickets/{resource}", call.base_url).into();
    }
    shown(Collection::Jobs, job)
}

fn update(store: &mut Store, call: &Call) -> Outcome {
    store.fetch(Collection::Tickets, call.value(0))?;
    let mut changes = call.pick(&["ticket_attributes", "open", "is_shared", "snoozed_until"]);
    if let Some(state) = call.text("ticket_state_id") {
        store.fetch(Collection::TicketStates, &state)?;
        changes.insert("_state".to_owned(), state.into());
    }
    if let Some(assignee) = call.text("assignee_id") {
        if assignee != "0" {
            store
                .fetch(Collection::Admins, &assignee)
                .or_else(|_| store.fetch(Collection::Teams, &assignee))?;
        }
        changes.insert("admin_assignee_id".to_owned(), assignee.into());
    }
    let ticket = store.change(Collection::Tickets, call.value(0), |row| {
        merge(row, &changes);
    })?;
    Ok(show(store, ticket).into())
}

fn reply(store: &mut Store, call: &Call) -> Outcome {
    store.fetch(Collection::Tickets, call.value(0))?;
    let author = conversation_parts::author(store, &call.body)?;
    let at = call.body["created_at"]
        .as_i64()
        .unwrap_or_else(|| store.now());
    let part = json!({
        "type": "ticket_part",
        "id": store.next_part(),
        "part_type": call.required("message_type")?,
        "body": call.body["body"],
        "created_at": at,
        "updated_at": at,
        "author": author,
        "attachments": [],
        "redacted": false,
    });
    let stored = part.clone();
    store.change(Collection::Tickets, call.value(0), |row| {
        let parts = &mut row["ticket_parts"];
        if let Value::Array(list) = &mut parts["ticket_parts"] {
            list.push(stored);
            parts["total_count"] = list.len().into();
        }
    })?;
    Ok(part.into())
}

/// Returns the ticket of a row as the API returns it.
pub(super) fn show(store: &Store, mut row: Value) -> Value {
    let referred =
        |key: &str, collection: Collection| store.table(collection).get(row[key].as_str()?);
    let state = referred("_state", Collection::TicketStates).map(|state| {
        json!({
            "type": "ticket_state",
            "id": state["id"],
            "category": state["category"],
            "internal_label": state["internal_label"],
            "external_label": state["external_label"],
        })
    });
    let kind =
        referred("_type", Collection::TicketTypes).map(|kind| ticket_types::show(store, kind));
    row["ticket_state"] = state.into();
    row["ticket_type"] = kind.into();
    row["ticket_id"] = row["id"].clone();
    shown(Collection::Tickets, row)
}
