//! A copy of all contacts that is kept up to date.

use std::collections::BTreeMap;

use intercom_api::changes::{Change, ChangeCursor};
use intercom_api::{Client, Error};

/// The email of each contact by its id, and how far it is up to date.
#[derive(Default)]
pub struct Copy {
    pub emails: BTreeMap<String, Option<String>>,
    cursor: Option<ChangeCursor>,
}

impl Copy {
    /// Applies what has changed since the last time, and returns how many changes there were.
    pub async fn update(&mut self, intercom: &Client) -> Result<usize, Error> {
        let mut count = 0;
        let mut changes = intercom.contacts().changes(self.cursor.clone());
        while let Some(change) = changes.next().await {
            match change? {
                Change::Upsert(contact) => {
                    self.emails.insert(contact.id.to_string(), contact.email)
                }
                Change::Gone(id) => self.emails.remove(&id.to_string()),
                _ => None,
            };
            count += 1;
        }
        self.cursor = Some(changes.cursor());
        Ok(count)
    }
}
