use http::{HeaderMap, HeaderValue, StatusCode};
use intercom_core::Region;
use intercom_core::signature::Scheme;
use serde_json::{Value, json};

use super::{
    Action, Button, Canvas, CanvasError, CanvasResponse, Checkbox, ChoiceOption, Component,
    ConfigureRequest, InitializeRequest, LiveCanvasRequest, LiveCanvasResponse, MAX_CONTENT_SIZE,
    MAX_STORED_DATA_SIZE, SheetRequest, SheetSubmitRequest, SubmitRequest, Text, Verifier,
};

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../tests/vectors/canvas.json")).unwrap()
}

fn text<'a>(vector: &'a Value, key: &str) -> &'a str {
    vector[key].as_str().unwrap()
}

fn signed(signature: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("x-body-signature", signature.parse().unwrap());
    headers
}

#[test]
fn signatures_of_openssl_are_accepted() {
    let vectors = vectors();
    for vector in vectors["requests"].as_array().unwrap() {
        let verifier = Verifier::new(text(vector, "secret"));
        let body = text(vector, "body").as_bytes();
        let signature = text(vector, "openssl");
        for signature in [signature, &signature.to_uppercase()] {
            match verifier.verify::<SubmitRequest>(&signed(signature), body) {
                Ok(_) => assert!(!body.is_empty()),
                Err(error) => assert_eq!((error, body.len()), (CanvasError::NotJson, 0)),
            }
        }
    }
}

#[test]
fn users_encrypted_by_other_implementations_are_decrypted() {
    let vectors = vectors();
    for vector in vectors["users"].as_array().unwrap() {
        let verifier = Verifier::new("another").also(text(vector, "secret"));
        for key in ["node", "python"] {
            let encrypted = text(vector, key);
            let plain = verifier.decrypt(encrypted).unwrap();
            assert_eq!(plain, text(vector, "plain").as_bytes());
            let unpadded = encrypted.trim_end_matches('=');
            assert_eq!(verifier.decrypt(unpadded).unwrap(), plain);
            let body = json!({"app_id": "abc", "user": encrypted}).to_string();
            let sheet = verifier.open_sheet(body.as_bytes()).unwrap();
            assert_eq!(sheet.request.app_id.as_deref(), Some("abc"));
            let form = form_urlencoded::Serializer::new(String::new())
                .append_pair("other", "1")
                .append_pair("intercom_data", &body)
                .finish();
            assert_eq!(verifier.open_sheet(form.as_bytes()).unwrap(), sheet);
        }
    }
    let first = &vectors["users"][0];
    let verifier = Verifier::new(text(first, "secret"));
    let body = json!({"user": first["node"]}).to_string();
    let user = verifier.open_sheet(body.as_bytes()).unwrap().user;
    assert_eq!(user.email.as_deref(), Some("ada@example.com"));
}

