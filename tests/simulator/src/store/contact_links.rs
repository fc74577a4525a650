//! What contacts are attached to: companies, segments and subscriptions.

use serde_json::{Value, json};

use super::objects::page_of;
use super::{Collection, Store, shown};
use crate::contract::array;
use crate::exchange::{ApiError, Call, Outcome, text};

pub(super) fn handle(store: &mut Store, call: &Call) -> Option<Outcome> {
    Some(match call.route() {
        "GET /contacts/{}/companies" => list_companies(store, call),
        "POST /contacts/{}/companies" => attach_company(store, call),
        "DELETE /contacts/{}/companies/{}" => detach_company(store, call),
        "GET /companies/{}/contacts" => list_contacts(store, call),
        "GET /contacts/{}/segments" => list_segments(store, call, Collection::Contacts),
        "GET /companies/{}/segments" => list_segments(store, call, Collection::Companies),
        "GET /segments" => list_all_segments(store, call),
        "GET /segments/{}" => super::objects::get(store, call, Collection::Segments),
        "GET /subscription_types" => {
            super::objects::list_all(store, Collection::SubscriptionTypes, "list", "data")
        }
        "GET /contacts/{}/subscriptions" => list_subscriptions(store, call),
        "POST /contacts/{}/subscriptions" => subscribe(store, call),
        "DELETE /contacts/{}/subscriptions/{}" => unsubscribe(store, call),
        _ => return None,
    })
}

/// The objects whose ids a row holds under `key`.
fn attached(store: &Store, row: &Value, key: &str, collection: Collection) -> Vec<Value> {
    let rows = array(&row[key]).filter_map(|id| store.table(collection).get(id.as_str()?));
    rows.map(|row| store.show(collection, row)).collect()
}

/// Puts an id into a list of a row, or takes it out.
fn set(row: &mut Value, key: &str, id: &Value, on: bool) {
    let mut ids: Vec<Value> = array(&row[key])
        .filter(|known| *known != id)
        .cloned()
        .collect();
    if on {
        ids.push(id.clone());
    }
    row[key] = ids.into();
}

fn list_companies(store: &Store, call: &Call) -> Outcome {
    let contact = store.fetch(Collection::Contacts, call.value(0))?;
    let mut response = page_of(
        call,
        &attached(store, &contact, "companies", Collection::Companies),
        50,
    )?;
    // Intercom sends `data`; the contract names the list `companies`.
    let document = &call.operation().document;
    let schema = document.component("contact_attached_companies");
    if let crate::exchange::Body::Json(body) = &mut response.body
        && schema["properties"]["data"].is_null()
    {
        body["companies"] = body["data"].take();
        body.as_object_mut().map(|body| body.remove("data"));
    }
    Ok(response)
}

fn attach_company(store: &mut Store, call: &Call) -> Outcome {
    let company = store.fetch(Collection::Companies, &call.required("id")?)?;
    store.change(Collection::Contacts, call.value(0), |row| {
        set(row, "companies", &company["id"], true);
    })?;
    Ok(store.show(Collection::Companies, company).into())
}

fn detach_company(store: &mut Store, call: &Call) -> Outcome {
    let contact = store.fetch(Collection::Contacts, call.value(0))?;
    let company = store.fetch(Collection::Companies, call.value(1))?;
    if !array(&contact["companies"]).any(|id| *id == company["id"]) {
        return Err(ApiError::not_found("Company"));
    }
    store.change(Collection::Contacts, call.value(0), |row| {
        set(row, "companies", &company["id"], false);
    })?;
    Ok(store.show(Collection::Companies, company).into())
}

fn list_contacts(store: &Store, call: &Call) -> Outcome {
    store.fetch(Collection::Companies, call.value(0))?;
    let table = store.table(Collection::Contacts);
    let belongs = |position: &usize| {
        table
            .at(*position)
            .is_some_and(|row| array(&row["companies"]).any(|id| id == call.value(0)))
    };
    let positions: Vec<usize> = table.positions_from(0).filter(belongs).collect();
    Ok(super::objects::list_some(store, call, Collection::Contacts, &positions, 50)?.into())
}

fn list_segments(store: &Store, call: &Call, collection: Collection) -> Outcome {
    let row = store.fetch(collection, call.value(0))?;
    Ok(
        json!({ "type": "list", "data": attached(store, &row, "segments", Collection::Segments) })
            .into(),
    )
}

/// Returns all segments, with the number of their people if requested.
fn list_all_segments(store: &Store, call: &Call) -> Outcome {
    let counted = call.query("include_count") == Some("true");
    let mut segments: Vec<Value> = store
        .table(Collection::Segments)
        .rows()
        .map(|row| shown(Collection::Segments, row))
        .collect();
    for segment in segments.iter_mut().filter(|_| counted) {
        let members = store.table(Collection::Contacts).rows();
        segment["count"] = members
            .filter(|row| array(&row["segments"]).any(|id| *id == segment["id"]))
            .count()
            .into();
    }
    Ok(json!({ "type": "segment.list", "segments": segments, "pages": {} }).into())
}

fn list_subscriptions(store: &Store, call: &Call) -> Outcome {
    let contact = store.fetch(Collection::Contacts, call.value(0))?;
    let mut data = attached(store, &contact, "_opted_in", Collection::SubscriptionTypes);
    data.extend(attached(
        store,
        &contact,
        "_opted_out",
        Collection::SubscriptionTypes,
    ));
    Ok(json!({ "type": "list", "data": data }).into())
}

fn subscribe(store: &mut Store, call: &Call) -> Outcome {
    let subscription = store.fetch(Collection::SubscriptionTypes, &call.required("id")?)?;
    let consent = call.required("consent_type")?;
    if !["opt_in", "opt_out"].contains(&consent.as_str()) {
        return Err(ApiError::invalid(
            "consent_type",
            "consent_type must be opt_in or opt_out",
        ));
    }
    store.change(Collection::Contacts, call.value(0), |row| {
        set(row, "_opted_in", &subscription["id"], consent == "opt_in");
        set(row, "_opted_out", &subscription["id"], consent == "opt_out");
    })?;
    Ok(shown(Collection::SubscriptionTypes, subscription).into())
}

fn unsubscribe(store: &mut Store, call: &Call) -> Outcome {
    let contact = store.fetch(Collection::Contacts, call.value(0))?;
    let subscription = store.fetch(Collection::SubscriptionTypes, call.value(1))?;
    let held = ["_opted_in", "_opted_out"]
        .into_iter()
        .find(|key| array(&contact[*key]).any(|id| *id == subscription["id"]));
    let Some(key) = held else {
        return Err(ApiError::not_found("Subscription Type"));
    };
    let id = text(&contact["id"]).unwrap_or_default();
    store.change(Collection::Contacts, &id, |row| {
        set(row, key, &subscription["id"], false);
    })?;
    Ok(shown(Collection::SubscriptionTypes, subscription).into())
}
