//! What a workspace stores, and how each operation reads and changes it: a file per resource.
//!
//! Rows are JSON, as sparse as they were set; [`Store::show`] converts one into what the API
//! returns. Keys that begin with `_` are internal and never shown.

#![expect(
    clippy::unnecessary_wraps,
    reason = "every handler returns an `Outcome`, whether it can refuse or not"
)]

mod admins;
mod articles;
mod calendar;
mod calls;
mod collection;
mod companies;
mod contact_links;
mod contacts;
mod conversation_parts;
mod conversations;
mod custom_objects;
mod data_attributes;
mod edits;
mod events;
mod example;
mod exports;
mod imported_content;
mod last_conversation;
mod messages;
mod news;
mod notes;
mod objects;
mod paging;
mod scroll;
mod search;
mod seed_check;
mod seeded_parts;
mod seeding;
mod static_data;
mod table;
mod tags;
mod ticket_types;
mod tickets;
mod visitors;

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Map, Value};

pub(crate) use self::calendar::Calendar;
pub(crate) use self::collection::Collection;
pub(crate) use self::contacts::WORKSPACE;
pub use self::edits::Edits;
pub(crate) use self::example::{ARCHIVED_CONTACT, EXAMPLE_OBJECT_TYPE};
pub use self::exports::{ExportFiles, ExportFormat};
use self::search::Searched;
pub(crate) use self::table::{Recipe, Table};
pub(crate) use self::ticket_types::new as ticket_type;
pub(crate) use self::visitors::new as visitor;
use crate::contract::{complete, complete_response, sample_of};
use crate::exchange::{ApiError, Call, Clock, Outcome};

/// Carries out an operation of one resource, or leaves it to the next.
type Handler = fn(&mut Store, &Call) -> Option<Outcome>;

const HANDLERS: [Handler; 20] = [
    admins::handle,
    articles::handle,
    calls::handle,
    companies::handle,
    contact_links::handle,
    contacts::handle,
    conversation_parts::handle,
    conversations::handle,
    custom_objects::handle,
    data_attributes::handle,
    events::handle,
    exports::handle,
    imported_content::handle,
    messages::handle,
    news::handle,
    notes::handle,
    tags::handle,
    ticket_types::handle,
    tickets::handle,
    visitors::handle,
];

/// Everything a workspace remembers.
#[derive(Debug)]
pub(crate) struct Store {
    /// The time of the workspace.
    pub(crate) clock: Clock,
    tables: BTreeMap<Collection, Table>,
    scroll: scroll::Scroll,
    /// The result of all exports, if a test has set one.
    pub(crate) exports: Option<ExportFiles>,
    /// The body of all event streams, if a test has set one.
    pub(crate) events: Option<String>,
    /// The result of the last search, so that its pages need not search again.
    searched: Searched,
    /// Where the days of the workspace begin.
    pub(crate) calendar: Calendar,
    /// How many seconds the search lags behind what is stored.
    pub(crate) search_delay: i64,
    /// The last number given to a part of a conversation or ticket.
    last_part: u64,
}

impl Store {
    /// A store without a row.
    pub(crate) fn new(clock: Clock, scroll_expiry: Duration) -> Self {
        Self {
            clock,
            tables: Collection::ALL
                .iter()
                .map(|collection| (*collection, collection.layout().table()))
                .collect(),
            scroll: scroll::Scroll::new(scroll_expiry),
            exports: None,
            events: None,
            searched: Searched::default(),
            calendar: Calendar::default(),
            search_delay: 0,
            last_part: 3_000,
        }
    }

    /// Returns the time of the workspace in Unix seconds.
    pub(crate) fn now(&self) -> i64 {
        self.clock.unix_seconds()
    }

    /// Carries out a call: from what is stored, or from the response schema where nothing is.
    pub(crate) fn handle(&mut self, call: &Call) -> Outcome {
        let handled = HANDLERS.into_iter().find_map(|handler| handler(self, call));
        let Some(outcome) = handled else {
            return Ok(sampled(call, self.events.as_deref()));
        };
        let mut response = outcome?;
        if !call.contract.is_default() {
            let operation = call.operation();
            let mut declared = operation.responses.iter();
            let schema = declared
                .find(|declared| declared.status == response.status)
                .and_then(|declared| declared.schema.as_ref());
            if let (Some(schema), crate::exchange::Body::Json(body)) = (schema, &mut response.body)
            {
                complete_response(&operation.document, schema, body);
            }
        }
        Ok(response)
    }

    pub(crate) fn table(&self, collection: Collection) -> &Table {
        // Every collection has its table from the start.
        &self.tables[&collection]
    }

    pub(crate) fn table_mut(&mut self, collection: Collection) -> &mut Table {
        self.tables
            .entry(collection)
            .or_insert_with(|| collection.layout().table())
    }

