//! What happens in a conversation: replies, notes, closing, snoozing, opening, assigning, redacting.

use serde_json::{Value, json};

use super::{Collection, Store, contacts, shown};
use crate::contract::array;
use crate::exchange::{ApiError, Body, Call, Outcome, Response, text};

/// A conversation has no more than its last parts.
const MOST_PARTS: usize = 500;

/// The replacement of a redacted text.
const REDACTED: &str = "<p><i>This message was deleted</i></p>";

pub(super) fn handle(store: &mut Store, call: &Call) -> Option<Outcome> {
    Some(match call.route() {
        "POST /conversations/{}/reply" => reply(store, call),
        "POST /conversations/{}/parts" => manage(store, call),
        "POST /conversations/redact" => redact(store, call),
        _ => return None,
    })
}

/// A reply of a contact opens the conversation again; one of an admin ends the waiting.
fn reply(store: &mut Store, call: &Call) -> Outcome {
    store.fetch(Collection::Conversations, call.value(0))?;
    let author = author(store, &call.body)?;
    let part = new(store, call, &call.required("message_type")?, &author);
    let now = store.now();
    let is_note = part["part_type"] == "note";
    let by_admin = part["author"]["type"] == "admin";
    let conversation = store.change(Collection::Conversations, call.value(0), |row| {
        if by_admin && !is_note {
            row["waiting_since"] = Value::Null;
        } else if !by_admin {
            row["waiting_since"] = now.into();
            set_state(row, "open");
        }
        push(row, part);
    })?;
    Ok(show(conversation).into())
}

fn manage(store: &mut Store, call: &Call) -> Outcome {
    store.fetch(Collection::Conversations, call.value(0))?;
    let author = admin(store, &call.required("admin_id")?)?;
    let kind = call.required("message_type")?;
    let until = call.body["snoozed_until"].clone();
    if kind == "snoozed" && until.as_i64().is_none_or(|until| until <= store.now()) {
        return Err(ApiError::invalid(
            "snoozed_until",
            "snoozed_until must be in the future",
        ));
    }
    let assignee = if kind == "assignment" {
        Some(assignee(store, call)?)
    } else {
        None
    };
    let part_type = if kind == "closed" {
        "close"
    } else {
        kind.as_str()
    };
    let mut part = new(store, call, part_type, &author);
    if let Some((_, reference)) = &assignee {
        part["assigned_to"] = reference.clone();
    }
    let conversation = store.change(Collection::Conversations, call.value(0), |row| {
        match part_type {
            "close" => set_state(row, "closed"),
            "open" => set_state(row, "open"),
            "snoozed" => {
                set_state(row, "snoozed");
                row["snoozed_until"] = until;
            }
            _ => {}
        }
        if let Some((key, reference)) = assignee {
            let id = text(&reference["id"]).and_then(|id| id.parse::<i64>().ok());
            row[key] = id.unwrap_or_default().into();
        }
        push(row, part);
    })?;
    Ok(show(conversation).into())
}

/// The field that an assignment sets, and its assignee; `0` means none.
fn assignee(store: &Store, call: &Call) -> Result<(&'static str, Value), ApiError> {
    let id = call.required("assignee_id")?;
    let (field, collection, kind) = if call.body["type"] == "team" {
        ("team_assignee_id", Collection::Teams, "team")
    } else {
        ("admin_assignee_id", Collection::Admins, "admin")
    };
    if id != "0" {
        store
            .fetch(collection, &id)
            .map_err(|_| ApiError::not_found("Assignee"))?;
    }
    Ok((field, json!({ "type": kind, "id": id })))
}

