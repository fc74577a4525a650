//! `last` in place of the id of a conversation, which a reply may have.

use serde_json::Value;

use super::{Collection, Store, contacts};
use crate::exchange::{ApiError, Call, text};

/// How a body names a contact.
const NAMES: [&str; 3] = ["intercom_user_id", "user_id", "email"];

impl Store {
    /// Replaces the id `last` in a reply by that of the conversation it stands for: the one that
    /// changed last among those of the contact that the body names, or else among all.
    pub(crate) fn resolve_last(&self, call: &mut Call) -> Result<(), ApiError> {
        if call.route() != "POST /conversations/{}/reply" || call.value(0) != "last" {
            return Ok(());
        }
        let names_contact = NAMES.iter().any(|key| text(&call.body[*key]).is_some());
        let contact = if names_contact {
            Some(contacts::find(self, &call.body, NAMES)?)
        } else {
            None
        };
        let conversations = self.table(Collection::Conversations);
        let is_of_contact = |row: &Value| {
            let people = row["contacts"]["contacts"].as_array();
            contact.as_ref().is_none_or(|contact| {
                people.is_some_and(|people| people.iter().any(|one| one["id"] == contact["id"]))
            })
        };
        let rows = conversations.positions_from(0).filter_map(|at| {
            let row = conversations.look(at)?;
            is_of_contact(&row).then(|| (row["updated_at"].as_i64(), at))
        });
        let last = rows.max().and_then(|(_, at)| conversations.at(at));
        let id = last.and_then(|row| text(&row["id"]));
        let id = id.ok_or_else(|| ApiError::not_found("Conversation"))?;
        if let Some(value) = call.values.first_mut() {
            *value = id;
        }
        Ok(())
    }
}
