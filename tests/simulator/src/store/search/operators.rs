//! The operators that each field has.

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

/// Whether a field has an operator.
pub(super) fn accepts(component: &str, field: &str, operator: &str) -> bool {
    if field.starts_with("custom_attributes.") {
        return true;
    }
    // The teammates of tickets are text, those of conversations numbers.
    let is_number = NUMBERS.contains(&field) && component != "ticket";
    let operators = match (component, field) {
        ("contact", "tag_id") => "= !=",
        ("contact", date) if is_date(date) => "= < >",
        ("conversation", "source.body") => "=",
        ("ticket", "created_at") => "= != IN NIN < > <= >=",
        (_, date) if is_date(date) => "= != IN NIN < >",
        _ if is_number => "= != IN NIN < > <= >=",
        (_, flag) if FLAGS.contains(&flag) => "= != IN NIN",
        _ => "= != IN NIN ~ !~ ^ $",
    };
    operators.split(' ').any(|known| known == operator)
}

/// Whether a field holds a time.
pub(super) fn is_date(field: &str) -> bool {
    !field.starts_with("custom_attributes.")
        && ["_at", "_since", "_until"]
            .iter()
            .any(|end| field.ends_with(end))
}
