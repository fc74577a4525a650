//! The operators that each search accepts, by resource and by what a field holds.

/// What a field of a search holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A string.
    Text,
    /// An integer.
    Number,
    /// A Boolean.
    Flag,
    /// A time.
    Date,
}

/// A row of the table.
struct Row {
    /// The resource; `None` for every resource.
    resource: Option<&'static str>,
    applies_to: Applies,
    operators: &'static [&'static str],
}

/// The fields that a row is about.
enum Applies {
    Field(&'static str),
    Kind(FieldKind),
}

const EQUALITY: [&str; 4] = ["=", "!=", "IN", "NIN"];

/// The table. The first row that applies counts.
const TABLE: &[Row] = &[
    // Contacts: dates are cut to days.
    of_field("contacts", "tag_id", &["=", "!="]),
    of_kind(Some("contacts"), FieldKind::Date, &["=", "<", ">"]),
    // Conversations: the body is matched word by word.
    of_field("conversations", "source.body", &["="]),
    // Tickets.
    of_field(
        "tickets",
        "created_at",
        &["=", "!=", "IN", "NIN", "<", ">", "<=", ">="],
    ),
    // Every resource.
    of_kind(None, FieldKind::Date, &["=", "!=", "IN", "NIN", "<", ">"]),
    of_kind(
        None,
        FieldKind::Number,
        &["=", "!=", "IN", "NIN", "<", ">", "<=", ">="],
    ),
    of_kind(
        None,
        FieldKind::Text,
        &["=", "!=", "IN", "NIN", "~", "!~", "^", "$"],
    ),
    of_kind(None, FieldKind::Flag, &EQUALITY),
];

const fn of_field(
    resource: &'static str,
    field: &'static str,
    operators: &'static [&'static str],
) -> Row {
    Row {
        resource: Some(resource),
        applies_to: Applies::Field(field),
        operators,
    }
}

const fn of_kind(
    resource: Option<&'static str>,
    kind: FieldKind,
    operators: &'static [&'static str],
) -> Row {
    Row {
        resource,
        applies_to: Applies::Kind(kind),
        operators,
    }
}

/// Returns the operators of a field; `None` when nothing is known about it.
pub fn operators(
    resource: &str,
    field: &str,
    kind: Option<FieldKind>,
) -> Option<&'static [&'static str]> {
    let row = TABLE.iter().find(|row| {
        row.resource.is_none_or(|own| own == resource)
            && match row.applies_to {
                Applies::Field(own) => own == field,
                Applies::Kind(own) => Some(own) == kind,
            }
    });
    row.map(|row| row.operators)
}
