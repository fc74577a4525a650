//! Checkpoints as they are written, and whatever else is read as one.

use serde_json::json;

use super::{Checkpoint, GivenItems, Position};

fn checkpoint(position: Position) -> Checkpoint {
    Checkpoint {
        operation: "contacts.list".to_owned(),
        position,
        given: GivenItems::new(vec![7, u64::MAX]),
    }
}

#[test]
fn every_position_can_be_written_and_read() {
    let query = vec![("before".to_owned(), "1".to_owned())];
    for position in [
        Position::Start,
        Position::After("c".to_owned()),
        Position::Page(3),
        Position::Query(query),
        Position::End,
    ] {
        let checkpoint = checkpoint(position);
        let text = serde_json::to_string(&checkpoint).unwrap();
        let read: Checkpoint = serde_json::from_str(&text).unwrap();
        assert!(read == checkpoint, "{text}");
    }
    let text = serde_json::to_value(checkpoint(Position::After("c".to_owned()))).unwrap();
    let expected = json!({
        "version": 2,
        "operation": "contacts.list",
        "after": "c",
        "given": "0000000000000007ffffffffffffffff",
    });
    assert_eq!(text, expected);
}

#[test]
fn checkpoint_of_version_1_is_read_without_its_counts() {
    let read = |position: &str| {
        let text = format!(r#"{{"operation":"a.b",{position},"pages":2,"items":7}}"#);
        let read: Checkpoint = serde_json::from_str(&text).unwrap();
        assert!(read.given.is_empty());
        read.position
    };
    assert!(read(r#""after":"c""#) == Position::After("c".to_owned()));
    assert!(read(r#""start":true"#) == Position::Start);
    assert!(read(r#""end":true"#) == Position::End);
    assert!(read(r#""page":4"#) == Position::Start);
    assert!(read(r#""query":[["page","4"]]"#) == Position::Start);
    let before = vec![("before".to_owned(), "4".to_owned())];
    assert!(read(r#""query":[["before","4"]]"#) == Position::Query(before));
}

#[test]
fn checkpoint_of_a_later_version_is_refused() {
    let text = r#"{"version":3,"operation":"a.b","start":true}"#;
    let error = serde_json::from_str::<Checkpoint>(text).err().unwrap();
    let expected = "unsupported checkpoint version 3; this version of the crate reads 1 and 2";
    assert!(error.to_string().starts_with(expected), "{error}");
}

#[test]
fn what_is_not_a_checkpoint_is_refused() {
    for text in [
        "{}",
        "[]",
        "null",
        r#"{"operation": "a"}"#,
        r#"{"start": true}"#,
        r#"{"operation": "a", "page": "x"}"#,
        r#"{"operation": "a", "page": -1}"#,
        r#"{"operation": "a", "page": 1e400}"#,
        r#"{"version": 0, "operation": "a", "start": true}"#,
        r#"{"version": "2", "operation": "a", "start": true}"#,
        r#"{"version": 2, "operation": "a", "start": true, "given": 7}"#,
        r#"{"version": 2, "operation": "a", "start": true, "given": "7"}"#,
        r#"{"version": 2, "operation": "a", "start": true, "given": "+000000000000000"}"#,
        r#"{"version": 2, "operation": "a", "start": true, "given": "ääääääää"}"#,
    ] {
        assert!(serde_json::from_str::<Checkpoint>(text).is_err(), "{text}");
    }
}

#[test]
fn debug_shows_no_cursor() {
    let text = format!("{:?}", checkpoint(Position::After("s3cret".to_owned())));
    assert!(
        !text.contains("s3cret") && text.contains("contacts.list"),
        "{text}"
    );
}
