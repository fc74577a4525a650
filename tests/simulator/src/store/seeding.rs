//! Objects of a seed on their way into the store: completed with what their kind needs.

use serde_json::{Value, json};

use super::seeded_parts::complete;
use super::{Collection, Store, conversations, merge, ticket_types, tickets, visitors};
use crate::exchange::text;

impl Store {
    /// Adds a seeded object, with what its kind needs to work, and returns its row.
    pub(crate) fn add_seeded(&mut self, collection: Collection, given: &Value) -> Value {
        let mut row = match collection {
            Collection::Visitors => {
                visitors::new(given["id"].as_str().unwrap_or_default(), "", self.now())
            }
            Collection::Conversations => {
                let contacts = self.table(Collection::Contacts);
                let named = given.pointer("/contacts/contacts/0/id").and_then(text);
                let named = named.and_then(|id| contacts.get(&id));
                let contact = named.or_else(|| contacts.rows().next());
                let contact = contact.unwrap_or_else(|| json!({}));
                conversations::new(self, &contact, "", "", given["created_at"].as_i64())
            }
            Collection::TicketTypes => ticket_types::new("Request", self.now()),
            Collection::Tickets => {
                let kind = self
                    .table(Collection::TicketTypes)
                    .rows()
                    .next()
                    .and_then(|kind| text(&kind["id"]));
                let kind = given
                    .pointer("/ticket_type/id")
                    .and_then(text)
                    .or(kind)
                    .unwrap_or_default();
                let nobody = json!([]);
                tickets::open(self, &kind, &Value::Null, &nobody).unwrap_or_else(|_| json!({}))
            }
            Collection::Contacts => json!({ "role": "user" }),
            _ => json!({}),
        };
        let mut fields = given.as_object().cloned().unwrap_or_default();
        if collection.parts_key().is_some() {
            complete(self, collection, &row, &mut fields);
        }
        if !fields.contains_key("id")
            && let Some(row) = row.as_object_mut()
        {
            row.remove("id");
        }
        merge(&mut row, &fields);
        if let Some((key, value)) = own_key(collection, given) {
            row[key] = value.into();
        }
        self.add(collection, row)
    }
}

/// Returns the internal key by which a row is found, from the values that the contract has for the
/// object.
fn own_key(collection: Collection, given: &Value) -> Option<(&'static str, String)> {
    let value = |path: &str| given.pointer(path).and_then(text);
    let own = match collection {
        Collection::Notes => ("_contact", value("/contact/id")?),
        Collection::Events => ("_contact", value("/intercom_user_id")?),
        Collection::CustomObjects => (
            "_key",
            format!("{}/{}", value("/type")?, value("/external_id")?),
        ),
        Collection::DataAttributes => ("_key", format!("{}.{}", value("/model")?, value("/name")?)),
        Collection::ExternalPages => (
            "_key",
            format!("{}/{}", value("/source_id")?, value("/external_id")?),
        ),
        _ => return None,
    };
    Some(own)
}
