//! Objects of the smaller collections by number.

use serde_json::{Map, Value, json};

use super::people::{Contacts, contact};
use super::{fields, moment};
use crate::contract::{description, sample};
use crate::store::{Collection, EXAMPLE_OBJECT_TYPE, Store, WORKSPACE, ticket_type, visitor};

/// What objects of one collection refer to.
pub(super) struct Made {
    contacts: Contacts,
    admin: String,
    conversation: Value,
    ticket: Value,
    source: i64,
}

impl Made {
    /// Returns what is there, with what the objects of the collection cannot do without.
    pub(super) fn of(store: &mut Store, collection: Collection) -> Self {
        let needs_contacts = matches!(
            collection,
            Collection::Notes | Collection::Events | Collection::Calls
        );
        let first = |store: &Store, collection| {
            let first = store.table(collection).rows().next();
            first.map_or(Value::Null, |row| row["id"].clone())
        };
        let source = first(store, Collection::ContentImportSources);
        Self {
            contacts: if needs_contacts {
                Contacts::of(store)
            } else {
                Contacts::Numbered(1)
            },
            admin: Collection::Admins.nth_id(0),
            conversation: first(store, Collection::Conversations),
            ticket: first(store, Collection::Tickets),
            source: source.as_str().and_then(|id| id.parse().ok()).unwrap_or(33),
        }
    }

    /// Returns the object of a collection with this number.
    pub(super) fn object(&self, collection: Collection, number: usize) -> Map<String, Value> {
        let mut row = fields(self.people(collection, number));
        for time in ["created_at", "updated_at"] {
            row.insert(time.to_owned(), moment(number).into());
        }
        row
    }

    /// People, what they do, and their settings.
    fn people(&self, collection: Collection, number: usize) -> Value {
        match collection {
            Collection::Admins => json!({
                "type": "admin", "name": format!("Admin {number}"), "email": format!("admin-{number}@example.com"),
                "job_title": "Support", "away_mode_enabled": false, "away_mode_reassign": false,
                "has_inbox_seat": true, "team_ids": [], "avatar": null,
            }),
            Collection::ArchivedContacts => {
                let mut row = contact(number);
                row.insert(
                    "external_id".to_owned(),
                    format!("archived-{number}").into(),
                );
                row.insert(
                    "email".to_owned(),
                    format!("archived-{number}@example.com").into(),
                );
                row.into()
            }
            Collection::Calls => json!({
                "type": "call", "conversation_id": self.conversation, "state": "completed",
                "admin_id": self.admin, "contact_id": self.contacts.id(number),
                "initiated_at": moment(number), "answered_at": moment(number) + 4, "ended_at": moment(number) + 64,
                "call_type": "phone", "direction": "inbound", "phone": "+12065550132",
            }),
            Collection::Events => {
                let author = self.contacts.reference(number);
                json!({
                    "type": "event", "_contact": author["id"], "event_name": format!("event-{number}"),
                    "intercom_user_id": author["id"], "user_id": author["external_id"],
                })
            }
            Collection::Notes => json!({
                "type": "note", "_contact": self.contacts.id(number), "_author": self.admin,
                "body": format!("<p>Note {number}</p>"),
            }),
            Collection::Segments => json!({
                "type": "segment", "name": format!("Segment {number}"), "person_type": "user",
            }),
            Collection::SubscriptionTypes => {
                let translation = json!({
                    "name": format!("Subscription {number}"), "description": "What is new", "locale": "en",
                });
                json!({
                    "type": "subscription", "state": "live", "consent_type": "opt_in", "content_types": ["email"],
                    "default_translation": translation, "translations": [translation],
                })
            }
            Collection::Teams => {
                json!({ "type": "team", "name": format!("Team {number}"), "admin_ids": [] })
            }
            Collection::TicketStates => json!({
                "type": "ticket_state", "category": "in_progress", "internal_label": format!("State {number}"),
                "external_label": format!("State {number}"), "archived": false,
            }),
            Collection::TicketTypes => ticket_type(&format!("Type {number}"), moment(number)),
            Collection::Visitors => {
                let mut row = visitor("", &format!("visitor-{number}"), moment(number));
                row.as_object_mut().map(|row| row.remove("id"));
                row
            }
            _ => self.content(collection, number),
        }
    }

