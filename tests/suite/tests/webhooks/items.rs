//! Both generations of payloads, and items of unexpected forms.

use intercom_api::webhooks::Event;
use serde_json::json;

use crate::support::{event, verify};

#[test]
fn times_as_text_and_as_integers_are_read() {
    for (time, body) in [
        (json!("2024-06-27T13:21:41.000Z"), "<p>Hello</p>"),
        (json!(1_719_494_501), "Hello"),
    ] {
        let item = json!({
            "type": "conversation", "id": "5",
            "source": {"type": "conversation", "id": "9", "body": body},
            "statistics": {"type": "conversation_statistics", "first_contact_reply_at": time},
        });
        let Event::ConversationUserCreated(conversation) =
            event("conversation.user.created", &item)
        else {
            panic!("not typed");
        };
        let statistics = conversation.statistics.as_ref().unwrap();
        let replied = statistics.first_contact_reply_at.unwrap();
        assert_eq!(replied.seconds(), 1_719_494_501);
        assert_eq!(
            conversation.source.as_ref().unwrap().body.as_deref(),
            Some(body)
        );
    }
}

#[test]
fn closed_ticket_is_read_with_and_without_an_object_around_it() {
    let ticket = json!({"type": "ticket", "id": "4", "open": false, "future": 1});
    let wrapped = json!({"ticket": ticket, "type": "ticket_event", "beside": [1]});
    for (item, is_wrapped) in [(ticket, false), (wrapped, true)] {
        let Event::TicketClosed(ticket) = event("ticket.closed", &item) else {
            panic!("not typed");
        };
        assert_eq!(ticket.id, "4");
        assert_eq!(ticket.is_wrapped(), is_wrapped);
    }
}

#[test]
fn deleted_and_merged_items_have_types() {
    let item = json!({"type": "contact", "id": "1", "deleted": true});
    let Event::ContactDeleted(deleted) = event("contact.deleted", &item) else {
        panic!("not typed");
    };
    assert_eq!(
        (deleted.id.to_string(), deleted.deleted),
        ("1".to_owned(), Some(true))
    );
    let item = json!({
        "type": "contact", "id": "1", "role": "user", "name": "Ada",
        "merged_from": {"type": "contact", "id": "2"},
    });
    let Event::ContactMerged(contact) = event("contact.merged", &item) else {
        panic!("not typed");
    };
    assert_eq!(contact.name.as_deref(), Some("Ada"));
    assert_eq!(contact.merged_from.as_ref().unwrap().id, Some("2".into()));
}

#[test]
fn unknown_topic_and_unexpected_item_are_kept_as_they_came() {
    for (topic, item) in [
        (
            "topic.of.tomorrow",
            json!({"deep": [{"a": null, "b": 1.5}]}),
        ),
        ("contact.user.created", json!("text")),
        ("contact.user.created", json!([{"id": "1"}])),
        ("ticket.closed", json!(5)),
    ] {
        let found = event(topic, &item);
        assert!(matches!(found, Event::Other { .. }), "{found:?}");
        assert_eq!(found.item_type(), None);
    }
}

#[test]
fn every_topic_reads_an_empty_item_and_has_a_name_of_its_own() {
    assert!(Event::TOPICS.len() > 90);
    for (topic, ty) in Event::TOPICS {
        let found = event(topic, &json!({"id": "1", "future": true}));
        assert_eq!(found.item_type(), *ty, "{topic}");
        assert!(!matches!(found, Event::Other { .. }), "{topic}");
    }
}

#[test]
fn notification_without_id_or_item_is_a_value() {
    let notification = verify(r#"{"topic": "ping", "id": null, "delivery_attempts": "2"}"#);
    assert!(notification.id.is_none() && notification.is_retry());
    assert!(matches!(notification.into_event(), Event::Other { .. }));
    assert!(!verify("{}").is_retry());
}
