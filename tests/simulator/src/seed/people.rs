//! Contacts and companies by number, and which contacts other objects belong to.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{fields, moment};
use crate::store::{Collection, Recipe, Store};

/// How many of the stored contacts other objects belong to, where contacts were added one by one.
const MOST: usize = 1_000;

/// The contacts that other objects belong to, in turn.
#[derive(Clone)]
pub(super) enum Contacts {
    /// This number of contacts that are made by number.
    Numbered(usize),
    /// These contacts.
    Listed(Arc<[Value]>),
}

impl Contacts {
    /// Returns the contacts of a store, with a new one if there is none.
    pub(super) fn of(store: &mut Store) -> Self {
        let table = store.table_mut(Collection::Contacts);
        if table.len() == 0 {
            table.generate(1, Recipe::new(contact));
        }
        if table.is_all_generated() {
            return Self::Numbered(table.len());
        }
        Self::Listed(table.rows().take(MOST).collect())
    }

    /// Returns the reference to a contact in a conversation or ticket.
    pub(super) fn reference(&self, number: usize) -> Value {
        let contact = self.get(number);
        json!({ "type": "contact", "id": contact["id"], "external_id": contact["external_id"] })
    }

    /// Returns the contact as an author.
    pub(super) fn author(&self, number: usize) -> Value {
        let contact = self.get(number);
        json!({
            "type": contact["role"], "id": contact["id"], "name": contact["name"], "email": contact["email"],
        })
    }

    /// Returns the id of a contact.
    pub(super) fn id(&self, number: usize) -> Value {
        self.get(number)["id"].take()
    }

    fn get(&self, number: usize) -> Value {
        match self {
            Self::Numbered(count) => {
                let number = number.checked_rem(*count).unwrap_or_default();
                let mut contact = contact(number);
                let id = Collection::Contacts.nth_id(number);
                contact.insert("id".to_owned(), id.into());
                Value::Object(contact)
            }
            Self::Listed(contacts) => {
                let number = number.checked_rem(contacts.len()).unwrap_or_default();
                contacts.get(number).cloned().unwrap_or_default()
            }
        }
    }
}

pub(super) fn contact(number: usize) -> Map<String, Value> {
    fields(json!({
        "role": "user",
        "external_id": format!("user-{number}"),
        "email": format!("contact-{number}@example.com"),
        "name": format!("Contact {number}"),
        "created_at": moment(number),
        "updated_at": moment(number),
        "signed_up_at": moment(number),
    }))
}

pub(super) fn company(number: usize) -> Map<String, Value> {
    fields(json!({
        "company_id": format!("company-{number}"),
        "name": format!("Company {number}"),
        "created_at": moment(number),
        "updated_at": moment(number),
    }))
}
