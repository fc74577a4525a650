//! Conversations: made by contacts, listed, searched, changed, deleted, and turned into tickets.

use serde_json::{Value, json};

use super::objects::{delete, list_by_cursor, search};
use super::search::Searchable;
use super::{Collection, Store, contacts, conversation_parts, merge, tickets};
use crate::exchange::{ApiError, Call, Outcome, text};

const SEARCH: Searchable = Searchable {
    component: "conversation",
    aliases: &[
        ("contact_ids", "contacts.contacts.id"),
        ("tag_ids", "tags.tags.id"),
        ("teammate_ids", "teammates.admins.id"),
        ("channel_initiated", "source.type"),
    ],
    cuts_dates: false,
};

pub(super) fn handle(store: &mut Store, call: &Call) -> Option<Outcome> {
    let kind = ("conversation.list", "conversations");
    Some(match call.route() {
        "GET /conversations" => list_by_cursor(store, call, Collection::Conversations, 20, kind)
            .map(conversation_parts::without_parts),
        "POST /conversations/search" => {
            search(store, call, Collection::Conversations, &SEARCH, kind)
                .map(conversation_parts::without_parts)
        }
        "POST /conversations" => create(store, call),
        "GET /conversations/{}" => super::objects::get(store, call, Collection::Conversations),
        "PUT /conversations/{}" => update(store, call),
        "DELETE /conversations/{}" => {
            delete(store, call, Collection::Conversations, "conversation")
        }
        "POST /conversations/{}/customers" => attach_contact(store, call),
        "DELETE /conversations/{}/customers/{}" => detach_contact(store, call),
        "POST /conversations/{}/convert" => convert(store, call),
        _ => return None,
    })
}

/// Starts a conversation of a contact; the response is its first message.
fn create(store: &mut Store, call: &Call) -> Outcome {
    let contact = store.fetch(
        Collection::Contacts,
        &text(&call.body["from"]["id"]).unwrap_or_default(),
    )?;
    let body = call.required("body")?;
    let subject = call.text("subject").unwrap_or_default();
    let conversation = start(
        store,
        &contact,
        &subject,
        &body,
        call.body["created_at"].as_i64(),
    );
    Ok(json!({
        "type": "user_message",
        "id": conversation["source"]["id"],
        "created_at": conversation["created_at"],
        "subject": subject,
        "body": body,
        "message_type": "inapp",
        "conversation_id": conversation["id"],
    })
    .into())
}

/// Adds a conversation that the contact has begun.
pub(super) fn start(
    store: &mut Store,
    contact: &Value,
    subject: &str,
    body: &str,
    at: Option<i64>,
) -> Value {
    let row = new(store, contact, subject, body, at);
    store.add(Collection::Conversations, row)
}

/// The row of a conversation that the contact begins.
pub(super) fn new(
    store: &mut Store,
    contact: &Value,
    subject: &str,
    body: &str,
    at: Option<i64>,
) -> Value {
    let at = at.unwrap_or_else(|| store.now());
    let author = json!({
        "type": contact["role"], "id": contact["id"], "name": contact["name"], "email": contact["email"],
    });
    let message = store.next_part();
    json!({
            "type": "conversation",
            "title": null,
            "created_at": at,
            "updated_at": at,
            "waiting_since": at,
            "snoozed_until": null,
            "open": true,
            "state": "open",
            "read": false,
            "priority": "not_priority",
            "admin_assignee_id": 0,
            "team_assignee_id": 0,
            "tags": { "type": "tag.list", "tags": [] },
            "source": {
                "type": "conversation", "id": message, "delivered_as": "customer_initiated", "subject": subject,
                "body": body, "author": author, "attachments": [], "url": null, "redacted": false,
            },
            "contacts": { "type": "contact.list", "contacts": [contact_reference(contact)] },
            "teammates": { "type": "admin.list", "admins": [] },
            "custom_attributes": {},
            "first_contact_reply": { "created_at": at, "type": "conversation", "url": null },
            "conversation_parts": { "type": "conversation_part.list", "conversation_parts": [], "total_count": 0 },
            "linked_objects": { "type": "list", "total_count": 0, "has_more": false, "data": [] },
            "ai_agent_participated": false,
    })
}

/// How conversations and tickets name their contacts.
pub(super) fn contact_reference(contact: &Value) -> Value {
    json!({ "type": "contact", "id": contact["id"], "external_id": contact["external_id"] })
}

fn update(store: &mut Store, call: &Call) -> Outcome {
    let changes = call.pick(&["read", "title", "custom_attributes"]);
    let conversation = store.change(Collection::Conversations, call.value(0), |row| {
        merge(row, &changes);
    })?;
    Ok(store.show(Collection::Conversations, conversation).into())
}

/// The response is the conversation, with the list of `customers` that Intercom sends although the
/// contract does not have it.
fn with_customers(store: &Store, conversation: Value) -> Value {
    let mut shown = store.show(Collection::Conversations, conversation);
    shown["customers"] = shown["contacts"]["contacts"].clone();
    shown
}

fn attach_contact(store: &mut Store, call: &Call) -> Outcome {
    store.fetch(Collection::Conversations, call.value(0))?;
    let contact = contacts::find(
        store,
        &call.body["customer"],
        ["intercom_user_id", "user_id", "email"],
    )?;
    let conversation = store.change(Collection::Conversations, call.value(0), |row| {
        if let Value::Array(contacts) = &mut row["contacts"]["contacts"]
            && !contacts.iter().any(|known| known["id"] == contact["id"])
        {
            contacts.push(contact_reference(&contact));
        }
    })?;
    Ok(with_customers(store, conversation).into())
}

fn detach_contact(store: &mut Store, call: &Call) -> Outcome {
    let conversation = store.fetch(Collection::Conversations, call.value(0))?;
    let contacts = conversation["contacts"]["contacts"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    if !contacts
        .iter()
        .any(|contact| contact["id"] == call.value(1))
    {
        return Err(ApiError::not_found("User"));
    }
    if contacts.len() == 1 {
        return Err(ApiError::new(
            422,
            "parameter_invalid",
            "The last contact cannot leave a conversation",
        ));
    }
    let conversation = store.change(Collection::Conversations, call.value(0), |row| {
        if let Value::Array(contacts) = &mut row["contacts"]["contacts"] {
            contacts.retain(|contact| contact["id"] != call.value(1));
        }
    })?;
    Ok(with_customers(store, conversation).into())
}

/// The ticket is about the conversation's contacts, and each names the other as linked.
fn convert(store: &mut Store, call: &Call) -> Outcome {
    let conversation = store.fetch(Collection::Conversations, call.value(0))?;
    let is_ticket = |linked: &Value| linked["type"] == "ticket";
    if conversation["linked_objects"]["data"]
        .as_array()
        .is_some_and(|linked| linked.iter().any(is_ticket))
    {
        return Err(ApiError::new(
            400,
            "parameter_invalid",
            "Conversation is already a ticket",
        ));
    }
    let contacts = conversation["contacts"]["contacts"].clone();
    let ticket = tickets::open(
        store,
        &call.required("ticket_type_id")?,
        &call.body["attributes"],
        &contacts,
    )?;
    let id = tickets::link(store, &ticket, call.value(0))?;
    Ok(store.show(Collection::Tickets, id).into())
}
