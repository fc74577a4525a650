//! Operations as the description has them.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::{METHODS, resolve};

/// Why an operation cannot be generated, and what could be done about it.
pub(super) type Refusal = (String, &'static str);

/// An operation as the description has it.
pub(super) struct Source<'v> {
    pub(super) method: String,
    pub(super) path: &'v str,
    pub(super) item: &'v Value,
    pub(super) operation: &'v Value,
    /// Its id; empty where it has none, or that of an operation before it.
    pub(super) id: &'v str,
}

impl Source<'_> {
    pub(super) fn tag(&self) -> &str {
        self.operation["tags"][0].as_str().unwrap_or_default()
    }

    pub(super) fn place(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// Returns every operation of a document, in its order.
pub(super) fn sources(document: &Value) -> Vec<Source<'_>> {
    let paths = document["paths"].as_object().into_iter().flatten();
    let mut sources: Vec<_> = paths
        .flat_map(|(path, item)| {
            let item = resolve(document, item);
            METHODS.iter().filter_map(move |method| {
                Some(Source {
                    method: method.to_uppercase(),
                    path: path.as_str(),
                    item,
                    operation: item.get(method)?,
                    id: item[*method]["operationId"].as_str().unwrap_or_default(),
                })
            })
        })
        .collect();
    let mut taken = BTreeSet::new();
    for source in &mut sources {
        if !taken.insert(source.id) {
            source.id = "";
        }
    }
    sources
}

/// Returns the media types of a content, for messages.
pub(super) fn kinds_of(content: &Value) -> String {
    let kinds: Vec<_> = content
        .as_object()
        .into_iter()
        .flatten()
        .map(|(kind, _)| kind.as_str())
        .collect();
    if kinds.is_empty() {
        "of no declared kind".to_owned()
    } else {
        kinds.join(" or ")
    }
}
