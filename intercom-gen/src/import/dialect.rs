//! Rewrites constructs of `OpenAPI` 3.1 into those of 3.0, which all later steps use. Descriptions
//! of 3.0 contain some of them, too.

use serde_json::{Map, Value, json};

use super::shape::{Kind, TYPES};

/// What the words of 3.1 are put into.
const VERSION: &str = "3.0.3";

/// A description in the words of 3.0.
pub(super) fn translate(mut description: Value) -> Value {
    if description["openapi"]
        .as_str()
        .is_some_and(|version| version.starts_with("3.1."))
    {
        description["openapi"] = VERSION.into();
        if let Value::Object(document) = &mut description {
            // Calls that Intercom makes, and the name of the dialect.
            document.shift_remove("webhooks");
            document.shift_remove("jsonSchemaDialect");
        }
    }
    below(Kind::Document, &mut description);
    description
}

fn below(kind: Kind, value: &mut Value) {
    match (kind, value) {
        (Kind::List(of), Value::Array(items)) => items.iter_mut().for_each(|item| below(*of, item)),
        (kind, Value::Object(object)) => {
            for (key, value) in object.iter_mut() {
                below(kind.of(key), value);
            }
            if matches!(kind, Kind::Schema | Kind::Alternative | Kind::SchemaOrBool) {
                schema(object);
            }
        }
        _ => {}
    }
}

/// Rewrites a schema whose parts have been rewritten already.
fn schema(schema: &mut Map<String, Value>) {
    types(schema);
    constant(schema);
    for keyword in ["anyOf", "oneOf"] {
        without_null(schema, keyword);
    }
}

/// `type: [string, 'null']`
fn types(schema: &mut Map<String, Value>) {
    let types = match schema.get("type") {
        Some(Value::Array(types)) => types.clone(),
        Some(ty) if ty == "null" => vec![ty.clone()],
        _ => return,
    };
    let known = |ty: &Value| ty == "null" || TYPES.iter().any(|known| ty == known);
    if types.is_empty() || !types.iter().all(known) {
        // A mistake, which is reported when facts are extracted.
        return;
    }
    let nullable = types.iter().any(|ty| ty == "null");
    let others: Vec<_> = types.iter().filter(|ty| *ty != "null").cloned().collect();
    if let [only] = others.as_slice() {
        schema["type"] = only.clone();
    } else {
        schema.shift_remove("type");
    }
    if others.len() > 1 {
        let several = others.iter().map(|ty| json!({ "type": ty })).collect();
        // Beside other alternatives, the types add nothing.
        schema.entry("anyOf").or_insert(several);
    }
    if nullable {
        schema.insert("nullable".to_owned(), true.into());
    }
}

/// `const: value`
fn constant(schema: &mut Map<String, Value>) {
    if schema.contains_key("enum") {
        return;
    }
    if let Some(value) = schema.shift_remove("const") {
        schema.insert("enum".to_owned(), Value::Array(vec![value]));
    }
}

/// `anyOf: [{$ref: …}, {type: 'null'}]`
fn without_null(schema: &mut Map<String, Value>, keyword: &str) {
    let Some(Value::Array(alternatives)) = schema.get_mut(keyword) else {
        return;
    };
    let count = alternatives.len();
    alternatives.retain(|alternative| !is_null(alternative));
    if alternatives.is_empty() || alternatives.len() == count {
        return;
    }
    // A single one is what the schema is.
    if alternatives.len() == 1
        && !schema.contains_key("allOf")
        && let Some(only) = schema.shift_remove(keyword)
    {
        schema.insert("allOf".to_owned(), only);
    }
    schema.insert("nullable".to_owned(), true.into());
}

/// Returns whether a rewritten schema only allows null.
fn is_null(schema: &Value) -> bool {
    let says = |key: &String| !["nullable", "title", "description"].contains(&key.as_str());
    let object = schema.as_object();
    schema["nullable"] == true && object.is_some_and(|object| !object.keys().any(says))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn translated(schema: &Value) -> Value {
        let mut document = json!({"openapi": "3.0.1", "components": {"schemas": {"a": schema}}});
        document = translate(document);
        document["components"]["schemas"]["a"].take()
    }

    #[test]
    fn null_is_not_a_separate_type() {
        for (new, old) in [
            (
                json!({"type": ["string", "null"]}),
                json!({"type": "string", "nullable": true}),
            ),
            (json!({"type": ["string"]}), json!({"type": "string"})),
            (
                json!({"type": ["string", "integer", "null"]}),
                json!({"anyOf": [{"type": "string"}, {"type": "integer"}], "nullable": true}),
            ),
            (
                json!({"anyOf": [{"$ref": "#/x"}, {"type": "null"}]}),
                json!({"allOf": [{"$ref": "#/x"}], "nullable": true}),
            ),
            (
                json!({"properties": {"b": {"oneOf": [{"$ref": "#/x"}, {"$ref": "#/y"}, {"type": "null"}]}}}),
                json!({"properties": {"b": {"oneOf": [{"$ref": "#/x"}, {"$ref": "#/y"}], "nullable": true}}}),
            ),
            (json!({"type": "null"}), json!({"nullable": true})),
            (json!({"const": "a"}), json!({"enum": ["a"]})),
        ] {
            assert_eq!(translated(&new), old);
        }
    }

    #[test]
    fn values_that_are_not_schemas_stay() {
        let same = json!({"properties": {"type": {"type": "string"}, "const": {"enum": ["const"]}},
            "default": {"const": 1, "type": ["null"]}});
        assert_eq!(translated(&same), same);
        let mistake = json!({"type": ["strng"]});
        assert_eq!(translated(&mistake), mistake);
    }

    #[test]
    fn the_version_is_that_of_the_words() {
        let document = translate(json!({"openapi": "3.1.0", "webhooks": {}, "paths": {}}));
        assert_eq!(document, json!({"openapi": "3.0.3", "paths": {}}));
    }
}
