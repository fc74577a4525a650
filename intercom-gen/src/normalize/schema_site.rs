//! The places of schemas, after which inline ones are named.

use heck::ToPascalCase;

use crate::model::names::type_name;

/// The place of a schema, and its name there.
#[derive(Clone, Debug)]
pub(super) struct SchemaSite {
    /// For people: `contact.avatar`.
    pub(super) path: String,
    /// In Rust case: `ContactAvatar`.
    pub(super) name: String,
    /// The resource, where this is the body or the response of an operation.
    pub(super) scope: Option<String>,
}

impl SchemaSite {
    pub(super) fn new(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            name: type_name(path),
            scope: None,
        }
    }

    /// The body or the response of an operation of `resource`.
    pub(super) fn root(path: &str, resource: &str) -> Self {
        Self {
            scope: Some(resource.to_owned()),
            ..Self::new(path)
        }
    }

    pub(super) fn field(&self, wire: &str) -> Self {
        // `type` is the kind of its parent, and would collide with `…_type` components.
        let word = if wire == "type" { "kind" } else { wire };
        Self {
            path: format!("{}.{wire}", self.path),
            name: joined(
                self.name.trim_end_matches("Request"),
                &word.to_pascal_case(),
            ),
            scope: None,
        }
    }

    pub(super) fn element(&self) -> Self {
        Self {
            path: format!("{}[]", self.path),
            name: singular(&self.name),
            scope: None,
        }
    }
}

/// A parent's name and a field's, without saying a word twice: `Message` and `MessageType` are
/// `MessageType`.
fn joined(parent: &str, field: &str) -> String {
    let first = field
        .get(1..)
        .and_then(|tail| tail.find(|c: char| c.is_ascii_uppercase()));
    match first.map(|end| field.split_at(end + 1)) {
        Some((word, rest)) if parent.ends_with(word) => format!("{parent}{rest}"),
        _ => format!("{parent}{field}"),
    }
}

/// The singular of an English plural, well enough for names.
fn singular(plural: &str) -> String {
    for (ending, replacement) in [("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("uses", "us")] {
        if let Some(stem) = plural.strip_suffix(ending) {
            return format!("{stem}{replacement}");
        }
    }
    match plural.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') && !stem.ends_with('u') => stem.to_owned(),
        _ => format!("{plural}Item"),
    }
}
