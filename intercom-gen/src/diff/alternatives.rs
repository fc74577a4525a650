//! `oneOf` and `anyOf`: variants that were added, removed or changed.

use std::collections::BTreeMap;

use serde_json::Value;

use super::compare::{Comparison, Site};
use super::rule;
use super::shape::describe;
use crate::document::reference;

impl Comparison<'_> {
    /// Compares a schema that was one type and is a choice now, or the other way round. Returns
    /// whether it was such a schema.
    pub(super) fn one_became_several(
        &mut self,
        site: &Site,
        path: &str,
        old: &Value,
        new: &Value,
    ) -> bool {
        let (before, after) = (variants(old), variants(new));
        let (several, became) = match (before.is_empty(), after.is_empty()) {
            (true, false) => (after, true),
            (false, true) => (before, false),
            _ => return false,
        };
        let (one, one_label) = if became {
            (old, describe(old))
        } else {
            (new, describe(new))
        };
        // An object with its own properties beside the alternatives stays what it is.
        let choice = if became { new } else { old };
        if choice.get("properties").is_some() {
            return false;
        }
        let Some((same, schema)) = several.iter().find(|(label, _)| **label == one_label) else {
            let (old, new) = (describe(old), describe(new));
            self.report(&rule::TYPE_CHANGED, site, path, old.into(), new.into());
            return true;
        };
        let (same, schema) = (same.clone(), (*schema).clone());
        for label in several.keys().filter(|label| **label != same) {
            let label = Value::from(label.clone());
            if became {
                self.report(&rule::VARIANT_ADDED_FIRST, site, path, Value::Null, label);
            } else {
                self.report(
                    &rule::VARIANT_REMOVED_TO_ONE,
                    site,
                    path,
                    label,
                    Value::Null,
                );
            }
        }
        if became {
            self.schema(site, path, one, &schema);
        } else {
            self.schema(site, path, &schema, one);
        }
        true
    }

    /// Compares the alternatives of two choices.
    pub(super) fn alternatives<'v>(
        &mut self,
        site: &Site,
        path: &str,
        old: &'v Value,
        new: &'v Value,
    ) {
        let (before, after) = (variants(old), variants(new));
        let keyword = |schema: &Value| match (schema.get("oneOf"), schema.get("anyOf")) {
            (Some(_), None) => Value::from("oneOf"),
            (None, Some(_)) => Value::from("anyOf"),
            _ => Value::Null,
        };
        if !before.is_empty() && !after.is_empty() {
            let (old, new) = (keyword(old), keyword(new));
            self.changed(&rule::UNCLASSIFIED, site, path, &old, &new);
        }
        let rule = if after.len() == 1 {
            &rule::VARIANT_REMOVED_TO_ONE
        } else {
            &rule::VARIANT_REMOVED
        };
        // What stayed as it was needs no partner: alternatives without a name move.
        let stayed = |all: &BTreeMap<String, &'v Value>, schema: &Value| {
            all.values().any(|other| *other == schema)
        };
        let changed = |own: &BTreeMap<String, &'v Value>, others: &BTreeMap<String, &'v Value>| {
            let own = own.iter().filter(|(_, schema)| !stayed(others, schema));
            own.map(|(label, schema)| (label.clone(), *schema))
                .collect::<Vec<_>>()
        };
        let (mut went, came) = (changed(&before, &after), changed(&after, &before));
        for (label, schema) in came {
            let partner = went
                .iter()
                .position(|(other, _)| base(other) == base(&label));
            if let Some(partner) = partner {
                let (label, earlier) = went.remove(partner);
                self.schema(site, &format!("{path}<{label}>"), earlier, schema);
            } else {
                self.report(&rule::VARIANT_ADDED, site, path, Value::Null, label.into());
            }
        }
        for (label, _) in went {
            self.report(rule, site, path, label.into(), Value::Null);
        }
    }
}

/// A label without its number.
fn base(label: &str) -> &str {
    label
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .trim_end()
}

/// Returns the alternatives of a schema by what distinguishes them: the component, the title, or
/// the type, with a number where that is not enough.
fn variants(schema: &Value) -> BTreeMap<String, &Value> {
    let alternatives = ["oneOf", "anyOf"]
        .into_iter()
        .filter_map(|key| schema[key].as_array());
    let mut variants = BTreeMap::new();
    for alternative in alternatives.flatten() {
        let title = alternative["title"]
            .as_str()
            .filter(|_| reference(alternative).is_none());
        let label = title.map_or_else(|| describe(alternative), str::to_owned);
        let mut numbered = label.clone();
        let mut count = 1;
        while variants.contains_key(&numbered) {
            count += 1;
            numbered = format!("{label} {count}");
        }
        variants.insert(numbered, alternative);
    }
    variants
}
