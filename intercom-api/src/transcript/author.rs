//! Who wrote a message.

use crate::types::ConversationPartAuthor;

/// The author of a message or event.
pub(super) struct Author<'a> {
    name: Option<&'a str>,
    email: Option<&'a str>,
    kind: &'a str,
}

impl<'a> Author<'a> {
    pub(super) fn of(author: Option<&'a ConversationPartAuthor>) -> Self {
        let Some(author) = author else {
            return Self {
                name: None,
                email: None,
                kind: "unknown author",
            };
        };
        let filled = |text: Option<&'a str>| text.filter(|text| !text.trim().is_empty());
        Self {
            name: filled(author.name.as_deref()),
            email: filled(author.email.as_deref()),
            kind: kind(author),
        }
    }

    /// Returns the name with the kind behind it, such as `Joe (contact)`.
    pub(super) fn named(&self, has_email: bool) -> String {
        let mut name = match (self.name, self.email) {
            (Some(name), Some(email)) if has_email => format!("{name} <{email}>"),
            (Some(name), _) => name.to_owned(),
            (None, Some(email)) if has_email => email.to_owned(),
            (None, _) if self.kind == "Fin" => return "Fin".to_owned(),
            (None, _) => return format!("({})", self.kind),
        };
        // Intercom names Fin's messages after what the workspace calls it.
        if self.name != Some("Fin") || self.kind != "Fin" {
            name = format!("{name} ({})", self.kind);
        }
        name
    }
}

/// Returns what an author is. Fin is a bot with a mark; its type differs between workspaces.
fn kind(author: &ConversationPartAuthor) -> &str {
    // Not every version of the API has these fields.
    let json = serde_json::to_value(author).unwrap_or_default();
    if json["from_ai_agent"] == true || json["is_ai_answer"] == true {
        return "Fin";
    }
    match author.kind.as_deref() {
        Some("user" | "lead" | "contact" | "visitor") => "contact",
        Some("admin" | "teammate") => "teammate",
        Some("fin" | "ai_agent") => "Fin",
        Some("bot" | "operator") => "bot",
        Some("team") => "team",
        Some(other) if !other.trim().is_empty() => other,
        _ => "unknown author",
    }
}
