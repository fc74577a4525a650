//! Values that make example arguments fit the example workspace: ids that exist there, and values
//! that do not prevent other operations.

use serde_json::{Value, json};

use crate::store::{ARCHIVED_CONTACT, Collection, EXAMPLE_OBJECT_TYPE};

/// Values of the path's placeholders: mostly the first object of each collection on the way.
pub(crate) fn example_ids(route: &str) -> Vec<String> {
    let contact = |number| Collection::Contacts.nth_id(number);
    let special = match route {
        "POST /contacts/{}/archive" => vec![contact(2)],
        "POST /contacts/{}/unarchive" => vec![ARCHIVED_CONTACT.to_owned()],
        "POST /contacts/{}/block" => vec![contact(3)],
        "GET /contacts/find_by_external_id/{}" => vec!["ext-joe".to_owned()],
        "POST /conversations/{}/convert" => vec![Collection::Conversations.nth_id(2)],
        "DELETE /conversations/{}/customers/{}" => {
            vec![Collection::Conversations.nth_id(0), contact(4)]
        }
        "DELETE /tags/{}" => vec![Collection::Tags.nth_id(2)],
        "DELETE /companies/{}" => vec![Collection::Companies.nth_id(2)],
        "DELETE /custom_object_instances/{}/{}" => {
            vec![
                EXAMPLE_OBJECT_TYPE.to_owned(),
                Collection::CustomObjects.nth_id(2),
            ]
        }
        _ => Vec::new(),
    };
    if !special.is_empty() {
        return special;
    }
    let parts: Vec<&str> = route.split('/').collect();
    let takes_away = route.starts_with("DELETE ");
    let last = parts.len() - 1;
    parts
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| pair[1] == "{}")
        .map(|(index, pair)| example_id(pair[0], usize::from(takes_away && index + 1 == last)))
        .collect()
}

/// The id of an object that a path names after this segment.
fn example_id(segment: &str, number: usize) -> String {
    let collection = match segment {
        // The second placeholder of custom objects follows the first.
        "{}" => Collection::CustomObjects,
        "custom_object_instances" => return EXAMPLE_OBJECT_TYPE.to_owned(),
        "attributes" => return "1".to_owned(),
        "subscriptions" => Collection::SubscriptionTypes,
        "reporting_data" => return Collection::ReportingExports.nth_id(0),
        "data" | "cancel" => return Collection::Exports.nth_id(0),
        "status" => Collection::Jobs,
        "customers" => Collection::Contacts,
        name => match Collection::named(name) {
            Some(collection) => collection,
            None => return "1295".to_owned(),
        },
    };
    collection.nth_id(number)
}

/// Query values that must name something that exists.
pub(crate) fn example_query(route: &str, name: &str) -> Option<String> {
    let value = match (route, name) {
        ("GET /visitors", _) => "3ecf64d0-9ed1-4e9f-88e1-da7d6e6782f3",
        ("GET /events", "type") => "user",
        ("GET /events", "summary") => "true",
        ("GET /events", "filter") => "ext-joe",
        ("GET /custom_object_instances/{}", _) => "order-0",
        ("DELETE /custom_object_instances/{}", _) => "order-1",
        ("GET /admins/activity_logs", "created_at_after") => "1677253093",
        _ => return None,
    };
    Some(value.to_owned())
}

