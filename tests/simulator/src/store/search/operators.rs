//! What each field holds, and the operators and values that it therefore has.

use serde_json::Value;

use crate::contract::array;
use crate::exchange::{ApiError, text};
use crate::store::{Collection, Store};

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Date,
    Number,
    Flag,
    Text,
}

/// Fields that hold integers.
const NUMBERS: &[&str] = &[
    "admin_assignee_id",
    "ai_agent.rating",
    "conversation_rating.score",
    "owner_id",
    "statistics.count_assignments",
    "statistics.count_conversation_parts",
    "statistics.count_reopens",
    "statistics.median_time_to_reply",
    "statistics.time_to_admin_reply",
    "statistics.time_to_assignment",
    "statistics.time_to_first_close",
    "statistics.time_to_last_close",
    "team_assignee_id",
];

/// Fields that hold Booleans.
const FLAGS: &[&str] = &[
    "ai_agent_participated",
    "has_hard_bounced",
    "marked_email_as_spam",
    "open",
    "read",
    "unsubscribed_from_emails",
];

/// Endings of the names of fields that hold times.
const DATES: &[&str] = &["_at", "_since", "_until"];

/// Returns what a field holds; `None` for what customers define without a known type.
pub(super) fn kind(store: &Store, component: &str, field: &str) -> Option<Kind> {
    if let Some(name) = field.strip_prefix("custom_attributes.") {
        let attributes = store.table(Collection::DataAttributes);
        let attribute = attributes.find("_key", &format!("{component}.{name}"))?;
        return match attribute["data_type"].as_str()? {
            "date" | "datetime" => Some(Kind::Date),
            "integer" | "float" => Some(Kind::Number),
            "boolean" => Some(Kind::Flag),
            "string" => Some(Kind::Text),
            _ => None,
        };
    }
    if field.starts_with("ticket_attribute") {
        return None;
    }
    // The teammates of tickets are text, those of conversations numbers.
    let is_number = NUMBERS.contains(&field) && component != "ticket";
    Some(match field {
        _ if DATES.iter().any(|end| field.ends_with(end)) => Kind::Date,
        _ if is_number => Kind::Number,
        _ if FLAGS.contains(&field) => Kind::Flag,
        _ => Kind::Text,
    })
}

/// The operators of a field.
fn operators(component: &str, field: &str, kind: Option<Kind>) -> &'static str {
    match (component, field, kind) {
        ("contact", "tag_id", _) => "= !=",
        ("contact", _, Some(Kind::Date)) => "= < >",
        ("conversation", "source.body", _) => "=",
        ("ticket", "created_at", _) | (_, _, Some(Kind::Number)) => "= != IN NIN < > <= >=",
        (_, _, Some(Kind::Date)) => "= != IN NIN < >",
        (_, _, Some(Kind::Flag)) => "= != IN NIN",
        (_, _, Some(Kind::Text)) => "= != IN NIN ~ !~ ^ $",
        (_, _, None) => "= != IN NIN < > <= >= ~ !~ ^ $",
    }
}

/// Refuses an operator that a field does not have, and a value that does not suit both.
pub(super) fn check(store: &Store, component: &str, filter: &Value) -> Result<(), ApiError> {
    let field = filter["field"].as_str().unwrap_or_default();
    let operator = filter["operator"].as_str().unwrap_or_default();
    let kind = kind(store, component, field);
    let mut known = operators(component, field, kind).split(' ');
    if !known.any(|known| known == operator) {
        let message = format!("{operator} cannot be used on {field}");
        return Err(ApiError::invalid(field, message));
    }
    let value = &filter["value"];
    if ["IN", "NIN"].contains(&operator) {
        if !value.is_array() {
            return Err(ApiError::invalid(field, format!("{operator} takes a list")));
        }
    } else if value.is_array() || value.is_object() {
        let message = format!("{operator} takes a single value");
        return Err(ApiError::invalid(field, message));
    }
    // Null stands for what is unknown, which can only be equal or not.
    if value.is_null() && ["=", "!="].contains(&operator) {
        return Ok(());
    }
    let values = if value.is_array() {
        array(value).collect()
    } else {
        vec![value]
    };
    if values.into_iter().all(|value| suits(value, kind)) {
        return Ok(());
    }
    let message = format!("the value does not have the type of {field}");
    Err(ApiError::invalid(field, message))
}

/// Whether a value has the type of a field, or is text that can be read as one.
fn suits(value: &Value, kind: Option<Kind>) -> bool {
    let text = text(value);
    match kind {
        Some(Kind::Date) => text.is_some_and(|text| text.trim().parse::<i64>().is_ok()),
        Some(Kind::Number) => text.is_some_and(|text| text.trim().parse::<f64>().is_ok()),
        Some(Kind::Flag) => {
            value.is_boolean() || text.is_some_and(|text| ["true", "false"].contains(&&*text))
        }
        Some(Kind::Text) | None => text.is_some() || value.is_boolean(),
    }
}
