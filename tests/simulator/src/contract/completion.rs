//! Responses of stored objects under another contract than that of the store.

use serde_json::Value;

use super::document::{Document, array};

/// How deep a response is completed.
const DEPTH: usize = 12;

/// Adds null for each property that the schema declares as nullable and the value lacks, in all of
/// its objects.
pub(crate) fn complete_response(document: &Document, schema: &Value, value: &mut Value) {
    complete(document, schema, value, 0);
}

fn complete(document: &Document, schema: &Value, value: &mut Value, depth: usize) {
    if depth > DEPTH {
        return;
    }
    let schema = document.resolve(schema);
    match value {
        Value::Array(elements) => {
            for element in elements {
                complete(document, &schema["items"], element, depth + 1);
            }
        }
        Value::Object(fields) => {
            for (name, property) in document.properties(schema) {
                let is_nullable =
                    property["nullable"] == true || document.resolve(property)["nullable"] == true;
                match fields.get_mut(name) {
                    Some(inner) => complete(document, property, inner, depth + 1),
                    // A property of one branch of a union need not be one of this object.
                    None if is_nullable && !is_union(document, schema) => {
                        fields.insert(name.to_owned(), Value::Null);
                    }
                    None => {}
                }
            }
        }
        _ => {}
    }
}

fn is_union(document: &Document, schema: &Value) -> bool {
    let parts = array(&schema["allOf"]);
    schema["anyOf"].is_array()
        || schema["oneOf"].is_array()
        || parts
            .map(|part| document.resolve(part))
            .any(|part| part["anyOf"].is_array() || part["oneOf"].is_array())
}
