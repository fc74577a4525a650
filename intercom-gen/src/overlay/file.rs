//! Reads a file of corrections, checks its form, and writes one.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use serde_json_path::JsonPath;

use super::expect::Expect;
use crate::document::yaml;
use crate::input::Input;
use crate::problem::Problems;

/// The corrections of one subject.
pub(super) struct File<'a> {
    pub(super) name: &'a str,
    pub(super) title: String,
    /// Whether the actions are one correction.
    pub(super) together: bool,
    /// Whether the actions apply to the contract as all other files correct it.
    pub(super) last: bool,
    pub(super) actions: Vec<Action>,
}

/// One action of a file.
pub(super) struct Action {
    /// How messages refer to it: its number, its target and how its description begins.
    pub(super) name: String,
    pub(super) target: JsonPath,
    pub(super) expect: Expect,
    pub(super) change: Change,
}

/// What an action does with each node it matches.
pub(super) enum Change {
    Update(Value),
    /// Puts another value of any kind there.
    Replace(Value),
    Remove,
}

/// Reads files, and notes every mistake in them and every subject that two of them share.
pub(super) fn read_all<'a>(inputs: &[Input<'a>], problems: &mut Problems) -> Vec<File<'a>> {
    let mut subjects: BTreeMap<String, &str> = BTreeMap::new();
    let mut files = Vec::new();
    for input in inputs {
        let Some(document) = problems.note(yaml::read(input.file, input.text)) else {
            continue;
        };
        let file = read(input.file, &document, problems);
        if let Some(other) = subjects.insert(file.title.clone(), input.file)
            && !file.title.is_empty()
        {
            let what = format!("{other} also has the subject `{}`", file.title);
            let cure = "give each file a subject of its own, or merge the two";
            problems.push(input.file, "info.title", what, cure);
        }
        files.push(file);
    }
    files
}

/// Reads a file without those actions that are malformed, which it notes.
pub(super) fn read<'a>(name: &'a str, document: &Value, problems: &mut Problems) -> File<'a> {
    let known = [
        "overlay",
        "info",
        "extends",
        "x-together",
        "x-last",
        "actions",
    ];
    for key in document.as_object().into_iter().flat_map(Map::keys) {
        if !known.contains(&key.as_str()) {
            let what = format!("unknown key `{key}`");
            problems.push(name, "the document", what, "remove it");
        }
    }
    let version = document["overlay"].as_str().unwrap_or_default();
    if !version.starts_with("1.0.") && !version.starts_with("1.1.") {
        let what = format!("`overlay` is `{version}`");
        let cure = "write the file in version 1.0.0 or 1.1.0 of the standard";
        problems.push(name, "overlay", what, cure);
    }
    for key in ["title", "version"] {
        if !document["info"][key].is_string() {
            problems.push(name, "info", format!("`{key}` is missing"), "add it");
        }
    }
    for key in ["x-together", "x-last"] {
        if document.get(key).is_some_and(|value| *value != true) {
            let cure = format!("write `{key}: true`, or leave it out");
            problems.push(name, key, "the value is not `true`", cure);
        }
    }
    if !document["actions"].is_array() {
        problems.push(name, "actions", "the list of actions is missing", "add it");
    }
    let actions = document["actions"].as_array().into_iter().flatten();
    let mut read = Vec::new();
    for (index, action) in actions.enumerate() {
        let name_of_action = action_name(index + 1, action);
        match read_action(&name_of_action, action) {
            Ok(action) => read.push(action),
            Err(mistakes) => {
                for (what, cure) in mistakes {
                    problems.push(name, &name_of_action, what, cure);
                }
            }
        }
    }
    File {
        name,
        title: document["info"]["title"]
            .as_str()
            .unwrap_or_default()
            .to_owned(),
        together: document.get("x-together").is_some(),
        last: document.get("x-last").is_some(),
        actions: read,
    }
}

/// `action 3 ($.paths['/tags'].get: Tags are not paged)`
fn action_name(number: usize, action: &Value) -> String {
    let text = |key: &str| action.get(key).and_then(Value::as_str).unwrap_or_default();
    let gist = text("description")
        .split(['.', ':', ';', '\n'])
        .next()
        .unwrap_or_default();
    format!("action {number} ({}: {})", text("target"), gist.trim())
}

type Mistakes = Vec<(String, &'static str)>;

fn read_action(name: &str, action: &Value) -> Result<Action, Mistakes> {
    let mut mistakes = Mistakes::new();
    let known = [
        "target",
        "description",
        "x-expect",
        "update",
        "x-replace",
        "remove",
    ];
    for key in action.as_object().into_iter().flat_map(Map::keys) {
        if !known.contains(&key.as_str()) {
            mistakes.push((format!("unknown key `{key}`"), "remove it"));
        }
    }
    let described = action.get("description").and_then(Value::as_str);
    if described.is_none_or(|text| text.trim().is_empty()) {
        mistakes.push((
            "`description` is missing".to_owned(),
            "state why the correction is right, and what the evidence is",
        ));
    }
    let target = action.get("target").and_then(Value::as_str);
    let target = match target.map(JsonPath::parse) {
        Some(Ok(target)) => Some(target),
        Some(Err(error)) => {
            let what = format!("`target` is not a JSONPath: {error}");
            mistakes.push((what, "fix the path"));
            None
        }
        None => {
            mistakes.push(("`target` is missing".to_owned(), "add a JSONPath"));
            None
        }
    };
    let expect = Expect::read(action.get("x-expect"))
        .map_err(|what| {
            let cure = "state what the action finds: `count`, `value`, `absent`";
            mistakes.push((what, cure));
        })
        .ok();
    let changes = ["update", "x-replace", "remove"].map(|key| action.get(key));
    let change = match changes {
        [Some(update), None, None] => Some(Change::Update(update.clone())),
        [None, Some(value), None] => Some(Change::Replace(value.clone())),
        [None, None, Some(Value::Bool(true))] => Some(Change::Remove),
        _ => {
            mistakes.push((
                "the action has neither or both of `update` and `remove: true`".to_owned(),
                "give one of them",
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

/// Returns the text of a file with more actions at its end, or of a new file.
///
/// # Errors
///
/// A text that is not YAML.
pub fn with_actions(
    file: &str,
    text: Option<&str>,
    title: &str,
    actions: Vec<Value>,
) -> Result<String, Problems> {
    let mut document = match text {
        Some(text) => yaml::read(file, text)?,
        None => with_title(title),
    };
    if let Some(Value::Array(known)) = document.get_mut("actions") {
        known.extend(actions);
    }
    yaml::write(file, &document)
}

/// Returns the text of a file whose actions apply to the contract as all other files correct it.
///
/// # Errors
///
/// Actions that cannot be written as YAML.
pub(crate) fn last_actions(
    file: &str,
    title: &str,
    actions: Vec<Value>,
) -> Result<String, Problems> {
    let mut document = with_title(title);
    document["x-last"] = true.into();
    if let Some(list) = document.as_object_mut() {
        // The list is the longest part, and comes last.
        list.shift_remove("actions");
        list.insert("actions".to_owned(), actions.into());
    }
    yaml::write(file, &document)
}

fn with_title(title: &str) -> Value {
    json!({
        "overlay": "1.0.0",
        "info": {"title": title, "version": "1.0.0"},
        "actions": [],
    })
}
