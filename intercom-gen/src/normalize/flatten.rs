//! One object out of many: `allOf` parts, and inline alternatives folded into their parent.

use std::collections::BTreeSet;

use serde_json::Value;

use super::flat::{Flat, list, own_properties, required};
use super::schema_site::SchemaSite;
use super::schemas::{Lowered, Schemas, is_nullable};
use crate::document::is_unconstrained;

/// Deeper than any sensible nesting: a component that contains itself by `allOf` or `oneOf`.
pub(super) const MAX_DEPTH: usize = 32;

impl Schemas<'_> {
    /// All properties of an object schema, with its `allOf` parts and inline alternatives.
    pub(super) fn flatten(&self, schema: &Value) -> Flat {
        self.flatten_to(schema, 0, &mut BTreeSet::new())
    }

    /// `seen` are the components that were alternatives: each is folded in once, because unions
    /// that contain each other would not end.
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
        at: &SchemaSite,
        draft: Option<usize>,
    ) -> Lowered {
        let (mute, parts): (Vec<_>, Vec<_>) =
            list(schema, "allOf").partition(|p| is_unconstrained(p));
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
