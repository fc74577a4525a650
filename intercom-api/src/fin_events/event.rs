//! The events of Fin, distinguished by name.

use intercom_core::codegen::field::{Field, reread};
use intercom_core::codegen::{open_enum, record};
use intercom_core::{Extra, Id, Timestamp, UnknownValue};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// An event of a conversation with Fin.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum FinEvent {
    /// Fin's status has changed. The event `fin_status_updated`.
    StatusUpdated(FinStatusUpdated),
    /// Fin has replied. The event `fin_replied`.
    Replied(FinReplied),
    /// Fin is writing a reply. The event `fin_reply_chunk`, which only server-sent events have.
    ReplyChunk(FinReplyChunk),
    /// Fin asks for a rating. The event `csat_requested`.
    CsatRequested(FinCsatRequested),
    /// An event of another name, as it was received.
    Other(Value),
}

impl FinEvent {
    /// Returns the event in a JSON value. `name` is used where the value does not contain the name
    /// of its event.
    pub(super) fn from_value(value: Value, name: Option<&str>) -> Self {
        let own = value.get("event_name").and_then(Value::as_str);
        let name = match own.or(name.filter(|name| is_known(name))) {
            Some(name) => name,
            None => name_by_shape(&value),
        };
        match name {
            STATUS_UPDATED => Self::StatusUpdated(read(&value)),
            REPLIED => Self::Replied(read(&value)),
            REPLY_CHUNK => Self::ReplyChunk(read(&value)),
            CSAT_REQUESTED => Self::CsatRequested(read(&value)),
            _ => Self::Other(value),
        }
    }

    /// Returns the name of the event, such as `fin_replied`.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::StatusUpdated(_) => Some(STATUS_UPDATED),
            Self::Replied(_) => Some(REPLIED),
            Self::ReplyChunk(_) => Some(REPLY_CHUNK),
            Self::CsatRequested(_) => Some(CSAT_REQUESTED),
            Self::Other(value) => value.get("event_name")?.as_str(),
        }
    }

    /// Returns your own id of the conversation.
    pub fn conversation_id(&self) -> Option<&Id> {
        match self {
            Self::StatusUpdated(event) => event.conversation_id.as_ref(),
            Self::Replied(event) => event.conversation_id.as_ref(),
            Self::ReplyChunk(event) => event.conversation_id.as_ref(),
            Self::CsatRequested(event) => event.conversation_id.as_ref(),
            Self::Other(_) => None,
        }
    }

    /// Returns the id of Fin's message, which a webhook and a server-sent event of the same reply
    /// have in common.
    pub fn message_id(&self) -> Option<&Id> {
        match self {
            Self::Replied(event) => event.message.as_ref()?.id.as_ref(),
            _ => None,
        }
    }

    /// Returns Fin's status.
    pub fn status(&self) -> Option<&FinStatus> {
        match self {
            Self::StatusUpdated(event) => event.status.as_ref(),
            Self::Replied(event) => event.status.as_ref(),
            Self::ReplyChunk(event) => event.status.as_ref(),
            Self::CsatRequested(_) | Self::Other(_) => None,
        }
    }
}

const STATUS_UPDATED: &str = "fin_status_updated";
const REPLIED: &str = "fin_replied";
const REPLY_CHUNK: &str = "fin_reply_chunk";
const CSAT_REQUESTED: &str = "csat_requested";

fn is_known(name: &str) -> bool {
    [STATUS_UPDATED, REPLIED, REPLY_CHUNK, CSAT_REQUESTED].contains(&name)
}

/// Returns the name of an event that does not contain it: each has a key that no other has.
fn name_by_shape(value: &Value) -> &'static str {
    if value.get("event_name").is_some() {
        return "";
    }
    let keys = [
        ("chunk_text", REPLY_CHUNK),
        ("message", REPLIED),
        ("csat", CSAT_REQUESTED),
        ("status", STATUS_UPDATED),
    ];
    let found = keys.iter().find(|(key, _)| value.get(key).is_some());
    found.map_or("", |(_, name)| name)
}

fn read<T: Field>(value: &Value) -> T {
    // What does not fit is in `extra`.
    let (event, _) = reread(value);
    event
}

impl Serialize for FinEvent {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::StatusUpdated(event) => event.serialize(output),
            Self::Replied(event) => event.serialize(output),
            Self::ReplyChunk(event) => event.serialize(output),
            Self::CsatRequested(event) => event.serialize(output),
            Self::Other(value) => value.serialize(output),
        }
    }
}

impl<'de> Deserialize<'de> for FinEvent {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Ok(Self::from_value(Value::deserialize(input)?, None))
    }
}

/// Fin's status has changed.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct FinStatusUpdated {
    /// Your own id of the conversation.
    pub conversation_id: Option<Id>,
    /// Your own id of the user.
    pub user_id: Option<Id>,
    /// The new status.
    pub status: Option<FinStatus>,
    /// Why the conversation was escalated.
    pub reason: Option<String>,
    /// When the event was created. ISO 8601 on the wire.
    pub created_at_ms: Option<Timestamp>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(FinStatusUpdated {
    "conversation_id" => conversation_id,
    "user_id" => user_id,
    "status" => status,
    "reason" => reason,
    "created_at_ms" => created_at_ms as text,
} with "event_name" = "fin_status_updated");

