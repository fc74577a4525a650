//! Rewrites what can only mean one thing into the way `OpenAPI` spells it: methods in upper case,
//! paths without a leading slash, numbers in place of texts, media types with spaces.
//!
//! This comes before a contract is made, so that corrections find methods and paths where they
//! belong.

use serde_json::{Map, Value};

use super::node_path::NodePath;
use super::shape::{Kind, is_status};
use crate::document::METHODS;
use crate::problem::Problem;

/// Rewrites a description, and lists what was rewritten. `text` is the file that it was read from.
pub(super) fn spell(file: &str, text: &str, mut description: Value) -> (Value, Vec<Problem>) {
    let mut walk = Walk {
        file,
        text,
        place: NodePath::default(),
        notes: Vec::new(),
    };
    walk.version(&mut description);
    walk.visit(Kind::Document, &mut description);
    (description, walk.notes)
}

struct Walk<'a> {
    file: &'a str,
    text: &'a str,
    place: NodePath,
    notes: Vec<Problem>,
}

impl Walk<'_> {
    fn note(&mut self, what: impl Into<String>, cure: impl Into<String>) {
        self.notes.push(Problem {
            file: self.file.to_owned(),
            place: self.place.to_string(),
            what: what.into(),
            cure: cure.into(),
        });
    }

    /// The version of `OpenAPI`: a number, a part of one, or one that is newer by a minor version.
    fn version(&mut self, description: &mut Value) {
        let Some(document) = description.as_object_mut() else {
            return;
        };
        let found = match document.get("openapi") {
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(Value::Number(number)) => number.to_string(),
            None if document.contains_key("paths") && !document.contains_key("swagger") => {
                String::new()
            }
            _ => return,
        };
        let mut parts = found.split('.');
        let read_as = match (parts.next(), parts.next(), parts.next()) {
            (Some("3"), Some("0" | "1"), Some(_)) if document["openapi"] == found => return,
            (Some("" | "3"), None | Some("0"), _) => "3.0.3",
            (Some("3"), Some(_), _) => "3.1.0",
            _ => return,
        };
        self.place.push("openapi");
        let what = match found.as_str() {
            "" => "the version of OpenAPI is missing".to_owned(),
            found => format!("the version of OpenAPI is `{found}`"),
        };
        self.note(what, format!("read as {read_as}"));
        self.place.pop();
        document.insert("openapi".to_owned(), read_as.into());
    }

    fn visit(&mut self, kind: Kind, value: &mut Value) {
        match (kind, value) {
            (Kind::List(of), Value::Array(elements)) => {
                for (index, element) in elements.iter_mut().enumerate() {
                    self.place.push(index.to_string());
                    self.visit(*of, element);
                    self.place.pop();
                }
            }
            (Kind::Text, value @ (Value::Number(_) | Value::Bool(_))) => {
                let text = self.as_written(value);
                self.note(format!("{text} is not a text"), format!("read as `{text}`"));
                *value = text.into();
            }
            (Kind::Reference, Value::String(text)) => {
                if let Some(decoded) = decoded(text) {
                    let what = format!("`{text}` is percent-encoded");
                    self.note(what, format!("read as `{decoded}`"));
                    *text = decoded;
                }
            }
            (
                Kind::Text | Kind::Reference | Kind::Fact | Kind::Prose | Kind::Blank | Kind::Plain,
                _,
            ) => {}
            (kind, Value::Object(object)) => {
                self.rename(kind, object);
                for (key, value) in object.iter_mut() {
                    self.place.push(key);
                    self.visit(kind.of(key), value);
                    self.place.pop();
                }
            }
            _ => {}
        }
    }

    /// A value as the file has it: `2.10` is another version than `2.1`, but not another number.
    fn as_written(&self, value: &Value) -> String {
        let written = self.text.lines().filter_map(|line| {
            let (_, rest) = line.split_once("version:")?;
            let end = rest.find([',', '}', '#']).unwrap_or(rest.len());
            Some(rest.get(..end)?.trim())
        });
        let is_it = |text: &&str| {
            text.parse().ok().map(|number: f64| number.to_bits())
                == value.as_f64().map(f64::to_bits)
        };
        let keys = self.place.keys();
        let is_version = keys.last().is_some_and(|key| key == "version");
        let written = written.into_iter().find(is_it).filter(|_| is_version);
        written.map_or_else(|| value.to_string(), str::to_owned)
    }

    fn rename(&mut self, kind: Kind, object: &mut Map<String, Value>) {
        let rename = |key: &str, value: &Value| match kind {
            Kind::Paths => path(key, value),
            Kind::PathItem => method(key),
            Kind::Responses => status(key),
            Kind::Map(Kind::MediaType) => Some(media_type(key)),
            _ => None,
        };
        let renamed = |(key, value): (&String, &Value)| {
            let new = rename(key, value)?;
            // Where both spellings are present, the wrong one is left out later.
            (new != *key && !object.contains_key(&new)).then(|| (key.clone(), new))
        };
        let all: Vec<_> = object.iter().filter_map(renamed).collect();
        for (old, new) in all {
            if object.contains_key(&new) {
                continue;
            }
            self.place.push(&old);
            self.note(format!("`{old}` is misspelt"), format!("read as `{new}`"));
            self.place.pop();
            let entries = std::mem::take(object).into_iter();
            let entries = entries.map(|(key, value)| {
                let key = if key == old { new.clone() } else { key };
                (key, value)
            });
            *object = entries.collect();
        }
    }
}

