//! Schemas: property by property, keyword by keyword.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::compare::{Comparison, Site};
use super::rule;
use super::shape::{describe, included, kind, unwrap};
use crate::document::{reference, target_name};

/// What is compared by name; everything else is shown unchanged.
const KNOWN: [&str; 14] = [
    "$ref",
    "type",
    "format",
    "nullable",
    "enum",
    "default",
    "title",
    "properties",
    "required",
    "items",
    "additionalProperties",
    "allOf",
    "oneOf",
    "anyOf",
];

/// Formats of points in time.
const TIMES: [&str; 2] = ["date-time", "timestamp"];

impl Comparison<'_> {
    /// Compares two schemas; null is none.
    pub(super) fn schema(&mut self, site: &Site, path: &str, old: &Value, new: &Value) {
        match (old.is_null(), new.is_null()) {
            (true, true) => return,
            (true, false) => {
                let new = describe(new);
                return self.report(&rule::SCHEMA_ADDED, site, path, Value::Null, new.into());
            }
            (false, true) => {
                let old = describe(old);
                return self.report(&rule::SCHEMA_REMOVED, site, path, old.into(), Value::Null);
            }
            (false, false) => {}
        }
        let ((old, old_null), (new, new_null)) = (unwrap(old), unwrap(new));
        if old_null != new_null {
            let rule = match (path.rsplit('.').next(), new_null) {
                (Some("id"), _) => &rule::ID_NULLABLE_CHANGED,
                (_, true) => &rule::BECAME_NULLABLE,
                (_, false) => &rule::BECAME_NON_NULL,
            };
            self.report(rule, site, path, old_null.into(), new_null.into());
        }
        if self.one_became_several(site, path, old, new) {
            return;
        }
        match (target_name(old), target_name(new)) {
            (None, None) => self.inline(site, path, old, new, false),
            (Some(_), Some(_)) if reference(old) == reference(new) => {
                self.others(&rule::UNCLASSIFIED, site, path, old, new, &KNOWN);
            }
            (before, after) => self.other_component(site, path, (old, before), (new, after)),
        }
    }

    /// A reference to another component than before, or none any more.
    fn other_component(
        &mut self,
        site: &Site,
        path: &str,
        (old, before): (&Value, Option<&str>),
        (new, after): (&Value, Option<&str>),
    ) {
        // What holds itself, by whatever way, comes again inside of itself.
        let key = |target: Option<&str>, schema: &Value| {
            target.map_or_else(|| schema.to_string(), str::to_owned)
        };
        let pair = (site.name.clone(), key(before, old), key(after, new));
        let first = self.compared.get(&pair).cloned();
        if first.as_ref().is_some_and(|first| is_inside(path, first)) {
            return;
        }
        let name = |target: Option<&str>| target.unwrap_or("inline").to_owned();
        self.report(
            &rule::REF_CHANGED,
            site,
            path,
            name(before).into(),
            name(after).into(),
        );
        if let (Some(before), Some(after)) = (before, after)
            && self.old.has_schema(before)
            && self.new.has_schema(after)
            && !self.new.has_schema(before)
            && !self.old.has_schema(after)
        {
            // One replaces the other: differences are reported once, for all places.
            let uses = self.old.uses(&format!("schemas/{before}"));
            let uses = uses.join(&self.new.uses(&format!("schemas/{after}")));
            let pair = (before.to_owned(), after.to_owned());
            self.renamed.entry(pair).or_insert(uses);
            return;
        }
        if first.is_some() {
            return;
        }
        self.compared.insert(pair, path.to_owned());
        let (old, new) = (self.old.resolve(old).clone(), self.new.resolve(new).clone());
        match (unwrap(&old).0, unwrap(&new).0) {
            (old, new) if reference(old).is_none() && reference(new).is_none() => {
                self.inline(site, path, old, new, true);
            }
            _ => self.schema(site, path, &old, &new),
        }
    }

    /// Compares two schemas, neither of them a reference; `told` means that there were references
    /// before.
    fn inline(&mut self, site: &Site, path: &str, old: &Value, new: &Value, told: bool) {
        let (before, after) = (included(old), included(new));
        let follow = before != after;
        if follow && !told {
            self.changed(
                &rule::REF_CHANGED,
                site,
                path,
                &json!(before),
                &json!(after),
            );
        }
        let old = &self.old.merged(old, follow, 0);
        let new = &self.new.merged(new, follow, 0);
        self.keywords(site, path, old, new);
        self.enumeration(site, path, old, new);
        self.properties(site, path, old, new);
        self.additional(site, path, old, new);
        let element = format!("{path}[]");
        if kind(old) == kind(new) {
            self.schema(site, &element, &old["items"], &new["items"]);
        }
        self.alternatives(site, path, old, new);
        self.others(&rule::UNCLASSIFIED, site, path, old, new, &KNOWN);
    }

    fn keywords(&mut self, site: &Site, path: &str, old: &Value, new: &Value) {
        let (before, after) = (kind(old), kind(new));
        if before != after {
            let rule = if is_readable(before, after) {
                &rule::TYPE_CHANGED_READABLE
            } else {
                &rule::TYPE_CHANGED
            };
            let name = |kind: Option<&str>| Value::from(kind.unwrap_or("any"));
            self.report(rule, site, path, name(before), name(after));
        }
        let is_time = |schema: &Value| {
            schema["format"]
                .as_str()
                .is_some_and(|f| TIMES.contains(&f))
        };
        let rule = if is_time(old) == is_time(new) {
            &rule::FORMAT_CHANGED
        } else {
            &rule::FORMAT_CHANGED_TIME
        };
        self.changed(rule, site, path, &old["format"], &new["format"]);
        self.changed(
            &rule::DEFAULT_CHANGED,
            site,
            path,
            &old["default"],
            &new["default"],
        );
        self.changed(
            &rule::TITLE_CHANGED,
            site,
            path,
            &old["title"],
            &new["title"],
        );
    }

    fn enumeration(&mut self, site: &Site, path: &str, old: &Value, new: &Value) {
        let values = |schema: &Value| -> Option<Vec<Value>> {
            let values = schema["enum"]
                .as_array()?
                .iter()
                .filter(|value| !value.is_null());
            Some(values.cloned().collect())
        };
        match (values(old), values(new)) {
            (None, None) => {}
            (None, Some(new)) => {
                let rule = if new.len() == 1 {
                    &rule::ENUM_ADDED_ONE
                } else {
                    &rule::ENUM_ADDED
                };
                self.report(rule, site, path, Value::Null, new.into());
            }
            (Some(old), None) => {
                let rule = if old.len() == 1 {
                    &rule::ENUM_DROPPED_ONE
                } else {
                    &rule::ENUM_DROPPED
                };
                self.report(rule, site, path, old.into(), Value::Null);
            }
            (Some(old), Some(new)) => {
                let rule = if old.len() == 1 {
                    &rule::ENUM_SECOND_VALUE_ADDED
                } else {
                    &rule::ENUM_VALUE_ADDED
                };
                for value in new.iter().filter(|value| !old.contains(value)) {
                    self.report(rule, site, path, Value::Null, value.clone());
                }
                let rule = if new.len() == 1 {
                    &rule::ENUM_VALUE_REMOVED_TO_ONE
                } else {
                    &rule::ENUM_VALUE_REMOVED
                };
                for value in old.iter().filter(|value| !new.contains(value)) {
                    self.report(rule, site, path, value.clone(), Value::Null);
                }
            }
        }
    }

    fn properties(&mut self, site: &Site, path: &str, old: &Value, new: &Value) {
        let (before, after) = (properties(old), properties(new));
        let (was_required, is_required) = (required(old), required(new));
        for (name, schema) in &after {
            let below = join(path, name);
            let Some(earlier) = before.get(name) else {
                let rule = if is_required.contains(name) {
                    &rule::PROP_ADDED_REQUIRED
                } else {
                    &rule::PROP_ADDED
                };
                let kind = describe(schema);
                self.report(rule, site, &below, Value::Null, kind.into());
                continue;
            };
            self.schema(site, &below, earlier, schema);
        }
        for (name, schema) in before.iter().filter(|(name, _)| !after.contains_key(*name)) {
            let kind = describe(schema);
            self.report(
                &rule::PROP_REMOVED,
                site,
                &join(path, name),
                kind.into(),
                Value::Null,
            );
        }
        for name in was_required.symmetric_difference(&is_required) {
            // What was added or removed as a whole has been reported.
            if before.contains_key(name) == after.contains_key(name) {
                let now = is_required.contains(name);
                let rule = if now {
                    &rule::BECAME_REQUIRED
                } else {
                    &rule::BECAME_OPTIONAL
                };
                self.report(rule, site, &join(path, name), (!now).into(), now.into());
            }
        }
    }

    /// The values of an object that names no keys.
    fn additional(&mut self, site: &Site, path: &str, old: &Value, new: &Value) {
        let values = |schema: &Value| match &schema["additionalProperties"] {
            Value::Null | Value::Bool(true) => json!({}),
            other => other.clone(),
        };
        let (before, after) = (values(old), values(new));
        let open =
            |schema: &Value, values: &Value| values.is_object() && properties(schema).is_empty();
        if before == after {
            // Refers to the same components, which are reported separately.
        } else if open(old, &before) && open(new, &after) {
            self.schema(site, &join(path, "*"), &before, &after);
        } else {
            self.changed(&rule::UNCLASSIFIED, site, path, &before, &after);
        }
    }
}

/// Whether fields of one type take values of another.
fn is_readable(old: Option<&str>, new: Option<&str>) -> bool {
    matches!(
        (old, new),
        (None, _)
            | (Some("string"), Some("integer" | "number"))
            | (Some("number"), Some("integer"))
    )
}

/// Whether one path leads further than another.
fn is_inside(path: &str, other: &str) -> bool {
    let rest = path.strip_prefix(other).unwrap_or_default();
    rest.starts_with(['.', '[', '<']) || (other.is_empty() && !rest.is_empty())
}

fn properties(schema: &Value) -> BTreeMap<&str, &Value> {
    let properties = schema["properties"].as_object().into_iter().flatten();
    properties
        .map(|(name, schema)| (name.as_str(), schema))
        .collect()
}

fn required(schema: &Value) -> BTreeSet<&str> {
    let names = schema["required"].as_array().into_iter().flatten();
    names.filter_map(Value::as_str).collect()
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}
