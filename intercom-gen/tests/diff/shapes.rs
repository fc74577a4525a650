//! The shapes that are easily compared wrong.

use intercom_gen::diff::diff;
use serde_json::{Value, json};

use super::document::{change, document, line, lines, with};

/// What changes when a schema of the document does.
pub fn schema(name: &str, old: Value, new: Value) -> Vec<String> {
    let pointer = format!("/components/schemas/{name}");
    lines(&change(&pointer, Some(old), Some(new)))
}

#[test]
fn renamed_path_parameter_is_not_another_operation() {
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
fn component_is_reported_once_with_its_operations() {
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
fn schema_that_changes_direction_is_reported() {
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
fn implied_types_are_not_differences() {
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
fn paths_that_only_differ_in_their_parameters_are_distinguished() {
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
fn unknown_keywords_are_shown() {
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

#[test]
fn default_is_the_response_where_nothing_else_is() {
    let document = |responses: Value| {
        let get = json!({"operationId": "get", "responses": responses});
        with(document(), "/paths/~1b", Some(json!({"get": get})))
    };
    let answer = |kind: &str, ty: &str| json!({"description": "", "content": {kind: {"schema": {"type": ty}}}});
    let change = |old: Value, new: Value| lines(&diff(&document(old), &document(new)).findings);
    let json = "application/json; charset=utf-8";
    assert_eq!(
        change(
            json!({"default": answer(json, "string")}),
            json!({"default": answer(json, "boolean")})
        ),
        [
            "type-changed GET /b response default application/json| response string → boolean breaking/degrades"
        ]
    );
    let beside = |ty: &str| json!({"404": {"description": ""}, "default": answer(json, ty)});
    assert_eq!(
        change(beside("string"), beside("boolean")),
        [
            "type-changed GET /b response default application/json| response string → boolean none/works"
        ]
    );
    // The response is the same, whatever its status is called.
    assert_eq!(
        change(
            json!({"200": answer(json, "string")}),
            json!({"201": answer("application/json", "string")})
        ),
        [
            "response-status-removed GET /b|200 response application/json none/works",
            "response-status-added GET /b|201 response application/json none/works"
        ]
    );
}
