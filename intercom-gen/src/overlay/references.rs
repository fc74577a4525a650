//! `$ref`s of a document that is not known to be whole.

use serde_json::Value;

/// Whether a `$ref` leads to something in a document. One into another document is taken to.
pub(super) fn resolves(reference: &str, document: &Value) -> bool {
    let pointer = reference.strip_prefix('#');
    pointer.is_none_or(|pointer| document.pointer(pointer).is_some())
}

/// Returns the first `$ref` below a value for which `test` holds.
pub(super) fn find(value: &Value, test: &dyn Fn(&str) -> bool) -> Option<String> {
    if let Some(reference) = value.get("$ref").and_then(Value::as_str)
        && test(reference)
    {
        return Some(reference.to_owned());
    }
    match value {
        Value::Object(object) => object.values().find_map(|value| find(value, test)),
        Value::Array(list) => list.iter().find_map(|value| find(value, test)),
        _ => None,
    }
}
