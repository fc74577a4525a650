//! Looks at every node of a document, and mends those that have the wrong shape.

use serde_json::{Map, Value, json};

use super::references::{self, name_of};
use super::schemas::type_named;
use super::{Neighbor, Note};
use crate::import::node_path::NodePath;
use crate::import::shape::{Kind, LOCATIONS, TYPES, described};

/// What stands in place of a removed element, so that the others keep their indexes.
const REMOVED: &str = "\0removed";

pub(super) fn removed() -> Value {
    REMOVED.into()
}

pub(super) fn is_removed(value: &Value) -> bool {
    value == REMOVED
}

/// A value without the elements that were removed from its lists.
pub(super) fn without_removed(value: &Value) -> Value {
    match value {
        Value::Array(list) => {
            let kept = list.iter().filter(|element| !is_removed(element));
            kept.map(without_removed).collect()
        }
        Value::Object(object) => {
            let entries = object.iter();
            let entries = entries.map(|(key, value)| (key.clone(), without_removed(value)));
            Value::Object(entries.collect())
        }
        other => other.clone(),
    }
}

/// Mends every node of a document once.
pub(super) fn walk(
    document: &mut Value,
    version: Option<&str>,
    neighbors: &[Neighbor<'_>],
    notes: &mut Vec<Note>,
) {
    let snapshot = document.clone();
    let mut walk = Walk {
        document: &snapshot,
        version,
        neighbors,
        place: NodePath::default(),
        notes,
        body: None,
    };
    walk.visit(Kind::Document, document);
}

/// The state of a walk.
pub(super) struct Walk<'a> {
    /// The document before the walk, to follow references.
    pub(super) document: &'a Value,
    pub(super) version: Option<&'a str>,
    neighbors: &'a [Neighbor<'a>],
    pub(super) place: NodePath,
    notes: &'a mut Vec<Note>,
    /// The schema of a body that was declared as a parameter, until its operation is complete.
    pub(super) body: Option<Value>,
}

/// Arbitrary JSON, as a content.
pub(super) fn any_json() -> Value {
    json!({ "application/json": { "schema": {} } })
}

/// The responses of an operation that declares none.
pub(super) fn undeclared() -> Value {
    json!({ "default": { "description": "" } })
}