/// Changes of a sampled body: a null removes a key.
pub(crate) fn example_body(route: &str) -> Value {
    let admin = Collection::Admins.nth_id(0);
    let contact = Collection::Contacts.nth_id(0);
    let author = 991_268_363;
    let tag = Collection::Tags.nth_id(0);
    match route {
        "PUT /visitors" => {
            json!({ "id": "6762f30c1bb69f9f2193bc5e", "user_id": null, "name": "Gareth Bale" })
        }
        "POST /visitors/convert" => json!({
            "type": "user",
            "visitor": { "user_id": "8a88a590-e1c3-41e2-a502-e0649dbf721c", "id": null, "email": null },
            "user": { "email": "converted@example.org", "id": null, "user_id": "ext-converted" },
        }),
        "POST /contacts" => {
            json!({ "role": "user", "email": "new@example.org", "external_id": "ext-new" })
        }
        "PUT /contacts/{}" => {
            json!({ "role": "user", "email": "joe@example.org", "external_id": "ext-joe" })
        }
        "POST /contacts/merge" => {
            json!({ "from": Collection::Contacts.nth_id(5), "into": contact })
        }
        "POST /contacts/search" | "POST /conversations/search" | "POST /tickets/search" => {
            let query = json!({ "field": "created_at", "operator": ">", "value": "1306054154" });
            json!({ "query": query, "pagination": { "per_page": 5, "starting_after": null } })
        }
        "POST /contacts/{}/companies" => json!({ "id": Collection::Companies.nth_id(0) }),
        "POST /contacts/{}/subscriptions" => {
            json!({ "id": Collection::SubscriptionTypes.nth_id(0), "consent_type": "opt_in" })
        }
        "POST /contacts/{}/tags" => json!({ "id": tag }),
        "POST /conversations/{}/tags" | "POST /tickets/{}/tags" => {
            json!({ "id": tag, "admin_id": admin })
        }
        "POST /contacts/{}/notes"
        | "DELETE /conversations/{}/tags/{}"
        | "DELETE /tickets/{}/tags/{}"
        | "DELETE /conversations/{}/customers/{}" => json!({ "admin_id": admin }),
        "POST /conversations" => json!({ "from": { "type": "user", "id": contact } }),
        "POST /conversations/{}/customers" => json!({
            "admin_id": admin, "customer": { "intercom_user_id": contact, "customer": null, "email": null, "user_id": null },
        }),
        "POST /conversations/{}/reply" | "POST /tickets/{}/reply" => json!({
            "message_type": "comment", "type": "user", "intercom_user_id": contact,
        }),
        "POST /conversations/{}/parts" => {
            json!({ "message_type": "close", "type": "admin", "admin_id": admin })
        }
        "POST /conversations/redact" => json!({
            "type": "source", "conversation_id": Collection::Conversations.nth_id(0), "source_id": "3001",
            "conversation_part_id": null,
        }),
        // A required attribute would be missing from the tickets of the other operations.
        "POST /ticket_types/{}/attributes" | "PUT /ticket_types/{}/attributes/{}" => {
            json!({ "required_to_create": false })
        }
        "POST /conversations/{}/convert" => {
            json!({ "ticket_type_id": Collection::TicketTypes.nth_id(0) })
        }
        "POST /tickets" | "POST /tickets/enqueue" => json!({
            "ticket_type_id": Collection::TicketTypes.nth_id(0), "contacts": [{ "id": contact }],
            "conversation_to_link_id": null, "company_id": null,
            "assignment": { "admin_assignee_id": admin, "team_assignee_id": Collection::Teams.nth_id(0) },
        }),
        "PUT /tickets/{}" => json!({
            "ticket_state_id": Collection::TicketStates.nth_id(1), "admin_id": author, "assignee_id": admin,
            "company_id": null,
        }),
        "POST /events" => json!({ "email": "joe@example.org", "id": null, "user_id": null }),
        "POST /events/summaries" => json!({ "user_id": "ext-joe" }),
        "POST /messages" => json!({
            "message_type": "email", "template": "plain", "from": { "type": "admin", "id": author },
            "to": { "type": "user", "id": contact }, "cc": null, "bcc": null,
        }),
        "POST /calls/search" => {
            json!({ "conversation_ids": [Collection::Conversations.nth_id(0)] })
        }
        "POST /companies" => json!({ "company_id": "example-new", "name": "Example new" }),
        _ => example_content(route),
    }
}

/// The same for bodies without people.
fn example_content(route: &str) -> Value {
    let author = 991_268_363;
    match route {
        "POST /articles" => {
            json!({ "author_id": author, "parent_id": 145, "parent_type": "collection", "translated_content": null })
        }
        "PUT /articles/{}" => {
            json!({ "author_id": author, "parent_id": "145", "parent_type": "collection", "translated_content": null })
        }
        "POST /internal_articles" | "PUT /internal_articles/{}" => {
            json!({ "author_id": author, "owner_id": author })
        }
        "POST /help_center/collections" => {
            json!({ "translated_content": null, "parent_id": null, "help_center_id": 79 })
        }
        "PUT /help_center/collections/{}" => {
            json!({ "translated_content": null, "parent_id": null })
        }
        "POST /news/news_items" | "PUT /news/news_items/{}" => json!({
            "sender_id": author, "newsfeed_assignments": [{ "newsfeed_id": 68, "published_at": 1_734_537_243 }],
        }),
        "POST /ai/external_pages" => json!({ "source_id": 33, "external_id": "page-new" }),
        "PUT /ai/external_pages/{}" => json!({ "source_id": 33, "external_id": "page-0" }),
        "POST /custom_object_instances/{}" => json!({ "external_id": "order-new" }),
        "POST /tags" => json!({ "id": null, "name": "Fresh" }),
        _ => json!({}),
    }
}
