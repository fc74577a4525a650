//! What a program does with received values: iterate, convert, send back what it changed.

use intercom_api::types::{
    Contact, Conversation, ConversationListItem, ExternalPage, UpdateContact, UpdateExternalPage,
    UpdateTicket, UpdateVisitor, Visitor,
};
use intercom_simulator::Seed;
use serde_json::{Value, json};

use crate::support::{client, stored, workspace};

fn read<T: serde::de::DeserializeOwned>(value: &Value) -> T {
    serde_json::from_str(&value.to_string()).unwrap()
}

#[tokio::test]
async fn list_is_iterated_without_the_name_of_its_field() {
    let workspace = workspace(Seed::contacts(3)).await;
    let page = client(&workspace).contacts().list().await.unwrap();
    assert_eq!((page.len(), page.is_empty()), (3, false));
    let mut ids = Vec::new();
    for contact in &page {
        ids.push(contact.id.to_string());
    }
    assert_eq!(ids, stored(&workspace, "contacts"));
    assert_eq!(page.iter().count(), 3);
    let owned: Vec<String> = page
        .into_iter()
        .map(|contact| contact.id.to_string())
        .collect();
    assert_eq!(owned, ids);
}

#[test]
fn list_item_becomes_a_conversation_and_returns() {
    let json = json!({"type": "conversation", "id": "1", "state": "open", "title": "Hi", "new": 1});
    let item: ConversationListItem = read(&json);
    let conversation = Conversation::from(item.clone());
    assert_eq!(conversation.id, item.id);
    assert_eq!(conversation.state, item.state);
    assert_eq!(conversation.extra, item.extra);
    assert_eq!(ConversationListItem::from(conversation), item);
}

#[tokio::test]
async fn update_sends_only_what_changed() {
    let contact = json!({
        "name": "Joe", "email": "joe@example.com", "phone": "+15550100",
        "custom_attributes": {"plan": "pro", "seats": 3},
    });
    let workspace = workspace(Seed::value("contacts", contact)).await;
    let client = client(&workspace);
    let id = stored(&workspace, "contacts").remove(0);
    let before: Contact = client.contacts().get(&*id).await.unwrap();
    assert_eq!(
        UpdateContact::changes(&before, &before),
        UpdateContact::new()
    );

    let mut after = before.clone();
    after.name = Some("Joe Doe".to_owned());
    after.phone = None;
    after.custom_attributes.insert("seats", 4);
    let update = UpdateContact::changes(&before, &after);
    let updated = client.contacts().update(&*id, update).await.unwrap();
    let sent = workspace.requests().pop().unwrap().json();
    assert_eq!(
        sent,
        json!({"name": "Joe Doe", "phone": null, "custom_attributes": {"seats": 4}})
    );
    assert_eq!(updated.name.as_deref(), Some("Joe Doe"));
    assert_eq!(updated.custom_attributes.text("plan"), Some("pro"));
}

#[test]
fn phone_call_is_within_the_estimate_of_an_object() {
    // What every version has is measured with the limits of bodies.
    assert!(size_of::<intercom_api::types::PhoneCall>() <= 1_280);
}

#[test]
fn kind_of_an_object_is_kept_in_place() {
    // The longest one that the description has.
    let longest = "conversation_part.list";
    for text in ["contact", "contact.list", longest, "new_kind"] {
        let contact: Contact = read(&json!({"type": text, "id": "1"}));
        assert_eq!(contact.kind.as_deref(), Some(text));
        let kind = contact.kind.as_ref().unwrap();
        assert_eq!(*kind, text);
        let place = std::ptr::from_ref(kind).addr();
        let place = place..place + size_of_val(kind);
        assert!(place.contains(&kind.as_ptr().addr()), "{text}");
    }
    let long = format!("{longest}.list");
    let contact: Contact = read(&json!({"type": long, "id": "1"}));
    assert_eq!(contact.kind.as_deref(), Some(&*long));
    let sent = serde_json::to_value(contact).unwrap();
    assert_eq!(sent, json!({"type": long, "id": "1"}));
}

#[test]
fn unchanged_update_is_empty() {
    let update =
        UpdateTicket::changes(&read(&json!({"open": true})), &read(&json!({"open": true})));
    assert_eq!(serde_json::to_value(update).unwrap(), json!({}));
    let update = UpdateTicket::changes(
        &read(&json!({"open": true})),
        &read(&json!({"open": false})),
    );
    assert_eq!(
        serde_json::to_value(update).unwrap(),
        json!({"open": false})
    );
}

#[test]
fn required_and_identifying_fields_are_always_sent() {
    let visitor: Visitor = read(&json!({"id": "v1", "name": "Joe"}));
    let update = UpdateVisitor::changes(&visitor, &visitor);
    assert_eq!(serde_json::to_value(update).unwrap(), json!({"id": "v1"}));
    let page: ExternalPage = read(&json!({"title": "T", "html": "H", "url": "U", "source_id": 3}));
    let update = UpdateExternalPage::changes(&page, &page);
    let sent = serde_json::to_value(update).unwrap();
    assert_eq!((&sent["title"], &sent["html"]), (&json!("T"), &json!("H")));
    assert_eq!(sent["source_id"], 3);
}
