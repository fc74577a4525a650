//! What a node needs besides the keys that it has.

use serde_json::{Map, Value, json};

use super::walk::{Walk, any_json, undeclared};
use super::{parameters, schemas};
use crate::import::shape::Kind;

impl Walk<'_> {
    /// Adds what a node needs; returns whether the node is kept.
    pub(super) fn complete(&mut self, kind: Kind, object: &mut Map<String, Value>) -> bool {
        let lacks = kind
            .needs()
            .iter()
            .find(|key| !object.contains_key(**key))
            .copied();
        match kind {
            Kind::Document => {
                if !object.contains_key("info") {
                    self.note("`info` is missing", "read as empty");
                    let mut info = Map::new();
                    self.place.push("info");
                    self.info(&mut info);
                    self.place.pop();
                    object.shift_insert(object.len().min(1), "info".to_owned(), info.into());
                }
            }
            Kind::Info => self.info(object),
            Kind::Operation => {
                if let Some(schema) = self.body.take() {
                    let body = json!({ "content": { "application/json": { "schema": schema } } });
                    object.entry("requestBody").or_insert(body);
                }
                if lacks.is_some() {
                    self.note("`responses` is missing", "returns arbitrary JSON");
                    object.insert("responses".to_owned(), undeclared());
                }
            }
            Kind::Responses if object.is_empty() => {
                self.note("no response is declared", "returns arbitrary JSON");
                if let Value::Object(responses) = undeclared() {
                    *object = responses;
                }
            }
            Kind::RequestBody => {
                let content = object.get("content").and_then(Value::as_object);
                if content.is_none_or(Map::is_empty) {
                    self.note("`content` is missing or empty", "arbitrary JSON");
                    object.insert("content".to_owned(), any_json());
                }
            }
            Kind::PathItem => parameters::of_path(self, object),
            Kind::Parameter => {
                let (kept, body) = parameters::complete(self, object);
                self.body = body.or(self.body.take());
                return kept;
            }
            Kind::Schema | Kind::Alternative | Kind::SchemaOrBool => schemas::mend(self, object),
            _ => {
                if let Some(key) = lacks {
                    self.note(format!("`{key}` is missing"), "left out");
                    return false;
                }
            }
        }
        true
    }

    fn info(&mut self, info: &mut Map<String, Value>) {
        let version = self.version.unwrap_or("unknown").to_owned();
        for (key, value) in [("title", "API".to_owned()), ("version", version)] {
            if !info.contains_key(key) {
                self.note_at(
                    key,
                    format!("`{key}` is missing"),
                    format!("read as `{value}`"),
                );
                info.insert(key.to_owned(), value.into());
            }
        }
    }
}
