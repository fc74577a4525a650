//! Visitors: found by user id, updated, and converted into leads and users.

use serde_json::{Value, json};

use super::{Collection, Store, contacts, merge, shown};
use crate::exchange::{ApiError, Call, Outcome, text};

pub(super) fn handle(store: &mut Store, call: &Call) -> Option<Outcome> {
    Some(match call.route() {
        "GET /visitors" => get(store, call),
        "PUT /visitors" => update(store, call),
        "POST /visitors/convert" => convert(store, call),
        _ => return None,
    })
}

fn get(store: &Store, call: &Call) -> Outcome {
    let visitor = find(store, &json!({ "user_id": call.query("user_id") }))?;
    Ok(shown(Collection::Visitors, visitor).into())
}

fn update(store: &mut Store, call: &Call) -> Outcome {
    let id = text(&find(store, &call.body)?["id"]).unwrap_or_default();
    let changes = call.pick(&["name", "custom_attributes"]);
    let visitor = store.change(Collection::Visitors, &id, |row| merge(row, &changes))?;
    Ok(shown(Collection::Visitors, visitor).into())
}

/// Converts the visitor into a contact, or merges it into the one that `user` names, and removes
/// it.
fn convert(store: &mut Store, call: &Call) -> Outcome {
    let role = call.required("type")?;
    if !["lead", "user"].contains(&role.as_str()) {
        return Err(ApiError::invalid("type", "type must be lead or user"));
    }
    let visitor = find(store, &call.body["visitor"])?;
    let user = &call.body["user"];
    let existing = text(&user["id"])
        .and_then(|id| store.table(Collection::Contacts).get(&id))
        .or_else(|| {
            store
                .table(Collection::Contacts)
                .find("external_id", &text(&user["user_id"])?)
        })
        .or_else(|| {
            store
                .table(Collection::Contacts)
                .find("email", &text(&user["email"])?)
        });
    let contact = match existing {
        Some(contact) => contact,
        None if user["id"].is_string() => return Err(ApiError::not_found("User")),
        None => {
            let mut contact = json!({ "role": role, "signed_up_at": store.now() });
            for (key, value) in [("email", &user["email"]), ("external_id", &user["user_id"])] {
                if value.is_string() {
                    contact[key] = value.clone();
                }
            }
            store.add(Collection::Contacts, contact)
        }
    };
    let contact_id = text(&contact["id"]).unwrap_or_default();
    let merged = store.change(Collection::Contacts, &contact_id, |contact| {
        take_over(contact, &visitor);
    })?;
    store.remove(
        Collection::Visitors,
        visitor["id"].as_str().unwrap_or_default(),
    )?;
    Ok(contacts::show(store, merged).into())
}

/// Gives a contact what only the visitor knew.
fn take_over(contact: &mut Value, visitor: &Value) {
    for key in [
        "name",
        "phone",
        "referrer",
        "utm_campaign",
        "utm_content",
        "utm_medium",
        "utm_source",
        "utm_term",
    ] {
        if contact[key].is_null() && !visitor[key].is_null() {
            contact[key] = visitor[key].clone();
        }
    }
    let known = contact["custom_attributes"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    let mut attributes = visitor["custom_attributes"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    attributes.extend(known);
    contact["custom_attributes"] = Value::Object(attributes);
}

/// The visitor that `id`, `user_id` or `email` names.
fn find(store: &Store, named: &Value) -> Result<Value, ApiError> {
    let visitors = store.table(Collection::Visitors);
    let found = match (
        text(&named["id"]),
        text(&named["user_id"]),
        text(&named["email"]),
    ) {
        (Some(id), _, _) => visitors.get(&id),
        (None, Some(user_id), _) => visitors.find("user_id", &user_id),
        (None, None, Some(email)) => visitors.find("email", &email),
        (None, None, None) => None,
    };
    found.ok_or_else(|| ApiError::not_found("Visitor"))
}

/// A visitor as the Messenger makes one: someone without a name.
pub(crate) fn new(id: &str, user_id: &str, now: i64) -> Value {
    json!({
        "type": "visitor",
        "id": id,
        "user_id": user_id,
        "anonymous": true,
        "email": "",
        "phone": null,
        "name": null,
        "pseudonym": null,
        "avatar": { "type": "avatar", "image_url": null },
        "app_id": super::contacts::WORKSPACE,
        "companies": { "type": "company.list", "companies": [] },
        "location_data": {},
        "remote_created_at": now,
        "signed_up_at": now,
        "session_count": 0,
        "social_profiles": { "type": "social_profile.list", "social_profiles": [] },
        "owner_id": null,
        "unsubscribed_from_emails": false,
        "marked_email_as_spam": false,
        "has_hard_bounced": false,
        "tags": { "type": "tag.list", "tags": [] },
        "segments": { "type": "segment.list", "segments": [] },
        "custom_attributes": {},
    })
}
