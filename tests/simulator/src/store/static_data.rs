//! Objects that every workspace has and no call can create: admins, teams, segments, states and the like.

use serde_json::json;

use super::{Collection, Store};
use crate::contract::MOMENT;

impl Store {
    /// Adds the objects that every workspace has.
    pub(crate) fn add_static_data(&mut self) {
        for (name, email) in [
            ("Ciaran Lee", "ciaran@example.com"),
            ("Dara Quinn", "dara@example.com"),
        ] {
            self.add(
                Collection::Admins,
                json!({
                    "type": "admin", "name": name, "email": email, "job_title": "Support", "away_mode_enabled": false,
                    "away_mode_reassign": false, "has_inbox_seat": true, "team_ids": [814_860], "avatar": null,
                }),
            );
        }
        self.add(
            Collection::Teams,
            json!({ "type": "team", "name": "Support", "admin_ids": [991_268_363, 991_268_364] }),
        );
        for (name, kind) in [("Active", "user"), ("New leads", "contact")] {
            self.add(
                Collection::Segments,
                json!({ "type": "segment", "name": name, "person_type": kind }),
            );
        }
        for consent in ["opt_out", "opt_in"] {
            let translation =
                json!({ "name": "Newsletter", "description": "What is new", "locale": "en" });
            self.add(
                Collection::SubscriptionTypes,
                json!({
                    "type": "subscription", "state": "live", "consent_type": consent, "content_types": ["email"],
                    "default_translation": translation, "translations": [translation],
                }),
            );
        }
        for category in [
            "submitted",
            "in_progress",
            "waiting_on_customer",
            "resolved",
        ] {
            let label = category.replace('_', " ");
            self.add(
                Collection::TicketStates,
                json!({
                    "type": "ticket_state", "category": category, "internal_label": label, "external_label": label,
                    "archived": false,
                }),
            );
        }
        self.add(
            Collection::HelpCenters,
            json!({
                "workspace_id": super::contacts::WORKSPACE, "identifier": "help", "website_turned_on": true,
                "display_name": "Help", "url": "https://help.example.com", "custom_domain": null,
            }),
        );
        self.add(
            Collection::Newsfeeds,
            json!({ "type": "newsfeed", "name": "What is new", "created_at": MOMENT }),
        );
        for name in ["email", "name", "phone"] {
            self.add(
                Collection::DataAttributes,
                json!({
                    "type": "data_attribute", "model": "contact", "_key": format!("contact.{name}"), "name": name,
                    "full_name": name, "label": name, "description": "", "data_type": "string",
                    "api_writable": true, "messenger_writable": true, "ui_writable": true, "custom": false,
                    "archived": false,
                }),
            );
        }
    }
}
