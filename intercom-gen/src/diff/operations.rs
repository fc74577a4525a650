//! Operations: which were added and removed, and what changed about the others.

use std::collections::BTreeSet;

use serde_json::Value;

use super::compare::Comparison;
use super::contract::Operation;
use super::rule;
use crate::document::placeholders;

/// What is compared elsewhere or below.
const KNOWN: [&str; 6] = [
    "operationId",
    "summary",
    "tags",
    "parameters",
    "requestBody",
    "responses",
];

impl Comparison<'_> {
    pub(super) fn operations(&mut self) {
        let keys = |operations: Vec<&String>| -> BTreeSet<String> {
            operations.into_iter().cloned().collect()
        };
        let old = keys(self.old.operations.keys().collect());
        let new = keys(self.new.operations.keys().collect());
        for key in &new - &old {
            let id = self.new.operations[&key].json["operationId"].clone();
            let site = self.operation_site(&key);
            self.report(&rule::OP_ADDED, &site, "", Value::Null, id);
        }
        for key in &old - &new {
            let id = self.old.operations[&key].json["operationId"].clone();
            let site = self.operation_site(&key);
            self.report(&rule::OP_REMOVED, &site, "", id, Value::Null);
        }
        for key in &old & &new {
            self.operation(&key);
        }
    }

    fn operation(&mut self, key: &str) {
        let site = self.operation_site(key);
        let (old, new) = (&self.old.operations[key], &self.new.operations[key]);
        let (old_json, new_json) = (old.json, new.json);
        let (old_item, new_item) = (old.item, new.item);
        let (old_path, new_path) = (old.path, new.path);

        let names_a_type = has_inline_type(old) || has_inline_type(new);
        let id_rule = if names_a_type {
            &rule::OPERATION_ID_NAMES_A_TYPE
        } else {
            &rule::OPERATION_ID_CHANGED
        };
        self.changed(
            id_rule,
            &site,
            "",
            &old_json["operationId"],
            &new_json["operationId"],
        );
        self.tags(&site, &tags(old_json), &tags(new_json));
        for (old, new) in placeholders(old_path).zip(placeholders(new_path)) {
            if old != new {
                let path = format!("path:{old}");
                self.report(
                    &rule::PATH_PARAM_RENAMED,
                    &site,
                    &path,
                    old.into(),
                    new.into(),
                );
            }
        }
        self.parameters(key);
        self.request_body(key);
        self.responses(key);
        self.others(
            &rule::UNCLASSIFIED_AROUND,
            &site,
            "",
            old_json,
            new_json,
            &KNOWN,
        );
        for keyword in ["servers", "$ref"] {
            self.changed(
                &rule::UNCLASSIFIED_AROUND,
                &site,
                "",
                &old_item[keyword],
                &new_item[keyword],
            );
        }
    }
}

fn tags(operation: &Value) -> BTreeSet<&str> {
    let tags = operation["tags"].as_array().into_iter().flatten();
    tags.filter_map(Value::as_str).collect()
}

/// Returns whether a body or a response has an inline schema, which takes the operation's name.
fn has_inline_type(operation: &Operation<'_>) -> bool {
    let responses = operation.json["responses"]
        .as_object()
        .into_iter()
        .flatten();
    let answers = responses.map(|(_, response)| &response["content"]);
    let contents = answers.chain([&operation.json["requestBody"]["content"]]);
    contents
        .filter_map(Value::as_object)
        .flatten()
        .any(|(_, media)| {
            media["schema"]
                .as_object()
                .is_some_and(|schema| !schema.contains_key("$ref"))
        })
}
