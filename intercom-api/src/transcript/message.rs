//! What a part holds, if it is a message or a note.

use super::author::Author;
use crate::Timestamp;
use crate::types::{
    Conversation, ConversationPart, ConversationPartType, ConversationSource, PartAttachment,
};

/// A message or a note.
pub(super) struct Message<'a> {
    pub(super) author: Author<'a>,
    pub(super) created_at: Option<Timestamp>,
    pub(super) is_note: bool,
    pub(super) is_redacted: bool,
    pub(super) subject: Option<&'a str>,
    pub(super) body: &'a str,
    /// Names, and addresses where there are any.
    pub(super) attachments: Vec<(&'a str, Option<&'a str>)>,
}

impl<'a> Message<'a> {
    /// Returns the message that started the conversation; `None` when it has no content.
    pub(super) fn of_source(
        source: &'a ConversationSource,
        conversation: &Conversation,
    ) -> Option<Self> {
        let is_redacted = source.redacted == Some(true);
        let subject = filled(source.subject.as_deref());
        let body = filled(source.body.as_deref());
        if !is_redacted && subject.is_none() && body.is_none() && source.attachments.is_empty() {
            return None;
        }
        Some(Self {
            author: Author::of(source.author.as_ref()),
            created_at: conversation.created_at,
            is_note: false,
            is_redacted,
            subject,
            body: body.unwrap_or_default(),
            attachments: named(&source.attachments),
        })
    }

    /// Returns the message or note of a part; `None` for an event without content.
    pub(super) fn of_part(part: &'a ConversationPart) -> Option<Self> {
        let is_message = matches!(
            part.part_type,
            Some(
                ConversationPartType::Comment
                    | ConversationPartType::Note
                    | ConversationPartType::QuickReply
            )
        );
        let body = filled(part.body.as_deref());
        // An assignment, or the end of a conversation, can have a text.
        if !is_message && body.is_none() && part.attachments.is_empty() {
            return None;
        }
        Some(Self {
            author: Author::of(part.author.as_ref()),
            created_at: part.created_at,
            is_note: is_note(part),
            is_redacted: part.redacted == Some(true),
            subject: None,
            body: body.unwrap_or_default(),
            attachments: named(&part.attachments),
        })
    }
}

/// Returns whether only teammates can read a part. The text of an assignment, and that of a part of
/// an unknown type with a word for it in its name, count as notes: showing one to a contact would be
/// worse than marking a message.
fn is_note(part: &ConversationPart) -> bool {
    let name = part
        .part_type
        .as_ref()
        .map_or("", ConversationPartType::as_str);
    name.contains("note") || name.contains("assign")
}

fn filled(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim().is_empty())
}

/// Returns names, and addresses where there are any.
fn named(attachments: &[PartAttachment]) -> Vec<(&str, Option<&str>)> {
    let named = attachments.iter().map(|attachment| {
        let name = filled(attachment.name.as_deref()).unwrap_or("attachment");
        (name, filled(attachment.url.as_deref()))
    });
    named.collect()
}
