use serde_json::{Value, json};

use super::repeats::Repeats;
use super::{FinAuthor, FinEvent, FinStatus};

fn event(value: &Value) -> FinEvent {
    let event: FinEvent = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&event).unwrap(), *value);
    event
}

#[test]
fn every_event_is_typed() {
    let FinEvent::StatusUpdated(update) = event(&json!({
        "event_name": "fin_status_updated", "conversation_id": "c", "user_id": "u",
        "status": "escalated", "reason": "Routed to team", "created_at_ms": "2025-01-24T10:00:00.123Z",
    })) else {
        panic!("expected a status");
    };
    assert_eq!(update.status, Some(FinStatus::Escalated));
    assert_eq!(update.reason.as_deref(), Some("Routed to team"));
    assert_eq!(update.created_at_ms.unwrap().seconds(), 1_737_712_800);

    let FinEvent::Replied(reply) = event(&json!({
        "event_name": "fin_replied", "conversation_id": "c", "user_id": "u",
        "message": {"id": "7", "author": "fin", "body": "<p>Hi</p>", "timestamp_ms": "2025-01-24T09:01:00.456Z"},
        "status": "awaiting_user_reply", "stream_id": "s", "created_at_ms": "2025-01-24T10:00:00.123Z",
    })) else {
        panic!("expected a reply");
    };
    let message = reply.message.unwrap();
    assert_eq!(message.author, Some(FinAuthor::Fin));
    assert_eq!(message.body.as_deref(), Some("<p>Hi</p>"));

    let FinEvent::ReplyChunk(chunk) = event(&json!({
        "event_name": "fin_reply_chunk", "conversation_id": "c", "stream_id": "s", "chunk_index": 3,
        "chunk_text": "You can", "status": "replying", "created_at_ms": "2025-01-24T10:00:00.123Z",
    })) else {
        panic!("expected a chunk");
    };
    assert_eq!(
        (chunk.chunk_index, chunk.chunk_text.as_deref()),
        (Some(3), Some("You can"))
    );

    let FinEvent::CsatRequested(request) = event(&json!({
        "event_name": "csat_requested", "conversation_id": "c", "user_id": "u",
        "csat": {"options": [{"key": "good", "emoji": "😃", "label": "Great"}]},
        "created_at_ms": "2025-01-24T10:00:00.123Z",
    })) else {
        panic!("expected a survey");
    };
    assert_eq!(
        request.csat.unwrap().options[0].key.as_deref(),
        Some("good")
    );
}

#[test]
fn times_in_milliseconds_are_read_and_kept() {
    let FinEvent::StatusUpdated(update) = event(&json!({
        "event_name": "fin_status_updated", "status": "thinking", "created_at_ms": 1_737_712_800_123_i64,
    })) else {
        panic!("expected a status");
    };
    assert_eq!(update.created_at_ms.unwrap().seconds(), 1_737_712_800);
}

#[test]
fn event_without_a_name_is_identified_by_its_keys() {
    let name = |value: Value| {
        let event: FinEvent = serde_json::from_value(value).unwrap();
        event.name().map(str::to_owned)
    };
    assert_eq!(
        name(json!({"status": "complete"})).unwrap(),
        "fin_status_updated"
    );
    assert_eq!(
        name(json!({"status": "x", "message": {}})).unwrap(),
        "fin_replied"
    );
    assert_eq!(
        name(json!({"status": "x", "chunk_text": ""})).unwrap(),
        "fin_reply_chunk"
    );
    assert_eq!(name(json!({"csat": {}})).unwrap(), "csat_requested");
    assert_eq!(name(json!({"other": 1})), None);
}

#[test]
fn memory_of_repetitions_is_bounded() {
    let mut repeats = Repeats::default();
    for number in 0..5_000 {
        let json = json!({"event_name": "fin_replied", "message": {"id": number}, "stream_id": number.to_string()});
        let event: FinEvent = serde_json::from_value(json.clone()).unwrap();
        assert!(!repeats.contains(&event, &json.to_string(), false));
        assert!(repeats.contains(&event, &json.to_string(), false));
    }
    let (messages, events, streams) = repeats.sizes();
    assert!(messages <= 1_024 && events <= 1_024 && streams <= 64);
}
