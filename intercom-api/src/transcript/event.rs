//! Parts that are events, as one line each.

use crate::types::{ConversationPart, ConversationPartType};

/// Returns a line such as `Ann (teammate) closed the conversation`.
pub(super) fn line(author: &str, part: &ConversationPart) -> String {
    let what = match &part.part_type {
        Some(ConversationPartType::Open) => "opened the conversation".to_owned(),
        Some(ConversationPartType::Close) => "closed the conversation".to_owned(),
        Some(ConversationPartType::Snoozed) => "snoozed the conversation".to_owned(),
        Some(kind) => described(kind.as_str()),
        None => "did something of an unknown kind".to_owned(),
    };
    let mut line = format!("{author} {what}");
    if let Some(details) = details(part) {
        line = format!("{line}: {details}");
    }
    if let Some(assigned) = &part.assigned_to {
        let kind = match assigned.kind.as_deref() {
            Some("admin") => "teammate",
            Some(kind) => kind,
            None => "",
        };
        if let Some(id) = assigned.id.as_ref().filter(|id| !id.is_empty()) {
            line = format!("{line}, to {}", format!("{kind} {id}").trim());
        }
    }
    if let Some(time) = part.created_at {
        line = format!("{line}, {time}");
    }
    line
}

/// Returns a description of a part type. Unknown types are described by their name.
fn described(kind: &str) -> String {
    match kind {
        "assignment" | "default_assignment" => "assigned the conversation".to_owned(),
        "assign_and_reopen" => "assigned and reopened the conversation".to_owned(),
        "assign_and_unsnooze" => "assigned and unsnoozed the conversation".to_owned(),
        "away_mode_assignment" => "reassigned the conversation in away mode".to_owned(),
        "unsnoozed" | "timer_unsnooze" => "unsnoozed the conversation".to_owned(),
        "participant_added" => "added a participant".to_owned(),
        "participant_removed" => "removed a participant".to_owned(),
        "conversation_rating_changed" => "changed the rating".to_owned(),
        "conversation_attribute_updated_by_admin"
        | "conversation_attribute_updated_by_workflow" => "updated an attribute".to_owned(),
        "custom_action_started" => "started a custom action".to_owned(),
        "custom_action_finished" => "finished a custom action".to_owned(),
        other => format!("event `{other}`").replace('_', " "),
    }
}

/// Returns what an event was about. The JSON of the part is read, because the types of events differ
/// between versions of the API, and some have none.
fn details(part: &ConversationPart) -> Option<String> {
    let part = serde_json::to_value(part).ok()?;
    let json = &part["event_details"];
    let name = |key: &str| json[key]["name"].as_str().map(str::to_owned);
    changed(name("attribute"), name("value"))
        .or_else(|| name("action"))
        .or_else(|| name("workflow"))
}

fn changed(attribute: Option<String>, value: Option<String>) -> Option<String> {
    match (attribute, value) {
        (Some(attribute), Some(value)) => Some(format!("{attribute} = {value}")),
        (attribute, value) => attribute.or(value),
    }
}
