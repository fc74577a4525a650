//! Each row of the table of rules on a minimal pair of documents, with both verdicts.

use std::collections::BTreeSet;

use intercom_gen::diff::RULES;
use serde_json::{Value, json};

use super::document::change;

/// A row, and a change that it is about: id, case, where, what was, what is, and the verdicts on
/// what is sent and on what is received.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    Value,
    Value,
    &'static str,
    &'static str,
);

const OPERATION: &str = "/paths/~1things~1{id}/put";

/// Changes inside a schema; the pointer starts at the schema. Null is absent.
// A table.
#[allow(clippy::too_many_lines)]
fn in_schemas() -> Vec<Case> {
    let text = || json!({"type": "string"});
    let ids = |values: Value| json!({"type": "string", "enum": values});
    vec![
        (
            "prop-added",
            "",
            "/properties/x",
            json!(null),
            text(),
            "additive/works",
            "additive/works",
        ),
        (
            "prop-removed",
            "",
            "/properties/x",
            text(),
            json!(null),
            "breaking/degrades",
            "breaking/degrades",
        ),
        (
            "became-required",
            "",
            "/required",
            json!(["id"]),
            json!(["id", "a"]),
            "breaking/breaks",
            "none/works",
        ),
        (
            "became-optional",
            "",
            "/required",
            json!(["id", "a"]),
            json!(["id"]),
            "breaking/works",
            "none/works",
        ),
        (
            "type-changed",
            "",
            "/properties/a",
            json!({"type": "integer"}),
            text(),
            "breaking/breaks",
            "breaking/degrades",
        ),
        (
            "type-changed",
            "the old Rust type reads the new values",
            "/properties/a",
            text(),
            json!({"type": "integer"}),
            "breaking/breaks",
            "breaking/works",
        ),
        (
            "format-changed",
            "",
            "/properties/a/format",
            json!("uri"),
            json!("email"),
            "none/works",
            "none/works",
        ),
        (
            "format-changed",
            "to or from a time",
            "/properties/a/format",
            json!(null),
            json!("date-time"),
            "breaking/works",
            "breaking/degrades",
        ),
        (
            "nullable-changed",
            "may be null now",
            "/properties/a/nullable",
            json!(null),
            json!(true),
            "breaking/works",
            "none/works",
        ),
        (
            "nullable-changed",
            "is never null any more",
            "/properties/a/nullable",
            json!(true),
            json!(false),
            "breaking/breaks",
            "none/works",
        ),
        (
            "nullable-changed",
            "an id",
            "/properties/id/nullable",
            json!(null),
            json!(true),
            "breaking/degrades",
            "breaking/degrades",
        ),
        (
            "enum-value-added",
            "",
            "/properties/a/enum",
            json!(["x", "y"]),
            json!(["x", "y", "z"]),
            "additive/works",
            "additive/works",
        ),
        (
            "enum-value-added",
            "beside a single one",
            "/properties/a/enum",
            json!(["x"]),
            json!(["x", "y"]),
            "breaking/works",
            "breaking/works",
        ),
        (
            "enum-value-removed",
            "",
            "/properties/a/enum",
            json!(["x", "y", "z"]),
            json!(["x", "y"]),
            "breaking/breaks",
            "breaking/works",
        ),
        (
            "enum-value-removed",
            "all but one",
            "/properties/a/enum",
            json!(["x", "y"]),
            json!(["x"]),
            "breaking/breaks",
            "breaking/works",
        ),
        (
            "enum-added",
            "",
            "/properties/a/enum",
            json!(null),
            json!(["x", "y"]),
            "breaking/breaks",
            "breaking/works",
        ),
        (
            "enum-added",
            "with a single value",
            "/properties/a",
            text(),
            ids(json!(["x"])),
            "breaking/breaks",
            "none/works",
        ),
        (
            "enum-dropped",
            "",
            "/properties/a/enum",
            json!(["x", "y"]),
            json!(null),
            "breaking/works",
            "breaking/works",
        ),
        (
            "enum-dropped",
            "with a single value",
            "/properties/a",
            ids(json!(["x"])),
            text(),
            "breaking/works",
            "none/works",
        ),
        (
            "default-changed",
            "",
            "/properties/a/default",
            json!("x"),
            json!("y"),
            "none/degrades",
            "none/works",
        ),
        (
            "variant-added",
            "",
            "/properties/a",
            json!({"oneOf": [{"type": "string"}, {"type": "object"}]}),
            json!({"oneOf": [{"type": "string"}, {"type": "object"}, {"type": "integer"}]}),
            "additive/works",
            "additive/works",
        ),
        (
            "variant-added",
            "to what was one type",
            "/properties/a",
            text(),
            json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}),
            "breaking/works",
            "breaking/degrades",
        ),
        (
            "variant-removed",
            "",
            "/properties/a",
            json!({"anyOf": [{"type": "string"}, {"type": "object"}, {"type": "integer"}]}),
            json!({"anyOf": [{"type": "string"}, {"type": "object"}]}),
            "breaking/breaks",
            "breaking/works",
        ),
        (
            "variant-removed",
            "all but one",
            "/properties/a",
            json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}),
            text(),
            "breaking/breaks",
            "breaking/works",
        ),
        (
            "ref-changed",
            "",
            "/properties/a",
            json!({"$ref": "#/components/schemas/lonely"}),
            json!({"$ref": "#/components/schemas/failed"}),
            "breaking/works",
            "breaking/works",
        ),
        (
            "schema-added",
            "",
            "/properties/a",
            json!({"type": "array"}),
            json!({"type": "array", "items": {"type": "string"}}),
            "breaking/works",
            "breaking/works",
        ),
        (
            "schema-removed",
            "",
            "/properties/a",
            json!({"type": "array", "items": {"type": "string"}}),
            json!({"type": "array"}),
            "breaking/degrades",
            "breaking/degrades",
        ),
        (
            "title-changed",
            "",
            "/title",
            json!("A"),
            json!("B"),
            "none/works",
            "none/works",
        ),
        (
            "unclassified",
            "",
            "/properties/a/maxLength",
            json!(5),
            json!(7),
            "none/degrades",
            "none/works",
        ),
    ]
}

