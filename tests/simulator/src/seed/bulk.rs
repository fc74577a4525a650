//! A large workspace that takes no memory: every object is made from its number when it is read.

use serde_json::{Map, Value, json};

use super::fields;
use super::people::Contacts;
use crate::contract::MOMENT;
use crate::store::{Collection, Recipe, Store};

/// How many tags a large workspace has.
const TAGS: usize = 40;

/// Every so many conversations, one has more parts than a response shows.
const LONG_EVERY: usize = 4_999;

/// Adds everything to a store.
pub(super) fn sow(store: &mut Store, contacts: usize, conversations: usize) {
    let companies = contacts.div_ceil(10);
    let people = Contacts::Numbered(contacts);
    let authors = people.clone();
    let kind = Collection::TicketTypes.nth_id(0);
    let generated = [
        (Collection::Tags, TAGS, Recipe::new(tag)),
        (
            Collection::Companies,
            companies,
            Recipe::new(super::company),
        ),
        (
            Collection::Contacts,
            contacts,
            Recipe::new(move |number| contact(number, companies)),
        ),
        (
            Collection::Conversations,
            conversations,
            Recipe::new(move |number| conversation(number, &authors)),
        ),
        (
            Collection::Tickets,
            conversations / 10,
            Recipe::new(move |number| ticket(number, &people, &kind)),
        ),
    ];
    for (collection, count, recipe) in generated {
        store.table_mut(collection).generate(count, recipe);
    }
    if conversations >= 10 {
        store.add_seeded(Collection::TicketTypes, &json!({ "name": "Request" }));
    }
}

/// A time that `together` objects in a row share, with so many seconds between them.
fn moment(number: usize, together: usize, seconds: usize) -> i64 {
    let after = (number / together).saturating_mul(seconds);
    MOMENT.saturating_add(i64::try_from(after).unwrap_or_default())
}

pub(super) fn tag(number: usize) -> Map<String, Value> {
    fields(json!({ "type": "tag", "name": format!("Tag {number}") }))
}

fn contact(number: usize, companies: usize) -> Map<String, Value> {
    let mut contact = super::contact(number);
    let at: Value = moment(number, 3, 600).into();
    for key in ["created_at", "updated_at", "signed_up_at"] {
        contact.insert(key.to_owned(), at.clone());
    }
    let count = if number % 100 == 99 { 12 } else { number % 5 };
    let tags = (0..count).map(|index| Collection::Tags.nth_id((number + index * 3) % TAGS));
    let companies: Vec<String> = (0..number % 3)
        .map(|index| Collection::Companies.nth_id((number / 7 + index) % companies))
        .collect();
    contact.insert("tags".to_owned(), tags.collect());
    contact.insert("companies".to_owned(), companies.into());
    let plan = ["free", "pro", "team"][number % 3];
    contact.insert(
        "custom_attributes".to_owned(),
        json!({ "plan": plan, "seats": number % 40, "score": 0.25 }),
    );
    contact
}

pub(super) fn conversation(number: usize, contacts: &Contacts) -> Map<String, Value> {
    let at = moment(number, 2, 900);
    let is_open = number.is_multiple_of(4);
    let count = if number % LONG_EVERY == LONG_EVERY - 1 {
        620
    } else {
        1 + number % 9
    };
    let parts: Vec<Value> = (0..count)
        .map(|index| part(number, index, contacts))
        .collect();
    fields(json!({
        "type": "conversation", "title": null, "created_at": at, "updated_at": at, "waiting_since": null,
        "snoozed_until": null, "open": is_open, "read": true, "priority": "not_priority",
        "state": if is_open { "open" } else { "closed" },
        "admin_assignee_id": 991_268_363, "team_assignee_id": 0,
        "tags": { "type": "tag.list", "tags": [] },
        "source": {
            "type": "conversation", "id": (900_000_000 + number).to_string(),
            "delivered_as": "customer_initiated", "subject": "",
            "body": format!("<p>Where is order {number}?</p>"), "author": contacts.author(number),
            "attachments": [], "url": null, "redacted": false,
        },
        "contacts": { "type": "contact.list", "contacts": [contacts.reference(number)] },
        "teammates": { "type": "admin.list", "admins": [] },
        "custom_attributes": {},
        "conversation_parts": {
            "type": "conversation_part.list", "conversation_parts": parts, "total_count": count,
        },
        "linked_objects": { "type": "list", "total_count": 0, "has_more": false, "data": [] },
        "ai_agent_participated": false,
    }))
}

fn part(number: usize, index: usize, contacts: &Contacts) -> Value {
    let at = moment(number, 2, 900);
    let author = match index % 2 {
        0 => json!({
            "type": "admin", "id": "991268363", "name": "Ciaran Lee", "email": "ciaran@example.com",
        }),
        _ => contacts.author(number),
    };
    json!({
        "type": "conversation_part", "id": (10_000_000 + number * 1_000 + index).to_string(),
        "part_type": "comment", "body": format!("<p>Reply {index}: it is on its way.</p>"),
        "created_at": at, "updated_at": at, "notified_at": at, "author": author, "attachments": [],
        "external_id": null, "redacted": false, "state": "open", "tags": [], "app_package_code": null,
    })
}

pub(super) fn ticket(number: usize, contacts: &Contacts, kind: &str) -> Map<String, Value> {
    let at = moment(number, 2, 5_000);
    fields(json!({
        "type": "ticket", "created_at": at, "updated_at": at,
        "_type": kind, "_state": Collection::TicketStates.nth_id(number % 4),
        "category": "Customer", "ticket_attributes": { "_default_title_": format!("Request {number}") },
        "contacts": { "type": "contact.list", "contacts": [contacts.reference(number)] },
        "admin_assignee_id": "0", "team_assignee_id": "0", "open": true, "is_shared": true,
        "linked_objects": { "type": "list", "total_count": 0, "has_more": false, "data": [] },
        "ticket_parts": { "type": "ticket_part.list", "ticket_parts": [], "total_count": 0 },
    }))
}