    /// Adds a row and returns it. Its times default to now.
    pub(crate) fn add(&mut self, collection: Collection, row: Value) -> Value {
        let mut row = match row {
            Value::Object(row) => row,
            _ => Map::new(),
        };
        for time in ["created_at", "updated_at"] {
            row.entry(time).or_insert_with(|| self.now().into());
        }
        self.delay_new(&mut row);
        let id = self.table_mut(collection).insert(row);
        self.table(collection).get(&id).unwrap_or_default()
    }

    /// The row with this id, or 404.
    pub(crate) fn fetch(&self, collection: Collection, id: &str) -> Result<Value, ApiError> {
        self.table(collection)
            .get(id)
            .ok_or_else(|| ApiError::not_found(collection.layout().label))
    }

    /// Changes the row with this id, or 404.
    pub(crate) fn change(
        &mut self,
        collection: Collection,
        id: &str,
        change: impl FnOnce(&mut Value),
    ) -> Result<Value, ApiError> {
        let mut row = self.fetch(collection, id)?;
        self.delay_change(&mut row);
        row["updated_at"] = self.now().into();
        change(&mut row);
        let row = self.table_mut(collection).replace(id, row);
        row.ok_or_else(|| ApiError::not_found(collection.layout().label))
    }

    /// Takes out the row with this id, or 404.
    pub(crate) fn remove(&mut self, collection: Collection, id: &str) -> Result<Value, ApiError> {
        let row = self.table_mut(collection).remove(id);
        row.ok_or_else(|| ApiError::not_found(collection.layout().label))
    }

    /// Returns a row as the API returns it.
    pub(crate) fn show(&self, collection: Collection, row: Value) -> Value {
        match collection {
            Collection::Contacts | Collection::ArchivedContacts => contacts::show(self, row),
            Collection::Companies => companies::show(self, row),
            Collection::Conversations => conversation_parts::show(row),
            Collection::TicketTypes => ticket_types::show(self, row),
            Collection::Tickets => tickets::show(self, row),
            Collection::Notes => notes::show(self, row),
            _ => shown(collection, row),
        }
    }

    /// A new number for a part of a conversation or ticket.
    fn next_part(&mut self) -> String {
        self.last_part += 1;
        self.last_part.to_string()
    }
}

/// A row without the store's own keys, with null for what is unknown.
fn shown(collection: Collection, mut row: Value) -> Value {
    if let Some(row) = row.as_object_mut() {
        row.retain(|key, _| !key.starts_with('_'));
    }
    complete(collection.layout().component, &mut row);
    row
}

/// Returns a valid response of an operation without state.
fn sampled(call: &Call, events: Option<&str>) -> crate::exchange::Response {
    use crate::exchange::Response;
    let operation = call.operation();
    let Some(response) = operation.success() else {
        return Response::empty(200);
    };
    match (response.media_type.as_deref(), &response.schema) {
        (Some("application/json"), Some(schema)) => {
            Response::json(sample_of(&operation.document, schema)).with_status(response.status)
        }
        (Some("text/event-stream"), Some(schema)) => {
            let events = events.map_or_else(|| sampled_events(call, schema), str::to_owned);
            Response::bytes("text/event-stream", events).with_status(response.status)
        }
        // A text that was sent comes back.
        (Some("text/plain"), _) if call.body.is_string() => {
            let text = call.body.as_str().unwrap_or_default();
            Response::bytes("text/plain; charset=utf-8", text).with_status(response.status)
        }
        (Some("text/plain"), _) => {
            Response::bytes("text/plain; charset=utf-8", "example").with_status(response.status)
        }
        (Some(other), Some(_)) => {
            Response::bytes(other.to_owned(), "example").with_status(response.status)
        }
        _ => Response::empty(response.status),
    }
}

/// How many events a stream has.
const EVENTS: u32 = 3;

/// Returns the events of an operation behind the one that the call names, with values that fit the
/// schema.
fn sampled_events(call: &Call, schema: &Value) -> String {
    let last = call.header("last-event-id");
    let last = last.and_then(|id| id.parse().ok()).unwrap_or(0);
    let data = match sample_of(&call.operation().document, schema) {
        Value::String(text) => text,
        value => value.to_string(),
    };
    let event = |id| format!("id: {id}\nevent: sampled\ndata: {data}\n\n");
    (last + 1..=EVENTS).map(event).collect()
}

/// Sets the keys of `changes` in a row; custom attributes are merged, not replaced.
pub(crate) fn merge(row: &mut Value, changes: &Map<String, Value>) {
    for (key, value) in changes {
        match (&mut row[key], value) {
            (Value::Object(known), Value::Object(given)) if key.ends_with("attributes") => {
                known.extend(given.clone());
            }
            (slot, value) => *slot = value.clone(),
        }
    }
}
