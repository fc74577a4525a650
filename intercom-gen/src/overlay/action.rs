//! Reads the actions of an overlay document.

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::expect::Expect;
use crate::Problems;

/// One correction.
pub(super) struct Action {
    /// How messages call it: its number, its target and how its description begins.
    pub(super) name: String,
    pub(super) target: JsonPath,
    pub(super) expect: Expect,
    pub(super) change: Change,
}

/// What an action does with each node it matches.
pub(super) enum Change {
    Update(Value),
    Remove,
}

/// The actions of a document, without those that make no sense; these are noted.
pub(super) fn read(file: &str, overlay: &Value, problems: &mut Problems) -> Vec<Action> {
    let known = |key: &str| ["overlay", "info", "extends", "actions"].contains(&key);
    for key in overlay.as_object().into_iter().flat_map(Map::keys) {
        if !known(key) && !key.starts_with("x-") {
            let what = format!("`{key}` is not part of an overlay");
            problems.push(file, "the document", what, "remove it");
        }
    }
    let version = overlay
        .get("overlay")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if !version.starts_with("1.0.") && !version.starts_with("1.1.") {
        let what = format!("`overlay` is `{version}`");
        problems.push(
            file,
            "overlay",
            what,
            "write the overlay in version 1.0.0 or 1.1.0",
        );
    }
    for key in ["title", "version"] {
        if overlay
            .pointer(&format!("/info/{key}"))
            .and_then(Value::as_str)
            .is_none()
        {
            problems.push(file, "info", format!("`{key}` is missing"), "add it");
        }
    }
    let Some(actions) = overlay.get("actions").and_then(Value::as_array) else {
        problems.push(file, "actions", "there is no list of actions", "add it");
        return Vec::new();
    };
    let actions = actions.iter().enumerate();
    actions
        .filter_map(|(index, action)| {
            let name = name(index + 1, action);
            let read = read_one(&name, action);
            read.map_err(|mistakes| {
                for (what, cure) in mistakes {
                    problems.push(file, &name, what, cure);
                }
            })
            .ok()
        })
        .collect()
}

/// `action 3 ($.paths['/tags'].get: Tags are not paged)`
fn name(number: usize, action: &Value) -> String {
    let text = |key: &str| action.get(key).and_then(Value::as_str).unwrap_or_default();
    let gist = text("description")
        .split(['.', ':', ';', '\n'])
        .next()
        .unwrap_or_default();
    format!("action {number} ({}: {})", text("target"), gist.trim())
}

type Mistakes = Vec<(String, &'static str)>;

fn read_one(name: &str, action: &Value) -> Result<Action, Mistakes> {
    let mut mistakes = Mistakes::new();
    let known =
        |key: &str| ["target", "description", "x-expect", "update", "remove"].contains(&key);
    for key in action.as_object().into_iter().flat_map(Map::keys) {
        if !known(key) {
            mistakes.push((
                format!("`{key}` is not part of an action here"),
                "remove it",
            ));
        }
    }
    let described = action.get("description").and_then(Value::as_str);
    if described.is_none_or(|text| text.trim().is_empty()) {
        mistakes.push((
            "`description` is missing".to_owned(),
            "say why the correction is right, and what the evidence is",
        ));
    }
    let target = match action
        .get("target")
        .and_then(Value::as_str)
        .map(JsonPath::parse)
    {
        Some(Ok(target)) => Some(target),
        Some(Err(error)) => {
            mistakes.push((format!("`target` is no JSONPath: {error}"), "mend the path"));
            None
        }
        None => {
            mistakes.push(("`target` is missing".to_owned(), "add a JSONPath"));
            None
        }
    };
    let expect = Expect::read(action.get("x-expect"))
        .map_err(|what| {
            let cure = "say what the action finds: `count`, `value`, `absent`";
            mistakes.push((what, cure));
        })
        .ok();
    let change = match (action.get("update"), action.get("remove")) {
        (Some(update), None) => Some(Change::Update(update.clone())),
        (None, Some(Value::Bool(true))) => Some(Change::Remove),
        _ => {
            mistakes.push((
                "what it does is unclear".to_owned(),
                "give either `update` or `remove: true`",
            ));
            None
        }
    };
    match (target, expect, change) {
        (Some(target), Some(expect), Some(change)) if mistakes.is_empty() => Ok(Action {
            name: name.to_owned(),
            target,
            expect,
            change,
        }),
        _ => Err(mistakes),
    }
}
