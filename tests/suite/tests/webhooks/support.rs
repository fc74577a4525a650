use axum::http::{HeaderMap, HeaderValue};
use intercom_api::webhooks::{Event, Notification, Verifier};
use intercom_conformance::{Encoded, Fate, Leaves};
use intercom_core::signature::Scheme;
use serde_json::{Value, json};

pub(crate) const SECRET: &str = "client-secret";

/// A body as Intercom sends it.
pub(crate) fn body(topic: &str, item: &Value) -> String {
    json!({
        "type": "notification_event", "app_id": "abc", "id": "notif_1", "topic": topic,
        "created_at": 1_719_494_501, "first_sent_at": 1_719_494_501, "delivery_attempts": 1,
        "delivery_status": "pending", "delivered_at": 0, "links": {}, "future": {"key": [1]},
        "data": {"type": "notification_event_data", "item": item},
    })
    .to_string()
}

/// The headers of a signed body.
pub(crate) fn signed(body: &[u8]) -> HeaderMap {
    let signature = Scheme::Webhook.sign(SECRET.as_bytes(), body);
    let mut headers = HeaderMap::new();
    headers.insert("x-hub-signature", HeaderValue::try_from(signature).unwrap());
    headers
}

pub(crate) fn verify(body: &str) -> Notification {
    let verifier = Verifier::new(SECRET);
    verifier
        .verify(&signed(body.as_bytes()), body.as_bytes())
        .unwrap()
}

/// The event of an item, after everything was found to be kept.
pub(crate) fn event(topic: &str, item: &Value) -> Event {
    let body = body(topic, item);
    let notification = verify(&body);
    let original: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(serde_json::to_value(&notification).unwrap(), original);
    let event = notification.event();
    // Lists that were not received are written as empty ones; nothing may be missing.
    let leaves = Leaves::follow(item, &Encoded::of(&event).unwrap());
    assert_eq!(leaves.count(Fate::Lost), 0, "{item}");
    assert_eq!(event.topic(), topic);
    event
}
