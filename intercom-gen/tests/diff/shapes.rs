//! The shapes that are easily compared wrong.

use intercom_gen::diff::diff;
use serde_json::{Value, json};

use super::document::{change, document, line, lines, with};

/// What changes when a schema of the document does.
fn schema(name: &str, old: Value, new: Value) -> Vec<String> {
    let pointer = format!("/components/schemas/{name}");
    lines(&change(&pointer, Some(old), Some(new)))
}

#[test]
fn a_renamed_path_parameter_is_no_other_operation() {
    let old = document();
    let text = old
        .to_string()
        .replace("/things/{id}", "/things/{thing_id}")
        .replace(r#""name":"id""#, r#""name":"thing_id""#);
    let new = serde_json::from_str(&text).unwrap();
    assert_eq!(
        lines(&diff(&old, &new).findings),
        ["path-param-renamed PUT /things/{id}|path:id - id → thing_id none/works"]
    );
}

#[test]
fn an_id_that_names_no_type_is_free() {
    let answer = json!({"responses": {"200": {"description": ""}}, "operationId": "a"});
    let old = with(document(), "/paths/~1b", Some(json!({"get": answer})));
    let new = with(old.clone(), "/paths/~1b/get/operationId", Some(json!("b")));
    assert_eq!(
        lines(&diff(&old, &new).findings),
        ["operation-id-changed GET /b| - a → b none/works"]
    );
}

#[test]
fn a_property_that_comes_with_a_demand_is_one_finding() {
    let new = json!({"type": "object", "required": ["x"], "properties": {"x": {"type": "string"}}});
    for (name, side, verdict) in [
        ("sent", "request", "breaking/breaks"),
        ("received", "response", "additive/works"),
        ("both", "both", "breaking/breaks"),
    ] {
        let expected = format!("prop-added components.schemas.{name}|x {side} string {verdict}");
        assert_eq!(
            schema(
                name,
                json!({"type": "object", "properties": {}}),
                new.clone()
            ),
            [expected]
        );
    }
}

#[test]
fn a_component_is_told_once_with_who_reaches_it() {
    let twice = |document: Value| {
        let get = json!({"operationId": "get", "responses": {"200": {"description": "", "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/received"}}}}}});
        with(document, "/paths/~1things~1{id}/get", Some(get))
    };
    let old = twice(document());
    let new = with(
        old.clone(),
        "/components/schemas/received/properties/x",
        Some(json!({"type": "array", "items": {"$ref": "#/components/schemas/both"}})),
    );
    let findings = diff(&old, &new).findings;
    assert_eq!(
        lines(&findings),
        ["prop-added components.schemas.received|x response array of both additive/works",]
    );
    assert_eq!(
        findings[0].operations,
        ["GET /things/{id}", "PUT /things/{id}"]
    );
}

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
fn paths_lead_through_lists_and_objects() {
    let nested = |inner: Value| {
        json!({"type": "object", "properties": {"data": {"type": "array", "items": {
            "type": "object", "properties": {"id": inner}}}}})
    };
    assert_eq!(
        schema(
            "received",
            nested(json!({"type": "integer"})),
            nested(json!({"type": "string"}))
        ),
        [
            "type-changed components.schemas.received|data[].id response integer → string breaking/degrades"
        ]
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
fn a_reference_that_became_inline_tells_what_differs() {
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
        .replace("schemas/received", "schemas/answered")
        .replace(
            r#""received":{"type":"object""#,
            r#""answered":{"type":"object","title":"New""#,
        );
    let new = serde_json::from_str(&text).unwrap();
    let found = lines(&diff(&old, &new).findings);
    assert_eq!(
        found,
        [
            "ref-changed PUT /things/{id} response 200 application/json|received response received → answered breaking/works",
            "component-added components.schemas.answered| response object additive/works",
            "component-removed components.schemas.received| response object breaking/works",
            "title-changed components.schemas.received| response New none/works",
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
fn a_schema_that_travels_another_way_is_told() {
    let to = |name: &str| {
        Some(json!({"type": "array", "items": {"$ref": format!("#/components/schemas/{name}")}}))
    };
    let pointer = "/components/schemas/sent/properties/a";
    let usage = |old: &str, new: &str| -> Vec<String> {
        let findings = change(pointer, to(old), to(new));
        findings
            .iter()
            .filter(|f| f.id() == "schema-usage-changed")
            .map(line)
            .collect()
    };
    assert_eq!(
        usage("lonely", "received"),
        [
            "schema-usage-changed components.schemas.lonely| request request → - breaking/works",
            "schema-usage-changed components.schemas.received| both response → both breaking/works",
        ]
    );
    assert_eq!(
        usage("received", "lonely")[0],
        "schema-usage-changed components.schemas.lonely| request - → request additive/works"
    );
}

#[test]
fn components_that_are_used_matter() {
    let used = |document: Value| {
        let to = json!({"$ref": "#/components/schemas/new"});
        let document = with(
            document,
            "/components/schemas/new",
            Some(json!({"type": "string"})),
        );
        with(
            document,
            "/components/schemas/received/properties/n",
            Some(to),
        )
    };
    let found = |old: &Value, new: &Value| {
        let findings = diff(old, new).findings;
        let of = |id: &str| findings.iter().find(|f| f.id() == id).map(line);
        of("component-added")
            .or_else(|| of("component-removed"))
            .unwrap()
    };
    let (without, with) = (document(), used(document()));
    assert_eq!(
        found(&without, &with),
        "component-added components.schemas.new| response string additive/works"
    );
    assert_eq!(
        found(&with, &without),
        "component-removed components.schemas.new| response string breaking/works"
    );
}

#[test]
fn values_of_maps_are_compared() {
    let map = |values: Value| json!({"type": "object", "additionalProperties": values});
    assert_eq!(
        schema(
            "received",
            map(json!({"type": "string"})),
            map(json!({"type": "integer"}))
        ),
        ["type-changed components.schemas.received|* response string → integer breaking/works"]
    );
    assert!(schema("received", map(json!(true)), json!({"type": "object"})).is_empty());
}

#[test]
fn shared_parameters_and_those_of_paths_are_the_operations_own() {
    let shared = json!([{"name": "q", "in": "query", "schema": {"type": "string"}}]);
    let old = with(
        document(),
        "/paths/~1things~1{id}/parameters",
        Some(shared.clone()),
    );
    let moved = with(
        document(),
        "/paths/~1things~1{id}/put/parameters/-",
        Some(shared[0].clone()),
    );
    assert!(diff(&old, &moved).findings.is_empty());
    assert_eq!(
        lines(&diff(&document(), &old).findings),
        ["param-added PUT /things/{id}|query:q request string additive/works"]
    );
    let typed = with(
        document(),
        "/paths/~1things~1{id}/put/parameters/-",
        Some(json!({"name": "q", "in": "query", "schema": {"type": "integer"}})),
    );
    assert_eq!(
        lines(&diff(&old, &typed).findings),
        ["type-changed PUT /things/{id} param query:q| request string → integer breaking/breaks"]
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
fn what_comes_to_hold_itself_in_another_way_has_an_end() {
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

#[test]
fn what_a_schema_means_need_not_be_said() {
    for (said, meant) in [
        (
            json!({"type": "array", "items": {"type": "string"}}),
            json!({"items": {"type": "string"}}),
        ),
        (
            json!({"type": "string", "enum": ["a", "b"]}),
            json!({"enum": ["a", "b"]}),
        ),
        (
            json!({"type": "object", "properties": {}}),
            json!({"properties": {}}),
        ),
    ] {
        assert!(schema("received", said, meant).is_empty());
    }
    let found = schema(
        "received",
        json!({"oneOf": [{"type": "string"}, {"type": "object"}]}),
        json!({"anyOf": [{"type": "string"}, {"type": "object"}]}),
    );
    assert_eq!(
        found,
        ["unclassified components.schemas.received| response oneOf → anyOf none/works"]
    );
}

#[test]
fn paths_that_only_differ_in_their_parameters_are_told_apart() {
    let other = json!({"put": {"operationId": "other", "responses": {"200": {"description": ""}}}});
    let twice = |json| with(document(), "/paths/~1things~1{other}", json);
    assert_eq!(
        lines(&diff(&twice(None), &twice(Some(other.clone()))).findings),
        ["op-added PUT /things/{other}| - other additive/works"]
    );
    assert_eq!(
        lines(&diff(&twice(Some(other)), &document()).findings),
        ["op-removed PUT /things/{other}| - other breaking/breaks"]
    );
}

#[test]
fn what_nobody_knows_is_shown() {
    let pointer = "/components/securitySchemes";
    let scheme = |scheme: &str| Some(json!({"token": {"type": "http", "scheme": scheme}}));
    assert_eq!(
        lines(&change(pointer, scheme("bearer"), scheme("basic")))[0]
            .split('|')
            .next(),
        Some("unclassified components.securitySchemes.token")
    );
    assert_eq!(change("/security", None, Some(json!([]))).len(), 1);
    assert_eq!(
        change("/components/schemas/sent/not", None, Some(json!({}))).len(),
        1
    );
}

/// The same document with the keys of every object in the opposite order.
fn reversed(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let keys = object.iter().rev();
            Value::Object(
                keys.map(|(key, value)| (key.clone(), reversed(value)))
                    .collect(),
            )
        }
        Value::Array(list) => Value::Array(list.iter().map(reversed).collect()),
        other => other.clone(),
    }
}

#[test]
fn the_order_of_keys_does_not_matter() {
    let contract = |text: &str| -> Value { serde_json::from_str(text).unwrap() };
    let old = contract(include_str!("../../../openapi/2.14.json"));
    let new = contract(include_str!("../../../openapi/2.15.json"));
    let found = diff(&old, &new);
    assert_eq!(diff(&old, &new), found);
    assert_eq!(diff(&reversed(&old), &reversed(&new)), found);
    assert!(diff(&old, &reversed(&old)).findings.is_empty());
}
