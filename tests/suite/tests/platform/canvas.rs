//! Requests and responses of Canvas Kit: nothing is lost of any JSON, and no bytes are a panic.

use intercom_api::canvas::{
    CanvasError, CanvasRequest, CanvasResponse, Component, ConfigureRequest, InitializeRequest,
    LiveCanvasRequest, SheetSubmitRequest, SubmitRequest, Verifier,
};
use intercom_api::external::http::{HeaderMap, HeaderValue};
use proptest::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

use crate::json::{any_json, lost};

const SECRET: &str = "s3cret-canvas";

const KEYS: &[&str] = &[
    "type",
    "id",
    "label",
    "style",
    "action",
    "disabled",
    "url",
    "option",
    "options",
    "text",
    "value",
    "items",
    "title",
    "size",
    "align",
    "width",
    "bottom_margin",
    "save_state",
    "field",
    "content",
    "components",
    "content_url",
    "stored_data",
    "canvas",
    "current_canvas",
    "input_values",
    "admin",
    "contact",
    "context",
    "conversation",
    "user",
    "customer",
    "workspace_id",
    "app_id",
    "component_id",
    "card_creation_options",
    "sheet_values",
    "location",
    "results",
    "event",
    "name",
    "email",
];

const TEXTS: &[&str] = &[
    "button",
    "checkbox",
    "dropdown",
    "input",
    "list",
    "single-select",
    "textarea",
    "data-table",
    "divider",
    "image",
    "spacer",
    "text",
    "submit",
    "url",
    "sheet",
    "option",
    "item",
    "primary",
    "none",
    "",
];

fn signed(body: &[u8]) -> HeaderMap {
    let signature = intercom_api_signature(body);
    let mut headers = HeaderMap::new();
    headers.insert(
        "x-body-signature",
        HeaderValue::try_from(signature).unwrap(),
    );
    headers
}

fn intercom_api_signature(body: &[u8]) -> String {
    intercom_core::signature::Scheme::Canvas.sign(SECRET.as_bytes(), body)
}

fn check<T: CanvasRequest + Serialize + PartialEq + std::fmt::Debug>(received: &Value) {
    let body = received.to_string();
    let verifier = Verifier::new("another").also(SECRET);
    let request: T = verifier
        .verify(&signed(body.as_bytes()), body.as_bytes())
        .unwrap();
    let written = serde_json::to_value(&request).unwrap();
    assert_eq!(lost(received, &written), [""; 0], "{received} {written}");
    let again: T = serde_json::from_value(written).unwrap();
    assert_eq!(again, request);
}

/// An object that may be a request.
fn object() -> impl Strategy<Value = Value> {
    any_json(KEYS, TEXTS).prop_map(|value| match value {
        Value::Object(_) => value,
        other => json!({"current_canvas": {"content": {"components": [other]}}}),
    })
}

proptest! {
    #[test]
    fn requests_of_any_json_lose_nothing(received in object()) {
        check::<InitializeRequest>(&received);
        check::<ConfigureRequest>(&received);
        check::<SubmitRequest>(&received);
        check::<LiveCanvasRequest>(&received);
        check::<SheetSubmitRequest>(&received);
    }

    #[test]
    fn components_of_any_json_lose_nothing(
        received in prop::collection::vec(any_json(KEYS, TEXTS), 0..6),
    ) {
        let received = Value::from(received);
        let components: Vec<Component> = serde_json::from_value(received.clone()).unwrap();
        let written = serde_json::to_value(&components).unwrap();
        prop_assert_eq!(lost(&received, &written), [""; 0]);
    }

    #[test]
    fn responses_of_any_json_lose_nothing(received in object()) {
        let response: CanvasResponse = serde_json::from_value(received.clone()).unwrap();
        let written: Value = serde_json::from_str(&response.to_json().unwrap()).unwrap();
        prop_assert_eq!(lost(&received, &written), [""; 0]);
    }

    #[test]
    fn any_bytes_are_a_request_or_an_error(
        body in prop::collection::vec(any::<u8>(), 0..200),
        signature in prop::collection::vec(0x20u8..0x7f, 0..80),
        encrypted in "[A-Za-z0-9+/=]{0,80}",
    ) {
        let verifier = Verifier::new(SECRET);
        let accepted = verifier.verify::<SubmitRequest>(&signed(&body), &body);
        prop_assert!(accepted.is_ok() || accepted == Err(CanvasError::NotJson));
        let mut headers = HeaderMap::new();
        headers.insert("x-body-signature", HeaderValue::from_bytes(&signature).unwrap());
        let refused = verifier.verify::<SubmitRequest>(&headers, &body);
        prop_assert!(matches!(
            refused,
            Err(CanvasError::MalformedSignature | CanvasError::SignatureMismatch)
        ));
        prop_assert!(verifier.open_sheet(&body).is_err());
        prop_assert!(verifier.decrypt(&encrypted).is_err());
    }
}

#[test]
fn truncated_or_changed_body_does_not_match_its_signature() {
    let body = br#"{"workspace_id":"abc","component_id":"save"}"#;
    let headers = signed(body);
    let verifier = Verifier::new(SECRET);
    for end in 0..body.len() {
        let error = verifier.verify::<SubmitRequest>(&headers, &body[..end]);
        assert_eq!(error.unwrap_err(), CanvasError::SignatureMismatch);
    }
    for position in 0..body.len() {
        let mut changed = body.to_vec();
        changed[position] ^= 1;
        let error = verifier.verify::<SubmitRequest>(&headers, &changed);
        assert_eq!(error.unwrap_err(), CanvasError::SignatureMismatch);
    }
}

#[test]
fn deep_nesting_and_large_bodies_are_errors() {
    let verifier = Verifier::new(SECRET);
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        let nested = [
            r#"{"stored":"#,
            &open.repeat(100_000),
            "1",
            &close.repeat(100_000),
            "}",
        ];
        let body = nested.concat();
        let error = verifier.verify::<SubmitRequest>(&signed(body.as_bytes()), body.as_bytes());
        assert_eq!(error.unwrap_err(), CanvasError::NotJson);
        assert!(verifier.open_sheet(body.as_bytes()).is_err());
    }
    let large = vec![b' '; 10 * 1024 * 1024];
    let error = verifier.verify::<SubmitRequest>(&HeaderMap::new(), &large);
    assert_eq!(error.unwrap_err(), CanvasError::TooLarge);
    assert_eq!(
        verifier.open_sheet(&large).unwrap_err(),
        CanvasError::TooLarge
    );
}

#[test]
fn number_beyond_every_type_is_kept() {
    let body = br#"{"input_values":{"n":123456789012345678901234567890,"x":1e999}}"#;
    let request: SubmitRequest = Verifier::new(SECRET).verify(&signed(body), body).unwrap();
    let values = request.input_values.unwrap();
    assert_eq!(values["x"], "1e999");
}
