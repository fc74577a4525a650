use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use super::Id;
use crate::data::Extra;
use crate::data::Nullable;

#[test]
fn id_from_text_equals_id_from_integer() {
    let id = Id::from("814860");
    assert_eq!(id, Id::from(814_860_i64));
    assert_eq!(id, Id::from(814_860_u64));
    assert_eq!(id, Id::from(&814_860_u32));
    assert_eq!(id, Id::from(String::from("814860")));
    assert_eq!(id, Id::from(&String::from("814860")));
    assert_eq!(id, "814860");
    assert_eq!("814860", id);
    assert_eq!(id, String::from("814860"));
    assert_eq!(id, 814_860);
    assert_eq!(814_860_u64, id);
    assert_ne!(id, 814_861);
    assert_ne!(id, "0814860");
    assert_ne!(id, Id::default());
}

#[test]
fn id_is_small_and_optional_ids_are_not_larger() {
    assert_eq!(size_of::<Id>(), 24);
    assert_eq!(size_of::<Option<Id>>(), 24);
}

#[test]
fn text_of_every_length_is_kept() {
    for length in 0..64 {
        let text = "é1".repeat(length);
        let id = Id::from(&text);
        assert_eq!(id.as_str(), text);
        assert_eq!(id.to_string(), text);
        assert_eq!(id.is_empty(), length == 0);
        assert_eq!(text.parse::<Id>(), Ok(id));
    }
}

#[test]
fn integers_at_the_limits_are_kept() {
    for value in [0, 1, -1, 9, 10, i64::MAX, i64::MIN] {
        let id = Id::from(value);
        assert_eq!(id.as_str(), value.to_string());
        assert_eq!(id.to_i64(), Some(value));
        assert_eq!(serde_json::to_value(&id).unwrap(), json!(value));
        assert_eq!(Value::from(&id), json!(value));
    }
    let largest = Id::from(u64::MAX);
    assert_eq!(largest.to_i64(), None);
    assert_eq!(largest.to_u64(), Some(u64::MAX));
    assert_eq!(serde_json::to_value(&largest).unwrap(), json!(u64::MAX));
}

#[test]
fn text_in_an_unusual_spelling_is_not_an_integer() {
    for text in [
        "",
        "007",
        "+7",
        "-0",
        "-",
        "7 ",
        "1.0",
        "1e3",
        "٣",
        "99999999999999999999",
    ] {
        assert_eq!(Id::from(text).to_i64(), None, "{text}");
    }
    assert_eq!(Id::from("0").to_i64(), Some(0));
}

#[test]
fn maps_of_ids_are_searched_with_text() {
    let hashed = HashMap::from([(Id::from(5), "five")]);
    assert_eq!(hashed.get("5"), Some(&"five"));
    let ordered = BTreeMap::from([(Id::from(5), 'a'), (Id::from("x"), 'b')]);
    assert_eq!(ordered.get("x"), Some(&'b'));
    assert_eq!(ordered.get("5"), Some(&'a'));
    assert_eq!(Some(Id::from(5)).as_deref(), Some("5"));
}

#[test]
fn serde_keeps_the_json_type() {
    for value in [
        json!("5"),
        json!(5),
        json!("6762f0dd1bb69f9f2193bb83"),
        json!(""),
    ] {
        let id: Id = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(serde_json::to_value(&id).unwrap(), value);
    }
    for value in [json!({}), json!([1]), json!(null)] {
        assert!(serde_json::from_value::<Id>(value).is_err());
    }
}

#[test]
fn debug_shows_the_json_type() {
    assert_eq!(format!("{:?} {:?}", Id::from(5), Id::from("5")), "5 \"5\"");
    assert_eq!(format!("{:>4}|", Id::from(5)), "   5|");
}

/// A type that is sent and received.
#[derive(Clone, Default)]
struct Both {
    author_id: Option<Id>,
    parent_id: Nullable<Id>,
    tag_ids: Vec<Id>,
    admin_assignee_id: Option<Id>,
    team_assignee_id: Option<Id>,
    other_id: Option<Id>,
    extra: Extra,
}

crate::codegen::record!(Both {
    "author_id" => author_id as received integer,
    "parent_id" => parent_id as received string,
    "tag_ids" => tag_ids as received string,
    "admin_assignee_id" => admin_assignee_id as assigned,
    "team_assignee_id" => team_assignee_id as assigned integer,
    "other_id" => other_id,
});

fn written(value: &Both) -> Value {
    serde_json::to_value(value).unwrap()
}

#[test]
fn sent_ids_have_the_declared_type() {
    let sent = Both {
        author_id: Some("123".into()),
        parent_id: 7.into(),
        tag_ids: vec![1.into(), "x".into()],
        admin_assignee_id: Some(5.into()),
        team_assignee_id: Some("0".into()),
        other_id: Some(9.into()),
        ..Both::default()
    };
    let expected = json!({
        "author_id": 123,
        "parent_id": "7",
        "tag_ids": ["1", "x"],
        "admin_assignee_id": 5,
        "team_assignee_id": 0,
        "other_id": 9,
    });
    assert_eq!(written(&sent), expected);
}

#[test]
fn text_that_is_not_an_integer_is_sent_unchanged() {
    let mut sent = Both::default();
    for text in ["abc", "007", "99999999999999999999"] {
        sent.author_id = Some(text.into());
        assert_eq!(written(&sent)["author_id"], text);
    }
}

#[test]
fn received_ids_are_written_back_unchanged() {
    for came in [
        json!({"author_id": "123", "parent_id": 7, "tag_ids": [1, "2"], "other_id": "3"}),
        json!({"author_id": 123, "parent_id": "7", "tag_ids": ["1"], "other_id": 3}),
        json!({"author_id": 1.5, "parent_id": true, "tag_ids": [1.0], "other_id": 1e30}),
        json!({"author_id": "", "parent_id": null, "tag_ids": [], "other_id": u64::MAX}),
    ] {
        let received: Both = serde_json::from_value(came.clone()).unwrap();
        assert_eq!(written(&received), came);
    }
}

#[test]
fn changed_ids_are_written_in_the_declared_type() {
    let mut received: Both =
        serde_json::from_value(json!({"author_id": "123", "parent_id": 7})).unwrap();
    assert_eq!(received.author_id.as_ref().unwrap(), &123);
    received.author_id = Some("124".into());
    received.parent_id = 8.into();
    assert_eq!(
        written(&received),
        json!({"author_id": 124, "parent_id": "8", "tag_ids": []})
    );
}

#[test]
fn unassigned_zero_is_none_and_written_back_unchanged() {
    for zero in [json!(0), json!("0")] {
        let came = json!({"admin_assignee_id": zero, "team_assignee_id": zero, "tag_ids": []});
        let mut received: Both = serde_json::from_value(came.clone()).unwrap();
        assert_eq!(received.admin_assignee_id, None);
        assert_eq!(received.team_assignee_id, None);
        assert!(received.extra.anomalies().is_empty());
        assert_eq!(written(&received), came);

        received.admin_assignee_id = Some(5.into());
        assert_eq!(written(&received)["admin_assignee_id"], 5);
        assert_eq!(written(&received)["team_assignee_id"], zero);
    }
}

#[test]
fn other_zeros_are_ids() {
    let received: Both = serde_json::from_value(json!({"other_id": 0})).unwrap();
    assert_eq!(received.other_id.unwrap(), 0);
}
