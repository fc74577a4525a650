//! Events of Fin as webhooks: verified, typed, and nothing of them lost.

use intercom_api::external::http::{HeaderMap, HeaderValue};
use intercom_api::fin_events::{FinEvent, Verifier};
use intercom_api::webhooks::WebhookError;
use intercom_core::signature::Scheme;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::json::{any_json, lost};

const SECRET: &str = "s3cret-fin";

const KEYS: &[&str] = &[
    "event_name",
    "conversation_id",
    "user_id",
    "status",
    "reason",
    "message",
    "id",
    "author",
    "body",
    "timestamp_ms",
    "created_at_ms",
    "stream_id",
    "chunk_index",
    "chunk_text",
    "csat",
    "options",
    "key",
    "label",
];

const TEXTS: &[&str] = &[
    "fin_status_updated",
    "fin_replied",
    "fin_reply_chunk",
    "csat_requested",
    "complete",
    "fin",
    "2025-01-24T10:00:00.123Z",
    "",
];

fn signed(body: &[u8]) -> HeaderMap {
    let signature = Scheme::Fin.sign(SECRET.as_bytes(), body);
    let mut headers = HeaderMap::new();
    headers.insert(
        Scheme::Fin.header(),
        HeaderValue::try_from(signature).unwrap(),
    );
    headers
}

proptest! {
    #[test]
    fn events_of_any_json_lose_nothing(received in any_json(KEYS, TEXTS)) {
        let event: FinEvent = serde_json::from_value(received.clone()).unwrap();
        let written = serde_json::to_value(&event).unwrap();
        prop_assert_eq!(lost(&received, &written), [""; 0], "{} {}", received, written);
        let again: FinEvent = serde_json::from_value(written).unwrap();
        prop_assert_eq!(again, event);
    }

    #[test]
    fn any_bytes_are_an_event_or_an_error(body in prop::collection::vec(any::<u8>(), 0..200)) {
        let verifier = Verifier::new(SECRET);
        let accepted = verifier.verify(&signed(&body), &body);
        prop_assert!(accepted.is_ok() || accepted == Err(WebhookError::NotJson));
    }
}

#[test]
fn webhook_is_verified_and_typed() {
    let verifier = Verifier::new("new").also(SECRET).limit(4_000);
    let body = json!({
        "event_name": "fin_replied", "conversation_id": "ext-1", "user_id": "u-1",
        "message": {"id": "98765", "author": "fin", "body": "<p>Hi</p>", "timestamp_ms": "2025-01-24T09:01:00.456Z"},
        "status": "awaiting_user_reply", "stream_id": "a1", "created_at_ms": "2025-01-24T10:00:00.123Z",
    });
    let body = body.to_string().into_bytes();
    let event = verifier.verify(&signed(&body), &body).unwrap();
    assert_eq!(event.name(), Some("fin_replied"));
    assert_eq!(event.conversation_id().unwrap(), "ext-1");
    assert_eq!(event.message_id().unwrap(), "98765");
    assert!(event.status().unwrap().is_final());

    let refused = |headers: &HeaderMap, body: &[u8]| verifier.verify(headers, body).unwrap_err();
    assert_eq!(
        refused(&HeaderMap::new(), &body),
        WebhookError::MissingSignature
    );
    assert_eq!(
        refused(&signed(b"{}"), &body),
        WebhookError::SignatureMismatch
    );
    assert_eq!(refused(&signed(b"[]"), b"[]"), WebhookError::NotJson);
    assert_eq!(
        refused(&HeaderMap::new(), &[0; 4_001]),
        WebhookError::TooLarge
    );
    let mut headers = signed(&body);
    headers.append(Scheme::Fin.header(), HeaderValue::from_static("sha256="));
    assert_eq!(refused(&headers, &body), WebhookError::RepeatedSignature);
    headers.insert(Scheme::Fin.header(), HeaderValue::from_static("sha256=00"));
    assert_eq!(refused(&headers, &body), WebhookError::MalformedSignature);
    // The schemes of webhooks and canvases do not fit.
    for scheme in [Scheme::Webhook, Scheme::Canvas] {
        let signature = scheme.sign(SECRET.as_bytes(), &body);
        headers.insert(
            Scheme::Fin.header(),
            HeaderValue::try_from(signature).unwrap(),
        );
        assert_eq!(refused(&headers, &body), WebhookError::MalformedSignature);
    }
}

#[test]
fn deep_nesting_is_an_error() {
    let body = [r#"{"a":"#, &"[".repeat(100_000), &"]".repeat(100_000), "}"].concat();
    let refused = Verifier::new(SECRET).verify(&signed(body.as_bytes()), body.as_bytes());
    assert_eq!(refused, Err(WebhookError::NotJson));
}

#[test]
fn unknown_events_and_values_are_kept() {
    for received in [
        json!({"event_name": "fin_later", "n": [1]}),
        json!({"event_name": 5, "message": {"id": 1}}),
        json!({"event_name": "fin_status_updated", "status": "dreaming", "mood": {"a": null, "b": 1}}),
        json!({"event_name": "fin_replied", "message": "text", "status": ["x"]}),
        json!("text"),
    ] {
        let event: FinEvent = serde_json::from_value(received.clone()).unwrap();
        assert_eq!(serde_json::to_value(&event).unwrap(), received);
    }
    let status: FinEvent = serde_json::from_value(json!({"status": "dreaming"})).unwrap();
    assert_eq!(
        status.status().unwrap(),
        &Value::from("dreaming").as_str().unwrap()
    );
}
