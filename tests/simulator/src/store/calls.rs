//! Phone calls, their recordings and transcripts.

use serde_json::{Value, json};

use super::objects::{get, list_by_number};
use super::{Collection, Store, shown};
use crate::contract::array;
use crate::exchange::{ApiError, Call, Outcome, Response, text};

/// Conversations that one search may name.
const MOST_CONVERSATIONS: usize = 20;

pub(super) fn handle(store: &mut Store, call: &Call) -> Option<Outcome> {
    Some(match call.route() {
        "GET /calls" => list_by_number(store, call, Collection::Calls, 25),
        "GET /calls/{}" => get(store, call, Collection::Calls),
        "GET /calls/{}/recording" => recording(store, call),
        "GET /calls/{}/transcript" => transcript(store, call),
        "POST /calls/search" => search(store, call),
        _ => return None,
    })
}

/// A signed URL on another host, to be fetched without the token.
fn recording(store: &Store, call: &Call) -> Outcome {
    store.fetch(Collection::Calls, call.value(0))?;
    let location = format!(
        "{}/recordings/{}.mp3?signature=5e1f7a",
        call.second_url,
        call.value(0)
    );
    Ok(Response::redirect(&location))
}

fn transcript(store: &Store, call: &Call) -> Outcome {
    store.fetch(Collection::Calls, call.value(0))?;
    let text = "00:00 Agent: Good morning, how can I help?\n00:04 Caller: I would like to change my plan.\n";
    Ok(Response::bytes("text/plain; charset=utf-8", text))
}

fn search(store: &Store, call: &Call) -> Outcome {
    let ids: Vec<String> = array(&call.body["conversation_ids"])
        .filter_map(text)
        .collect();
    if ids.is_empty() || ids.len() > MOST_CONVERSATIONS {
        let message = format!("conversation_ids must name 1 to {MOST_CONVERSATIONS} conversations");
        return Err(ApiError::invalid("conversation_ids", message));
    }
    let found = ids.iter().flat_map(|id| {
        store
            .table(Collection::Calls)
            .find_all("conversation_id", id)
    });
    let data: Vec<Value> = found
        .map(|row| {
            let mut shown = shown(Collection::Calls, row);
            shown["transcript"] =
                json!([{ "speaker": "agent", "text": "Good morning, how can I help?" }]);
            shown["transcript_status"] = "completed".into();
            shown
        })
        .collect();
    Ok(json!({ "type": "list", "data": data }).into())
}
