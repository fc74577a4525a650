//! Messages that admins send to contacts.

use serde_json::json;

use super::{Collection, Store, conversation_parts, conversations, shown};
use crate::exchange::{ApiError, Call, Outcome, text};

pub(super) fn handle(store: &mut Store, call: &Call) -> Option<Outcome> {
    (call.route() == "POST /messages").then(|| create(store, call))
}

/// The conversation begins at once only if the sender requests it before the contact replies.
fn create(store: &mut Store, call: &Call) -> Outcome {
    let sender =
        conversation_parts::admin(store, &text(&call.body["from"]["id"]).unwrap_or_default())?;
    let to = &call.body["to"];
    let recipient = if to.is_array() { &to[0] } else { to };
    let contact = store.fetch(
        Collection::Contacts,
        &text(&recipient["id"]).unwrap_or_default(),
    )?;
    let kind = call.required("message_type")?;
    if kind == "email" && contact["email"].is_null() {
        return Err(ApiError::invalid("to", "The contact has no email address"));
    }
    let body = call.required("body")?;
    let subject = call.text("subject").unwrap_or_default();
    let mut message = json!({
        "type": "admin_message",
        "subject": subject,
        "body": body,
        "message_type": if kind == "email" { "email" } else { "inapp" },
    });
    if call.body["create_conversation_without_contact_reply"] == true {
        let mut row = conversations::new(store, &contact, &subject, &body, None);
        row["source"]["author"] = sender;
        row["source"]["delivered_as"] = "admin_initiated".into();
        let conversation = store.add(Collection::Conversations, row);
        message["conversation_id"] = conversation["id"].clone();
    }
    let message = store.add(Collection::Messages, message);
    Ok(shown(Collection::Messages, message).into())
}
