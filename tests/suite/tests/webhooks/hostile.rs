//! Bodies and headers that no receiver should trust.

use axum::http::{HeaderMap, HeaderValue};
use intercom_api::webhooks::{Event, Notification, Verifier, WebhookError};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{SECRET, body, signed};

fn refusal(headers: &HeaderMap, body: &[u8]) -> WebhookError {
    Verifier::new(SECRET).verify(headers, body).unwrap_err()
}

#[test]
fn signed_body_that_is_not_json_is_refused() {
    let nested = ["[", "{\"a\":", "{\"topic\":\"ping\",\"data\":{\"item\":["];
    let mut bodies: Vec<Vec<u8>> = nested.map(|text| text.repeat(100_000).into_bytes()).into();
    bodies.extend(
        [
            &b""[..],
            b"<html>",
            b"{\"a\": \"\xff\"}",
            b"[]",
            b"null",
            b"5",
        ]
        .map(Vec::from),
    );
    for body in bodies {
        assert_eq!(refusal(&signed(&body), &body), WebhookError::NotJson);
    }
}

#[test]
fn large_body_is_refused_before_anything_is_read() {
    let body = vec![b'['; 10 * 1024 * 1024];
    assert_eq!(refusal(&HeaderMap::new(), &body), WebhookError::TooLarge);
    let verifier = Verifier::new(SECRET).limit(1);
    let found = verifier.verify(&signed(b"{}"), b"{}");
    assert_eq!(found, Err(WebhookError::TooLarge));
}

#[test]
fn errors_and_debug_contain_nothing_of_the_request() {
    let verifier = Verifier::new(SECRET).also("previous");
    assert!(!format!("{verifier:?}").contains("previous"));
    let mut headers = HeaderMap::new();
    headers.insert("x-hub-signature", HeaderValue::from_static("private"));
    let error = verifier.verify(&headers, b"private").unwrap_err();
    assert!(!format!("{error} {error:?}").contains("private"));
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[ -~]{0,12}".prop_map(Value::from),
        prop::sample::select(vec![
            json!("2024-06-27T13:21:41.000Z"),
            json!(""),
            json!(1.5)
        ]),
    ];
    let key = prop::sample::select(vec![
        "type",
        "id",
        "ticket",
        "contact",
        "contacts",
        "tags",
        "data",
        "created_at",
        "statistics",
        "source",
        "merged_from",
        "company",
        "content_stat",
        "custom_attributes",
        "future",
    ]);
    leaf.prop_recursive(4, 32, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(key.clone(), inner, 0..6).prop_map(|entries| {
                let entries = entries.into_iter();
                entries
                    .map(|(key, value)| (key.to_owned(), value))
                    .collect()
            }),
        ]
    })
}

proptest! {
    #[test]
    fn truncated_or_changed_body_is_refused(
        cut in any::<prop::sample::Index>(),
        change in 1..=255_u8,
    ) {
        let body = body("ping", &json!({"type": "ping"})).into_bytes();
        let headers = signed(&body);
        let cut = cut.index(body.len());
        prop_assert_eq!(refusal(&headers, &body[..cut]), WebhookError::SignatureMismatch);
        prop_assert_eq!(refusal(&signed(&body[..cut]), &body[..cut]), WebhookError::NotJson);
        let mut changed = body;
        changed[cut] ^= change;
        prop_assert_eq!(refusal(&headers, &changed), WebhookError::SignatureMismatch);
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let verifier = Verifier::new(SECRET);
        if let Ok(notification) = verifier.verify(&signed(&bytes), &bytes) {
            notification.event();
        }
        prop_assert!(verifier.verify(&HeaderMap::new(), &bytes).is_err());
    }

    #[test]
    fn any_item_of_any_topic_keeps_its_leaves(
        topic in prop::sample::select(Event::TOPICS.to_vec()),
        item in value(),
    ) {
        let event = Event::from_parts(topic.0, item.clone());
        let encoded = intercom_conformance::Encoded::of(&event).unwrap();
        let leaves = intercom_conformance::Leaves::follow(&item, &encoded);
        let lost: Vec<_> = leaves.places(intercom_conformance::Fate::Lost).collect();
        prop_assert!(lost.is_empty(), "{lost:?} of {item}");
    }

    #[test]
    fn any_envelope_is_read(envelope in value()) {
        let text = envelope.to_string();
        let read = serde_json::from_str::<Notification>(&text);
        prop_assert_eq!(read.is_ok(), envelope.is_object());
    }
}
