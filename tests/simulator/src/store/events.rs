//! Events of contacts, and their summaries.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::paging::{List, by_cursor};
use super::{Collection, Store, contacts};
use crate::exchange::{ApiError, Call, Outcome, Response, text};

pub(super) fn handle(store: &mut Store, call: &Call) -> Option<Outcome> {
    Some(match call.route() {
        "POST /events" => create(store, call),
        "GET /events" => list(store, call),
        "POST /events/summaries" => create_summaries(store, call),
        _ => return None,
    })
}

/// Accepts the event; the response has an empty body.
fn create(store: &mut Store, call: &Call) -> Outcome {
    let contact = contacts::find(store, &call.body, ["id", "user_id", "email"])?;
    let mut event = json!({ "type": "event", "_contact": contact["id"], "event_name": call.required("event_name")? });
    for (key, value) in call.pick(&["created_at", "metadata"]) {
        event[key] = value;
    }
    event["intercom_user_id"] = contact["id"].clone();
    for (key, value) in [
        ("user_id", &contact["external_id"]),
        ("email", &contact["email"]),
    ] {
        if value.is_string() {
            event[key] = value.clone();
        }
    }
    store.add(Collection::Events, event);
    Ok(Response::empty(202))
}

/// The events of a contact, or with `summary=true` how often each happened.
fn list(store: &Store, call: &Call) -> Outcome {
    if call.query("type") != Some("user") {
        return Err(ApiError::invalid("type", "type must be user"));
    }
    let named = |key: &str| {
        call.query(key)
            .or_else(|| call.query(&format!("filter[{key}]")))
    };
    let named = json!({
        "intercom_user_id": named("intercom_user_id"), "user_id": named("user_id"), "email": named("email"),
    });
    let contact = contacts::find(store, &named, ["intercom_user_id", "user_id", "email"])?;
    let events = store
        .table(Collection::Events)
        .find_all("_contact", &text(&contact["id"]).unwrap_or_default());
    if call.query("summary") == Some("true") {
        return Ok(summary(&contact, &events).into());
    }
    let positions: Vec<usize> = (0..events.len()).collect();
    let page = by_cursor(call, &List::Some(&positions), 30)?;
    let shown: Vec<Value> = page
        .positions
        .iter()
        .filter_map(|position| events.get(*position).cloned())
        .map(|event| super::shown(Collection::Events, event))
        .collect();
    Ok(json!({ "type": "event.list", "events": shown, "pages": page.pages }).into())
}

fn summary(contact: &Value, events: &[Value]) -> Value {
    let mut by_name: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for event in events {
        let name = event["event_name"].as_str().unwrap_or_default();
        by_name
            .entry(name)
            .or_default()
            .push(event["created_at"].as_i64().unwrap_or_default());
    }
    let items: Vec<Value> = by_name
        .into_iter()
        .map(|(name, times)| {
            json!({
                "name": name,
                "first": times.iter().min().map(i64::to_string),
                "last": times.iter().max().map(i64::to_string),
                "count": times.len(),
                "description": "",
            })
        })
        .collect();
    json!({
        "type": "event.summary",
        "email": contact["email"].as_str().unwrap_or_default(),
        "intercom_user_id": contact["id"],
        "user_id": contact["external_id"].as_str().unwrap_or_default(),
        "events": items,
    })
}

/// Represents the events it sums up.
fn create_summaries(store: &mut Store, call: &Call) -> Outcome {
    let contact = contacts::find(store, &call.body, ["id", "user_id", "email"])?;
    let summary = &call.body["event_summaries"];
    let count = summary["count"].as_u64().unwrap_or_default().min(1_000);
    for number in 0..count {
        let at = if number == 0 {
            &summary["first"]
        } else {
            &summary["last"]
        };
        let mut event = json!({ "type": "event", "_contact": contact["id"], "event_name": summary["event_name"] });
        if at.is_number() {
            event["created_at"] = at.clone();
        }
        store.add(Collection::Events, event);
    }
    Ok(Response::empty(200))
}
