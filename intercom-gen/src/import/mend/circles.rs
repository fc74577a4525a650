//! Opens circles of schemas that include one another, at the reference that closes them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Note;
use super::walk::removed;
use crate::import::node_path::NodePath;

const SCHEMAS: &str = "#/components/schemas/";

/// An inclusion: the way to a `$ref` inside of a schema, and the schema that it names.
type Edge = (Vec<String>, String);

/// Takes away each reference that closes a circle.
pub(super) fn open(document: &mut Value, notes: &mut Vec<Note>) {
    let Some(schemas) = document
        .pointer_mut("/components/schemas")
        .and_then(Value::as_object_mut)
    else {
        return;
    };
    let edges: BTreeMap<String, Vec<Edge>> = schemas
        .iter()
        .map(|(name, schema)| {
            let mut edges = Vec::new();
            included(schema, &mut Vec::new(), &mut edges);
            (name.clone(), edges)
        })
        .collect();
    let names: Vec<String> = schemas.keys().cloned().collect();
    let mut state: BTreeMap<&str, State> = BTreeMap::new();
    let mut closing: Vec<(String, Edge)> = Vec::new();
    for root in &names {
        // Depth first, with the way on a list of its own: a chain may be long.
        let mut open: Vec<(&str, usize)> = Vec::new();
        if !state.contains_key(root.as_str()) {
            state.insert(root, State::Open);
            open.push((root, 0));
        }
        while let Some((name, next)) = open.last_mut() {
            let edge = edges.get(*name).and_then(|edges| edges.get(*next));
            *next += 1;
            let Some((way, target)) = edge else {
                state.insert(*name, State::Done);
                open.pop();
                continue;
            };
            match state.get(target.as_str()) {
                Some(State::Open) => {
                    closing.push(((*name).to_owned(), (way.clone(), target.clone())));
                }
                None if edges.contains_key(target) => {
                    state.insert(target, State::Open);
                    open.push((target, 0));
                }
                Some(State::Done) | None => {}
            }
        }
    }
    for (name, (way, target)) in closing {
        let mut place = NodePath::new(["components", "schemas", &name]);
        for key in &way {
            place.push(key);
        }
        notes.push(Note {
            place,
            what: format!("the schema includes itself through `{SCHEMAS}{target}`"),
            read_as: if way.is_empty() {
                "arbitrary JSON".to_owned()
            } else {
                "without this part".to_owned()
            },
        });
        let node = schemas.get_mut(&name);
        let node = way.iter().fold(node, |node, key| match node? {
            Value::Array(list) => list.get_mut(key.parse::<usize>().ok()?),
            node => node.get_mut(key),
        });
        match node {
            Some(Value::Object(node)) if way.is_empty() => {
                node.shift_remove("$ref");
            }
            Some(node) => *node = removed(),
            None => {}
        }
    }
}

#[derive(Clone, Copy)]
enum State {
    Open,
    Done,
}

/// Collects the schemas whose properties become those of `schema`.
fn included(schema: &Value, way: &mut Vec<String>, edges: &mut Vec<Edge>) {
    let target = schema.get("$ref").and_then(Value::as_str);
    if let Some(name) = target.and_then(|text| text.strip_prefix(SCHEMAS)) {
        edges.push((way.clone(), name.replace("~1", "/").replace("~0", "~")));
    }
    let parts = schema.get("allOf").and_then(Value::as_array);
    for (index, part) in parts.into_iter().flatten().enumerate() {
        way.extend(["allOf".to_owned(), index.to_string()]);
        included(part, way, edges);
        way.truncate(way.len() - 2);
    }
}
