//! Components: which were added and removed, what uses them now, and what changed inside.

use std::collections::BTreeSet;

use serde_json::Value;

use super::bodies::kinds;
use super::compare::Comparison;
use super::contract::Uses;
use super::finding::Side;
use super::rule::{self, Rule};
use super::shape::describe;

impl Comparison<'_> {
    pub(super) fn components(&mut self) {
        let kinds = |document: &Value| -> BTreeSet<String> {
            let kinds = document["components"].as_object().into_iter().flatten();
            kinds
                .map(|(kind, _)| kind.clone())
                .filter(|kind| !kind.starts_with("x-"))
                .collect()
        };
        for kind in &kinds(self.old.json) | &kinds(self.new.json) {
            let names = |components: Vec<(&str, &Value)>| -> BTreeSet<String> {
                components
                    .into_iter()
                    .map(|(name, _)| name.to_owned())
                    .collect()
            };
            let old = names(self.old.components(&kind).collect());
            let new = names(self.new.components(&kind).collect());
            for name in &old | &new {
                self.component(&kind, &name);
            }
        }
    }

    fn component(&mut self, kind: &str, name: &str) {
        let key = format!("{kind}/{name}");
        let (old_uses, new_uses) = (self.old.uses(&key), self.new.uses(&key));
        let old = self.old.json["components"][kind].get(name);
        let new = self.new.json["components"][kind].get(name);
        let uses = old_uses.clone().join(&new_uses);
        let site = self.component_site(&key, &uses);
        let (old, new) = match (old, new) {
            (Some(old), Some(new)) => (old, new),
            (None, new) => {
                let (added, _) = added_and_removed(kind);
                let what = new.map_or(String::new(), |new| seen(kind, new));
                self.report(added, &site, "", Value::Null, what.into());
                return;
            }
            (old, None) => {
                let (_, removed) = added_and_removed(kind);
                let what = old.map_or(String::new(), |old| seen(kind, old));
                self.report(removed, &site, "", what.into(), Value::Null);
                return;
            }
        };
        if kind == "schemas" {
            self.usage(&key, &old_uses, &new_uses);
        }
        match kind {
            "schemas" => self.schema(&site, "", old, new),
            "responses" => self.response(&site, old, new),
            "parameters" => self.shared_parameter(name, old, new),
            "requestBodies" => self.body(&site, old, new),
            _ => {
                let site = Self::document_site(&site.name);
                self.changed(&rule::UNCLASSIFIED_AROUND, &site, "", old, new);
            }
        }
    }

    /// Whether a schema travels another way than before.
    fn usage(&mut self, key: &str, old: &Uses, new: &Uses) {
        // No generated type shows what only errors reach.
        let way = |uses: &Uses| Side::of(!uses.request.is_empty(), !uses.success.is_empty());
        let (before, after) = (way(old), way(new));
        if before == after {
            return;
        }
        let rule = match (before, after) {
            (Side::Neither, _) => &rule::SCHEMA_USED,
            (_, Side::Neither) => &rule::SCHEMA_UNUSED,
            _ => &rule::SCHEMA_USAGE_CHANGED,
        };
        let uses = old.clone().join(new);
        let site = self.component_site(key, &uses);
        self.report(
            rule,
            &site,
            "",
            before.as_str().into(),
            after.as_str().into(),
        );
    }

    /// Compares a removed component with the new one that replaces it everywhere.
    pub(super) fn renamed_components(&mut self) {
        // Comparing one pair can find another inside of it.
        let mut done = BTreeSet::new();
        while let Some((pair, uses)) = self
            .renamed
            .iter()
            .find(|(pair, _)| !done.contains(*pair))
            .map(|(pair, uses)| (pair.clone(), uses.clone()))
        {
            let (old_name, new_name) = &pair;
            let site = self.component_site(&format!("schemas/{old_name}"), &uses);
            let old = &self.old.json["components"]["schemas"][old_name];
            let new = &self.new.json["components"]["schemas"][new_name];
            self.schema(&site, "", old, new);
            done.insert(pair);
        }
    }
}

/// Returns the rules for an added component of a kind, and for a removed one.
fn added_and_removed(kind: &str) -> (&'static Rule, &'static Rule) {
    match kind {
        "schemas" => (&rule::COMPONENT_ADDED, &rule::COMPONENT_REMOVED),
        _ => (&rule::COMPONENT_ADDED_OTHER, &rule::COMPONENT_REMOVED_OTHER),
    }
}

/// A component in a few words: its type, or its media types.
fn seen(kind: &str, component: &Value) -> String {
    match kind {
        "schemas" => describe(component),
        "parameters" | "headers" => describe(&component["schema"]),
        _ => kinds(component),
    }
}
