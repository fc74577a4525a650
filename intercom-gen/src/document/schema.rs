//! Schemas.

use serde_json::Value;

/// Whether a schema constrains nothing but whether the value may be null.
pub fn is_unconstrained(schema: &Value) -> bool {
    let constrains = |key: &String| !["nullable", "title"].contains(&key.as_str());
    let object = schema.as_object();
    object.is_some_and(|object| !object.keys().any(constrains))
}
