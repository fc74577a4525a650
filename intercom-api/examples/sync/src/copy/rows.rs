//! The rows that an object becomes.

use intercom_api::types::Conversation;
use intercom_api::{Id, Timestamp};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::Copied;
use crate::database::Row;

/// The exact JSON of the parts of a conversation.
#[derive(Deserialize)]
struct WithParts<'a> {
    #[serde(borrow)]
    conversation_parts: Option<Parts<'a>>,
}

#[derive(Deserialize)]
struct Parts<'a> {
    #[serde(borrow)]
    conversation_parts: Option<Vec<&'a RawValue>>,
}

/// What is read of a part.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Part {
    id: Id,
    created_at: Option<Timestamp>,
}

pub(super) fn object(
    id: String,
    updated_at: Option<i64>,
    json: Option<&str>,
    rows: &mut Vec<Row>,
) -> Copied {
    rows.push(Row::Object {
        id,
        updated_at,
        json: json.map(str::to_owned),
    });
    Copied {
        changed: 1,
        ..Copied::default()
    }
}

pub(super) fn gone(id: &Id, rows: &mut Vec<Row>) -> Copied {
    rows.push(Row::Gone { id: id.to_string() });
    Copied {
        gone: 1,
        ..Copied::default()
    }
}

pub(super) fn conversation(
    conversation: &Conversation,
    json: Option<&str>,
    is_truncated: bool,
    rows: &mut Vec<Row>,
) -> Copied {
    let id = conversation.id.to_string();
    let updated_at = conversation.updated_at.map(Timestamp::seconds);
    let mut copied = object(id.clone(), updated_at, json, rows);
    if is_truncated {
        // Older parts that were copied before stay.
        copied.truncated = 1;
    } else {
        let conversation_id = id.clone();
        rows.push(Row::ForgetParts { conversation_id });
    }
    for json in parts(json.unwrap_or("null")) {
        let part: Part = serde_json::from_str(json.get()).unwrap_or_default();
        if part.id.is_empty() {
            continue;
        }
        copied.parts += 1;
        rows.push(Row::Part {
            id: part.id.to_string(),
            conversation_id: id.clone(),
            created_at: part.created_at.map(Timestamp::seconds),
            json: json.get().to_owned(),
        });
    }
    copied
}

/// The parts of a conversation as they are written.
fn parts(conversation: &str) -> Vec<&RawValue> {
    let read: Result<WithParts<'_>, _> = serde_json::from_str(conversation);
    let parts = read.ok().and_then(|read| read.conversation_parts);
    parts
        .and_then(|parts| parts.conversation_parts)
        .unwrap_or_default()
}
