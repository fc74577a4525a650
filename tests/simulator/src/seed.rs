//! What a workspace holds when it starts.

mod bulk;
mod content;
mod people;
mod reading;

use serde_json::{Map, Value};

use self::people::{Contacts, company, contact};
use crate::contract::MOMENT;
use crate::exchange::Clock;
use crate::store::{Collection, Recipe, Store, ticket_type};

/// Objects to store at first, by number or by value.
///
/// Admins, teams, segments, subscription types, ticket states and a help center are always there.
/// The names of the collections are listed by [`collections`](Self::collections).
///
/// ```
/// use intercom_simulator::{Seed, Workspace};
/// use serde_json::json;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let workspace = Workspace::builder()
///     .seed(Seed::contacts(500))
///     .seed(Seed::many("articles", 20))
///     .seed(Seed::value("tags", json!({ "id": "t1", "name": "VIP" })))
///     .seed(Seed::value("contacts", json!({ "email": "ann@example.com", "tags": ["t1"] })))
///     .start()
///     .await?;
/// assert_eq!(workspace.count("contacts"), 501);
/// # Ok(())
/// # }
/// ```
///
/// A seed with a mistake makes [`start`](crate::Builder::start) fail. The error has the collection,
/// the key and the reason:
///
/// ```
/// # use intercom_simulator::{Seed, Workspace};
/// # use serde_json::json;
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let seed = Seed::value("contacts", json!({ "name": "Ann", "emial": "ann@example.com" }));
/// let error = Workspace::builder().seed(seed).start().await.unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "seed: contacts: `emial`: is not a field; did you mean `email`?",
/// );
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Seed(Vec<Part>);

/// A part of a seed.
#[derive(Clone, Debug)]
enum Part {
    /// The objects of [`Seed::example`].
    Example,
    /// The objects of [`Seed::bulk`]: contacts and conversations.
    Bulk(usize, usize),
    /// A number of objects.
    Many(Collection, usize),
    /// One object.
    Value(Collection, Value),
    /// What cannot be stored.
    Mistake(SeedError),
}

/// A seed that cannot be stored; the message has the collection, the key and the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedError(String);

impl Seed {
    /// Returns a seed without objects, for a workspace with nothing but what is always there.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Returns a few objects of every kind, for each operation, with the visitor of Intercom's
    /// reference.
    pub fn example() -> Self {
        Self(vec![Part::Example])
    }

    /// Returns a large workspace: users with tags and companies, a company for every ten of them,
    /// conversations with parts, and a ticket for every ten conversations. All of it takes memory
    /// only once it is changed.
    ///
    /// Most contacts have up to four tags. One in a hundred has twelve, and its JSON includes ten of
    /// them. A conversation has one to nine parts, and one in 4,999 has 620. Three contacts, two
    /// conversations and two tickets each have the same `updated_at`. Every such workspace holds the
    /// same, byte by byte.
    pub fn bulk(contacts: usize, conversations: usize) -> Self {
        Self(vec![Part::Bulk(contacts, conversations)])
    }

    /// Returns this number of users `Contact 0`, `Contact 1`, … (`contact-0@example.com`, external
    /// id `user-0`).
    pub fn contacts(count: usize) -> Self {
        Self(vec![Part::Many(Collection::Contacts, count)])
    }

    /// Returns this number of companies `Company 0`, … (`company_id` is `company-0`).
    pub fn companies(count: usize) -> Self {
        Self(vec![Part::Many(Collection::Companies, count)])
    }

    /// Returns this number of conversations, each with one to nine parts.
    pub fn conversations(count: usize) -> Self {
        Self(vec![Part::Many(Collection::Conversations, count)])
    }

    /// Returns this number of tickets `Request 0`, ….
    pub fn tickets(count: usize) -> Self {
        Self(vec![Part::Many(Collection::Tickets, count)])
    }

