//! Transcripts: conversations as text for people, documents and language models.
//!
//! ```no_run
//! # async fn run(intercom: intercom_api::Client) -> Result<(), intercom_api::Error> {
//! let conversation = intercom.conversations().get("215470184").await?;
//! println!("{}", conversation.transcript().to_markdown());
//! # Ok(())
//! # }
//! ```

mod author;
mod event;
mod guard;
mod html;
mod message;

use std::fmt;

use self::author::Author;
use self::html::Converter;
use self::message::Message;
use crate::Timestamp;
use crate::types::{Conversation, ConversationPart};

impl Conversation {
    /// Starts a transcript: the first message and the parts, in order.
    ///
    /// The conversation needs its parts, which only
    /// [`get`](crate::conversations::Conversations::get) returns; lists and searches leave them out.
    /// Intercom returns at most the newest 500 parts. The transcript reports missing parts; see
    /// [`Transcript::missing_parts`].
    pub fn transcript(&self) -> Transcript<'_> {
        Transcript {
            conversation: self,
            has_notes: true,
            has_events: true,
            has_emails: false,
        }
    }
}

/// A conversation as text; made by [`Conversation::transcript`].
///
/// - Each message has a heading with its author, the kind of author (contact, teammate, bot, Fin,
///   team) and its time in UTC.
/// - Notes, which only teammates can read, are marked, or left out with
///   [`without_notes`](Self::without_notes).
/// - HTML is converted. Text that looks like Markdown is escaped, so that a message cannot pass for
///   a heading or for another message. The text of a message whose markup would still do so is
///   written as a block of code.
/// - Attachments are links.
/// - Events, such as assignments, are one line each.
/// - Redacted content is not shown, even if the response still holds it.
///
/// ```
/// use intercom_api::types::Conversation;
///
/// # fn main() -> Result<(), serde_json::Error> {
/// let conversation: Conversation = serde_json::from_str(r#"{
///     "id": "1",
///     "source": {"author": {"type": "user", "name": "Joe"}, "body": "<p>It is <b>late</b></p>"},
///     "conversation_parts": {"conversation_parts": [
///         {"id": "2", "part_type": "note", "author": {"type": "admin", "name": "Ann"}, "body": "<p>VIP</p>"},
///         {"id": "3", "part_type": "close", "author": {"type": "admin", "name": "Ann"}}
///     ], "total_count": 2}
/// }"#)?;
/// assert_eq!(
///     conversation.transcript().to_text(),
///     "Joe (contact)\n\nIt is late\n\n\
///      Ann (teammate), note\n\nVIP\n\n\
///      - Ann (teammate) closed the conversation\n"
/// );
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a transcript writes nothing by itself"]
pub struct Transcript<'a> {
    conversation: &'a Conversation,
    has_notes: bool,
    has_events: bool,
    has_emails: bool,
}

