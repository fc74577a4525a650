//! The table of rules: each maps a kind of change to its verdicts.
//!
//! `docs/diff.md` shows the table as it stands here; a test keeps the two the same.

use std::fmt::Write as _;

use super::verdict::{Running, Rust, Verdict};

/// One row of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// What happened: `prop-added`.
    pub id: &'static str,
    /// In which case the row holds; empty for the usual one.
    pub case: &'static str,
    /// The verdict where requests carry it.
    pub sent: Verdict,
    /// The verdict where answers carry it.
    pub received: Verdict,
    /// Why the verdicts are what they are.
    pub why: &'static str,
}

macro_rules! rules {
    ($($name:ident = $id:literal $case:literal
        sent $sent_rust:ident $sent_running:ident
        received $received_rust:ident $received_running:ident
        $why:literal;)*) => {
        $(pub(super) static $name: Rule = Rule {
            id: $id,
            case: $case,
            sent: Verdict { rust: Rust::$sent_rust, running: Running::$sent_running },
            received: Verdict { rust: Rust::$received_rust, running: Running::$received_running },
            why: $why,
        };)*

        /// The whole table.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    OP_ADDED = "op-added" ""
        sent Additive Works received Additive Works
        "A method more.";
    OP_REMOVED = "op-removed" ""
        sent Breaking Breaks received Breaking Breaks
        "The method goes; calls of it fail.";
    OPERATION_ID_CHANGED = "operation-id-changed" ""
        sent None Works received None Works
        "The id names nothing in the Rust API: names.toml or the path names the method.";
    OPERATION_ID_NAMES_A_TYPE = "operation-id-changed" "of an operation with an inline body or answer"
        sent Breaking Works received Breaking Works
        "Inline types are named after the id.";
    PATH_PARAM_RENAMED = "path-param-renamed" ""
        sent None Works received None Works
        "Arguments have no names for callers; the values stay.";
    TAG_ADDED = "tag-added" ""
        sent None Works received None Works
        "Tags only sort the reference and name resources that names.toml does not know.";
    TAG_REMOVED = "tag-removed" ""
        sent None Works received None Works
        "Tags only sort the reference and name resources that names.toml does not know.";

    PARAM_ADDED = "param-added" ""
        sent Additive Works received Additive Works
        "A setter more.";
    PARAM_ADDED_REQUIRED = "param-added" "required"
        sent Breaking Breaks received Breaking Breaks
        "An argument more, which running programs do not send.";
    PARAM_ADDED_OWN = "param-added" "a header that the client sends by itself"
        sent None Works received None Works
        "The client decides on it, whatever the description says.";
    PARAM_REMOVED = "param-removed" ""
        sent Breaking Degrades received Breaking Degrades
        "A setter or an argument goes; what is still sent is ignored.";
    PARAM_REMOVED_OWN = "param-removed" "a header that the client sends by itself"
        sent None Works received None Works
        "The client decides on it, whatever the description says.";
    PARAM_BECAME_REQUIRED = "param-required-changed" "became required"
        sent Breaking Breaks received Breaking Breaks
        "A setter becomes an argument; calls without it fail.";
    PARAM_BECAME_OPTIONAL = "param-required-changed" "became optional"
        sent Breaking Works received Breaking Works
        "An argument becomes a setter.";
    PARAM_REQUIRED_OWN = "param-required-changed" "a header that the client sends by itself"
        sent None Works received None Works
        "The client decides on it, whatever the description says.";
    PARAM_SERIALIZATION_CHANGED = "param-serialization-changed" ""
        sent None Breaks received None Breaks
        "The same Rust value is written in another way; the old way may not be read any more.";

    REQUEST_BODY_ADDED = "request-body-added" ""
        sent Breaking Works received Breaking Works
        "The method takes a body more; calls without one are still taken.";
    REQUEST_BODY_ADDED_REQUIRED = "request-body-added" "required"
        sent Breaking Breaks received Breaking Breaks
        "The method takes a body more; calls without one fail.";
    REQUEST_BODY_KIND_ADDED = "request-body-added" "another media type"
        sent None Works received None Works
        "The crate goes on sending JSON.";
    REQUEST_BODY_REMOVED = "request-body-removed" ""
        sent Breaking Degrades received Breaking Degrades
        "The method takes no body any more; one that is still sent is ignored.";
    REQUEST_BODY_KIND_REMOVED = "request-body-removed" "a media type that is not JSON"
        sent None Works received None Works
        "The crate sends JSON.";

    PROP_ADDED = "prop-added" ""
        sent Additive Works received Additive Works
        "A field more. Programs that read it before found it in `extra`.";
    PROP_ADDED_REQUIRED = "prop-added" "required"
        sent Breaking Breaks received Additive Works
        "`new` takes an argument more, and requests without it are refused. An answer has more.";
    PROP_REMOVED = "prop-removed" ""
        sent Breaking Degrades received Breaking Degrades
        "A field less. What is still sent is ignored; what is no longer answered reads as absent.";
    BECAME_REQUIRED = "became-required" ""
        sent Breaking Breaks received None Works
        "`new` takes an argument more, and requests without it are refused. Received fields are \
         optional all the same.";
    BECAME_OPTIONAL = "became-optional" ""
        sent Breaking Works received None Works
        "`new` takes an argument less, and the field becomes an `Option`. Received fields are \
         optional all the same.";
    BODY_REQUIRED_CHANGED = "became-required" "a whole body"
        sent None Works received None Works
        "The method takes the body as an argument either way.";
    BODY_OPTIONAL_CHANGED = "became-optional" "a whole body"
        sent None Works received None Works
        "The method takes the body as an argument either way.";

    TYPE_CHANGED = "type-changed" ""
        sent Breaking Breaks received Breaking Degrades
        "The field has another Rust type. A value that does not fit the old one is kept in \
         `extra`; one that is sent may be refused.";
    TYPE_CHANGED_READABLE = "type-changed" "the old Rust type reads the new values"
        sent Breaking Breaks received Breaking Works
        "A `String` takes a number, an `f64` an integer, a `Value` anything.";
    FORMAT_CHANGED = "format-changed" ""
        sent None Works received None Works
        "Formats other than times are not checked and make no type.";
    FORMAT_CHANGED_TIME = "format-changed" "to or from a time"
        sent Breaking Works received Breaking Degrades
        "A `Timestamp` on one side, text or a number on the other.";
    BECAME_NULLABLE = "nullable-changed" "may be null now"
        sent Breaking Works received None Works
        "A field that is sent becomes a `Nullable`. Received fields take null all the same.";
    BECAME_NON_NULL = "nullable-changed" "is never null any more"
        sent Breaking Breaks received None Works
        "A field that is sent is no `Nullable` any more, and a null in it is refused.";
    ID_NULLABLE_CHANGED = "nullable-changed" "an id"
        sent Breaking Degrades received Breaking Degrades
        "Only ids are received without `Option`: one becomes an `Option`, or stops being one.";

    ENUM_VALUE_ADDED = "enum-value-added" ""
        sent Additive Works received Additive Works
        "A variant more of an open enumeration; programs that run keep it as an unknown value.";
    ENUM_SECOND_VALUE_ADDED = "enum-value-added" "beside a single one"
        sent Breaking Works received Breaking Works
        "What was a constant text becomes an enumeration.";
    ENUM_VALUE_REMOVED = "enum-value-removed" ""
        sent Breaking Breaks received Breaking Works
        "A variant less; one that is still sent is refused.";
    ENUM_VALUE_REMOVED_TO_ONE = "enum-value-removed" "all but one"
        sent Breaking Breaks received Breaking Works
        "What was an enumeration becomes a constant text.";
    ENUM_ADDED = "enum-added" ""
        sent Breaking Breaks received Breaking Works
        "A text becomes an enumeration; other texts are refused.";
    ENUM_ADDED_ONE = "enum-added" "with a single value"
        sent Breaking Breaks received None Works
        "A constant: a request sends it by itself, an answer reads it as text.";
    ENUM_DROPPED = "enum-dropped" ""
        sent Breaking Works received Breaking Works
        "An enumeration becomes a text.";
    ENUM_DROPPED_ONE = "enum-dropped" "with a single value"
        sent Breaking Works received None Works
        "What a request sent by itself becomes a field; an answer reads it as text as before.";
    DEFAULT_CHANGED = "default-changed" ""
        sent None Degrades received None Works
        "What is left out of a request means something else.";

    VARIANT_ADDED = "variant-added" ""
        sent Additive Works received Additive Works
        "A variant more of an open union; programs that run keep it as JSON.";
    VARIANT_ADDED_FIRST = "variant-added" "to what was one type"
        sent Breaking Works received Breaking Degrades
        "A type becomes a union.";
    VARIANT_REMOVED = "variant-removed" ""
        sent Breaking Breaks received Breaking Works
        "A variant less; one that is still sent is refused.";
    VARIANT_REMOVED_TO_ONE = "variant-removed" "all but one"
        sent Breaking Breaks received Breaking Works
        "A union becomes a type.";
    REF_CHANGED = "ref-changed" ""
        sent Breaking Works received Breaking Works
        "The type has another name. What differs between the two is told by findings of its own.";
    SCHEMA_ADDED = "schema-added" ""
        sent Breaking Works received Breaking Works
        "Something gets a type that had none.";
    SCHEMA_ADDED_BESIDE = "schema-added" "of a media type beside another"
        sent None Works received None Works
        "The crate goes on reading the one that it read.";
    SCHEMA_REMOVED = "schema-removed" ""
        sent Breaking Degrades received Breaking Degrades
        "Something has no type any more.";
    SCHEMA_REMOVED_BESIDE = "schema-removed" "of a media type beside another"
        sent None Works received None Works
        "The crate goes on reading the one that it read.";
    SCHEMA_USAGE_CHANGED = "schema-usage-changed" ""
        sent Breaking Works received Breaking Works
        "Types that are sent have setters and required fields, received ones have neither.";
    SCHEMA_USED = "schema-usage-changed" "it is used now"
        sent Additive Works received Additive Works
        "A type more.";
    SCHEMA_UNUSED = "schema-usage-changed" "it is not used any more"
        sent Breaking Works received Breaking Works
        "The type goes.";
    COMPONENT_ADDED = "component-added" ""
        sent Additive Works received Additive Works
        "A type more.";
    COMPONENT_REMOVED = "component-removed" ""
        sent Breaking Works received Breaking Works
        "The type goes. What that means for calls is told where it was used.";
    COMPONENT_ADDED_OTHER = "component-added" "other than a schema"
        sent None Works received None Works
        "Only schemas have names in Rust.";
    COMPONENT_REMOVED_OTHER = "component-removed" "other than a schema"
        sent None Works received None Works
        "Only schemas have names in Rust. What that means for calls is told where it was used.";

    STATUS_ADDED = "response-status-added" ""
        sent None Works received None Works
        "One error type serves every error, and a further success is read like the first.";
    STATUS_ADDED_DECIDES = "response-status-added" "a success that decides the type of the answer"
        sent Breaking Degrades received Breaking Degrades
        "The method answers another type.";
    STATUS_REMOVED = "response-status-removed" ""
        sent None Works received None Works
        "One error type serves every error, and the success that is read stays.";
    STATUS_REMOVED_DECIDES = "response-status-removed" "a success that decides the type of the answer"
        sent Breaking Degrades received Breaking Degrades
        "The method answers another type.";
    RESPONSE_REF_CHANGED = "response-ref-changed" ""
        sent None Works received None Works
        "Responses have no names in Rust. What differs between the two is told by findings of its own.";
    TITLE_CHANGED = "title-changed" ""
        sent None Works received None Works
        "Titles are documentation.";
    UNCLASSIFIED = "unclassified" ""
        sent None Degrades received None Works
        "A keyword that the generator does not read makes no type, but the API may check it.";
    UNCLASSIFIED_AROUND = "unclassified" "outside of what is sent and received"
        sent None Works received None Works
        "The generator does not read it.";
}

/// The table as Markdown, the way `docs/diff.md` shows it.
pub fn table() -> String {
    let mut text =
        String::from("| id | case | Rust API | running programs | why |\n|---|---|---|---|---|\n");
    for rule in RULES {
        let pair = |sent: &str, received: &str| {
            if sent == received {
                sent.to_owned()
            } else {
                format!("sent: {sent}; received: {received}")
            }
        };
        let rust = pair(rule.sent.rust.as_str(), rule.received.rust.as_str());
        let running = pair(rule.sent.running.as_str(), rule.received.running.as_str());
        let Rule { id, case, why, .. } = rule;
        _ = writeln!(text, "| `{id}` | {case} | {rust} | {running} | {why} |");
    }
    text
}