/// `tags` and `https://api.example.com/tags` are `/tags`.
fn path(key: &str, item: &Value) -> Option<String> {
    let trimmed = key.trim();
    let is_item = item.as_object().is_some_and(|item| {
        let mut keys = item.keys();
        keys.any(|key| key == "$ref" || METHODS.contains(&key.to_lowercase().as_str()))
    });
    if key.starts_with("x-") || !is_item || trimmed.is_empty() {
        return None;
    }
    let host = ["https://", "http://"]
        .iter()
        .find_map(|scheme| trimmed.strip_prefix(scheme));
    let path = match host {
        Some(rest) => rest.find('/').map_or("/", |slash| &rest[slash..]),
        None => trimmed,
    };
    Some(format!("/{}", path.trim_start_matches('/')))
}

fn method(key: &str) -> Option<String> {
    let lower = key.trim().to_lowercase();
    METHODS.contains(&lower.as_str()).then_some(lower)
}

/// `2xx`, `200.0`, `200 OK`, `Default`.
fn status(key: &str) -> Option<String> {
    let key = key.trim();
    if key.eq_ignore_ascii_case("default") {
        return Some("default".to_owned());
    }
    let end = key.find([' ', '.']).unwrap_or(key.len());
    let status = key.get(..end)?.to_uppercase();
    is_status(&status).then_some(status)
}

/// `Application/JSON ; charset=utf-8` is `application/json; charset=utf-8`.
fn media_type(key: &str) -> String {
    let mut parts = key.split(';');
    let essence = parts.next().unwrap_or_default();
    let mut media_type: String = essence.split_whitespace().collect();
    media_type.make_ascii_lowercase();
    for parameter in parts.map(str::trim).filter(|part| !part.is_empty()) {
        media_type.push_str("; ");
        media_type.push_str(parameter);
    }
    media_type
}

/// A reference with its percent-encoding undone, if it has any.
fn decoded(reference: &str) -> Option<String> {
    if !reference.starts_with("#/") || !reference.contains('%') {
        return None;
    }
    let mut bytes = Vec::new();
    let mut rest = reference.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).filter(|_| *first == b'%');
        let code = code.and_then(|code| std::str::from_utf8(code).ok());
        if let Some(byte) = code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes)
        .ok()
        .filter(|text| text != reference)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_one_meaning_is_rewritten() {
        assert_eq!(
            media_type("Application/ JSON ;charset=utf-8"),
            "application/json; charset=utf-8"
        );
        assert_eq!(status("2xx").as_deref(), Some("2XX"));
        assert_eq!(status("200.0").as_deref(), Some("200"));
        assert_eq!(status("ok"), None);
        let item = json!({"GET": {}});
        assert_eq!(path("tags", &item).as_deref(), Some("/tags"));
        assert_eq!(path("https://a.b/tags", &item).as_deref(), Some("/tags"));
        assert_eq!(path("tags", &json!({"type": "string"})), None);
        assert_eq!(method("POST").as_deref(), Some("post"));
        assert_eq!(method("gett"), None);
        let decoded = decoded("#/paths/~1a~1%7Bid%7D");
        assert_eq!(decoded.as_deref(), Some("#/paths/~1a~1{id}"));
    }

    #[test]
    fn version_keeps_its_zeros() {
        let text = "info: {title: T, version: 2.10}\n";
        let document =
            json!({"openapi": 3.0, "info": {"title": "T", "version": 2.10}, "paths": {}});
        let (document, notes) = spell("a", text, document);
        assert_eq!(document["info"]["version"], "2.10");
        assert_eq!(document["openapi"], "3.0.3");
        assert_eq!(notes.len(), 2);
    }
}
