//! A contract as the comparison sees it: its operations under names that a renamed path
//! parameter does not change, and who reaches which component.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde_json::Value;

use crate::document::{METHODS, erase, is_success, reference, resolve};

/// One side of a comparison.
pub(super) struct Contract<'a> {
    pub(super) json: &'a Value,
    /// By method and path with the names of path parameters erased: `GET /brands/{}`.
    pub(super) operations: IndexMap<String, Operation<'a>>,
    /// By kind and name: `schemas/contact`.
    uses: BTreeMap<String, Uses>,
}

/// An operation at its place in the document.
pub(super) struct Operation<'a> {
    /// `GET /brands/{id}`
    pub(super) label: String,
    pub(super) path: &'a str,
    /// What holds for all operations of the path.
    pub(super) item: &'a Value,
    pub(super) json: &'a Value,
}

/// The operations that reach a component, by their keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Uses {
    pub(super) request: BTreeSet<String>,
    pub(super) success: BTreeSet<String>,
    pub(super) error: BTreeSet<String>,
}

impl Uses {
    /// All who reach it, whichever way.
    pub(super) fn operations(&self) -> BTreeSet<String> {
        let all = self.request.iter().chain(&self.success).chain(&self.error);
        all.cloned().collect()
    }

    pub(super) fn join(mut self, other: &Self) -> Self {
        self.request.extend(other.request.iter().cloned());
        self.success.extend(other.success.iter().cloned());
        self.error.extend(other.error.iter().cloned());
        self
    }
}

impl<'a> Contract<'a> {
    pub(super) fn new(json: &'a Value) -> Self {
        let operations = operations(json);
        let uses = uses(json, &operations);
        Self {
            json,
            operations,
            uses,
        }
    }

    /// Who reaches a component.
    pub(super) fn uses(&self, component: &str) -> Uses {
        self.uses.get(component).cloned().unwrap_or_default()
    }

    /// The components of a kind: `schemas`, `responses`, …
    pub(super) fn components(&self, kind: &str) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let components = self.json["components"][kind].as_object();
        components
            .into_iter()
            .flatten()
            .map(|(name, json)| (name.as_str(), json))
    }

    /// What a `$ref` leads to, or the value itself where it is none.
    pub(super) fn resolve<'s>(&self, value: &'s Value) -> &'s Value
    where
        'a: 's,
    {
        resolve(self.json, value)
    }

    /// The schema of a `$ref`, by the component's name.
    pub(super) fn has_schema(&self, name: &str) -> bool {
        self.json["components"]["schemas"].get(name).is_some()
    }
}

fn operations(json: &Value) -> IndexMap<String, Operation<'_>> {
    let mut operations = IndexMap::new();
    for (path, item) in json["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                let label = format!("{} {path}", method.to_uppercase());
                let operation = Operation {
                    path,
                    item,
                    json: operation,
                    label: label.clone(),
                };
                let erased = erase(&label);
                // Two that only differ in the names of their parameters keep these.
                let key = if operations.contains_key(&erased) {
                    label
                } else {
                    erased
                };
                operations.insert(key, operation);
            }
        }
    }
    operations
}

fn uses(json: &Value, operations: &IndexMap<String, Operation<'_>>) -> BTreeMap<String, Uses> {
    let mut direct: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (kind, components) in json["components"].as_object().into_iter().flatten() {
        for (name, component) in components.as_object().into_iter().flatten() {
            direct.insert(format!("{kind}/{name}"), references([component]));
        }
    }
    let mut uses: BTreeMap<String, Uses> = BTreeMap::new();
    for (key, operation) in operations {
        let Operation { item, json, .. } = operation;
        let sent = [
            &item["parameters"],
            &json["parameters"],
            &json["requestBody"],
        ];
        let responses = &json["responses"];
        let answered = |success: bool| {
            let all = responses.as_object().into_iter().flatten();
            let of = all.filter(move |(status, _)| is_success(status, responses) == success);
            of.map(|(_, response)| response)
        };
        for component in closure(references(sent), &direct) {
            uses.entry(component)
                .or_default()
                .request
                .insert(key.clone());
        }
        for component in closure(references(answered(true)), &direct) {
            uses.entry(component)
                .or_default()
                .success
                .insert(key.clone());
        }
        for component in closure(references(answered(false)), &direct) {
            uses.entry(component).or_default().error.insert(key.clone());
        }
    }
    uses
}

/// The components that a tree refers to, as `schemas/contact`.
fn references<'v>(trees: impl IntoIterator<Item = &'v Value>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&Value> = trees.into_iter().collect();
    while let Some(tree) = open.pop() {
        match tree {
            Value::Object(object) => {
                let component = reference(tree).and_then(|r| r.strip_prefix("#/components/"));
                if let Some(component) = component {
                    // A reference into a component reaches the component.
                    let parts: Vec<_> = component.splitn(3, '/').take(2).collect();
                    found.insert(parts.join("/"));
                }
                open.extend(object.values());
            }
            Value::Array(elements) => open.extend(elements),
            _ => {}
        }
    }
    found
}

fn closure(
    roots: BTreeSet<String>,
    direct: &BTreeMap<String, BTreeSet<String>>,
) -> BTreeSet<String> {
    let mut open: Vec<String> = roots.into_iter().collect();
    let mut reached = BTreeSet::new();
    while let Some(component) = open.pop() {
        if let Some(next) = direct
            .get(&component)
            .filter(|_| !reached.contains(&component))
        {
            open.extend(next.iter().cloned());
        }
        reached.insert(component);
    }
    reached
}
