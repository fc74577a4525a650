//! OpenAPI schemas as JSON Schema: what checks bodies, compiled at first use and then shared.

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::description::{Document, array};
use super::operation::Operation;

/// How people are named in bodies, by any one of these.
const IDENTITIES: [&str; 5] = ["id", "user_id", "external_id", "intercom_user_id", "email"];

/// The check of an operation's body; none if the operation declares no body.
pub(crate) fn body_validator(operation: &Operation) -> Option<&Validator> {
    let make = || validator(operation.document, operation.body.as_ref()?);
    operation.validator.get_or_init(make).as_ref()
}

/// Compiles an OpenAPI schema; `None` if it is not a valid JSON Schema.
pub(crate) fn validator(document: Document, schema: &Value) -> Option<Validator> {
    let mut definitions = Map::new();
    let schema = convert(document, schema, &mut definitions);
    let schema = json!({ "allOf": [schema], "$defs": definitions });
    jsonschema::draft202012::new(&schema).ok()
}

/// Turns a schema of OpenAPI 3.0 into JSON Schema and collects the components it refers to.
///
/// `nullable` becomes a type beside the others. `oneOf` becomes `anyOf`: the branches of the
/// description overlap, and a body that fits two of them is welcome.
fn convert(document: Document, schema: &Value, definitions: &mut Map<String, Value>) -> Value {
    let Some(source) = schema.as_object() else {
        return schema.clone();
    };
    let nullable = schema["nullable"] == true;
    if let Some(target) = schema["$ref"].as_str() {
        let reference = refer(document, target, definitions);
        return if nullable {
            json!({ "anyOf": [reference, { "type": "null" }] })
        } else {
            reference
        };
    }
    let mut converted = Map::new();
    for (key, value) in source {
        let (key, value) = match key.as_str() {
            "properties" => {
                let properties = value.as_object().into_iter().flatten();
                let properties = properties
                    .map(|(name, schema)| (name.clone(), convert(document, schema, definitions)));
                ("properties", Value::Object(properties.collect()))
            }
            "items" | "not" => (key.as_str(), convert(document, value, definitions)),
            "additionalProperties" if value.is_object() => {
                (key.as_str(), convert(document, value, definitions))
            }
            "oneOf" | "anyOf" => ("anyOf", convert_all(document, value, definitions)),
            "allOf" => ("allOf", convert_all(document, value, definitions)),
            "type" if nullable && value.is_string() => ("type", json!([value, "null"])),
            "enum" if nullable => {
                let known = array(value).filter(|value| !value.is_null());
                ("enum", known.cloned().chain([Value::Null]).collect())
            }
            "type"
            | "enum"
            | "required"
            | "additionalProperties"
            | "minimum"
            | "maximum"
            | "minItems"
            | "maxItems"
            | "minLength"
            | "maxLength"
            | "pattern"
            | "uniqueItems" => (key.as_str(), value.clone()),
            _ => continue,
        };
        converted.insert(key.to_owned(), value);
    }
    accept_every_identity(&mut converted);
    if nullable && !source.contains_key("type") {
        return json!({ "anyOf": [converted, { "type": "null" }] });
    }
    if nullable && converted.contains_key("anyOf") {
        // The branches state requirements that null cannot meet.
        converted.insert("type".to_owned(), source["type"].clone());
        return json!({ "anyOf": [converted, { "type": "null" }] });
    }
    Value::Object(converted)
}

fn convert_all(
    document: Document,
    branches: &Value,
    definitions: &mut Map<String, Value>,
) -> Value {
    array(branches)
        .map(|branch| convert(document, branch, definitions))
        .collect()
}

fn refer(document: Document, target: &str, definitions: &mut Map<String, Value>) -> Value {
    let name = target.rsplit('/').next().unwrap_or_default();
    if !definitions.contains_key(name) {
        // Replaces a component that refers to itself while it is converted.
        definitions.insert(name.to_owned(), Value::Bool(true));
        let component = convert(document, document.component(name), definitions);
        definitions.insert(name.to_owned(), component);
    }
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// Where a person is to be named by one of several keys, every such key that the schema declares
/// will do: the lists of the description leave some of them out.
fn accept_every_identity(schema: &mut Map<String, Value>) {
    let declared: Vec<&str> = IDENTITIES
        .into_iter()
        .filter(|name| {
            schema
                .get("properties")
                .is_some_and(|known| known.get(*name).is_some())
        })
        .collect();
    let Some(Value::Array(branches)) = schema.get_mut("anyOf") else {
        return;
    };
    let names_one = |branch: &Value| {
        let required: Vec<_> = array(&branch["required"])
            .filter_map(Value::as_str)
            .collect();
        branch.as_object().is_some_and(|keys| keys.len() == 1)
            && matches!(required[..], [name] if IDENTITIES.contains(&name))
    };
    if !branches.is_empty() && branches.iter().all(names_one) {
        branches.extend(
            declared
                .into_iter()
                .map(|name| json!({ "required": [name] })),
        );
    }
}
