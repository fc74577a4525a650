//! An object with all of its properties in one place.

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

/// An object with all of its properties in one place.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Flat {
    pub(super) properties: IndexMap<String, Value>,
    /// In the order in which they are demanded: that of keys means nothing.
    pub(super) required: IndexSet<String>,
    pub(super) additional: Option<Value>,
}

impl Flat {
    /// Adds an `allOf` part: later parts take precedence.
    pub(super) fn add(&mut self, part: Self) {
        self.properties.extend(part.properties);
        self.required.extend(part.required);
        self.additional = part.additional.or_else(|| self.additional.take());
    }

    /// Adds the properties of one alternative: none of them is certain to be there, and an
    /// enumeration allows what any alternative allows.
    pub(super) fn fold(&mut self, alternative: Self) {
        for (name, schema) in alternative.properties {
            match self.properties.get_mut(&name) {
                Some(known) => widen(known, &schema),
                None => {
                    self.properties.insert(name, schema);
                }
            }
        }
    }
}

/// Adds the values of one enumeration to another of the same property.
fn widen(known: &mut Value, other: &Value) {
    match (known.get_mut("enum"), other.get("enum")) {
        (Some(Value::Array(values)), Some(Value::Array(more))) => {
            let new: Vec<_> = more
                .iter()
                .filter(|v| !values.contains(v))
                .cloned()
                .collect();
            values.extend(new);
        }
        (Some(_), None) if other.get("type").is_some() => *known = other.clone(),
        _ => {}
    }
}

/// The schemas under a keyword that takes a list.
pub(super) fn list<'v>(schema: &'v Value, keyword: &str) -> impl Iterator<Item = &'v Value> {
    schema
        .get(keyword)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

pub(super) fn own_properties(schema: &Value) -> IndexMap<String, Value> {
    let properties = schema.get("properties").and_then(Value::as_object);
    properties
        .into_iter()
        .flatten()
        .map(|(name, schema)| (name.clone(), schema.clone()))
        .collect()
}

pub(super) fn required(schema: &Value) -> IndexSet<String> {
    list(schema, "required")
        .filter_map(Value::as_str)
        .map(Into::into)
        .collect()
}
