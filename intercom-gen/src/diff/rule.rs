//! The table of rules: each maps a kind of change to its verdicts.
//!
//! `docs/diff.md` shows this table; a test keeps the two the same.

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
    /// The verdict where responses contain it.
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
        "New method.";
    OP_REMOVED = "op-removed" ""
        sent Breaking Breaks received Breaking Breaks
        "The method is removed; calls of it fail.";
    OPERATION_ID_CHANGED = "operation-id-changed" ""
        sent None Works received None Works
        "The id is not part of the Rust API: names.toml or the path names the method.";
    OPERATION_ID_NAMES_A_TYPE = "operation-id-changed" "of an operation with an inline body or response"
        sent Breaking Works received Breaking Works
        "Inline types are named after the id.";
    PATH_PARAM_RENAMED = "path-param-renamed" ""
        sent None Works received None Works
        "Arguments are positional; the values stay.";
    TAG_ADDED = "tag-added" ""
        sent None Works received None Works
        "Tags only sort the reference and name resources that names.toml does not have.";
    TAG_REMOVED = "tag-removed" ""
        sent None Works received None Works
        "Tags only sort the reference and name resources that names.toml does not have.";

    PARAM_ADDED = "param-added" ""
        sent Additive Works received Additive Works
        "New setter.";
    PARAM_ADDED_REQUIRED = "param-added" "required"
        sent Breaking Breaks received Breaking Breaks
        "New argument, which running programs do not send.";
    PARAM_ADDED_OWN = "param-added" "a header that the client sends by itself"
        sent None Works received None Works
        "The client decides on it, not the description.";
    PARAM_REMOVED = "param-removed" ""
        sent Breaking Degrades received Breaking Degrades
        "A setter or an argument is removed; what is still sent is ignored.";
    PARAM_REMOVED_OWN = "param-removed" "a header that the client sends by itself"
        sent None Works received None Works
        "The client decides on it, not the description.";
    PARAM_BECAME_REQUIRED = "param-required-changed" "became required"
        sent Breaking Breaks received Breaking Breaks
        "A setter becomes an argument; calls without it fail.";
    PARAM_BECAME_OPTIONAL = "param-required-changed" "became optional"
        sent Breaking Works received Breaking Works
        "An argument becomes a setter.";
    PARAM_REQUIRED_OWN = "param-required-changed" "a header that the client sends by itself"
        sent None Works received None Works
        "The client decides on it, not the description.";
    PARAM_SERIALIZATION_CHANGED = "param-serialization-changed" ""
        sent None Breaks received None Breaks
        "The same Rust value is written in another way; the old way may no longer be read.";

    REQUEST_BODY_ADDED = "request-body-added" ""
        sent Breaking Works received Breaking Works
        "The method takes a new body; calls without one are still accepted.";
    REQUEST_BODY_ADDED_REQUIRED = "request-body-added" "required"
        sent Breaking Breaks received Breaking Breaks
        "The method takes a new body; calls without one fail.";
    REQUEST_BODY_KIND_ADDED = "request-body-added" "another media type"
        sent None Works received None Works
        "The crate continues to send JSON.";
    REQUEST_BODY_REMOVED = "request-body-removed" ""
        sent Breaking Degrades received Breaking Degrades
        "The method no longer takes a body; one that is still sent is ignored.";
    REQUEST_BODY_KIND_REMOVED = "request-body-removed" "a media type that is not JSON"
        sent None Works received None Works
        "The crate sends JSON.";

    PROP_ADDED = "prop-added" ""
        sent Additive Works received Additive Works
        "New field. Programs that read it before found it in `extra`.";
    PROP_ADDED_REQUIRED = "prop-added" "required"
        sent Breaking Breaks received Additive Works
        "`new` takes a new argument, and requests without it are refused. A response has a new field.";
    PROP_REMOVED = "prop-removed" ""
        sent Breaking Degrades received Breaking Degrades
        "The field is removed. What is still sent is ignored; what is no longer returned reads as absent.";
    BECAME_REQUIRED = "became-required" ""
        sent Breaking Breaks received None Works
        "`new` takes a new argument, and requests without it are refused. Received fields are \
         always optional.";
    BECAME_OPTIONAL = "became-optional" ""
        sent Breaking Works received None Works
        "`new` takes one argument fewer, and the field becomes an `Option`. Received fields are \
         always optional.";
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
        "Formats other than times are not checked and have no type.";
    FORMAT_CHANGED_TIME = "format-changed" "to or from a time"
        sent Breaking Works received Breaking Degrades
        "A `Timestamp` on one side, text or a number on the other.";
    BECAME_NULLABLE = "nullable-changed" "may be null now"
        sent Breaking Works received None Works
        "A field that is sent becomes a `Nullable`. Received fields always accept null.";
    BECAME_NON_NULL = "nullable-changed" "is no longer null"
        sent Breaking Breaks received None Works
        "A field that is sent is no longer a `Nullable`, and a null in it is refused.";
    ID_NULLABLE_CHANGED = "nullable-changed" "an id"
        sent Breaking Degrades received Breaking Degrades
        "Only ids are received without `Option`: one becomes an `Option`, or stops being one.";

    ENUM_VALUE_ADDED = "enum-value-added" ""
        sent Additive Works received Additive Works
        "New variant of an open enumeration; running programs keep it as an unknown value.";
    ENUM_SECOND_VALUE_ADDED = "enum-value-added" "beside a single one"
        sent Breaking Works received Breaking Works
        "A constant becomes an enumeration.";
    ENUM_VALUE_REMOVED = "enum-value-removed" ""
        sent Breaking Breaks received Breaking Works
        "The variant is removed; one that is still sent is refused.";
    ENUM_VALUE_REMOVED_TO_ONE = "enum-value-removed" "all but one"
        sent Breaking Breaks received Breaking Works
        "An enumeration becomes a constant.";
    ENUM_ADDED = "enum-added" ""
        sent Breaking Breaks received Breaking Works
        "A string becomes an enumeration; other strings are refused.";
    ENUM_ADDED_ONE = "enum-added" "with a single value"
        sent Breaking Breaks received None Works
        "A constant: requests always send it, responses decode it as a string.";
    ENUM_DROPPED = "enum-dropped" ""
        sent Breaking Works received Breaking Works
        "An enumeration becomes a string.";
    ENUM_DROPPED_ONE = "enum-dropped" "with a single value"
        sent Breaking Works received None Works
        "What requests always sent becomes a field; responses still decode it as a string.";
    DEFAULT_CHANGED = "default-changed" ""
        sent None Degrades received None Works
        "A request without the value has another meaning.";

    VARIANT_ADDED = "variant-added" ""
        sent Additive Works received Additive Works
        "New variant of an open union; running programs keep it as JSON.";
    VARIANT_ADDED_FIRST = "variant-added" "to what was one type"
        sent Breaking Works received Breaking Degrades
        "A type becomes a union.";
    VARIANT_REMOVED = "variant-removed" ""
        sent Breaking Breaks received Breaking Works
        "The variant is removed; one that is still sent is refused.";
    VARIANT_REMOVED_TO_ONE = "variant-removed" "all but one"
        sent Breaking Breaks received Breaking Works
        "A union becomes a type.";
    REF_CHANGED = "ref-changed" ""
        sent Breaking Works received Breaking Works
        "The type has another name. Differences between the two are separate findings.";
    SCHEMA_ADDED = "schema-added" ""
        sent Breaking Works received Breaking Works
        "Any JSON becomes a type.";
    SCHEMA_ADDED_BESIDE = "schema-added" "of a media type beside another"
        sent None Works received None Works
        "The crate continues to read the same one.";
    SCHEMA_REMOVED = "schema-removed" ""
        sent Breaking Degrades received Breaking Degrades
        "A type becomes any JSON.";
    SCHEMA_REMOVED_BESIDE = "schema-removed" "of a media type beside another"
        sent None Works received None Works
        "The crate continues to read the same one.";
    SCHEMA_USAGE_CHANGED = "schema-usage-changed" ""
        sent Breaking Works received Breaking Works
        "Types that are sent have setters and required fields, received ones have neither.";
    SCHEMA_USED = "schema-usage-changed" "it is used now"
        sent Additive Works received Additive Works
        "New type.";
    SCHEMA_UNUSED = "schema-usage-changed" "it is no longer used"
        sent Breaking Works received Breaking Works
        "The type is removed.";
    COMPONENT_ADDED = "component-added" ""
        sent Additive Works received Additive Works
        "New type.";
    COMPONENT_REMOVED = "component-removed" ""
        sent Breaking Works received Breaking Works
        "The type is removed. The effect on calls is reported where it was used.";
    COMPONENT_ADDED_OTHER = "component-added" "other than a schema"
        sent None Works received None Works
        "Only schemas have names in Rust.";
    COMPONENT_REMOVED_OTHER = "component-removed" "other than a schema"
        sent None Works received None Works
        "Only schemas have names in Rust. The effect on calls is reported where it was used.";

    STATUS_ADDED = "response-status-added" ""
        sent None Works received None Works
        "One error type serves every error, and a further success is read like the first.";
    STATUS_ADDED_DECIDES = "response-status-added" "a success that decides the type of the response"
        sent Breaking Degrades received Breaking Degrades
        "The method returns another type.";
    STATUS_REMOVED = "response-status-removed" ""
        sent None Works received None Works
        "One error type serves every error, and the success that is read stays.";
    STATUS_REMOVED_DECIDES = "response-status-removed" "a success that decides the type of the response"
        sent Breaking Degrades received Breaking Degrades
        "The method returns another type.";
    RESPONSE_REF_CHANGED = "response-ref-changed" ""
        sent None Works received None Works
        "Responses have no names in Rust. Differences between the two are separate findings.";
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
