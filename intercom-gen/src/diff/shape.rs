//! What a schema is, seen from outside: its type, its parts in one, its name in a few words.

use std::collections::BTreeSet;

use serde_json::Value;

use super::contract::Contract;
use crate::document::{is_unconstrained, reference, target_name};

/// Deeper than any sensible nesting of `allOf`.
const MAX_DEPTH: usize = 32;

impl Contract<'_> {
    /// A schema with its inline `allOf` parts in one, and with the referred ones too if they are
    /// to be followed.
    pub(super) fn merged(&self, schema: &Value, follow: bool, depth: usize) -> Value {
        let Some(parts) = schema["allOf"].as_array().filter(|_| depth < MAX_DEPTH) else {
            return schema.clone();
        };
        let mut whole = serde_json::Map::new();
        let inline = parts
            .iter()
            .filter(|part| follow || reference(part).is_none());
        let parts = inline.map(|part| self.merged(self.resolve(part), follow, depth + 1));
        for part in parts.chain([schema.clone()]) {
            for (key, value) in part.as_object().into_iter().flatten() {
                match (key.as_str(), whole.get_mut(key), value) {
                    ("allOf", ..) => {}
                    ("properties", Some(Value::Object(known)), Value::Object(more)) => {
                        known.extend(more.clone());
                    }
                    (
                        "required" | "oneOf" | "anyOf",
                        Some(Value::Array(known)),
                        Value::Array(more),
                    ) => {
                        known.extend(more.iter().cloned());
                    }
                    _ => {
                        whole.insert(key.clone(), value.clone());
                    }
                }
            }
        }
        Value::Object(whole)
    }
}

/// A schema without an `allOf` that holds nothing but it, and whether it may be null.
pub(super) fn unwrap(schema: &Value) -> (&Value, bool) {
    const DESCRIBES: [&str; 6] = ["$ref", "type", "properties", "enum", "oneOf", "anyOf"];
    let mut inner = schema;
    let mut nullable = is_nullable(schema);
    while !DESCRIBES.iter().any(|key| inner.get(key).is_some()) {
        let parts = inner["allOf"].as_array().into_iter().flatten();
        let (mute, parts): (Vec<_>, Vec<_>) = parts.partition(|part| is_unconstrained(part));
        let [only] = parts.as_slice() else {
            break;
        };
        inner = only;
        nullable |= is_nullable(inner) || mute.into_iter().any(is_nullable);
    }
    (inner, nullable)
}

fn is_nullable(schema: &Value) -> bool {
    let null_value = schema["enum"]
        .as_array()
        .is_some_and(|values| values.contains(&Value::Null));
    schema["nullable"] == true || null_value
}

/// The type, declared or implied.
pub(super) fn kind(schema: &Value) -> Option<&str> {
    let means = |key: &str, ty: &'static str| schema.get(key).map(|_| ty);
    let texts = || {
        let values = schema["enum"].as_array().filter(|v| !v.is_empty())?;
        let is_text = |value: &Value| value.is_string() || value.is_null();
        values.iter().all(is_text).then_some("string")
    };
    schema["type"]
        .as_str()
        .or_else(|| means("properties", "object"))
        .or_else(|| means("items", "array"))
        .or_else(texts)
}

/// The components that `allOf` includes.
pub(super) fn included(schema: &Value) -> BTreeSet<&str> {
    let parts = schema["allOf"].as_array().into_iter().flatten();
    parts.filter_map(target_name).collect()
}

/// A schema in a few words: `string`, `array of contact`, `one of contact, lead`.
pub(super) fn describe(schema: &Value) -> String {
    if let Some(name) = target_name(schema) {
        return name.to_owned();
    }
    let (inner, _) = unwrap(schema);
    if let Some(name) = target_name(inner) {
        return name.to_owned();
    }
    for (keyword, words) in [
        ("oneOf", "one of"),
        ("anyOf", "any of"),
        ("allOf", "all of"),
    ] {
        if let Some(parts) = inner[keyword].as_array() {
            let parts: Vec<_> = parts.iter().map(describe).collect();
            return format!("{words} {}", parts.join(", "));
        }
    }
    match kind(inner) {
        Some("array") if inner["items"].is_object() => {
            format!("array of {}", describe(&inner["items"]))
        }
        Some(kind) => kind.to_owned(),
        None => "any".to_owned(),
    }
}