#[test]
fn damaged_user_is_refused() {
    let vectors = vectors();
    let vector = &vectors["users"][0];
    let verifier = Verifier::new(text(vector, "secret"));
    let encrypted = text(vector, "node");
    for position in [0, 20, encrypted.len() - 6] {
        let mut damaged = encrypted.as_bytes().to_vec();
        damaged[position] = if damaged[position] == b'A' {
            b'B'
        } else {
            b'A'
        };
        let damaged = String::from_utf8(damaged).unwrap();
        assert_eq!(verifier.decrypt(&damaged), Err(CanvasError::UserMismatch));
    }
    assert_eq!(
        Verifier::new("another").decrypt(encrypted),
        Err(CanvasError::UserMismatch)
    );
    assert_eq!(
        Verifier::new("").decrypt(encrypted),
        Err(CanvasError::UserMismatch)
    );
    for malformed in ["", "A", "not base64!", "AAAA", &"A".repeat(36)] {
        assert_eq!(
            verifier.decrypt(malformed),
            Err(CanvasError::MalformedUser),
            "{malformed}"
        );
    }
    let open = |body: &str| verifier.open_sheet(body.as_bytes()).unwrap_err();
    assert_eq!(open("{}"), CanvasError::MissingUser);
    assert_eq!(open(r#"{"user": {"id": "1"}}"#), CanvasError::MissingUser);
    assert_eq!(open("a=1&b=2"), CanvasError::NotJson);
    assert_eq!(open("intercom_data=[1]"), CanvasError::NotJson);
    assert_eq!(open(r#"{"user": "x"}"#), CanvasError::MalformedUser);
}

#[test]
fn wrong_requests_have_errors_of_their_own() {
    let verifier = Verifier::new("new").also("old").limit(64);
    let verify = |headers: &HeaderMap, body: &[u8]| {
        let verified = verifier.verify::<SubmitRequest>(headers, body);
        verified.map(|_| ()).unwrap_err()
    };
    let body = br#"{"component_id":"a"}"#;
    let good = signed(&Scheme::Canvas.sign(b"old", body));
    assert!(verifier.verify::<SubmitRequest>(&good, body).is_ok());
    assert_eq!(
        verify(&HeaderMap::new(), body),
        CanvasError::MissingSignature
    );
    let mut repeated = good.clone();
    repeated.append("x-body-signature", good["x-body-signature"].clone());
    assert_eq!(verify(&repeated, body), CanvasError::RepeatedSignature);
    for malformed in ["", "0", "sha256=00", &"g".repeat(64), &"0".repeat(65)] {
        assert_eq!(
            verify(&signed(malformed), body),
            CanvasError::MalformedSignature
        );
    }
    let mut binary = HeaderMap::new();
    binary.insert(
        "x-body-signature",
        HeaderValue::from_bytes(b"\xff").unwrap(),
    );
    assert_eq!(verify(&binary, body), CanvasError::MalformedSignature);
    assert_eq!(verify(&good, b"{}"), CanvasError::SignatureMismatch);
    assert_eq!(verify(&good, &[b' '; 65]), CanvasError::TooLarge);
    for not_json in [
        &b"[]"[..],
        b"7",
        b"",
        b"{\"a\"",
        b"{\"a\":\"\xff\"}",
        &[b'['; 60],
    ] {
        let headers = signed(&Scheme::Canvas.sign(b"new", not_json));
        let error = verify(&headers, not_json);
        assert_eq!(error, CanvasError::NotJson);
        assert_eq!(error.status(), StatusCode::BAD_REQUEST);
    }
    let empty = Verifier::new("");
    let headers = signed(&Scheme::Canvas.sign(b"", body));
    assert_eq!(
        empty.verify::<SubmitRequest>(&headers, body),
        Err(CanvasError::SignatureMismatch)
    );
    assert!(!format!("{verifier:?}").contains("old"));
}

#[test]
fn every_component_is_decoded_and_encoded_alike() {
    let components = json!([
        {"type": "button", "id": "b", "label": "B", "style": "link", "action": {"type": "submit"}, "disabled": true},
        {"type": "button", "id": "u", "label": "U", "action": {"type": "url", "url": "https://example.com"}},
        {"type": "button", "id": "s", "label": "S", "action": {"type": "sheet", "url": "https://example.com"}},
        {"type": "button", "id": "f", "label": "F", "action": {"type": "fax", "number": 5}},
        {"type": "checkbox", "id": "c", "option": [{"type": "option", "id": "1", "text": "One", "disabled": false}], "label": "C", "value": ["1"], "save_state": "saved"},
        {"type": "dropdown", "id": "d", "options": [{"type": "option", "id": "1", "text": "One"}], "value": "1"},
        {"type": "input", "id": "i", "label": "I", "placeholder": "P", "value": "V", "action": {"type": "submit"}, "save_state": "unsaved"},
        {"type": "list", "items": [{"type": "item", "id": "1", "title": "T", "subtitle": "S", "tertiary_text": "3", "image": "https://example.com/i.png", "image_width": 48, "image_height": 48, "rounded_image": true, "disabled": false, "action": {"type": "submit"}}], "disabled": false},
        {"type": "single-select", "id": "s", "options": [{"type": "option", "id": "1", "text": "One"}], "action": {"type": "submit"}},
        {"type": "textarea", "id": "t", "label": "T", "error": true, "save_state": "failed"},
        {"type": "data-table", "items": [{"type": "field-value", "field": "F", "value": "V"}]},
        {"type": "divider", "id": "d", "bottom_margin": "none"},
        {"type": "image", "id": "i", "url": "https://example.com/i.png", "align": "full_width", "width": 5, "height": 6, "rounded": true},
        {"type": "spacer", "id": "s", "size": "xl"},
        {"type": "text", "id": "t", "text": "*T*", "style": "muted", "align": "center"},
    ]);
    let decoded: Vec<Component> = serde_json::from_value(components.clone()).unwrap();
    for component in &decoded {
        assert!(!matches!(component, Component::Other(_)), "{component:?}");
    }
    assert_eq!(serde_json::to_value(&decoded).unwrap(), components);
}

#[test]
fn unknown_components_and_fields_are_kept() {
    let component = |value: Value| {
        let component: Component = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(serde_json::to_value(&component).unwrap(), value);
        component
    };
    for other in [
        json!({"type": "video", "id": "v", "label": "V", "parts": [1, null]}),
        json!({"id": "v", "label": "V", "action": {"type": "submit"}}),
        json!({"type": 7}),
        json!({"type": null, "text": "x"}),
        json!("text"),
        json!([{"type": "text"}]),
    ] {
        let kind = other["type"].as_str().map(str::to_owned);
        let other = component(other);
        assert!(matches!(other, Component::Other(_)));
        assert_eq!(other.kind(), kind.as_deref());
    }
    let button = json!({
        "type": "button", "id": "b", "label": "B", "style": "giant",
        "action": {"type": "submit", "delay": 5}, "icon": {"name": "star"},
    });
    let Component::Button(button) = component(button) else {
        panic!("expected a button");
    };
    assert_eq!(button.style.unwrap(), "giant");
    assert_eq!(button.extra.get("icon"), Some(&json!({"name": "star"})));
    // A value that does not fit its field.
    let Component::Spacer(spacer) = component(json!({"type": "spacer", "size": {"px": 5}})) else {
        panic!("expected a spacer");
    };
    assert_eq!(spacer.size, None);
}

#[test]
fn requests_are_decoded_with_the_names_of_every_version() {
    let submit: SubmitRequest = serde_json::from_value(json!({
        "app_id": "abc", "workspace_region": "EU", "component_id": "save",
        "current_canvas": {"content": {"components": [{"type": "text", "text": "T"}, {"type": "new"}]},
            "stored_data": {"step": 2}},
        "input_values": {"order": "4711", "topics": ["news", "offers"], "size": "m"},
        "customer": {"id": "1", "name": "Ada"}, "later": {"a": 1},
    }))
    .unwrap();
    assert_eq!(submit.workspace(), Some("abc"));
    assert_eq!(submit.region(), Some(Region::Eu));
    assert_eq!(submit.person().unwrap().name.as_deref(), Some("Ada"));
    assert_eq!(submit.input("order"), Some("4711"));
    assert_eq!(submit.input("topics"), None);
    assert_eq!(submit.selected("topics"), ["news", "offers"]);
    assert_eq!(submit.selected("size"), ["m"]);
    assert!(submit.selected("none").is_empty());
    let canvas = submit.current_canvas.as_ref().unwrap();
    assert_eq!(canvas.components().len(), 2);
    assert_eq!(
        canvas.stored_data.as_ref().unwrap().integer("step"),
        Some(2)
    );
    assert_eq!(submit.extra.get("later"), Some(&json!({"a": 1})));
}

/// Whether everything of a value was written. Lists of the API's types are written when they are
/// empty, too.
fn holds(written: &Value, value: &Value) -> bool {
    match (written, value) {
        (Value::Object(written), Value::Object(object)) => object.iter().all(|(key, value)| {
            written
                .get(key)
                .is_some_and(|written| holds(written, value))
        }),
        _ => written == value,
    }
}

/// The keys of what a request does not write as it was received.
fn lost<T: serde::de::DeserializeOwned + serde::Serialize>(body: &Value) -> Vec<String> {
    let request: T = serde_json::from_value(body.clone()).unwrap();
    let written = serde_json::to_value(&request).unwrap();
    let keys = body.as_object().unwrap().iter();
    keys.filter(|(key, value)| !holds(&written[key.as_str()], value))
        .map(|(key, _)| format!("{key}: {}", written[key.as_str()]))
        .collect()
}

#[test]
fn requests_lose_nothing() {
    let body = json!({
        "app_id": "abc", "workspace_region": "us-9",
        "admin": {"type": "admin", "id": 5, "name": "A", "new": 1},
        "context": {"location": "fridge", "conversation_id": 7, "locale": "en", "x": true},
        "conversation": {"type": "conversation", "id": "7", "new": [1]},
        "contact": "none", "user": {"id": "1"}, "customer": {"id": "2"},
        "card_creation_options": {"a": {"b": 1}}, "component_id": "save",
        "current_canvas": {"content": {"components": [{"type": "new"}], "y": 1}, "content_url": "https://example.com"},
        "canvas": {"stored_data": {"z": []}}, "input_values": {"a": ["b"]}, "sheet_values": {"c": 1.5},
    });
    let none: [&str; 0] = [];
    assert_eq!(lost::<InitializeRequest>(&body), none);
    assert_eq!(lost::<ConfigureRequest>(&body), none);
    assert_eq!(lost::<SubmitRequest>(&body), none);
    assert_eq!(lost::<LiveCanvasRequest>(&body), none);
    assert_eq!(lost::<SheetSubmitRequest>(&body), none);
    assert_eq!(lost::<SheetRequest>(&body), none);
}

#[test]
fn responses_beyond_the_limits_are_refused() {
    let shown = |length: usize| {
        let canvas = Canvas::new().component(Text::new("x".repeat(length)));
        CanvasResponse::show(canvas)
            .to_json()
            .map(|json| json.len())
    };
    let frame = serde_json::to_string(&Canvas::new().component(Text::new("")).content).unwrap();
    let most = MAX_CONTENT_SIZE - frame.len();
    assert!(shown(most).is_ok());
    let error = CanvasError::ContentTooLarge {
        size: MAX_CONTENT_SIZE + 1,
        limit: MAX_CONTENT_SIZE,
    };
    assert_eq!(shown(most + 1), Err(error));
    assert_eq!(error.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let live = LiveCanvasResponse::new().component(Text::new("x".repeat(most + 1)));
    assert_eq!(live.to_json(), Err(error));

    let stored = |length: usize| {
        let canvas = Canvas::new().stored_data([("a", "x".repeat(length))]);
        CanvasResponse::show(canvas)
            .to_json()
            .map(|json| json.len())
    };
    let most = MAX_STORED_DATA_SIZE - r#"{"a":""}"#.len();
    assert!(stored(most).is_ok());
    assert!(matches!(
        stored(most + 1),
        Err(CanvasError::StoredDataTooLarge { .. })
    ));
}

#[test]
fn responses_have_the_form_of_the_platform() {
    let checkbox = Checkbox::new("topics", [ChoiceOption::id("news").text("News")]);
    let canvas = Canvas::new()
        .component(checkbox)
        .component(
            Button::id("b")
                .label("B")
                .action(Action::sheet("https://example.com/s")),
        )
        .stored_data([("step", 1)]);
    let response = CanvasResponse::show(canvas)
        .card_creation_options([("board", "roadmap")])
        .completed();
    let json: Value = serde_json::from_str(&response.to_json().unwrap()).unwrap();
    let expected = json!({
        "canvas": {
            "content": {"components": [
                {"type": "checkbox", "id": "topics", "option": [{"type": "option", "id": "news", "text": "News"}]},
                {"type": "button", "id": "b", "label": "B", "action": {"type": "sheet", "url": "https://example.com/s"}},
            ]},
            "stored_data": {"step": 1},
        },
        "card_creation_options": {"board": "roadmap"},
        "event": {"type": "completed"},
    });
    assert_eq!(json, expected);
    let decoded: CanvasResponse = serde_json::from_value(expected).unwrap();
    assert_eq!(decoded, response);
    let live = CanvasResponse::show(Canvas::live("https://example.com/live"));
    assert_eq!(
        live.to_json().unwrap(),
        r#"{"canvas":{"content_url":"https://example.com/live"}}"#
    );
    let live = LiveCanvasResponse::new().component(Text::new("T"));
    assert_eq!(
        live.to_json().unwrap(),
        r#"{"content":{"components":[{"type":"text","text":"T"}]}}"#
    );
    let canvas: Canvas = [Text::new("1"), Text::new("2")].into_iter().collect();
    assert_eq!(canvas.components().len(), 2);
}
