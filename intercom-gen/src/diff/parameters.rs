//! Parameters of an operation, its own and those of its path.

use serde_json::{Value, json};

use super::compare::{Comparison, Site};
use super::contract::Contract;
use super::rule;
use super::shape::describe;
use crate::document::{OWN_HEADERS, placeholders, reference, serialization};

/// What is compared below.
const KNOWN: [&str; 7] = [
    "name", "in", "required", "style", "explode", "schema", "content",
];

/// A parameter of an operation.
struct Parameter<'a> {
    /// What identifies it in both contracts: its location and name, or its position if it is part
    /// of the path.
    key: (String, String),
    /// As it is declared, perhaps a `$ref`.
    declared: &'a Value,
    /// The same without a `$ref`.
    json: &'a Value,
    /// `query:page`
    label: String,
}

impl Parameter<'_> {
    /// Whether the client decides on it.
    fn is_own(&self) -> bool {
        self.key.0 == "header" && OWN_HEADERS.contains(&self.key.1.as_str())
    }

    fn is_required(&self) -> bool {
        self.json["required"] == true
    }

    /// How its value is written.
    fn serialization(&self) -> Value {
        let (style, explode) = serialization(self.json, &self.key.0);
        let content = self.json["content"]
            .as_object()
            .and_then(|kinds| kinds.keys().min());
        json!({ "style": style, "explode": explode, "content": content })
    }
}

impl Comparison<'_> {
    pub(super) fn parameters(&mut self, key: &str) {
        let old = declared(&self.old, key);
        let new = declared(&self.new, key);
        let site = self.parameters_site(key);
        for parameter in &new {
            if let Some(before) = old.iter().find(|p| p.key == parameter.key) {
                self.parameter(key, before, parameter);
                continue;
            }
            let rule = match (parameter.is_own(), parameter.is_required()) {
                (true, _) => &rule::PARAM_ADDED_OWN,
                (_, true) => &rule::PARAM_ADDED_REQUIRED,
                (_, false) => &rule::PARAM_ADDED,
            };
            let kind = describe(&parameter.json["schema"]);
            self.report(rule, &site, &parameter.label, Value::Null, kind.into());
        }
        for parameter in &old {
            if new.iter().all(|p| p.key != parameter.key) {
                let rule = if parameter.is_own() {
                    &rule::PARAM_REMOVED_OWN
                } else {
                    &rule::PARAM_REMOVED
                };
                let kind = describe(&parameter.json["schema"]);
                self.report(rule, &site, &parameter.label, kind.into(), Value::Null);
            }
        }
    }

    /// The operation, for parameters as wholes.
    fn parameters_site(&self, key: &str) -> Site {
        let label = self.operation_site(key).name;
        self.request_site(key, "").renamed(label)
    }

    fn parameter(&mut self, key: &str, old: &Parameter<'_>, new: &Parameter<'_>) {
        if reference(old.declared).is_some() && reference(old.declared) == reference(new.declared) {
            // Reported once, at the component.
            return;
        }
        let part = format!("param {}", old.label);
        let site = self.request_site(key, &part);
        let whole = self.parameters_site(key);
        if old.is_required() != new.is_required() {
            let rule = match (old.is_own(), new.is_required()) {
                (true, _) => &rule::PARAM_REQUIRED_OWN,
                (_, true) => &rule::PARAM_BECAME_REQUIRED,
                (_, false) => &rule::PARAM_BECAME_OPTIONAL,
            };
            let required = |parameter: &Parameter<'_>| parameter.is_required().into();
            self.report(rule, &whole, &old.label, required(old), required(new));
        }
        let (before, after) = (old.serialization(), new.serialization());
        self.changed(
            &rule::PARAM_SERIALIZATION_CHANGED,
            &whole,
            &old.label,
            &before,
            &after,
        );
        self.others(&rule::UNCLASSIFIED, &site, "", old.json, new.json, &KNOWN);
        self.schema(&site, "", &old.json["schema"], &new.json["schema"]);
    }

    /// A parameter that is declared once for many.
    pub(super) fn shared_parameter(&mut self, name: &str, old: &Value, new: &Value) {
        let component = format!("parameters/{name}");
        let uses = self.old.uses(&component).join(&self.new.uses(&component));
        let site = self.component_site(&component, &uses);
        let (before, after) = (plain(old), plain(new));
        let rule = if after.is_required() {
            &rule::PARAM_BECAME_REQUIRED
        } else {
            &rule::PARAM_BECAME_OPTIONAL
        };
        self.changed(
            rule,
            &site,
            "",
            &before.is_required().into(),
            &after.is_required().into(),
        );
        self.changed(
            &rule::PARAM_SERIALIZATION_CHANGED,
            &site,
            "",
            &before.serialization(),
            &after.serialization(),
        );
        let known: Vec<_> = KNOWN
            .into_iter()
            .filter(|key| !["name", "in"].contains(key))
            .collect();
        self.others(&rule::UNCLASSIFIED, &site, "", old, new, &known);
        self.schema(&site, "", &old["schema"], &new["schema"]);
    }
}

fn plain(json: &Value) -> Parameter<'_> {
    let place = json["in"].as_str().unwrap_or_default();
    let name = json["name"].as_str().unwrap_or_default();
    let name_or_lower = if place == "header" {
        name.to_lowercase()
    } else {
        name.to_owned()
    };
    Parameter {
        key: (place.to_owned(), name_or_lower),
        declared: json,
        json,
        label: format!("{place}:{name}"),
    }
}

/// The parameters of an operation; its own take the place of its path's.
fn declared<'a>(document: &Contract<'a>, key: &str) -> Vec<Parameter<'a>> {
    let operation = &document.operations[key];
    let places: Vec<_> = placeholders(operation.path).collect();
    let mut parameters: Vec<Parameter<'a>> = Vec::new();
    for list in [&operation.item["parameters"], &operation.json["parameters"]] {
        for declared in list.as_array().into_iter().flatten() {
            let mut parameter = plain(document.resolve(declared));
            parameter.declared = declared;
            // The name of a path parameter may change; its position may not.
            if let ("path", Some(index)) = (
                parameter.key.0.as_str(),
                places.iter().position(|name| *name == parameter.key.1),
            ) {
                parameter.key.1 = format!("{{{index}}}");
            }
            parameters.retain(|p| p.key != parameter.key);
            parameters.push(parameter);
        }
    }
    parameters
}
