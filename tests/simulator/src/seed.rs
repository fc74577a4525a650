//! What a workspace holds when it starts.

mod bulk;

use serde_json::{Map, Value, json};

use crate::contract::{MOMENT, object};
use crate::exchange::Clock;
use crate::store::{Collection, Recipe, Store};

/// Objects to store at first. Admins, teams, segments, subscription types, ticket states and a help
/// center are always there.
#[derive(Clone, Debug, Default)]
pub struct Seed {
    /// How many objects of a collection to make on demand, and how.
    generated: Vec<(Collection, usize, Recipe)>,
    rows: Vec<(Collection, Value)>,
    example: bool,
    /// Whether everything is as old as the objects made on demand, in every workspace.
    is_dated: bool,
}

/// A seed that cannot be read; the message states where and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedError(String);

impl Seed {
    /// Nothing but what is always there.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Returns a few objects of every kind, for each operation, with the visitor of Intercom's
    /// reference.
    pub fn example() -> Self {
        Self {
            example: true,
            ..Self::default()
        }
    }

    /// Returns this number of users `Contact 0`, `Contact 1`, … (`contact-0@example.com`, external
    /// id `user-0`), which take memory only once they are changed.
    pub fn contacts(count: usize) -> Self {
        Self {
            generated: vec![(Collection::Contacts, count, Recipe::new(contact))],
            ..Self::default()
        }
    }

    /// Returns this number of companies `Company 0`, … (`company_id` is `company-0`), which take
    /// memory only once they are changed.
    pub fn companies(count: usize) -> Self {
        Self {
            generated: vec![(Collection::Companies, count, Recipe::new(company))],
            ..Self::default()
        }
    }

    /// One object of a collection, such as `contacts`, with these fields. Tags, companies and segments
    /// of contacts and companies are lists of ids.
    ///
    /// # Errors
    /// The collection does not exist, or the value is not an object.
    pub fn object(mut self, collection: &str, object: Value) -> Result<Self, SeedError> {
        let known = find(collection)?;
        known
            .check(&object)
            .map_err(|reason| SeedError(format!("{collection}: {reason}")))?;
        self.rows.push((known, object));
        Ok(self)
    }

    /// Reads a seed from JSON: collections with lists of objects; `{"contacts": 500}` adds a number
    /// of contacts or companies.
    ///
    /// # Errors
    /// The text is not a JSON object, or names something that does not exist.
    pub fn from_json(text: &str) -> Result<Self, SeedError> {
        let seed: Value =
            serde_json::from_str(text).map_err(|error| SeedError(format!("not JSON: {error}")))?;
        if !seed.is_object() {
            return Err(SeedError("must be a JSON object of collections".to_owned()));
        }
        let mut result = Self::empty();
        for (name, objects) in object(&seed) {
            find(name)?;
            match (
                objects,
                objects
                    .as_u64()
                    .and_then(|count| usize::try_from(count).ok()),
            ) {
                (_, Some(count)) if name == "contacts" => {
                    let recipe = Recipe::new(contact);
                    result.generated.push((Collection::Contacts, count, recipe));
                }
                (_, Some(count)) if name == "companies" => {
                    let recipe = Recipe::new(company);
                    result
                        .generated
                        .push((Collection::Companies, count, recipe));
                }
                (Value::Array(objects), _) => {
                    for object in objects {
                        result = result.object(name, object.clone())?;
                    }
                }
                _ => return Err(SeedError(format!("{name}: must be a list of objects"))),
            }
        }
        Ok(result)
    }

    /// The names of the collections of a workspace.
    pub fn collections() -> Vec<&'static str> {
        Collection::ALL
            .iter()
            .map(|collection| collection.layout().name)
            .collect()
    }

    /// Puts everything into a store.
    pub(crate) fn sow(self, store: &mut Store) {
        let clock = store.clock;
        if self.is_dated {
            store.clock = Clock::standing(MOMENT);
        }
        for (collection, count, recipe) in self.generated {
            store.table_mut(collection).generate(count, recipe);
        }
        if self.example {
            store.add_example();
        }
        for (collection, row) in self.rows {
            store.add_seeded(collection, &row);
        }
        store.clock = clock;
    }
}

impl std::fmt::Display for SeedError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "seed: {}", self.0)
    }
}

impl std::error::Error for SeedError {}

fn find(collection: &str) -> Result<Collection, SeedError> {
    Collection::named(collection).ok_or_else(|| {
        let known = Seed::collections().join(", ");
        SeedError(format!(
            "{collection}: unknown collection; use one of {known}"
        ))
    })
}

fn contact(number: usize) -> Map<String, Value> {
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

fn company(number: usize) -> Map<String, Value> {
    fields(json!({
        "company_id": format!("company-{number}"),
        "name": format!("Company {number}"),
        "created_at": moment(number),
        "updated_at": moment(number),
    }))
}

/// Each generated object is a minute younger than the one before.
fn moment(number: usize) -> i64 {
    MOMENT.saturating_add(i64::try_from(number).unwrap_or_default().saturating_mul(60))
}

fn fields(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