    /// Returns this number of objects of any collection, such as `articles`.
    ///
    /// Objects that belong to contacts belong to those of the seeds before, in turn; without any,
    /// one contact is created. The first contacts, companies, tags, conversations and tickets of a
    /// workspace take memory only once they are changed, so that there can be millions of them.
    pub fn many(collection: &str, count: usize) -> Self {
        Self(vec![match Collection::find(collection) {
            Ok(known) => Part::Many(known, count),
            Err(problem) => Part::Mistake(SeedError(problem)),
        }])
    }

    /// Returns one object of a collection with these fields, or several from a list of objects.
    ///
    /// The fields are those that the API returns, as few of them as the test needs. Tags, companies
    /// and segments of contacts and companies are lists of ids. Without an `id`, an object gets one.
    pub fn value(collection: &str, value: Value) -> Self {
        let known = match Collection::find(collection) {
            Ok(known) => known,
            Err(problem) => return Self(vec![Part::Mistake(SeedError(problem))]),
        };
        let values = match value {
            Value::Array(values) => values,
            value => vec![value],
        };
        let parts = values.into_iter().map(|value| match known.check(&value) {
            Ok(()) => Part::Value(known, value),
            Err(reason) => Part::Mistake(SeedError(format!("{collection}: {reason}"))),
        });
        Self(parts.collect())
    }

    /// Returns a seed with the objects of both, this one's first.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Returns the names of the collections of a workspace.
    pub fn collections() -> Vec<&'static str> {
        Collection::ALL
            .iter()
            .map(|collection| collection.layout().name)
            .collect()
    }

    /// Puts everything into a store.
    pub(crate) fn sow(self, store: &mut Store) -> Result<(), SeedError> {
        for part in self.checked()?.0 {
            match part {
                Part::Example => store.add_example(),
                Part::Bulk(contacts, conversations) => {
                    // Everything is as old as the objects made by number, in every workspace.
                    let clock = std::mem::replace(&mut store.clock, Clock::standing(MOMENT));
                    bulk::sow(store, contacts, conversations);
                    store.clock = clock;
                }
                Part::Many(collection, count) => sow_many(store, collection, count),
                Part::Value(collection, value) => {
                    store.add_seeded(collection, &value);
                }
                Part::Mistake(_) => {}
            }
        }
        Ok(())
    }
}

/// Adds a number of objects of a collection.
fn sow_many(store: &mut Store, collection: Collection, count: usize) {
    let lazy = |store: &mut Store, recipe| store.table_mut(collection).generate(count, recipe);
    match collection {
        Collection::Contacts => lazy(store, Recipe::new(contact)),
        Collection::Companies => lazy(store, Recipe::new(company)),
        Collection::Tags => lazy(store, Recipe::new(bulk::tag)),
        Collection::Conversations => {
            let contacts = Contacts::of(store);
            let recipe = Recipe::new(move |number| bulk::conversation(number, &contacts));
            lazy(store, recipe);
        }
        Collection::Tickets => {
            let contacts = Contacts::of(store);
            let kind = first_ticket_type(store);
            let recipe = Recipe::new(move |number| bulk::ticket(number, &contacts, &kind));
            lazy(store, recipe);
        }
        _ => {
            let made = content::Made::of(store, collection);
            let first = store.table(collection).made;
            for number in first..first.saturating_add(count) {
                let row = made.object(collection, number);
                store.table_mut(collection).insert(row);
            }
            store.table_mut(collection).made = first.saturating_add(count);
        }
    }
}

/// Returns the id of the first ticket type, which is created where there is none.
fn first_ticket_type(store: &mut Store) -> String {
    let first = store.table(Collection::TicketTypes).rows().next();
    let first = first.unwrap_or_else(|| {
        let kind = ticket_type("Request", store.now());
        store.add(Collection::TicketTypes, kind)
    });
    first["id"].as_str().unwrap_or_default().to_owned()
}

impl std::fmt::Display for SeedError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "seed: {}", self.0)
    }
}

impl std::error::Error for SeedError {}

/// Each object made by number is a minute younger than the one before.
fn moment(number: usize) -> i64 {
    MOMENT.saturating_add(i64::try_from(number).unwrap_or_default().saturating_mul(60))
}

fn fields(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