impl Transcript<'_> {
    /// Leaves notes out, for readers outside the team.
    pub fn without_notes(mut self) -> Self {
        self.has_notes = false;
        self
    }

    /// Leaves events out: what is neither a message nor a note.
    pub fn without_events(mut self) -> Self {
        self.has_events = false;
        self
    }

    /// Adds the email addresses of authors to their names.
    pub fn with_emails(mut self) -> Self {
        self.has_emails = true;
        self
    }

    /// Returns how many of the conversation's parts are missing from the response. It is more than
    /// zero for conversations with more than 500 parts, whose oldest parts Intercom leaves out.
    pub fn missing_parts(&self) -> usize {
        let Some(parts) = &self.conversation.conversation_parts else {
            return 0;
        };
        let total = parts.total_count.and_then(|it| usize::try_from(it).ok());
        total
            .unwrap_or_default()
            .saturating_sub(parts.conversation_parts.len())
    }

    /// Returns the transcript in Markdown, as `CommonMark` defines it.
    pub fn to_markdown(&self) -> String {
        self.write(&Format {
            is_markdown: true,
            html: Converter::markdown(),
        })
    }

    /// Returns the transcript in plain text.
    pub fn to_text(&self) -> String {
        self.write(&Format {
            is_markdown: false,
            html: Converter::text(),
        })
    }

    fn write(&self, format: &Format) -> String {
        let mut blocks = Vec::new();
        let title = self.conversation.title.as_deref().unwrap_or_default();
        if !title.trim().is_empty() {
            blocks.push(format.title(title));
        }
        let mut has_line = false;
        let source = self.conversation.source.as_deref();
        if let Some(source) = source.and_then(|it| Message::of_source(it, self.conversation)) {
            blocks.push(self.message(&source, format));
        }
        let missing = self.missing_parts();
        if missing > 0 {
            let line = format!("{missing} older parts are missing from the response");
            blocks.push(format.line(&line));
        }
        for part in self.parts() {
            let line = match Message::of_part(part) {
                Some(message) if message.is_note && !self.has_notes => continue,
                Some(message) => {
                    blocks.push(self.message(&message, format));
                    has_line = false;
                    continue;
                }
                None if !self.has_events => continue,
                None => {
                    let author = Author::of(part.author.as_ref()).named(self.has_emails);
                    format.line(&event::line(&author, part))
                }
            };
            match blocks.last_mut() {
                Some(lines) if has_line => {
                    lines.push('\n');
                    lines.push_str(&line);
                }
                _ => blocks.push(line),
            }
            has_line = true;
        }
        let mut text = blocks.join("\n\n");
        if !text.is_empty() {
            text.push('\n');
        }
        text
    }

    /// The parts, oldest first.
    fn parts(&self) -> Vec<&ConversationPart> {
        let parts = self.conversation.conversation_parts.as_deref();
        let mut parts: Vec<_> = parts.iter().flat_map(|it| &it.conversation_parts).collect();
        // Parts without a time stay where they are.
        if parts.iter().all(|part| part.created_at.is_some()) {
            parts.sort_by_key(|part| part.created_at);
        }
        parts
    }

    fn message(&self, message: &Message<'_>, format: &Format) -> String {
        let author = message.author.named(self.has_emails);
        let mut text = format.heading(&author, message.is_note, message.created_at);
        let mut add = |block: &str| {
            if !block.is_empty() {
                text.push_str("\n\n");
                text.push_str(block);
            }
        };
        if message.is_redacted {
            add(&format.emphasis("This content was redacted."));
            return text;
        }
        if let Some(subject) = message.subject {
            let subject = format.plain(subject);
            add(&format!("{}{subject}", format.emphasis("Subject:") + " "));
        }
        add(&format.html.convert(message.body));
        let links: Vec<_> = message
            .attachments
            .iter()
            .map(|(name, url)| format.attachment(name, *url))
            .collect();
        add(&links.join("\n"));
        text
    }
}

impl fmt::Display for Transcript<'_> {
    /// Writes the transcript in plain text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

/// How the pieces of a transcript are written.
struct Format {
    is_markdown: bool,
    html: Converter,
}

impl Format {
    /// Returns text that came without HTML, on one line.
    fn plain(&self, text: &str) -> String {
        let words: Vec<_> = text.split_whitespace().collect();
        let text = words.join(" ");
        if self.is_markdown {
            html::escape_markdown(&text)
        } else {
            text
        }
    }

    fn title(&self, title: &str) -> String {
        let title = self.plain(&self.html.convert_to_text(title));
        if self.is_markdown {
            return format!("# {title}");
        }
        title
    }

    fn heading(&self, author: &str, is_note: bool, time: Option<Timestamp>) -> String {
        let mut heading = self.plain(author);
        if is_note {
            heading.push_str(", note");
        }
        if let Some(time) = time {
            heading = format!("{heading}, {time}");
        }
        if self.is_markdown {
            return format!("### {heading}");
        }
        heading
    }

    fn emphasis(&self, text: &str) -> String {
        if self.is_markdown {
            return format!("*{text}*");
        }
        text.to_owned()
    }

    fn line(&self, text: &str) -> String {
        format!("- {}", self.plain(text))
    }

    fn attachment(&self, name: &str, url: Option<&str>) -> String {
        let name = self.plain(name);
        match url {
            None => format!("- {name}"),
            Some(url) if self.is_markdown => format!("- [{name}](<{}>)", html::escape_url(url)),
            Some(url) => format!("- {name}: {}", html::escape_url(url)),
        }
    }
}

#[cfg(test)]
mod tests;
