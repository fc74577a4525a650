//! Which topics a successful call is reported under, with their items.

use serde_json::{Value, json};

use crate::exchange::{Body, Call, Response};
use crate::store::{Collection, Store};

/// Returns the notifications of a call: topics with items.
pub(crate) fn notifications(
    store: &Store,
    call: &Call,
    response: &Response,
) -> Vec<(String, Value)> {
    let null = Value::Null;
    let body = match &response.body {
        Body::Json(body) => body,
        _ => &null,
    };
    if !(200..300).contains(&response.status) {
        return Vec::new();
    }
    let (method, path) = call.route().split_once(' ').unwrap_or_default();
    let reported = match path.split('/').nth(1) {
        Some("contacts") => contacts(store, call, body),
        Some("conversations") => conversations(store, call, body),
        Some("tickets") => tickets(store, call, body),
        Some("companies") => companies(call, body),
        Some("articles") => articles(method, call, body),
        Some("admins") => match call.route() {
            "PUT /admins/{}/away" => one("admin.away_mode_updated", body.clone()),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    };
    let reported = reported.into_iter();
    reported.filter(|(_, item)| !item.is_null()).collect()
}

fn one(topic: impl Into<String>, item: Value) -> Vec<(String, Value)> {
    vec![(topic.into(), item)]
}

fn deleted(kind: &str, id: &str) -> Value {
    json!({ "type": kind, "id": id, "deleted": true })
}

/// An object as the API shows it; null where there is none.
fn shown(store: &Store, collection: Collection, id: &str) -> Value {
    let row = store.table(collection).get(id);
    row.map_or(Value::Null, |row| store.show(collection, row))
}

fn role(contact: &Value) -> &str {
    contact["role"].as_str().unwrap_or("user")
}

fn contacts(store: &Store, call: &Call, body: &Value) -> Vec<(String, Value)> {
    let contact = |collection| shown(store, collection, call.value(0));
    let current = contact(Collection::Contacts);
    let linked = |topic: String, key: &str| {
        let mut item = json!({ "created_at": store.now(), "contact": current });
        item[key] = body.clone();
        one(topic, item)
    };
    match call.route() {
        "POST /contacts" => one(format!("contact.{}.created", role(body)), body.clone()),
        "PUT /contacts/{}" => one(format!("contact.{}.updated", role(body)), body.clone()),
        "DELETE /contacts/{}" => one("contact.deleted", deleted("contact", call.value(0))),
        "POST /contacts/{}/archive" => {
            one("contact.archived", contact(Collection::ArchivedContacts))
        }
        "POST /contacts/{}/unarchive" => one("contact.unarchive", current),
        "POST /contacts/merge" => {
            let mut item = body.clone();
            item["merged_from"] = json!({ "type": "contact", "id": call.text("from") });
            one("contact.merged", item)
        }
        "POST /contacts/{}/tags" => {
            linked(format!("contact.{}.tag.created", role(&current)), "tag")
        }
        "DELETE /contacts/{}/tags/{}" => {
            linked(format!("contact.{}.tag.deleted", role(&current)), "tag")
        }
        "POST /contacts/{}/companies" => linked("company.contact.attached".into(), "company"),
        "DELETE /contacts/{}/companies/{}" => linked("company.contact.detached".into(), "company"),
        "POST /contacts/{}/subscriptions" => one("granular.subscribe", body.clone()),
        "DELETE /contacts/{}/subscriptions/{}" => one("granular.unsubscribe", body.clone()),
        _ => Vec::new(),
    }
}

fn conversations(store: &Store, call: &Call, body: &Value) -> Vec<(String, Value)> {
    let conversation = |id: &str| shown(store, Collection::Conversations, id);
    let action = call.text("message_type").unwrap_or_default();
    let is_admin = call.body["type"] == "admin";
    let topic = match call.route() {
        "POST /conversations" => {
            let id = body["conversation_id"].as_str().unwrap_or_default();
            return one("conversation.user.created", conversation(id));
        }
        "DELETE /conversations/{}" => {
            let item = deleted("conversation", call.value(0));
            return one("conversation.deleted", item);
        }
        "PUT /conversations/{}" if call.body["read"] == true => "conversation.read",
        "POST /conversations/{}/reply" => match (action.as_str(), is_admin) {
            ("note", _) => "conversation.admin.noted",
            (_, true) => "conversation.admin.replied",
            (_, false) => "conversation.user.replied",
        },
        "POST /conversations/{}/parts" => match action.as_str() {
            "close" => "conversation.admin.closed",
            "open" => "conversation.admin.opened",
            "snoozed" => "conversation.admin.snoozed",
            "assignment" => "conversation.admin.assigned",
            _ => return Vec::new(),
        },
        "POST /conversations/{}/customers" => "conversation.contact.attached",
        "DELETE /conversations/{}/customers/{}" => "conversation.contact.detached",
        _ => return Vec::new(),
    };
    one(topic, conversation(call.value(0)))
}

fn tickets(store: &Store, call: &Call, body: &Value) -> Vec<(String, Value)> {
    let ticket = || shown(store, Collection::Tickets, call.value(0));
    match call.route() {
        "POST /tickets" => one("ticket.created", body.clone()),
        "PUT /tickets/{}" => {
            let has = |key: &str| !call.body[key].is_null();
            let changes = [
                (
                    "ticket.state.updated",
                    has("ticket_state_id") || has("state"),
                ),
                ("ticket.attribute.updated", has("ticket_attributes")),
                (
                    "ticket.admin.assigned",
                    has("assignee_id") || has("assignment"),
                ),
                ("ticket.closed", call.body["open"] == false),
            ];
            let changes = changes.into_iter().filter(|(_, is_changed)| *is_changed);
            changes
                .map(|(topic, _)| (topic.to_owned(), ticket()))
                .collect()
        }
        "POST /tickets/{}/reply" => {
            let is_note = call.body["message_type"] == "note";
            let topic = match (is_note, call.body["type"] == "admin") {
                (true, _) => "ticket.note.created",
                (false, true) => "ticket.admin.replied",
                (false, false) => "ticket.contact.replied",
            };
            one(topic, ticket())
        }
        _ => Vec::new(),
    }
}

fn companies(call: &Call, body: &Value) -> Vec<(String, Value)> {
    match call.route() {
        "POST /companies" if body["created_at"] == body["updated_at"] => {
            one("company.created", body.clone())
        }
        "POST /companies" | "PUT /companies/{}" => one("company.updated", body.clone()),
        "DELETE /companies/{}" => one("company.deleted", deleted("company", call.value(0))),
        _ => Vec::new(),
    }
}

fn articles(method: &str, call: &Call, body: &Value) -> Vec<(String, Value)> {
    match method {
        "POST" if body["state"] == "published" => vec![
            ("article.created".to_owned(), body.clone()),
            ("article.published".to_owned(), body.clone()),
        ],
        "POST" => one("article.created", body.clone()),
        "PUT" => one("article.updated", body.clone()),
        "DELETE" => one("article.deleted", deleted("article", call.value(0))),
        _ => Vec::new(),
    }
}
