//! One object out of many: `allOf` parts, and inline alternatives folded into their parent.

use std::collections::BTreeSet;

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use super::place::Place;
use super::schemas::{Lowered, Schemas, is_nullable};

/// Deeper than any sensible nesting: a component that contains itself by `allOf` or `oneOf`.
pub(super) const MAX_DEPTH: usize = 32;

/// An object with all of its properties in one place.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Flat {
    pub(super) properties: IndexMap<String, Value>,
    /// In the order in which they are demanded: that of keys means nothing.
    pub(super) required: IndexSet<String>,
    pub(super) additional: Option<Value>,
}

impl Flat {
    /// Adds an `allOf` part: what comes later says more.
    fn add(&mut self, part: Self) {
        self.properties.extend(part.properties);
        self.required.extend(part.required);
        self.additional = part.additional.or_else(|| self.additional.take());
    }

    /// Adds the properties of one alternative: none of them is certain to be there, and an
    /// enumeration allows what any alternative allows.
    fn fold(&mut self, alternative: Self) {
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

impl Schemas<'_> {
    /// All properties of an object schema, with its `allOf` parts and inline alternatives.
    pub(super) fn flatten(&self, schema: &Value) -> Flat {
        self.flatten_to(schema, 0, &mut BTreeSet::new())
    }

    /// `seen` are the components that stood as alternatives: each is folded in once, or unions that
    /// hold each other would never end.
    fn flatten_to<'s>(
        &'s self,
        schema: &'s Value,
        depth: usize,
        seen: &mut BTreeSet<&'s str>,
    ) -> Flat {
        let mut flat = Flat::default();
        if depth > MAX_DEPTH {
            return flat;
        }
        for part in list(schema, "allOf") {
            flat.add(self.flatten_to(self.resolve(part).0, depth + 1, seen));
        }
        flat.add(Flat {
            properties: own_properties(schema),
            required: required(schema),
            additional: schema.get("additionalProperties").cloned(),
        });
        for keyword in ["oneOf", "anyOf"] {
            let mut alternatives = Vec::new();
            for alternative in list(schema, keyword) {
                let (alternative, component) = self.resolve(alternative);
                if component.is_none_or(|name| seen.insert(name)) {
                    alternatives.push(self.flatten_to(alternative, depth + 1, seen));
                }
            }
            let common = alternatives
                .iter()
                .map(|alternative| alternative.required.clone())
                .reduce(|all, one| &all & &one);
            flat.required.extend(common.unwrap_or_default());
            for alternative in alternatives {
                flat.fold(alternative);
            }
        }
        flat
    }

    /// Lowers a schema with `allOf`, `oneOf` or `anyOf`.
    pub(super) fn lower_combined(
        &mut self,
        schema: &Value,
        at: &Place,
        draft: Option<usize>,
    ) -> Lowered {
        let (mute, parts): (Vec<_>, Vec<_>) = list(schema, "allOf").partition(|p| is_mute(p));
        let alternatives = self.alternatives_of(schema);
        let own = !own_properties(schema).is_empty();
        match (parts.as_slice(), own, alternatives.is_empty()) {
            // `allOf` around a single reference only adds nullability.
            ([part], false, true) => {
                let mut lowered = self.lower(part, at);
                lowered.nullable |= mute.into_iter().any(is_nullable);
                lowered
            }
            ([], false, false) => self.lower_alternatives(&alternatives, at, draft),
            _ => {
                let flat = self.flatten(schema);
                Lowered::of(self.record(&flat, at, draft))
            }
        }
    }
}

/// Whether a schema says nothing of a value but that it may be null.
pub(crate) fn is_mute(schema: &Value) -> bool {
    let says = |key: &String| !["nullable", "title"].contains(&key.as_str());
    let object = schema.as_object();
    object.is_some_and(|object| !object.keys().any(says))
}

/// The schemas under a keyword that takes a list.
pub(super) fn list<'v>(schema: &'v Value, keyword: &str) -> impl Iterator<Item = &'v Value> {
    schema
        .get(keyword)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn own_properties(schema: &Value) -> IndexMap<String, Value> {
    let properties = schema.get("properties").and_then(Value::as_object);
    properties
        .into_iter()
        .flatten()
        .map(|(name, schema)| (name.clone(), schema.clone()))
        .collect()
}

fn required(schema: &Value) -> IndexSet<String> {
    list(schema, "required")
        .filter_map(Value::as_str)
        .map(Into::into)
        .collect()
}
