//! Whether an object of a seed can be stored, and what is wrong with it otherwise.

use serde_json::{Map, Value, json};

use super::Collection;
use super::seeded_parts::{remove_open_values, wrapped};
use crate::contract::{description, mistakes};

/// Keys of contacts and companies that a seed has as lists of ids.
const ID_LISTS: [&str; 3] = ["tags", "companies", "segments"];

impl Collection {
    /// Returns the collection of this name. The names of the API's resources work too.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "data_events" => return Some(Self::Events),
            "data_exports" => return Some(Self::Exports),
            "reporting_data_exports" => return Some(Self::ReportingExports),
            _ => {}
        }
        Self::ALL
            .iter()
            .copied()
            .find(|collection| collection.layout().name == name)
    }

    /// Returns the collection of this name, or a message with the names that exist.
    pub(crate) fn find(name: &str) -> Result<Self, String> {
        Self::named(name).ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|known| known.layout().name).collect();
            let hint = match closest(name, known.iter().copied()) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("use one of {}", known.join(", ")),
            };
            format!("{}: unknown collection; {hint}", name.escape_debug())
        })
    }

    /// Returns why a seeded object cannot be stored, if so.
    pub(crate) fn check(self, object: &Value) -> Result<(), String> {
        let Some(fields) = object.as_object() else {
            return Err("must be an object, or a list of objects".to_owned());
        };
        let component = description().component(self.layout().component);
        let declared = description().properties(component);
        for key in fields.keys() {
            if key.starts_with('_') {
                return Err(format!("`{key}`: is not a field; remove it"));
            }
            let names = declared.iter().map(|(name, _)| *name);
            if !names.clone().any(|name| name == key)
                && !ID_LISTS.contains(&key.as_str())
                && let Some(name) = closest(key, names)
            {
                return Err(format!("`{key}`: is not a field; did you mean `{name}`?"));
            }
        }
        let mut described = fields.clone();
        // Null is what responses have for a field that is not set.
        described.retain(|_, value| !value.is_null());
        if matches!(
            self,
            Self::Contacts | Self::ArchivedContacts | Self::Companies
        ) {
            take_ids(&mut described)?;
            described.remove("avatar");
        }
        if let Some(key) = self.parts_key() {
            if let Some(parts) = described.remove(key) {
                described.insert(key.to_owned(), wrapped(key, parts));
            }
            remove_open_values(key, &mut described);
        }
        match described.remove("id") {
            None | Some(Value::String(_) | Value::Number(_)) => {}
            Some(_) => return Err("`id`: must be a string or a number".to_owned()),
        }
        // The object may be as incomplete as it likes, but what it has must be of the right type.
        let mut schema = component.clone();
        schema
            .as_object_mut()
            .map(|schema| schema.remove("required"));
        let mistakes = mistakes(description(), &schema, &Value::Object(described));
        mistakes
            .first()
            .map_or(Ok(()), |mistake| Err(mistake.to_string()))
    }
}

/// Removes the lists of ids.
fn take_ids(fields: &mut Map<String, Value>) -> Result<(), String> {
    for key in ID_LISTS {
        let ids = fields.remove(key).unwrap_or_else(|| json!([]));
        let ids = ids.as_array();
        if !ids.is_some_and(|ids| ids.iter().all(Value::is_string)) {
            return Err(format!("`{key}`: must be a list of ids, which are strings"));
        }
    }
    Ok(())
}

/// Returns the name that differs in at most two characters, if there is one.
fn closest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let most = if name.chars().count() < 5 { 1 } else { 2 };
    let distances = known.map(|known| (distance(name, known), known));
    let (distance, known) = distances.min_by_key(|(distance, _)| *distance)?;
    (distance <= most).then_some(known)
}

/// The number of characters to insert, delete or replace, until two names are the same. Two
/// neighbors in the wrong order count as two.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, character) in one.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], index + 1);
        for (at, known) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(character != *known);
            diagonal = row[at + 1];
            row[at + 1] = replaced.min(diagonal + 1).min(row[at] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_single_characters() {
        for (one, other, expected) in [
            ("email", "email", 0),
            ("emial", "email", 2),
            ("name", "names", 1),
            ("", "abc", 3),
        ] {
            assert_eq!(distance(one, other), expected, "{one} {other}");
        }
    }

    #[test]
    fn unknown_names_have_a_suggestion_or_the_list() {
        let near = Collection::find("contact").unwrap_err();
        assert_eq!(
            near,
            "contact: unknown collection; did you mean `contacts`?"
        );
        let far = Collection::find("robots").unwrap_err();
        assert!(far.contains("use one of activity_logs, admins"), "{far}");
    }
}
