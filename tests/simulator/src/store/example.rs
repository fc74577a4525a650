//! The example workspace: something for every operation to work on.
//!
//! Of most kinds there are several: the first is for reading and changing, the others for the
//! operations that take something away, so that all operations can be called in any order.

use serde_json::json;

use super::{Collection, Store, conversations, ticket_types, visitors};
use crate::contract::{MOMENT, description, sample};

impl Store {
    /// Adds the example.
    pub(crate) fn add_example(&mut self) {
        for (id, user_id) in [
            (
                "6762f30c1bb69f9f2193bc5e",
                "3ecf64d0-9ed1-4e9f-88e1-da7d6e6782f3",
            ),
            (
                "6762f30c1bb69f9f2193bc5f",
                "8a88a590-e1c3-41e2-a502-e0649dbf721c",
            ),
        ] {
            self.add(Collection::Visitors, visitors::new(id, user_id, self.now()));
        }
        for name in ["Important", "Trial", "Unused"] {
            self.add(Collection::Tags, json!({ "type": "tag", "name": name }));
        }
        for number in 0..3 {
            let company = json!({ "company_id": format!("example-{number}"), "name": format!("Example {number}") });
            self.add(Collection::Companies, company);
        }
        let log = sample(description().component("activity_log"));
        self.add(Collection::ActivityLogs, log);
        self.add_example_contacts();
        self.add_example_conversations();
        self.add_example_content();
        self.add_example_jobs();
    }

    fn add_example_contacts(&mut self) {
        let company = Collection::Companies.nth_id(1);
        let tag = Collection::Tags.nth_id(1);
        let subscription = Collection::SubscriptionTypes.nth_id(1);
        let segment = Collection::Segments.nth_id(0);
        for (name, role) in [
            ("joe", "user"),
            ("ann", "user"),
            ("bob", "user"),
            ("eve", "user"),
            ("kim", "user"),
            ("lea", "lead"),
        ] {
            let mut contact = json!({ "role": role, "name": name, "email": format!("{name}@example.org"), "custom_attributes": {} });
            if role == "user" {
                contact["external_id"] = format!("ext-{name}").into();
            }
            if name == "joe" {
                contact["companies"] = json!([company]);
                contact["tags"] = json!([tag]);
                contact["segments"] = json!([segment]);
                contact["_opted_in"] = json!([subscription]);
            }
            self.add(Collection::Contacts, contact);
        }
        self.add(
            Collection::ArchivedContacts,
            json!({ "id": ARCHIVED_CONTACT, "role": "user", "name": "Max", "external_id": "ext-max" }),
        );
        let (contact, admin) = (Collection::Contacts.nth_id(0), Collection::Admins.nth_id(0));
        self.add(
            Collection::Notes,
            json!({ "type": "note", "_contact": contact, "_author": admin, "body": "<p>Called back</p>" }),
        );
        let event = json!({
            "type": "event", "_contact": contact, "event_name": "ordered", "created_at": MOMENT,
            "intercom_user_id": contact, "user_id": "ext-joe", "email": "joe@example.org",
        });
        self.add(Collection::Events, event);
    }

    fn add_example_conversations(&mut self) {
        let contact = |store: &Self, number| {
            store
                .table(Collection::Contacts)
                .get(&Collection::Contacts.nth_id(number))
                .unwrap_or_default()
        };
        let applied = json!({
            "type": "tag.list",
            "tags": [{
                "type": "tag", "id": Collection::Tags.nth_id(1), "name": "Trial", "applied_at": MOMENT,
                "applied_by": { "type": "admin", "id": Collection::Admins.nth_id(0) },
            }],
        });
        let joe = contact(self, 0);
        for number in 0..3 {
            let mut row = conversations::new(
                self,
                &joe,
                "",
                "<p>Hello, I have a question</p>",
                Some(MOMENT),
            );
            if number == 0 {
                row["tags"] = applied.clone();
                let kim = conversations::contact_reference(&contact(self, 4));
                row["contacts"]["contacts"] = json!([conversations::contact_reference(&joe), kim]);
            }
            self.add(Collection::Conversations, row);
        }
        self.add(
            Collection::TicketTypes,
            ticket_types::new("Request", self.now()),
        );
        for number in 0..2 {
            let about = json!([conversations::contact_reference(&joe)]);
            let kind = Collection::TicketTypes.nth_id(0);
            let Ok(mut ticket) = super::tickets::open(
                self,
                &kind,
                &json!({ "_default_title_": "A request" }),
                &about,
            ) else {
                continue;
            };
            if number == 0 {
                ticket["tags"] = applied.clone();
            }
            self.add(Collection::Tickets, ticket);
        }
        let call = json!({
            "type": "call", "conversation_id": Collection::Conversations.nth_id(0), "state": "completed",
            "admin_id": Collection::Admins.nth_id(0), "contact_id": joe["id"], "initiated_at": MOMENT,
            "answered_at": MOMENT + 4, "ended_at": MOMENT + 64, "call_type": "phone", "direction": "inbound",
            "phone": "+12065550132",
        });
        self.add(Collection::Calls, call);
    }

