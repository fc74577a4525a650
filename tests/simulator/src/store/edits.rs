//! Changes of what is stored, without a request.

use serde_json::Value;

use super::{Collection, Store, contacts, merge};
use crate::exchange::text;

/// Changes the objects of a workspace without a request, as other people do meanwhile.
///
/// Times are set as by a request: each change is made now, by the clock of the workspace. Collections
/// have the names of [`Seed::collections`](crate::Seed::collections); what does not exist is not
/// changed.
#[derive(Debug)]
pub struct Edits<'a>(pub(crate) &'a mut Store);

impl Edits<'_> {
    /// Returns the ids of a collection in the order in which they were made.
    pub fn ids(&self, collection: &str) -> Vec<String> {
        let Some(collection) = Collection::named(collection) else {
            return Vec::new();
        };
        let rows = self.0.table(collection).rows();
        rows.filter_map(|row| text(&row["id"])).collect()
    }

    /// Creates an object and returns its id. The fields are those of
    /// [`Seed::value`](crate::Seed::value).
    ///
    /// # Errors
    /// The reason, where there is no such collection or the fields do not fit it.
    pub fn create(&mut self, collection: &str, fields: &Value) -> Result<String, String> {
        let known = Collection::named(collection).ok_or("unknown collection")?;
        known.check(fields)?;
        let row = self.0.add_seeded(known, fields);
        Ok(text(&row["id"]).unwrap_or_default())
    }

    /// Sets fields of an object. Returns whether it exists.
    pub fn update(&mut self, collection: &str, id: &str, fields: &Value) -> bool {
        let (Some(known), Some(fields)) = (Collection::named(collection), fields.as_object())
        else {
            return false;
        };
        let changed = self.0.change(known, id, |row| merge(row, fields));
        changed.is_ok()
    }

    /// Deletes an object. Returns whether it existed.
    pub fn delete(&mut self, collection: &str, id: &str) -> bool {
        Collection::named(collection).is_some_and(|known| self.0.remove(known, id).is_ok())
    }

    /// Merges a lead into a user. Returns whether both exist.
    pub fn merge(&mut self, lead: &str, user: &str) -> bool {
        contacts::merge_into(self.0, lead, user).is_ok()
    }

    /// Returns the time of the workspace in Unix seconds.
    pub fn now(&self) -> i64 {
        self.0.now()
    }

    /// Moves the time of the workspace forward.
    pub fn advance(&mut self, by: std::time::Duration) {
        self.0.clock.advance(by);
    }
}
