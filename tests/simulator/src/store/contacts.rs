//! Contacts: leads and users.
//!
//! A row holds what was set, and the ids of tags, companies, segments and subscriptions;
//! [`show`] makes the contact of it.

use serde_json::{Map, Value, json};

use super::objects::{list_by_cursor, search};
use super::search::Searchable;
use super::{Collection, Store, merge, shown};
use crate::exchange::{ApiError, Call, Outcome, text};

/// The id of the workspace.
pub(crate) const WORKSPACE: &str = "abc12345";

/// What a call may set on a contact.
const WRITABLE: [&str; 11] = [
    "role",
    "external_id",
    "email",
    "phone",
    "name",
    "avatar",
    "signed_up_at",
    "last_seen_at",
    "owner_id",
    "unsubscribed_from_emails",
    "custom_attributes",
];

const SEARCH: Searchable = Searchable {
    component: "contact",
    aliases: &[
        ("tag_id", "tags"),
        ("segment_id", "segments"),
        ("company_id", "companies"),
        ("ios_app_device", "ios_device"),
    ],
    cuts_dates: true,
};

pub(super) fn handle(store: &mut Store, call: &Call) -> Option<Outcome> {
    Some(match call.route() {
        "GET /contacts" => list_by_cursor(store, call, Collection::Contacts, 10, ("list", "data")),
        "POST /contacts" => create(store, call),
        "GET /contacts/{}" => super::objects::get(store, call, Collection::Contacts),
        "GET /contacts/find_by_external_id/{}" => find_by_external_id(store, call),
        "PUT /contacts/{}" => update(store, call),
        "DELETE /contacts/{}" => delete(store, call),
        "POST /contacts/{}/archive" => archive(store, call),
        "POST /contacts/{}/unarchive" => unarchive(store, call),
        "POST /contacts/{}/block" => block(store, call),
        "POST /contacts/merge" => merge_lead(store, call),
        "POST /contacts/search" => {
            search(store, call, Collection::Contacts, &SEARCH, ("list", "data"))
        }
        _ => return None,
    })
}

fn create(store: &mut Store, call: &Call) -> Outcome {
    let mut contact = call.pick(&WRITABLE);
    contact.entry("role").or_insert_with(|| "user".into());
    check(store, &contact, None)?;
    let contact = store.add(Collection::Contacts, Value::Object(contact));
    Ok(show(store, contact).into())
}

fn update(store: &mut Store, call: &Call) -> Outcome {
    let changes = call.pick(&WRITABLE);
    let mut wanted = store.fetch(Collection::Contacts, call.value(0))?;
    merge(&mut wanted, &changes);
    check(
        store,
        wanted.as_object().unwrap_or(&changes),
        Some(call.value(0)),
    )?;
    let contact = store.change(Collection::Contacts, call.value(0), |row| {
        merge(row, &changes);
    })?;
    Ok(show(store, contact).into())
}

/// The role is one of two, and no other contact has the external id or, in the same role, the email.
fn check(store: &Store, contact: &Map<String, Value>, id: Option<&str>) -> Result<(), ApiError> {
    let role = contact
        .get("role")
        .and_then(Value::as_str)
        .unwrap_or("user");
    if !["lead", "user"].contains(&role) {
        return Err(ApiError::invalid("role", "role must be lead or user"));
    }
    for (collection, kind) in [
        (Collection::Contacts, "A contact"),
        (Collection::ArchivedContacts, "An archived contact"),
    ] {
        for key in ["external_id", "email"] {
            let Some(value) = contact.get(key).and_then(text) else {
                continue;
            };
            let same = |other: &Value| {
                other["id"].as_str() != id && (key == "external_id" || other["role"] == role)
            };
            if let Some(other) = store
                .table(collection)
                .find_all(key, &value)
                .into_iter()
                .find(same)
            {
                let other = other["id"].as_str().unwrap_or_default();
                let message =
                    format!("{kind} matching those details already exists with id={other}");
                return Err(ApiError::new(409, "conflict", message));
            }
        }
    }
    Ok(())
}

fn find_by_external_id(store: &Store, call: &Call) -> Outcome {
    let contact = store
        .table(Collection::Contacts)
        .find("external_id", call.value(0));
    Ok(show(store, contact.ok_or_else(|| ApiError::not_found("User"))?).into())
}

fn delete(store: &mut Store, call: &Call) -> Outcome {
    let id = call.value(0);
    let contact = store
        .remove(Collection::Contacts, id)
        .or_else(|_| store.remove(Collection::ArchivedContacts, id))?;
    Ok(reference(&contact, "deleted", true).into())
}

/// Archived contacts are neither listed nor found, but still count as duplicates.
fn archive(store: &mut Store, call: &Call) -> Outcome {
    let contact = store.remove(Collection::Contacts, call.value(0))?;
    let contact = store.add(Collection::ArchivedContacts, contact);
    Ok(reference(&contact, "archived", true).into())
}

fn unarchive(store: &mut Store, call: &Call) -> Outcome {
    let mut contact = store.remove(Collection::ArchivedContacts, call.value(0))?;
    contact["updated_at"] = store.now().into();
    let contact = store.add(Collection::Contacts, contact);
    Ok(reference(&contact, "archived", false).into())
}

/// A blocked contact is archived, too.
fn block(store: &mut Store, call: &Call) -> Outcome {
    let mut contact = store.remove(Collection::Contacts, call.value(0))?;
    contact["_blocked"] = true.into();
    let contact = store.add(Collection::ArchivedContacts, contact);
    Ok(reference(&contact, "blocked", true).into())
}