/// Fin has replied.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct FinReplied {
    /// Your own id of the conversation.
    pub conversation_id: Option<Id>,
    /// Your own id of the user.
    pub user_id: Option<Id>,
    /// Fin's message.
    pub message: Option<FinMessage>,
    /// Fin's status, normally `awaiting_user_reply`.
    pub status: Option<FinStatus>,
    /// The id that the chunks of this reply have. The message replaces their text.
    pub stream_id: Option<String>,
    /// When the event was created. ISO 8601 on the wire.
    pub created_at_ms: Option<Timestamp>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(FinReplied {
    "conversation_id" => conversation_id,
    "user_id" => user_id,
    "message" => message,
    "status" => status,
    "stream_id" => stream_id,
    "created_at_ms" => created_at_ms as text,
} with "event_name" = "fin_replied");

/// A message of Fin.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct FinMessage {
    /// Intercom's id of the message.
    pub id: Option<Id>,
    /// Who wrote the message.
    pub author: Option<FinAuthor>,
    /// The message in HTML.
    pub body: Option<String>,
    /// When the message was created. ISO 8601 on the wire.
    pub timestamp_ms: Option<Timestamp>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(FinMessage {
    "id" => id,
    "author" => author,
    "body" => body,
    "timestamp_ms" => timestamp_ms as text,
});

/// Fin is writing a reply.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct FinReplyChunk {
    /// Your own id of the conversation.
    pub conversation_id: Option<Id>,
    /// The id that all chunks of a reply have.
    pub stream_id: Option<String>,
    /// Position of the chunk in the reply, from zero.
    pub chunk_index: Option<i64>,
    /// The whole reply so far, without HTML. It replaces the text of earlier chunks.
    pub chunk_text: Option<String>,
    /// Fin's status, normally `replying`.
    pub status: Option<FinStatus>,
    /// When the event was created. ISO 8601 on the wire.
    pub created_at_ms: Option<Timestamp>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(FinReplyChunk {
    "conversation_id" => conversation_id,
    "stream_id" => stream_id,
    "chunk_index" => chunk_index,
    "chunk_text" => chunk_text,
    "status" => status,
    "created_at_ms" => created_at_ms as text,
} with "event_name" = "fin_reply_chunk");

/// Fin asks the user to rate the conversation.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct FinCsatRequested {
    /// Your own id of the conversation.
    pub conversation_id: Option<Id>,
    /// Your own id of the user.
    pub user_id: Option<Id>,
    /// The ratings to offer.
    pub csat: Option<FinCsatSurvey>,
    /// When the event was created. ISO 8601 on the wire.
    pub created_at_ms: Option<Timestamp>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(FinCsatRequested {
    "conversation_id" => conversation_id,
    "user_id" => user_id,
    "csat" => csat,
    "created_at_ms" => created_at_ms as text,
} with "event_name" = "csat_requested");

/// The ratings to offer.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct FinCsatSurvey {
    /// Ratings, in the order to show them in.
    pub options: Vec<FinCsatOption>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(FinCsatSurvey { "options" => options });

/// A rating to offer.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct FinCsatOption {
    /// The value to submit with `fin().submit_csat`, such as `good`.
    pub key: Option<String>,
    /// Emoji of the rating.
    pub emoji: Option<String>,
    /// Text of the rating, in the language of the conversation.
    pub label: Option<String>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(FinCsatOption {
    "key" => key,
    "emoji" => emoji,
    "label" => label,
});

/// How far Fin is with a conversation.
///
/// An open enumeration: unknown values are kept.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum FinStatus {
    /// Fin is preparing a reply. The value `thinking`.
    Thinking,
    /// Fin is writing a reply. The value `replying`.
    Replying,
    /// Fin has replied and expects the user's next message. The value `awaiting_user_reply`.
    AwaitingUserReply,
    /// Fin has passed the conversation on to a human. `complete` follows. The value `escalated`.
    Escalated,
    /// Fin considers the question settled. `complete` follows. The value `resolved`.
    Resolved,
    /// Fin has finished. The value `complete`.
    Complete,
    /// A value that this version of the crate does not know.
    Unknown(UnknownValue),
}

open_enum!(FinStatus {
    Thinking = "thinking",
    Replying = "replying",
    AwaitingUserReply = "awaiting_user_reply",
    Escalated = "escalated",
    Resolved = "resolved",
    Complete = "complete",
});

impl FinStatus {
    /// Returns whether Fin sends nothing more until it is called again: `awaiting_user_reply` and
    /// `complete`. A rating can be requested after `complete`.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::AwaitingUserReply | Self::Complete)
    }
}

/// Who wrote a message.
///
/// An open enumeration: unknown values are kept.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum FinAuthor {
    /// Fin itself. The value `fin`.
    Fin,
    /// The person who needs help. The value `user`.
    User,
    /// A human agent of your team. The value `agent`.
    Agent,
    /// A value that this version of the crate does not know.
    Unknown(UnknownValue),
}

open_enum!(FinAuthor {
    Fin = "fin",
    User = "user",
    Agent = "agent",
});