impl Walk<'_> {
    pub(super) fn note(&mut self, what: impl Into<String>, read_as: impl Into<String>) {
        self.notes.push(Note {
            place: self.place.clone(),
            what: what.into(),
            read_as: read_as.into(),
        });
    }

    pub(super) fn note_at(
        &mut self,
        key: &str,
        what: impl Into<String>,
        read_as: impl Into<String>,
    ) {
        self.place.push(key);
        self.note(what, read_as);
        self.place.pop();
    }

    /// Mends a node; returns whether it is kept.
    pub(super) fn visit(&mut self, kind: Kind, value: &mut Value) -> bool {
        if is_removed(value) {
            return true;
        }
        match (kind, &mut *value) {
            (Kind::Fact | Kind::Prose | Kind::Blank | Kind::Plain | Kind::Reference, _)
            | (Kind::SchemaOrBool, Value::Bool(_)) => true,
            (Kind::Text, _) => self.text(value),
            (Kind::OneOf(allowed), _) => self.text(value) && self.word(allowed, value),
            (Kind::List(of), _) => self.list(*of, value),
            _ => self.object(kind, value),
        }
    }

    pub(super) fn misshapen(&mut self, wanted: &str, found: &Value, read_as: impl Into<String>) {
        let found = described(found);
        self.note(format!("expected {wanted}, found {found}"), read_as);
    }

    fn text(&mut self, value: &mut Value) -> bool {
        match value {
            Value::String(_) => true,
            Value::Bool(_) | Value::Number(_) => {
                let text = value.to_string();
                self.misshapen("a text", value, format!("read as `{text}`"));
                *value = text.into();
                true
            }
            _ => {
                self.misshapen("a text", value, "left out");
                false
            }
        }
    }

    /// One of a few words.
    fn word(&mut self, allowed: &[&str], value: &mut Value) -> bool {
        let Some(word) = value.as_str().map(str::to_owned) else {
            return false;
        };
        if allowed.contains(&word.as_str()) {
            return true;
        }
        let meant = if allowed == TYPES {
            type_named(&word)
        } else {
            let lower = word.trim().to_lowercase();
            LOCATIONS.into_iter().find(|location| *location == lower)
        };
        match meant {
            Some(meant) => {
                self.note(
                    format!("`{word}` is not allowed here"),
                    format!("read as `{meant}`"),
                );
                *value = meant.into();
                true
            }
            None if allowed == TYPES => {
                self.note(format!("`{word}` is not a type"), "arbitrary JSON");
                false
            }
            // Decided together with the rest of the parameter.
            None => true,
        }
    }

    pub(super) fn with_hint(&self, read_as: &str, reference: &str, kind: Kind) -> String {
        match references::likely(self.document, reference, kind, self.neighbors) {
            Some(hint) => format!("{read_as}; {hint}"),
            None => read_as.to_owned(),
        }
    }

    fn object(&mut self, kind: Kind, value: &mut Value) -> bool {
        if !value.is_object() {
            let instead = self.instead(kind, value);
            let read_as = match &instead {
                None => "left out".to_owned(),
                Some(_) if value.is_array() && is_keyed(kind) => {
                    "read as an object with these keys".to_owned()
                }
                Some(instead) => match kind {
                    Kind::Schema | Kind::Alternative if instead.get("type").is_some() => {
                        format!("read as type {}", instead["type"])
                    }
                    Kind::PathItem => "a path without operations".to_owned(),
                    Kind::Info => "read as empty".to_owned(),
                    _ => "arbitrary JSON".to_owned(),
                },
            };
            self.misshapen(name_of(kind), value, read_as);
            match instead {
                Some(instead) => *value = instead,
                None => return false,
            }
        }
        let Value::Object(object) = value else {
            return false;
        };
        let reference = object
            .get("$ref")
            .map(|reference| match reference.as_str() {
                Some(text) => (
                    text.to_owned(),
                    references::broken(self.document, text, kind),
                ),
                None => (
                    String::new(),
                    Some("the reference is not a text".to_owned()),
                ),
            });
        let mut refers = reference.is_some();
        if let Some((text, Some(what))) = reference {
            refers = false;
            if !self.unreferenced(kind, &text, what, object) {
                return false;
            }
        }
        self.keys(kind, object);
        refers || self.complete(kind, object)
    }

    /// What is put in place of a node that is not an object.
    fn instead(&self, kind: Kind, value: &Value) -> Option<Value> {
        if let Value::Array(elements) = value
            && is_keyed(kind)
        {
            return keyed(kind, elements);
        }
        match kind {
            Kind::Schema | Kind::Alternative => Some(match value.as_str().and_then(type_named) {
                Some(ty) => json!({ "type": ty }),
                None => json!({}),
            }),
            Kind::MediaType | Kind::Info => Some(json!({})),
            Kind::PathItem if value.is_null() => Some(json!({})),
            Kind::Response => Some(self.response()),
            Kind::Operation => Some(json!({ "responses": undeclared() })),
            Kind::Responses => Some(undeclared()),
            Kind::RequestBody => Some(json!({ "content": any_json() })),
            _ => None,
        }
    }

    /// An unknown response: JSON where it is a success.
    fn response(&self) -> Value {
        let status = self.place.keys().last().map_or("", String::as_str);
        let may_have_body = status.starts_with('2') && !["204", "205"].contains(&status)
            || self
                .place
                .keys()
                .first()
                .is_some_and(|key| key == "components");
        if may_have_body {
            json!({ "description": "", "content": any_json() })
        } else {
            json!({ "description": "" })
        }
    }

    /// Replaces a reference that leads nowhere; returns whether the node is kept.
    fn unreferenced(
        &mut self,
        kind: Kind,
        reference: &str,
        what: String,
        object: &mut Map<String, Value>,
    ) -> bool {
        object.shift_remove("$ref");
        let (instead, read_as) = match kind {
            Kind::Schema | Kind::Alternative | Kind::SchemaOrBool => {
                (Value::Null, "arbitrary JSON")
            }
            Kind::Response => (self.response(), "arbitrary JSON"),
            Kind::RequestBody => (json!({ "content": any_json() }), "arbitrary JSON"),
            Kind::PathItem if !object.is_empty() => (Value::Null, "read without it"),
            _ => {
                let read_as = self.with_hint("left out", reference, kind);
                self.note(what, read_as);
                return false;
            }
        };
        let read_as = self.with_hint(read_as, reference, kind);
        self.note(what, read_as);
        if let Value::Object(instead) = instead {
            for (key, value) in instead {
                object.entry(key).or_insert(value);
            }
        }
        true
    }

    fn keys(&mut self, kind: Kind, object: &mut Map<String, Value>) {
        let keys: Vec<String> = object.keys().cloned().collect();
        for key in keys {
            self.place.push(&key);
            if kind.allows(&key) {
                let mut inner = object.get_mut(&key).map(Value::take).unwrap_or_default();
                let kept = match kind.of(&key) {
                    Kind::Reference => inner.is_string(),
                    of => self.visit(of, &mut inner),
                };
                if kept {
                    object.insert(key, inner);
                } else {
                    object.shift_remove(&key);
                }
            } else {
                self.note(format!("`{key}` is not allowed here"), "left out");
                object.shift_remove(&key);
            }
            self.place.pop();
        }
    }
}

/// Whether nodes of a kind have free keys, or differ by their keys alone.
fn is_keyed(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Map(_) | Kind::Responses | Kind::PathItem | Kind::Paths
    )
}

/// A list of objects with one key each, or of names, as an object.
fn keyed(kind: Kind, elements: &[Value]) -> Option<Value> {
    let mut object = Map::new();
    for element in elements {
        match element {
            Value::Object(entries) => {
                for (key, value) in entries {
                    object.entry(key).or_insert_with(|| value.clone());
                }
            }
            Value::String(name) if kind == Kind::Map(&Kind::Schema) => {
                object.entry(name).or_insert(json!({}));
            }
            _ => return None,
        }
    }
    // The keys of an object that describes one thing are not names.
    let named =
        |entries: &Map<String, Value>| entries.values().all(|v| v.is_object() || v.is_null());
    named(&object).then_some(Value::Object(object))
}
