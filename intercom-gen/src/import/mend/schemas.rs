//! What is wrong inside a schema: its type, its enumeration, flags that are texts.

use serde_json::{Map, Value};

use super::walk::Walk;
use crate::import::shape::TYPES;

/// Names of other languages and formats for the types of a schema.
const ALIASES: [(&str, &[&str]); 5] = [
    ("integer", &["int", "int32", "int64", "long", "unsigned"]),
    ("number", &["float", "double", "decimal", "numeric"]),
    ("boolean", &["bool"]),
    (
        "string",
        &[
            "str",
            "text",
            "uuid",
            "date",
            "datetime",
            "date-time",
            "email",
            "uri",
            "url",
            "file",
        ],
    ),
    ("object", &["dict", "map", "hash", "json"]),
];

/// Returns the type that a word means.
pub(super) fn type_named(word: &str) -> Option<&'static str> {
    let word = word.trim().to_lowercase();
    let known = TYPES.into_iter().find(|ty| *ty == word);
    let list = (word == "list").then_some("array");
    let alias = ALIASES
        .into_iter()
        .find(|(_, words)| words.contains(&word.as_str()))
        .map(|(ty, _)| ty);
    known.or(list).or(alias)
}

/// Mends what a walk over its keys does not see.
pub(super) fn mend(walk: &mut Walk<'_>, schema: &mut Map<String, Value>) {
    for key in ["nullable", "readOnly", "writeOnly", "deprecated"] {
        flag(walk, schema, key);
    }
    enumeration(walk, schema);
}

/// `nullable: 'true'`
pub(super) fn flag(walk: &mut Walk<'_>, object: &mut Map<String, Value>, key: &str) {
    let read = match object.get(key).and_then(Value::as_str) {
        Some(text) if text.eq_ignore_ascii_case("true") => true,
        Some(text) if text.eq_ignore_ascii_case("false") => false,
        _ => return,
    };
    object.insert(key.to_owned(), read.into());
    walk.note_at(
        key,
        "a text where a boolean is needed",
        format!("read as {read}"),
    );
}

/// Values of another type than the schema's, and an enumeration of nothing.
fn enumeration(walk: &mut Walk<'_>, schema: &mut Map<String, Value>) {
    let ty = schema
        .get("type")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let Some(Value::Array(values)) = schema.get_mut("enum") else {
        return;
    };
    // The generator takes a string without allowed values as any string.
    if values.is_empty() && ty.as_deref().is_none_or(|ty| ty == "string") {
        return;
    }
    if values.is_empty() {
        schema.shift_remove("enum");
        walk.note_at(
            "enum",
            "an enumeration of no values",
            "any value of the type",
        );
        return;
    }
    let as_text = |value: &Value| match value {
        Value::Bool(_) | Value::Number(_) => Some(Value::String(value.to_string())),
        _ => None,
    };
    let as_number = |value: &Value| {
        let number: serde_json::Number = value.as_str()?.trim().parse().ok()?;
        Some(Value::Number(number))
    };
    let as_boolean = |value: &Value| match value.as_str()?.trim() {
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        _ => None,
    };
    let read = |value: &Value| match ty.as_deref() {
        Some("string") => as_text(value),
        Some("integer" | "number") => as_number(value),
        Some("boolean") => as_boolean(value),
        _ => None,
    };
    let mut changed = Vec::new();
    for value in values {
        if let Some(new) = read(value) {
            changed.push(value.to_string());
            *value = new;
        }
    }
    if !changed.is_empty() {
        let ty = ty.unwrap_or_default();
        let what = format!("{} in an enumeration of type {ty}", changed.join(", "));
        walk.note_at("enum", what, format!("read as {ty}"));
    }
}
