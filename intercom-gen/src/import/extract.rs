//! Keeps the facts of a description and drops its prose, checking shapes on the way.

use serde_json::{Map, Value};

use super::node_path::NodePath;
use super::shape::{Kind, described};
use crate::document::repair::is_prose;
use crate::problem::Problems;

/// What is left of a description without its prose.
pub(super) struct Extract {
    pub(super) document: Value,
    /// Each `$ref` and its path.
    pub(super) references: Vec<(NodePath, String)>,
    /// What has the wrong shape; it is kept as it was found.
    pub(super) problems: Problems,
}

/// Walks a whole description. The depth of the recursion is that of the document, which
/// [`crate::document::yaml`] bounds.
pub(super) fn extract(file: &str, description: Value) -> Extract {
    let mut walk = Walk {
        file,
        place: NodePath::default(),
        references: Vec::new(),
        problems: Problems::default(),
    };
    let document = walk.keep(Kind::Document, description);
    Extract {
        document,
        references: walk.references,
        problems: walk.problems,
    }
}

struct Walk<'a> {
    file: &'a str,
    place: NodePath,
    references: Vec<(NodePath, String)>,
    problems: Problems,
}

impl Walk<'_> {
    /// The facts of a node.
    fn keep(&mut self, kind: Kind, value: Value) -> Value {
        match (kind, value) {
            (Kind::Fact, value) | (Kind::SchemaOrBool, value @ Value::Bool(_)) => value,
            (Kind::Blank | Kind::Prose, _) => Value::from(""),
            (Kind::SchemaOrBool, value) => self.keep(Kind::Schema, value),
            (Kind::Text | Kind::Reference | Kind::OneOf(_), value) => self.string(kind, value),
            (Kind::List(of), Value::Array(items)) => self.list(*of, items),
            (Kind::List(_), other) => self.misshapen("a list", other),
            (kind, Value::Object(object)) => self.object(kind, object),
            (_, other) => self.misshapen("an object", other),
        }
    }

    fn object(&mut self, kind: Kind, object: Map<String, Value>) -> Value {
        let refers = object.get("$ref").is_some_and(Value::is_string);
        if !refers {
            self.complete(kind, &object);
        }
        let mut kept = Map::new();
        for (key, value) in object {
            self.place.push(&key);
            if !kind.allows(&key) {
                self.problem(
                    format!("`{key}` is not allowed here"),
                    "rename or remove it upstream",
                );
            }
            let of = kind.of(&key);
            if !kind.allows(&key) {
                kept.insert(key, without_prose(value));
            } else if of != Kind::Prose {
                kept.insert(key, self.keep(of, value));
            }
            self.place.pop();
        }
        // OpenAPI requires the key.
        if kind == Kind::Response && !refers && !kept.contains_key("description") {
            kept.shift_insert(0, "description".to_owned(), Value::from(""));
        }
        Value::Object(kept)
    }

    fn list(&mut self, of: Kind, items: Vec<Value>) -> Value {
        let kept = items.into_iter().enumerate().map(|(index, item)| {
            self.place.push(index.to_string());
            let item = self.keep(of, item);
            self.place.pop();
            item
        });
        Value::Array(kept.collect())
    }

    fn string(&mut self, kind: Kind, value: Value) -> Value {
        let Value::String(text) = &value else {
            return self.misshapen("a string", value);
        };
        match kind {
            Kind::Reference => self.references.push((self.place.clone(), text.clone())),
            Kind::OneOf(allowed) if !allowed.contains(&text.as_str()) => self.problem(
                format!("`{text}` is not a value that OpenAPI 3.0 allows here"),
                format!("use one of {}", allowed.join(", ")),
            ),
            _ => {}
        }
        value
    }

    /// Reports the keys that a node of this kind needs and `object` does not have.
    fn complete(&mut self, kind: Kind, object: &Map<String, Value>) {
        for key in kind.needs() {
            if !object.contains_key(*key) {
                self.problem(format!("`{key}` is missing"), "add it upstream");
            }
        }
        let typed = ["schema", "content"]
            .iter()
            .any(|key| object.contains_key(*key));
        if kind == Kind::Parameter && !typed {
            self.problem(
                "neither `schema` nor `content`",
                "declare the type of the parameter",
            );
        }
        if kind == Kind::Responses && object.is_empty() {
            self.problem(
                "no response is declared",
                "declare what the operation returns",
            );
        }
    }

    fn misshapen(&mut self, wanted: &str, found: Value) -> Value {
        let what = described(&found);
        self.problem(
            format!("expected {wanted}, found {what}"),
            "fix the description upstream",
        );
        without_prose(found)
    }

    fn problem(&mut self, what: impl Into<String>, cure: impl Into<String>) {
        self.problems
            .push(self.file, self.place.to_string(), what, cure);
    }
}

/// What is left of a value of an unknown kind: no key of prose, and no sentences.
fn without_prose(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let kept = object.into_iter().filter(|(key, _)| !is_prose(key));
            let kept = kept.map(|(key, value)| (key, without_prose(value)));
            Value::Object(kept.collect())
        }
        Value::Array(list) => list.into_iter().map(without_prose).collect(),
        Value::String(text) if text.trim().contains(char::is_whitespace) => "".into(),
        other => other,
    }
}