    /// Content, and what is sent and exported.
    fn content(&self, collection: Collection, number: usize) -> Value {
        let author: i64 = self.admin.parse().unwrap_or_default();
        match collection {
            Collection::ActivityLogs => {
                let mut log = sample(description().component("activity_log"));
                log.as_object_mut().map(|log| log.remove("id"));
                log
            }
            Collection::Articles => json!({
                "type": "article", "title": format!("Article {number}"), "body": "<p>First steps</p>",
                "author_id": author, "state": "published", "workspace_id": WORKSPACE, "parent_ids": [],
                "default_locale": "en", "tags": { "type": "tag.list", "tags": [] },
            }),
            Collection::Collections => json!({
                "name": format!("Collection {number}"), "workspace_id": WORKSPACE, "order": number,
                "default_locale": "en",
            }),
            Collection::ContentImportSources => json!({
                "type": "content_import_source", "sync_behavior": "api", "status": "active",
                "url": format!("https://example.com/docs-{number}"), "last_synced_at": moment(number),
            }),
            Collection::CustomObjects => json!({
                "type": EXAMPLE_OBJECT_TYPE, "_key": format!("{EXAMPLE_OBJECT_TYPE}/object-{number}"),
                "external_id": format!("object-{number}"), "custom_attributes": {},
            }),
            Collection::DataAttributes => {
                let name = format!("attribute_{number}");
                json!({
                    "type": "data_attribute", "model": "contact", "_key": format!("contact.{name}"), "name": name,
                    "full_name": format!("custom_attributes.{name}"), "label": name, "description": "",
                    "data_type": "string", "api_writable": true, "messenger_writable": true, "ui_writable": true,
                    "custom": true, "archived": false,
                })
            }
            Collection::Exports => json!({ "status": "completed" }),
            Collection::ExternalPages => json!({
                "type": "external_page", "title": format!("Page {number}"), "html": "<p>Page</p>",
                "url": format!("https://example.com/pages/{number}"), "ai_agent_availability": true,
                "ai_copilot_availability": true, "locale": "en", "source_id": self.source,
                "external_id": format!("external-page-{number}"),
                "_key": format!("{}/external-page-{number}", self.source), "last_ingested_at": moment(number),
            }),
            Collection::HelpCenters => json!({
                "workspace_id": WORKSPACE, "identifier": format!("help-{number}"), "website_turned_on": true,
                "display_name": format!("Help {number}"), "url": format!("https://help-{number}.example.com"),
                "custom_domain": null,
            }),
            Collection::InternalArticles => json!({
                "type": "internal_article", "title": format!("Internal article {number}"),
                "body": "<p>First steps</p>", "author_id": author, "owner_id": author, "locale": "en",
            }),
            Collection::Jobs => json!({
                "type": "job", "resource_type": "ticket", "_resource": self.ticket, "status": "success",
            }),
            Collection::Messages => json!({
                "type": "admin_message", "subject": "", "body": format!("<p>Message {number}</p>"),
                "message_type": "inapp",
            }),
            Collection::NewsItems => json!({
                "type": "news-item", "title": format!("News {number}"), "workspace_id": WORKSPACE,
                "body": "<p>New</p>", "sender_id": author, "state": "live", "labels": [], "reactions": [],
                "deliver_silently": false,
                "newsfeed_assignments": [{ "newsfeed_id": 68, "published_at": moment(number) }],
            }),
            Collection::Newsfeeds => {
                json!({ "type": "newsfeed", "name": format!("Newsfeed {number}") })
            }
            Collection::ReportingExports => json!({ "status": "complete" }),
            _ => json!({}),
        }
    }
}