    fn add_example_content(&mut self) {
        let admin = 991_268_363;
        for number in 0..2 {
            let (title, workspace) = (format!("How to start {number}"), super::contacts::WORKSPACE);
            let tags = json!({ "type": "tag.list", "tags": [] });
            let rows = [
                (
                    Collection::Articles,
                    json!({
                        "type": "article", "title": title, "body": "<p>First steps</p>", "author_id": admin,
                        "state": "published", "workspace_id": workspace, "parent_ids": [], "default_locale": "en",
                        "tags": tags,
                    }),
                ),
                (
                    Collection::InternalArticles,
                    json!({
                        "type": "internal_article", "title": title, "body": "<p>First steps</p>", "author_id": admin,
                        "owner_id": admin, "locale": "en",
                    }),
                ),
                (
                    Collection::Collections,
                    json!({
                        "name": title, "workspace_id": workspace, "order": number, "default_locale": "en",
                    }),
                ),
                (
                    Collection::NewsItems,
                    json!({
                        "type": "news-item", "title": title, "workspace_id": workspace, "body": "<p>New</p>",
                        "sender_id": admin, "state": "live", "labels": [], "reactions": [], "deliver_silently": false,
                        "newsfeed_assignments": [{ "newsfeed_id": 68, "published_at": MOMENT }],
                    }),
                ),
                (
                    Collection::ContentImportSources,
                    json!({
                        "type": "content_import_source", "sync_behavior": "api", "status": "active",
                        "url": "https://example.com/docs", "last_synced_at": MOMENT,
                    }),
                ),
                (
                    Collection::ExternalPages,
                    json!({
                        "type": "external_page", "title": title, "html": "<p>Page</p>", "url": "https://example.com/page",
                        "ai_agent_availability": true, "ai_copilot_availability": true, "locale": "en", "source_id": 33,
                        "external_id": format!("page-{number}"), "_key": format!("33/page-{number}"),
                        "last_ingested_at": MOMENT,
                    }),
                ),
            ];
            for (collection, row) in rows {
                self.add(collection, row);
            }
        }
        for number in 0..3 {
            let external_id = format!("order-{number}");
            let key = format!("{EXAMPLE_OBJECT_TYPE}/{external_id}");
            self.add(
                Collection::CustomObjects,
                json!({
                    "type": EXAMPLE_OBJECT_TYPE, "_key": key, "external_id": external_id,
                    "custom_attributes": { "total": "12.50" },
                }),
            );
        }
    }

    fn add_example_jobs(&mut self) {
        self.add(Collection::Exports, json!({ "status": "completed" }));
        self.add(
            Collection::ReportingExports,
            json!({ "status": "complete" }),
        );
        let ticket = Collection::Tickets.nth_id(0);
        let job = json!({
            "type": "job", "resource_type": "ticket", "_resource": ticket, "status": "success", "created_at": self.now(),
        });
        self.add(Collection::Jobs, job);
    }
}

/// The contact of the example that is archived.
pub(crate) const ARCHIVED_CONTACT: &str = "6657add5000000000000f00d";

/// The type of the custom objects of the example.
pub(crate) const EXAMPLE_OBJECT_TYPE: &str = "Order";
