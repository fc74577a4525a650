//! OpenAPI schemas as JSON Schema: what checks bodies, compiled at first use and then shared.

use std::sync::{LazyLock, OnceLock};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::description::{array, description, operations};
use super::operation::Operation;

/// How people are named in bodies, by any one of these.
const IDENTITIES: [&str; 5] = ["id", "user_id", "external_id", "intercom_user_id", "email"];

/// One slot per operation for the check of its body.
static BODY_VALIDATORS: LazyLock<Vec<OnceLock<Option<Validator>>>> =
    LazyLock::new(|| operations().iter().map(|_| OnceLock::new()).collect());

/// The check of an operation's body; none if the operation declares no body.
pub(crate) fn body_validator(operation: &Operation) -> Option<&'static Validator> {
    let slot = BODY_VALIDATORS.get(operation.index)?;
    slot.get_or_init(|| operation.body.as_ref().and_then(validator))
        .as_ref()
}

/// Compiles an OpenAPI schema; `None` if it is not a valid JSON Schema.
pub(crate) fn validator(schema: &Value) -> Option<Validator> {
    let mut definitions = Map::new();
    let schema = convert(schema, &mut definitions);
    let document = json!({ "allOf": [schema], "$defs": definitions });
    jsonschema::draft202012::new(&document).ok()
}

/// Turns a schema of OpenAPI 3.0 into JSON Schema and collects the components it refers to.
///
/// `nullable` becomes a type beside the others. `oneOf` becomes `anyOf`: the branches of the
/// description overlap, and a body that fits two of them is welcome.
fn convert(schema: &Value, definitions: &mut Map<String, Value>) -> Value {
    let Some(source) = schema.as_object() else {
        return schema.clone();
    };
    let nullable = schema["nullable"] == true;
    if let Some(target) = schema["$ref"].as_str() {
        let reference = refer(target, definitions);
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
                let properties =
                    properties.map(|(name, schema)| (name.clone(), convert(schema, definitions)));
                ("properties", Value::Object(properties.collect()))
            }
            "items" | "not" => (key.as_str(), convert(value, definitions)),
            "additionalProperties" if value.is_object() => {
                (key.as_str(), convert(value, definitions))
            }
            "oneOf" | "anyOf" if is_of_lists(value) => ("items", any_element(value, definitions)),
            "oneOf" | "anyOf" => ("anyOf", convert_all(value, definitions)),
            "allOf" => ("allOf", convert_all(value, definitions)),
            "type" if nullable && value.is_string() => ("type", json!([value, "null"])),
            "enum" if nullable => {
                let known = array(value).filter(|value| !value.is_null());
                ("enum", known.cloned().chain([Value::Null]).collect())
            }
            // The description itself spells this value in both ways.
            "enum" if array(value).any(|known| known == "in_app") => (
                "enum",
                array(value).cloned().chain(["inapp".into()]).collect(),
            ),
            // An id of another length is that of nothing, as another one may be, and not a mistake.
            "minLength" | "maxLength" if schema["format"] == "uuid" => continue,
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
    if converted.contains_key("items") && !converted.contains_key("type") {
        converted.insert("type".to_owned(), "array".into());
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

fn convert_all(branches: &Value, definitions: &mut Map<String, Value>) -> Value {
    array(branches)
        .map(|branch| convert(branch, definitions))
        .collect()
}

/// Whether every branch of a union is a list.
fn is_of_lists(branches: &Value) -> bool {
    array(branches).count() > 1 && array(branches).all(|branch| branch["type"] == "array")
}

/// What a list may hold whose description has a branch for each kind of element: all of them side by
/// side, such as the filters and groups of a search.
fn any_element(branches: &Value, definitions: &mut Map<String, Value>) -> Value {
    let elements = array(branches).map(|branch| convert(&branch["items"], definitions));
    json!({ "anyOf": elements.collect::<Vec<_>>() })
}

fn refer(target: &str, definitions: &mut Map<String, Value>) -> Value {
    let name = target.rsplit('/').next().unwrap_or_default();
    if !definitions.contains_key(name) {
        // Replaces a component that refers to itself while it is converted.
        definitions.insert(name.to_owned(), Value::Bool(true));
        let component = convert(description().component(name), definitions);
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