/// Changes of operations and of the document; the pointer starts at the operation unless it is
/// one of the document's. The verdict holds both ways.
// A table.
#[allow(clippy::too_many_lines)]
fn in_operations() -> Vec<Case> {
    let query = |name: &str, required: bool| json!({"name": name, "in": "query", "required": required, "schema": {"type": "string"}});
    let header = |required: bool| json!({"name": "Intercom-Version", "in": "header", "required": required, "schema": {"type": "string"}});
    let json_body = |required: bool| json!({"required": required, "content": {"application/json": {"schema": {"type": "string"}}}});
    let form = || json!({"schema": {"type": "object"}});
    let answer = |ty: &str| json!({"description": "", "content": {"application/json": {"schema": {"type": ty}}}});
    let thing = || json!({"type": "object", "properties": {"z": {"type": "string"}}});
    let rows = vec![
        (
            "op-added",
            "",
            "/paths/~1things~1{id}/get",
            json!(null),
            json!({"responses": {"200": {"description": ""}}}),
            "additive/works",
        ),
        (
            "op-removed",
            "",
            "/paths/~1things~1{id}/get",
            json!({"responses": {"200": {"description": ""}}}),
            json!(null),
            "breaking/breaks",
        ),
        (
            "operation-id-changed",
            "of an operation with an inline body or answer",
            "operationId",
            json!("a"),
            json!("b"),
            "breaking/works",
        ),
        (
            "tag-added",
            "",
            "tags",
            json!(["A"]),
            json!(["A", "B"]),
            "none/works",
        ),
        (
            "tag-removed",
            "",
            "tags",
            json!(["A", "B"]),
            json!(["A"]),
            "none/works",
        ),
        (
            "param-added",
            "",
            "parameters/-",
            json!(null),
            query("q", false),
            "additive/works",
        ),
        (
            "param-added",
            "required",
            "parameters/-",
            json!(null),
            query("q", true),
            "breaking/breaks",
        ),
        (
            "param-added",
            "a header that the client sends by itself",
            "parameters/-",
            json!(null),
            header(true),
            "none/works",
        ),
        (
            "param-removed",
            "",
            "parameters/-",
            query("q", false),
            json!(null),
            "breaking/degrades",
        ),
        (
            "param-removed",
            "a header that the client sends by itself",
            "parameters/-",
            header(true),
            json!(null),
            "none/works",
        ),
        (
            "param-required-changed",
            "became required",
            "parameters/-",
            query("q", false),
            query("q", true),
            "breaking/breaks",
        ),
        (
            "param-required-changed",
            "became optional",
            "parameters/-",
            query("q", true),
            query("q", false),
            "breaking/works",
        ),
        (
            "param-required-changed",
            "a header that the client sends by itself",
            "parameters/-",
            header(true),
            header(false),
            "none/works",
        ),
        (
            "param-serialization-changed",
            "",
            "parameters/-",
            query("q", false),
            json!({"name": "q", "in": "query", "explode": false, "schema": {"type": "string"}}),
            "none/breaks",
        ),
        (
            "request-body-added",
            "",
            "requestBody",
            json!(null),
            json_body(false),
            "breaking/works",
        ),
        (
            "request-body-added",
            "required",
            "requestBody",
            json!(null),
            json_body(true),
            "breaking/breaks",
        ),
        (
            "request-body-added",
            "another media type",
            "requestBody/content/multipart~1form-data",
            json!(null),
            form(),
            "none/works",
        ),
        (
            "request-body-removed",
            "",
            "requestBody",
            json_body(true),
            json!(null),
            "breaking/degrades",
        ),
        (
            "request-body-removed",
            "a media type that is not JSON",
            "requestBody/content/multipart~1form-data",
            form(),
            json!(null),
            "none/works",
        ),
        (
            "became-required",
            "a whole body",
            "requestBody",
            json_body(false),
            json_body(true),
            "none/works",
        ),
        (
            "became-optional",
            "a whole body",
            "requestBody",
            json_body(true),
            json_body(false),
            "none/works",
        ),
        (
            "schema-added",
            "of a media type beside another",
            "responses/200/content/text~1csv",
            json!(null),
            json!({"schema": {"type": "string"}}),
            "none/works",
        ),
        (
            "schema-removed",
            "of a media type beside another",
            "responses/200/content/text~1csv",
            json!({"schema": {"type": "string"}}),
            json!(null),
            "none/works",
        ),
        (
            "response-status-added",
            "",
            "responses/429",
            json!(null),
            answer("object"),
            "none/works",
        ),
        (
            "response-status-added",
            "a success that decides the type of the answer",
            "responses/200",
            json!(null),
            answer("object"),
            "breaking/degrades",
        ),
        (
            "response-status-removed",
            "",
            "responses/429",
            answer("object"),
            json!(null),
            "none/works",
        ),
        (
            "response-status-removed",
            "a success that decides the type of the answer",
            "responses/200",
            answer("object"),
            json!(null),
            "breaking/degrades",
        ),
        (
            "response-ref-changed",
            "",
            "responses/404",
            json!({"$ref": "#/components/responses/missing"}),
            answer("object"),
            "none/works",
        ),
        (
            "title-changed",
            "",
            "summary",
            json!("A"),
            json!("B"),
            "none/works",
        ),
        (
            "unclassified",
            "outside of what is sent and received",
            "deprecated",
            json!(null),
            json!(true),
            "none/works",
        ),
        (
            "component-added",
            "",
            "/components/schemas/new",
            json!(null),
            thing(),
            "none/works",
        ),
        (
            "component-removed",
            "",
            "/components/schemas/old",
            thing(),
            json!(null),
            "none/works",
        ),
    ];
    rows.into_iter()
        .map(|(id, case, at, old, new, verdict)| (id, case, at, old, new, verdict, verdict))
        .collect()
}

