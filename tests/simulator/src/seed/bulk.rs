//! A large workspace that takes no memory: every object is made from its number when it is read.

use serde_json::{Map, Value, json};

use super::{Seed, fields};
use crate::contract::MOMENT;
use crate::store::{Collection, Recipe};

/// How many tags a large workspace has.
const TAGS: usize = 40;

/// Every so many conversations, one has more parts than a response shows.
const LONG_EVERY: usize = 4_999;

impl Seed {
    /// A large workspace: users with tags and companies, a company for every ten of them,
    /// conversations with parts, and a ticket for every ten conversations. All of it takes memory only
    /// once it is changed.
    ///
    /// Most contacts have up to four tags. One in a hundred has twelve, and its JSON includes ten of
    /// them. A conversation has one to nine parts, and one in 4,999 has 620. Three contacts, two
    /// conversations and two tickets each have the same `updated_at`. Every such workspace holds the
    /// same, byte by byte.
    pub fn bulk(contacts: usize, conversations: usize) -> Self {
        let companies = contacts.div_ceil(10);
        let tickets = conversations / 10;
        let mut seed = Self {
            generated: vec![
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
                    Recipe::new(move |number| conversation(number, contacts)),
                ),
                (
                    Collection::Tickets,
                    tickets,
                    Recipe::new(move |number| ticket(number, contacts)),
                ),
            ],
            is_dated: true,
            ..Self::default()
        };
        if tickets > 0 {
            let kind = json!({ "name": "Request" });
            seed.rows.push((Collection::TicketTypes, kind));
        }
        seed
    }
}

/// A time that `together` objects in a row share, with so many seconds between them.
fn moment(number: usize, together: usize, seconds: usize) -> i64 {
    let after = (number / together).saturating_mul(seconds);
    MOMENT.saturating_add(i64::try_from(after).unwrap_or_default())
}

fn tag(number: usize) -> Map<String, Value> {
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

fn reference(number: usize, contacts: usize) -> Value {
    let number = number.checked_rem(contacts).unwrap_or_default();
    let id = Collection::Contacts.nth_id(number);
    json!({ "type": "contact", "id": id, "external_id": format!("user-{number}") })
}

fn author(number: usize, contacts: usize) -> Value {
    let number = number.checked_rem(contacts).unwrap_or_default();
    json!({
        "type": "user", "id": Collection::Contacts.nth_id(number), "name": format!("Contact {number}"),
        "email": format!("contact-{number}@example.com"),
    })
}

fn conversation(number: usize, contacts: usize) -> Map<String, Value> {
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
            "body": format!("<p>Where is order {number}?</p>"), "author": author(number, contacts),
            "attachments": [], "url": null, "redacted": false,
        },
        "contacts": { "type": "contact.list", "contacts": [reference(number, contacts)] },
        "teammates": { "type": "admin.list", "admins": [] },
        "custom_attributes": {},
        "conversation_parts": {
            "type": "conversation_part.list", "conversation_parts": parts, "total_count": count,
        },
        "linked_objects": { "type": "list", "total_count": 0, "has_more": false, "data": [] },
        "ai_agent_participated": false,
    }))
}

fn part(number: usize, index: usize, contacts: usize) -> Value {
    let at = moment(number, 2, 900);
    let author = match index % 2 {
        0 => json!({
            "type": "admin", "id": "991268363", "name": "Ciaran Lee", "email": "ciaran@example.com",
        }),
        _ => author(number, contacts),
    };
    json!({
        "type": "conversation_part", "id": (10_000_000 + number * 1_000 + index).to_string(),
        "part_type": "comment", "body": format!("<p>Reply {index}: it is on its way.</p>"),
        "created_at": at, "updated_at": at, "notified_at": at, "author": author, "attachments": [],
        "external_id": null, "redacted": false, "state": "open", "tags": [], "app_package_code": null,
    })
}

fn ticket(number: usize, contacts: usize) -> Map<String, Value> {
    let at = moment(number, 2, 5_000);
    fields(json!({
        "type": "ticket", "created_at": at, "updated_at": at,
        "_type": Collection::TicketTypes.nth_id(0), "_state": Collection::TicketStates.nth_id(number % 4),
        "category": "Customer", "ticket_attributes": { "_default_title_": format!("Request {number}") },
        "contacts": { "type": "contact.list", "contacts": [reference(number, contacts)] },
        "admin_assignee_id": "0", "team_assignee_id": "0", "open": true, "is_shared": true,
        "linked_objects": { "type": "list", "total_count": 0, "has_more": false, "data": [] },
        "ticket_parts": { "type": "ticket_part.list", "ticket_parts": [], "total_count": 0 },
    }))
}
