//! `Debug` and `PartialEq` of records against those that a derive gives, and the forms of fields in other
//! formats than JSON text.

use serde_json::{Value, json};

use super::{Choice, Part, State};
use crate::data::{Extra, Id, Nullable, Timestamp};

macro_rules! twins {
    ($record:ident, $derived:ident { $($field:ident: $ty:ty),* $(,)? }) => {
        #[derive(Clone, Default)]
        struct $record { $($field: $ty,)* extra: Extra }

        #[derive(Debug, PartialEq)]
        struct $derived { $($field: $ty,)* extra: Extra }

        impl From<$record> for $derived {
            fn from(value: $record) -> Self {
                Self { $($field: value.$field,)* extra: value.extra }
            }
        }
    };
}

twins!(Card, Derived {
    id: Id,
    number: Option<f64>,
    state: Option<State>,
    part: Option<Part>,
    parts: Vec<Part>,
    cleared: Nullable<i64>,
    choice: Option<Choice>,
    owner_id: Option<Id>,
    at: Option<Timestamp>,
});

crate::codegen::record!(Card {
    "id" => id,
    "number" => number,
    "state" => state,
    "part" => part,
    "parts" => parts,
    "cleared" => cleared,
    "choice" => choice,
    "owner_id" => owner_id as assigned integer,
    "at" => at as text,
});

/// Cards that differ in one field each.
fn cards() -> Vec<Card> {
    let values = [
        json!({}),
        json!({ "id": "1" }),
        json!({ "id": 1 }),
        json!({ "number": 0.5 }),
        json!({ "number": 1 }),
        json!({ "state": "open" }),
        json!({ "state": "new" }),
        json!({ "part": { "name": "a" } }),
        json!({ "part": { "name": "a", "size": 1 } }),
        json!({ "part": { "name": "a", "other": null } }),
        json!({ "parts": [{}, { "name": "a" }] }),
        json!({ "cleared": null }),
        json!({ "cleared": 1 }),
        json!({ "choice": { "name": "a" } }),
        json!({ "choice": [1] }),
        json!({ "owner_id": 7 }),
        json!({ "owner_id": "7" }),
        json!({ "owner_id": 0 }),
        json!({ "at": "2026-01-02T03:04:05Z" }),
        json!({ "other": [1, "a"] }),
    ];
    let read = |value: Value| serde_json::from_value(value).unwrap();
    values.into_iter().map(read).collect()
}

#[test]
fn records_are_printed_as_by_a_derive() {
    for card in cards() {
        let derived = Derived::from(card.clone());
        let name = |text: String| text.replacen("Derived", "Card", 1);
        assert_eq!(format!("{card:?}"), name(format!("{derived:?}")));
        assert_eq!(format!("{card:#?}"), name(format!("{derived:#?}")));
    }
}

#[test]
fn records_are_compared_as_by_a_derive() {
    for one in cards() {
        for other in cards() {
            let derived = Derived::from(one.clone()) == Derived::from(other.clone());
            assert_eq!(one == other, derived, "{one:?} {other:?}");
        }
    }
    let nan = Card {
        number: Some(f64::NAN),
        ..Card::default()
    };
    assert_ne!(nan, nan.clone());
}

#[test]
fn keys_of_any_order_are_found() {
    let text = r#"{"at": "2026-01-02T03:04:05Z", "id": 1, "choice": {"name": "a"}, "x": 1,
        "number": 2}"#;
    let card: Card = serde_json::from_str(text).unwrap();
    assert!(card.id == 1 && card.number == Some(2.0) && card.choice.is_some());
    let written = serde_json::to_string(&card).unwrap();
    let expected = r#"{"id":1,"number":2.0,"parts":[],"choice":{"name":"a"},"at":"2026-01-02T03:04:05Z","x":1}"#;
    assert_eq!(written, expected);
}
