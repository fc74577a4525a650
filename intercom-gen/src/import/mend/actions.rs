//! The corrections that make one document of another.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::Note;
use super::walk::{is_removed, without_removed};
use crate::import::node_path::NodePath;

/// The longest value that an action expects as a whole.
const LONGEST_EXPECTED: usize = 300;
/// How many defects the description of an action lists.
const MOST_DEFECTS: usize = 4;

/// Returns the actions of a file of corrections, each with the defects at its place.
pub(super) fn between(before: &Value, after: &Value, notes: &[Note]) -> Vec<Value> {
    let mut changes = Changes {
        notes,
        target: "$".to_owned(),
        place: NodePath::default(),
        actions: Vec::new(),
    };
    changes.node(before, after);
    changes.actions
}

struct Changes<'a> {
    notes: &'a [Note],
    /// The place as a JSONPath, and for people.
    target: String,
    place: NodePath,
    actions: Vec<Value>,
}

impl Changes<'_> {
    fn node(&mut self, before: &Value, after: &Value) {
        match (before, after) {
            _ if is_removed(after) && !is_removed(before) => {
                self.push(before, "remove", Value::Bool(true));
            }
            (Value::Object(before), Value::Object(after)) => self.object(before, after),
            (Value::Array(before), Value::Array(after)) if before.len() <= after.len() => {
                for (index, (before, after)) in before.iter().zip(after).enumerate() {
                    self.below(&format!("[{index}]"), &index.to_string(), |changes| {
                        changes.node(before, after);
                    });
                }
            }
            (before, after) if before != after => {
                self.push(before, "x-replace", without_removed(after));
            }
            _ => {}
        }
    }

    fn object(&mut self, before: &Map<String, Value>, after: &Map<String, Value>) {
        for (key, old) in before {
            self.below(&quoted(key), key, |changes| match after.get(key) {
                Some(new) => changes.node(old, new),
                None => changes.push(old, "remove", Value::Bool(true)),
            });
        }
        for (key, new) in after {
            match before.get(key) {
                None => {
                    let update = json!({ key: without_removed(new) });
                    self.insert(&json!({ "absent": [key] }), key, &update);
                }
                // Elements are added to a list through the object that holds it.
                Some(Value::Array(old)) => {
                    let added = new.as_array().and_then(|new| new.get(old.len()..));
                    let added: Vec<_> = added
                        .into_iter()
                        .flatten()
                        .filter(|element| !is_removed(element))
                        .map(without_removed)
                        .collect();
                    if !added.is_empty() {
                        self.insert(&json!({ "value": {} }), key, &json!({ key: added }));
                    }
                }
                Some(_) => {}
            }
        }
    }

    fn below(&mut self, step: &str, key: &str, visit: impl FnOnce(&mut Self)) {
        let length = self.target.len();
        self.target.push_str(step);
        self.place.push(key);
        visit(self);
        self.place.pop();
        self.target.truncate(length);
    }

    fn insert(&mut self, expect: &Value, key: &str, update: &Value) {
        let description = self.description(&self.place.child(key));
        self.actions.push(json!({
            "target": self.target,
            "description": description,
            "x-expect": expect,
            "update": update,
        }));
    }

    fn push(&mut self, before: &Value, change: &str, value: Value) {
        let expect = match before {
            value if value.to_string().len() <= LONGEST_EXPECTED => json!({ "value": value }),
            Value::Object(_) => json!({ "value": {} }),
            _ => json!({ "absent": [] }),
        };
        let mut action = json!({
            "target": self.target,
            "description": self.description(&self.place),
            "x-expect": expect,
        });
        action[change] = value;
        self.actions.push(action);
    }

    fn description(&self, place: &NodePath) -> String {
        let touching = self.notes.iter().filter(|note| note.place.touches(place));
        let mut lines: Vec<_> = touching
            .map(|note| format!("{}: {} ({})", note.place, note.what, note.read_as))
            .collect();
        lines.dedup();
        let more = lines.len().saturating_sub(MOST_DEFECTS);
        lines.truncate(MOST_DEFECTS);
        if more > 0 {
            lines.push(format!("and {more} more"));
        }
        format!("Undecided since a bump. {}.", lines.join("; "))
    }
}

/// A key as a step of a JSONPath.
fn quoted(key: &str) -> String {
    let mut step = String::from("['");
    for c in key.chars() {
        match c {
            '\'' | '\\' => {
                step.push('\\');
                step.push(c);
            }
            c if c.is_control() => _ = write!(step, "\\u{:04x}", u32::from(c)),
            c => step.push(c),
        }
    }
    step.push_str("']");
    step
}
