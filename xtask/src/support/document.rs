//! What every reader of a description needs.

use serde_json::Value;

/// The keys of a path item that are operations.
pub(crate) const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

/// Follows `$ref`s inside a document; returns anything else as it is.
pub(crate) fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let mut value = value;
    // A chain of references longer than this is a circle.
    for _ in 0..8 {
        let Some(target) = value["$ref"].as_str() else {
            return value;
        };
        let pointer = target.trim_start_matches('#');
        value = document.pointer(pointer).unwrap_or(&Value::Null);
    }
    value
}

/// The entries of an object, none for anything else.
pub(crate) fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let object = value.as_object().into_iter().flatten();
    object.map(|(key, value)| (key.as_str(), value))
}