/// The lead is removed, and the user has what only the lead had.
fn merge_lead(store: &mut Store, call: &Call) -> Outcome {
    let merged = merge_into(store, &call.required("from")?, &call.required("into")?)?;
    Ok(show(store, merged).into())
}

/// Merges a lead into a user, and returns the row of the user.
pub(super) fn merge_into(store: &mut Store, from: &str, into: &str) -> Result<Value, ApiError> {
    let lead = store.fetch(Collection::Contacts, from)?;
    let user = store.fetch(Collection::Contacts, into)?;
    if lead["role"] != "lead" || user["role"] != "user" {
        return Err(ApiError::invalid(
            "from",
            "Only a lead can be merged, and only into a user",
        ));
    }
    store.remove(Collection::Contacts, from)?;
    store.change(Collection::Contacts, into, |user| absorb(user, &lead))
}

fn absorb(user: &mut Value, lead: &Value) {
    for (key, value) in lead.as_object().into_iter().flatten() {
        match (&mut user[key], value) {
            (Value::Array(known), Value::Array(more)) => {
                let new: Vec<Value> = more
                    .iter()
                    .filter(|id| !known.contains(id))
                    .cloned()
                    .collect();
                known.extend(new);
            }
            (Value::Object(known), Value::Object(more)) => {
                for (key, value) in more {
                    known.entry(key).or_insert_with(|| value.clone());
                }
            }
            (slot @ Value::Null, value) => *slot = value.clone(),
            _ => {}
        }
    }
}

/// The response of deleting, archiving and blocking.
fn reference(contact: &Value, what: &str, done: bool) -> Value {
    json!({ "type": "contact", "id": contact["id"], "external_id": contact["external_id"], what: done })
}

/// The contact that a body names by one of these keys.
pub(super) fn find(store: &Store, named: &Value, keys: [&str; 3]) -> Result<Value, ApiError> {
    let contacts = store.table(Collection::Contacts);
    let [id, external_id, email] = keys.map(|key| text(&named[key]));
    let found = id
        .and_then(|id| contacts.get(&id))
        .or_else(|| contacts.find("external_id", &external_id?))
        .or_else(|| contacts.find("email", &email?));
    found.ok_or_else(|| ApiError::not_found("User"))
}

/// Returns the contact of a row as the API returns it.
pub(super) fn show(store: &Store, row: Value) -> Value {
    let Value::Object(mut row) = row else {
        return row;
    };
    let id = row.get("id").and_then(text).unwrap_or_default();
    let mut take = |key: &str| match row.remove(key) {
        Some(Value::Array(ids)) => ids,
        _ => Vec::new(),
    };
    let exists = |collection: Collection| {
        move |id: &Value| {
            id.as_str()
                .is_some_and(|id| store.table(collection).has(id))
        }
    };
    let (mut tags, mut companies) = (take("tags"), take("companies"));
    tags.retain(exists(Collection::Tags));
    companies.retain(exists(Collection::Companies));
    let notes = store.table(Collection::Notes).find_all("_contact", &id);
    let notes = notes.iter().map(|note| note["id"].clone()).collect();
    let lists = [
        ("tags", attached(&id, "tag", "tags", tags)),
        ("notes", attached(&id, "note", "notes", notes)),
        (
            "companies",
            attached(&id, "company", "companies", companies),
        ),
        (
            "opted_in_subscription_types",
            attached(&id, "subscription", "subscriptions", take("_opted_in")),
        ),
        (
            "opted_out_subscription_types",
            attached(&id, "subscription", "subscriptions", take("_opted_out")),
        ),
        ("social_profiles", json!({ "type": "list", "data": [] })),
        ("location", json!({ "type": "location" })),
    ];
    row.remove("segments");
    for (key, list) in lists {
        row.insert(key.to_owned(), list);
    }
    for key in [
        "country",
        "region",
        "city",
        "country_code",
        "continent_code",
    ] {
        row["location"][key] = Value::Null;
    }
    if let Some(Value::String(url)) = row.remove("avatar") {
        row.insert(
            "avatar".to_owned(),
            json!({ "type": "avatar", "image_url": url }),
        );
    }
    if let Some((_, domain)) = row
        .get("email")
        .and_then(Value::as_str)
        .and_then(|email| email.split_once('@'))
    {
        let domain = domain.into();
        row.insert("email_domain".to_owned(), domain);
    }
    row.insert("type".to_owned(), "contact".into());
    row.insert("workspace_id".to_owned(), WORKSPACE.into());
    row.entry("email").or_insert(Value::Null);
    row.entry("custom_attributes").or_insert_with(|| json!({}));
    for key in [
        "has_hard_bounced",
        "marked_email_as_spam",
        "unsubscribed_from_emails",
    ] {
        row.entry(key).or_insert(Value::Bool(false));
    }
    shown(Collection::Contacts, Value::Object(row))
}

/// One of a contact's lists: the first ten objects by id, and where the others are.
fn attached(contact: &str, kind: &str, path: &str, ids: Vec<Value>) -> Value {
    let total = ids.len();
    let object = |id: Value| {
        let url = format!("/{path}/{}", id.as_str().unwrap_or_default());
        json!({ "type": kind, "id": id, "url": url })
    };
    let mut list = json!({
        "type": "list", "url": format!("/contacts/{contact}/{path}"), "total_count": total, "has_more": total > 10,
    });
    list["data"] = ids.into_iter().take(10).map(object).collect();
    list
}
