//! Schemas that are made of others: by reference, `allOf` and alternatives, and of themselves.

use intercom_gen::diff::diff;
use serde_json::{Value, json};

use super::document::{document, lines, with};
use super::shapes::schema;

#[test]
fn recursion_ends() {
    let node = |extra: &str| {
        json!({"type": "object", "properties": {
            "next": {"$ref": "#/components/schemas/received"},
            "all": {"type": "array", "items": {"allOf": [{"$ref": "#/components/schemas/received"}]}},
            extra: {"type": "string"},
        }})
    };
    assert_eq!(
        schema("received", node("a"), node("b")),
        [
            "prop-removed components.schemas.received|a response string breaking/degrades",
            "prop-added components.schemas.received|b response string additive/works",
        ]
    );
    // Through a reference that became inline.
    let inline = json!({"type": "object", "properties": {"next": {"type": "object", "properties": {
        "next": {"$ref": "#/components/schemas/received"}}}}});
    let findings = schema("received", node("a"), inline);
    assert!(
        findings.iter().any(|line| line.starts_with("ref-changed")),
        "{findings:?}"
    );
}

#[test]
fn parts_of_all_of_count_as_one_object() {
    let split = json!({"allOf": [
        {"type": "object", "properties": {"a": {"type": "string"}}},
        {"properties": {"b": {"type": "string"}}, "required": ["b"]},
    ]});
    let whole = json!({"type": "object", "required": ["b"], "properties": {
        "a": {"type": "string"}, "b": {"type": "string"}}});
    assert!(schema("received", split.clone(), whole).is_empty());
    let less = json!({"allOf": [{"type": "object", "properties": {"a": {"type": "string"}}}]});
    assert_eq!(
        schema("received", split, less),
        ["prop-removed components.schemas.received|b response string breaking/degrades"]
    );
}

#[test]
fn an_all_of_around_a_reference_is_the_reference() {
    let property = |schema: Value| json!({"type": "object", "properties": {"a": schema}});
    let plain = property(json!({"$ref": "#/components/schemas/both"}));
    let wrapped = json!({"nullable": true, "allOf": [{"$ref": "#/components/schemas/both"}]});
    assert_eq!(
        schema("received", plain, property(wrapped)),
        ["nullable-changed components.schemas.received|a response false → true none/works"]
    );
}

#[test]
fn reference_that_became_inline_reports_differences() {
    let property = |schema: Value| json!({"type": "object", "properties": {"a": schema}});
    let inline = json!({"type": "object", "properties": {"id": {"type": "string"}, "n": {"type": "integer"}}});
    assert_eq!(
        schema(
            "received",
            property(json!({"$ref": "#/components/schemas/lonely"})),
            property(inline)
        ),
        [
            "schema-usage-changed components.schemas.lonely| response response → - breaking/works",
            "ref-changed components.schemas.received|a response lonely → inline breaking/works",
            "prop-removed components.schemas.received|a.a response string breaking/degrades",
            "prop-added components.schemas.received|a.n response integer additive/works",
        ]
    );
}

#[test]
fn a_renamed_component_is_compared_once() {
    let old = document();
    let text = old
        .to_string()
        .replace("schemas/received", "schemas/returned")
        .replace(
            r#""received":{"type":"object""#,
            r#""returned":{"type":"object","title":"New""#,
        );
    let new = serde_json::from_str(&text).unwrap();
    let found = lines(&diff(&old, &new).findings);
    assert_eq!(
        found,
        [
            "ref-changed PUT /things/{id} response 200 application/json|received response received → returned breaking/works",
            "component-removed components.schemas.received| response object breaking/works",
            "title-changed components.schemas.received| response New none/works",
            "component-added components.schemas.returned| response object additive/works",
        ]
    );
}

#[test]
fn unions_are_matched_by_what_they_hold() {
    let union = |parts: Value| json!({"oneOf": parts});
    let a = json!({"title": "A", "type": "object", "properties": {"x": {"type": "string"}}});
    let more = json!({"title": "A", "type": "object", "properties": {"x": {"type": "string"}, "y": {"type": "string"}}});
    let b = json!({"$ref": "#/components/schemas/both"});
    assert_eq!(
        schema("received", union(json!([a, b])), union(json!([b, more]))),
        ["prop-added components.schemas.received|<A>.y response string additive/works"]
    );
}

#[test]
fn alternatives_without_a_name_are_matched_by_what_they_are() {
    let one = |key: &str, ty: &str| json!({"type": "object", "properties": {key: {"type": ty}}});
    let union = |parts: &[Value]| json!({"oneOf": parts});
    let old = union(&[one("a", "string"), one("b", "string")]);
    let more = union(&[one("z", "string"), one("a", "string"), one("b", "string")]);
    assert_eq!(
        schema("received", old.clone(), more),
        ["variant-added components.schemas.received| response object additive/works"]
    );
    let other = union(&[one("b", "integer"), one("a", "string")]);
    assert_eq!(
        schema("received", old, other),
        [
            "type-changed components.schemas.received|<object 2>.b response string → integer breaking/works"
        ]
    );
}

#[test]
fn schema_that_becomes_recursive_in_another_way_is_compared() {
    let holding = |held: Value| {
        let schema = json!({"type": "object", "properties": {"same": held}});
        with(document(), "/components/schemas/received", Some(schema))
    };
    let same = json!({"$ref": "#/components/schemas/received"});
    let more =
        json!({"allOf": [same, {"type": "object", "properties": {"more": {"type": "string"}}}]});
    assert_eq!(
        lines(&diff(&holding(same.clone()), &holding(more)).findings),
        [
            "ref-changed components.schemas.received|same response received → inline breaking/works",
            "prop-added components.schemas.received|same.more response string additive/works",
        ]
    );
    let null = json!({"allOf": [same, {"nullable": true}]});
    assert_eq!(
        lines(&diff(&holding(same), &holding(null)).findings),
        ["nullable-changed components.schemas.received|same response false → true none/works"]
    );
}
