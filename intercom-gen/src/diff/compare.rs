//! The comparison: what it carries around, and how a change becomes a finding.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::contract::{Contract, Uses};
use super::finding::{Finding, Side};
use super::rule::{self, Rule};
use super::verdict::Verdict;

/// Compares two contracts; the findings come in no particular order.
pub(super) fn compare(old: &Value, new: &Value) -> Vec<Finding> {
    let mut comparison = Comparison {
        old: Contract::new(old),
        new: Contract::new(new),
        findings: Vec::new(),
        compared: BTreeMap::new(),
        renamed: BTreeMap::new(),
    };
    comparison.around();
    comparison.operations();
    comparison.components();
    comparison.renamed_components();
    comparison.findings
}

/// Where things are compared, and who cares.
#[derive(Clone)]
pub(super) struct Site {
    pub(super) name: String,
    side: Side,
    /// Whether generated types show it where it is sent, and where it is received.
    sent: bool,
    received: bool,
    operations: Vec<String>,
}

impl Site {
    /// The same with another name: a part of it, or the whole.
    pub(super) fn renamed(&self, name: String) -> Self {
        Self {
            name,
            ..self.clone()
        }
    }
}

pub(super) struct Comparison<'a> {
    pub(super) old: Contract<'a>,
    pub(super) new: Contract<'a>,
    findings: Vec<Finding>,
    /// Pairs that a site compares already, and where, for the sake of recursive ones.
    pub(super) compared: BTreeMap<(String, String, String), String>,
    /// Components that took the place of others, and who reaches them.
    pub(super) renamed: BTreeMap<(String, String), Uses>,
}

impl<'a> Comparison<'a> {
    /// What is outside of operations and components.
    fn around(&mut self) {
        let (old, new) = (self.old.json, self.new.json);
        let site = Self::document_site("info");
        self.changed(
            &rule::TITLE_CHANGED,
            &site,
            "title",
            &old["info"]["title"],
            &new["info"]["title"],
        );
        let site = Self::document_site("the document");
        let tags = |document: &'a Value| -> BTreeSet<&'a str> {
            let tags = document["tags"].as_array().into_iter().flatten();
            tags.filter_map(|tag| tag["name"].as_str()).collect()
        };
        self.tags(&site, &tags(old), &tags(new));
        self.others(
            &rule::UNCLASSIFIED_AROUND,
            &site,
            "",
            old,
            new,
            &["info", "paths", "components", "tags"],
        );
    }

    /// Tags that were added and removed.
    pub(super) fn tags(&mut self, site: &Site, old: &BTreeSet<&str>, new: &BTreeSet<&str>) {
        for tag in new.difference(old) {
            self.report(&rule::TAG_ADDED, site, "", Value::Null, (*tag).into());
        }
        for tag in old.difference(new) {
            self.report(&rule::TAG_REMOVED, site, "", (*tag).into(), Value::Null);
        }
    }

    /// Notes a change.
    pub(super) fn report(
        &mut self,
        rule: &'static Rule,
        site: &Site,
        path: &str,
        old: Value,
        new: Value,
    ) {
        let verdict = match (site.sent, site.received) {
            (true, true) => rule.sent.worse(rule.received),
            (true, false) => rule.sent,
            (false, true) => rule.received,
            (false, false) => Verdict::HARMLESS,
        };
        self.findings.push(Finding {
            rule,
            site: site.name.clone(),
            path: path.to_owned(),
            side: site.side,
            old,
            new,
            operations: site.operations.clone(),
            rust: verdict.rust,
            running: verdict.running,
        });
    }

    /// Notes a change of a value, if it is one.
    pub(super) fn changed(
        &mut self,
        rule: &'static Rule,
        site: &Site,
        path: &str,
        old: &Value,
        new: &Value,
    ) {
        if old != new {
            self.report(rule, site, path, old.clone(), new.clone());
        }
    }

    /// Notes changes under keys that nothing else looks at: they are shown, never dropped.
    pub(super) fn others(
        &mut self,
        rule: &'static Rule,
        site: &Site,
        path: &str,
        old: &Value,
        new: &Value,
        known: &[&str],
    ) {
        let keys = |value: &'_ Value| -> BTreeSet<String> {
            let keys = value.as_object().into_iter().flat_map(Map::keys);
            let unknown =
                keys.filter(|key| !known.contains(&key.as_str()) && !key.starts_with("x-"));
            unknown.cloned().collect()
        };
        for key in &keys(old) | &keys(new) {
            let under = |value: &Value| match value.get(&key) {
                Some(value) => serde_json::json!({ &key: value }),
                None => Value::Null,
            };
            self.changed(rule, site, path, &under(old), &under(new));
        }
    }

    /// A part of the document that is neither sent nor received.
    pub(super) fn document_site(name: &str) -> Site {
        Site {
            name: name.to_owned(),
            side: Side::Neither,
            sent: true,
            received: true,
            operations: Vec::new(),
        }
    }

    /// The site of an operation as a whole.
    pub(super) fn operation_site(&self, key: &str) -> Site {
        let label = self.label(key);
        Site {
            name: label.clone(),
            side: Side::Neither,
            sent: true,
            received: true,
            operations: vec![label],
        }
    }

    /// A part of what an operation sends.
    pub(super) fn request_site(&self, key: &str, part: &str) -> Site {
        let whole = self.operation_site(key);
        Site {
            name: format!("{} {part}", whole.name),
            side: Side::Request,
            received: false,
            ..whole
        }
    }

    /// A part of what an operation returns; no generated type shows errors.
    pub(super) fn response_site(&self, key: &str, part: &str, success: bool) -> Site {
        let whole = self.operation_site(key);
        Site {
            name: format!("{} {part}", whole.name),
            side: Side::Response,
            sent: false,
            received: success,
            ..whole
        }
    }

    /// A component, with those who reach it.
    pub(super) fn component_site(&self, component: &str, uses: &Uses) -> Site {
        let answered = !uses.success.is_empty() || !uses.error.is_empty();
        let mut operations: Vec<_> = uses
            .operations()
            .iter()
            .map(|key| self.label(key))
            .collect();
        operations.sort_unstable();
        Site {
            name: format!("components.{}", component.replacen('/', ".", 1)),
            side: Side::of(!uses.request.is_empty(), answered),
            sent: !uses.request.is_empty(),
            received: !uses.success.is_empty(),
            operations,
        }
    }

    /// An operation as the old contract writes it, or the new one where the old has none.
    fn label(&self, key: &str) -> String {
        let operation = self
            .old
            .operations
            .get(key)
            .or_else(|| self.new.operations.get(key));
        operation.map_or_else(|| key.to_owned(), |operation| operation.label.clone())
    }
}