fn check(case: &Case, pointer: &str, expected: &str) {
    let (id, name, _, old, new, ..) = case;
    let some = |value: &Value| Some(value.clone()).filter(|value| !value.is_null());
    let findings = change(pointer, some(old), some(new));
    let found = findings
        .iter()
        .find(|f| f.id() == *id && f.rule.case == *name);
    let Some(found) = found else {
        panic!(
            "{id} ({name}) at {pointer} is not among {:?}",
            super::document::lines(&findings)
        );
    };
    let verdict = format!("{}/{}", found.rust.as_str(), found.running.as_str());
    assert_eq!(verdict, expected, "{id} ({name}) at {pointer}");
}

/// The worse of two verdicts.
fn worse(one: &str, other: &str) -> String {
    const WORDS: [&str; 6] = [
        "none", "additive", "breaking", "works", "degrades", "breaks",
    ];
    let rank = |word: &&str| WORDS.iter().position(|known| known == word).unwrap();
    let pairs = one.split('/').zip(other.split('/'));
    let worst: Vec<_> = pairs
        .map(|(a, b)| if rank(&a) >= rank(&b) { a } else { b })
        .collect();
    worst.join("/")
}

#[test]
fn schemas_are_judged_by_which_way_they_travel() {
    for case in in_schemas() {
        let (_, _, at, _, _, sent, received) = &case;
        let pointer = |component: &str| format!("/components/schemas/{component}{at}");
        check(&case, &pointer("sent"), sent);
        check(&case, &pointer("received"), received);
        check(&case, &pointer("both"), &worse(sent, received));
        // No generated type shows what only errors or nobody reaches.
        check(&case, &pointer("failed"), "none/works");
        check(&case, &pointer("lonely"), "none/works");
    }
}

#[test]
fn operations_are_judged_as_they_are() {
    for case in in_operations() {
        let (_, _, at, _, _, expected, _) = &case;
        let pointer = if at.starts_with('/') {
            (*at).to_owned()
        } else {
            format!("{OPERATION}/{at}")
        };
        check(&case, &pointer, expected);
    }
}

#[test]
fn every_rule_has_a_test() {
    let mut tested: BTreeSet<(&str, &str)> =
        in_schemas().iter().map(|case| (case.0, case.1)).collect();
    tested.extend(in_operations().iter().map(|case| (case.0, case.1)));
    // Those that take more than one change; see `shapes`.
    tested.extend([
        ("path-param-renamed", ""),
        ("operation-id-changed", ""),
        ("prop-added", "required"),
        ("schema-usage-changed", ""),
        ("schema-usage-changed", "it is used now"),
        ("schema-usage-changed", "it is not used any more"),
    ]);
    let rules: BTreeSet<_> = RULES.iter().map(|rule| (rule.id, rule.case)).collect();
    assert_eq!(rules, tested);
    assert_eq!(RULES.len(), rules.len());
}