fn redact(store: &mut Store, call: &Call) -> Outcome {
    let id = call.required("conversation_id")?;
    let conversation = store.fetch(Collection::Conversations, &id)?;
    let is_source = call.body["type"] == "source";
    let wanted = call.required(if is_source {
        "source_id"
    } else {
        "conversation_part_id"
    })?;
    let mut parts = array(&conversation["conversation_parts"]["conversation_parts"]);
    let index = parts.position(|part| part["id"] == wanted.as_str());
    if is_source && conversation["source"]["id"] != wanted.as_str() || !is_source && index.is_none()
    {
        return Err(ApiError::not_found("Conversation Part"));
    }
    let can_be_redacted = match index {
        Some(index) if !is_source => {
            let part = &conversation["conversation_parts"]["conversation_parts"][index];
            part["body"].as_str().is_some_and(|body| !body.is_empty())
        }
        _ => {
            let author = conversation["source"]["author"]["type"].as_str();
            author.is_some_and(|author| ["contact", "lead", "user"].contains(&author))
        }
    };
    if !can_be_redacted {
        let message = "A part must have a body, and a source must be written by a contact";
        return Err(ApiError::new(
            400,
            "conversation_part_not_redactable",
            message,
        ));
    }
    let conversation = store.change(Collection::Conversations, &id, |row| {
        let message = match index {
            Some(index) if !is_source => {
                &mut row["conversation_parts"]["conversation_parts"][index]
            }
            _ => &mut row["source"],
        };
        message["body"] = REDACTED.into();
        message["attachments"] = json!([]);
        message["redacted"] = true.into();
    })?;
    Ok(show(conversation).into())
}

/// Who writes: an admin, or a contact named by one of its ids.
pub(super) fn author(store: &Store, body: &Value) -> Result<Value, ApiError> {
    if body["type"] == "admin" {
        return admin(store, &text(&body["admin_id"]).unwrap_or_default());
    }
    let contact = contacts::find(store, body, ["intercom_user_id", "user_id", "email"])?;
    let email = contact["email"].as_str().unwrap_or_default();
    Ok(json!({ "type": "user", "id": contact["id"], "name": contact["name"], "email": email }))
}

/// An admin as the author of something.
pub(super) fn admin(store: &Store, id: &str) -> Result<Value, ApiError> {
    let admin = store.fetch(Collection::Admins, id)?;
    Ok(
        json!({ "type": "admin", "id": admin["id"], "name": admin["name"], "email": admin["email"] }),
    )
}

fn new(store: &mut Store, call: &Call, part_type: &str, author: &Value) -> Value {
    let at = call.body["created_at"]
        .as_i64()
        .unwrap_or_else(|| store.now());
    json!({
        "type": "conversation_part",
        "id": store.next_part(),
        "part_type": part_type,
        "body": call.body["body"],
        "created_at": at,
        "updated_at": at,
        "notified_at": at,
        "author": author,
        "attachments": [],
        "external_id": null,
        "redacted": false,
        "state": "open",
        "tags": [],
        "app_package_code": null,
    })
}

/// Adds a part to a conversation, with the state that it is in now.
fn push(row: &mut Value, mut part: Value) {
    part["state"] = row["state"].clone();
    let parts = &mut row["conversation_parts"];
    parts["total_count"] = (parts["total_count"].as_u64().unwrap_or_default() + 1).into();
    if let Value::Array(parts) = &mut parts["conversation_parts"] {
        parts.push(part);
    }
}

fn set_state(row: &mut Value, state: &str) {
    row["state"] = state.into();
    row["open"] = (state == "open").into();
    row["snoozed_until"] = Value::Null;
}

/// Returns the conversation of a row as the API returns it.
pub(super) fn show(mut row: Value) -> Value {
    if let Value::Array(parts) = &mut row["conversation_parts"]["conversation_parts"]
        && parts.len() > MOST_PARTS
    {
        parts.drain(..parts.len() - MOST_PARTS);
    }
    shown(Collection::Conversations, row)
}

/// Returns a list of conversations as the API returns it: without their parts.
pub(super) fn without_parts(mut response: Response) -> Response {
    if let Body::Json(body) = &mut response.body
        && let Value::Array(conversations) = &mut body["conversations"]
    {
        for conversation in conversations.iter_mut().filter_map(Value::as_object_mut) {
            conversation.remove("conversation_parts");
        }
    }
    response
}
