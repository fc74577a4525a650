//! Random documents, and random corrections of them.

use intercom_gen::Input;
use intercom_gen::overlay::with_actions;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

/// Files of corrections with their names.
pub(crate) type Files = Vec<(String, String)>;

/// A document of a few dozen places.
pub(crate) fn document() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        (0..4_i32).prop_map(Value::from),
        "[xyz]".prop_map(Value::from),
        Just(Value::Bool(true)),
    ];
    let value = leaf.prop_recursive(4, 48, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("[a-h]", inner, 1..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    });
    prop::collection::btree_map("[a-h]", value, 3..8)
        .prop_map(|map| Value::Object(map.into_iter().collect()))
}

/// A document and files that correct it; some of them conflict.
pub(crate) fn corrected() -> impl Strategy<Value = (Value, Files)> {
    let actions = prop::collection::vec(raw_action(), 1..4);
    let files = prop::collection::vec(actions, 1..5);
    (document(), files, any::<bool>()).prop_map(|(document, files, together)| {
        let files = files.iter().enumerate().map(|(number, actions)| {
            let actions = actions.iter().map(|raw| raw.action(&document)).collect();
            let title = format!("Subject {number}");
            let name = format!("{number}.yaml");
            let text = with_actions(&name, None, &title, actions).unwrap();
            let text = if together {
                text.replacen("actions:", "x-together: true\nactions:", 1)
            } else {
                text
            };
            (name, text)
        });
        let files = files.collect();
        (document, files)
    })
}

pub(crate) fn inputs(files: &[(String, String)]) -> Vec<Input<'_>> {
    let files = files.iter();
    files.map(|(file, text)| Input { file, text }).collect()
}

/// Choices that make an action once the document is known.
#[derive(Clone, Debug)]
struct RawAction {
    place: Index,
    kind: u8,
    key: String,
    everywhere: bool,
}

fn raw_action() -> impl Strategy<Value = RawAction> {
    (any::<Index>(), 0..4_u8, "[a-p]", prop::bool::weighted(0.2)).prop_map(
        |(place, kind, key, everywhere)| RawAction {
            place,
            kind,
            key,
            everywhere,
        },
    )
}

impl RawAction {
    /// An action that the document bears out, apart from conflicts.
    fn action(&self, document: &Value) -> Value {
        let mut places = Vec::new();
        collect(document, "$", &mut places);
        let (path, node) = &places[self.place.index(places.len())];
        let mut action = json!({
            "target": path,
            "description": "Random.",
            "x-expect": {"value": node},
        });
        match (self.kind, node) {
            (0, _) if path != "$" => action["remove"] = true.into(),
            (_, Value::Array(_)) => action["update"] = json!({"new": self.key}),
            (_, Value::Object(object)) => {
                let key = if object.contains_key(&self.key) {
                    format!("new_{}", self.key)
                } else {
                    self.key.clone()
                };
                action["update"] = json!({ key: {"new": [self.key]} });
            }
            (_, _) => action["update"] = json!(format!("new {}", self.key)),
        }
        // The same change at every node of the same name, as far as it fits them all.
        if self.everywhere
            && let Some((_, name)) = path.rsplit_once("['")
            && path.ends_with("']")
        {
            let suffix = format!("['{name}");
            let count = places.iter().filter(|(path, _)| path.ends_with(&suffix));
            action["target"] = json!(format!("$..['{name}"));
            action["x-expect"] = json!({"count": count.count(), "absent": ["none"]});
        }
        action
    }
}

/// Every place of a value, as a JSONPath.
pub(crate) fn collect<'a>(value: &'a Value, path: &str, places: &mut Vec<(String, &'a Value)>) {
    places.push((path.to_owned(), value));
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                collect(value, &format!("{path}['{key}']"), places);
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                collect(value, &format!("{path}[{index}]"), places);
            }
        }
        _ => {}
    }
}
