//! Tags, and tagging of contacts, companies, conversations and tickets.

use serde_json::{Value, json};

use super::{Collection, Store, conversation_parts, shown};
use crate::contract::array;
use crate::exchange::{ApiError, Call, Outcome, Response, text};

pub(super) fn handle(store: &mut Store, call: &Call) -> Option<Outcome> {
    Some(match call.route() {
        "GET /tags" => super::objects::list_all(store, Collection::Tags, "list", "data"),
        "POST /tags" => create(store, call),
        "GET /tags/{}" => super::objects::get(store, call, Collection::Tags),
        "DELETE /tags/{}" => delete(store, call),
        "GET /contacts/{}/tags" => list_of_contact(store, call),
        "POST /contacts/{}/tags" => tag_contact(store, call),
        "DELETE /contacts/{}/tags/{}" => untag_contact(store, call),
        "POST /conversations/{}/tags" => tag(store, call, Collection::Conversations),
        "DELETE /conversations/{}/tags/{}" => untag(store, call, Collection::Conversations),
        "POST /tickets/{}/tags" => tag(store, call, Collection::Tickets),
        "DELETE /tickets/{}/tags/{}" => untag(store, call, Collection::Tickets),
        _ => return None,
    })
}

/// Makes or renames a tag, and sets or takes it on the companies or users that are named.
fn create(store: &mut Store, call: &Call) -> Outcome {
    let name = call.required("name")?;
    let tag = match call.text("id") {
        Some(id) => store.change(Collection::Tags, &id, |row| row["name"] = name.into())?,
        None => named(store, &name),
    };
    for company in array(&call.body["companies"]) {
        let id = match text(&company["id"]) {
            Some(id) => id,
            None => {
                super::companies::find(store, &text(&company["company_id"]).unwrap_or_default())?
            }
        };
        let untag = company["untag"] == true;
        store.change(Collection::Companies, &id, |row| {
            set(row, &tag["id"], !untag);
        })?;
    }
    for user in array(&call.body["users"]) {
        let id = text(&user["id"]).unwrap_or_default();
        store.change(Collection::Contacts, &id, |row| {
            set(row, &tag["id"], user["untag"] != true);
        })?;
    }
    Ok(shown(Collection::Tags, tag).into())
}

/// The tag of this name, made if there is none.
fn named(store: &mut Store, name: &str) -> Value {
    match store.table(Collection::Tags).find("name", name) {
        Some(tag) => tag,
        None => store.add(Collection::Tags, json!({ "type": "tag", "name": name })),
    }
}

/// A tag that is still on something is not deleted but refused.
fn delete(store: &mut Store, call: &Call) -> Outcome {
    store.fetch(Collection::Tags, call.value(0))?;
    let companies = store.table(Collection::Companies);
    if companies
        .rows()
        .any(|company| array(&company["tags"]).any(|id| id == call.value(0)))
    {
        let message = "The tag is still used by companies";
        return Err(ApiError::new(400, "tag_has_dependent_objects", message));
    }
    store.remove(Collection::Tags, call.value(0))?;
    Ok(Response::empty(200))
}

fn list_of_contact(store: &Store, call: &Call) -> Outcome {
    let contact = store.fetch(Collection::Contacts, call.value(0))?;
    let tags =
        array(&contact["tags"]).filter_map(|id| store.table(Collection::Tags).get(id.as_str()?));
    let tags: Vec<Value> = tags.map(|tag| shown(Collection::Tags, tag)).collect();
    Ok(json!({ "type": "list", "data": tags }).into())
}

fn tag_contact(store: &mut Store, call: &Call) -> Outcome {
    let tag = store.fetch(Collection::Tags, &call.required("id")?)?;
    store.change(Collection::Contacts, call.value(0), |row| {
        set(row, &tag["id"], true);
    })?;
    Ok(shown(Collection::Tags, tag).into())
}

fn untag_contact(store: &mut Store, call: &Call) -> Outcome {
    let tag = store.fetch(Collection::Tags, call.value(1))?;
    store.change(Collection::Contacts, call.value(0), |row| {
        set(row, &tag["id"], false);
    })?;
    Ok(shown(Collection::Tags, tag).into())
}

/// Puts a tag among the ids of a row's tags, or takes it out.
fn set(row: &mut Value, id: &Value, on: bool) {
    let mut ids: Vec<Value> = array(&row["tags"])
        .filter(|known| *known != id)
        .cloned()
        .collect();
    if on {
        ids.push(id.clone());
    }
    row["tags"] = ids.into();
}

/// Tags a conversation or ticket, which remembers who did it and when.
fn tag(store: &mut Store, call: &Call, collection: Collection) -> Outcome {
    store.fetch(collection, call.value(0))?;
    let tag = store.fetch(Collection::Tags, &call.required("id")?)?;
    let admin = conversation_parts::admin(store, &call.required("admin_id")?)?;
    let applied = json!({
        "type": "tag",
        "id": tag["id"],
        "name": tag["name"],
        "applied_at": store.now(),
        "applied_by": { "type": "admin", "id": admin["id"] },
    });
    store.change(collection, call.value(0), |row| {
        let mut tags = others(row, &tag["id"]);
        tags.push(applied.clone());
        row["tags"] = json!({ "type": "tag.list", "tags": tags });
    })?;
    Ok(applied.into())
}

fn untag(store: &mut Store, call: &Call, collection: Collection) -> Outcome {
    let row = store.fetch(collection, call.value(0))?;
    let applied = array(&row["tags"]["tags"])
        .find(|tag| tag["id"] == call.value(1))
        .cloned();
    let applied = applied.ok_or_else(|| ApiError::not_found("Tag"))?;
    conversation_parts::admin(store, &call.required("admin_id")?)?;
    store.change(collection, call.value(0), |row| {
        row["tags"] = json!({ "type": "tag.list", "tags": others(row, &applied["id"]) });
    })?;
    Ok(applied.into())
}

fn others(row: &Value, id: &Value) -> Vec<Value> {
    array(&row["tags"]["tags"])
        .filter(|tag| tag["id"] != *id)
        .cloned()
        .collect()
}
