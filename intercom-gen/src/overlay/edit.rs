//! Turns an action into edits of single places, and performs edits.

use serde_json::Value;

use super::file::{Action, Change};

/// One change of one place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Edit {
    /// The place as a JSON pointer: of a new key, a changed value, the extended list, or the
    /// removed value.
    pub(super) place: String,
    /// The match of the target that it belongs to, counted from 0.
    pub(super) found: usize,
    pub(super) kind: Kind,
}

impl Edit {
    /// Whether it removes a place, or something that holds it.
    pub(super) fn removes(&self, place: &str) -> bool {
        let rest = place.strip_prefix(&self.place);
        self.kind == Kind::Remove
            && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// Adds a key to an object.
    Insert(Value),
    /// Replaces a value.
    Replace(Value),
    /// Adds an element to the end of a list.
    Append(Value),
    /// Removes a key or an element.
    Remove,
}

/// Why an action cannot be performed.
pub(super) struct Failure {
    pub(super) what: String,
    pub(super) cure: &'static str,
    /// Whether the document already has what the action would add.
    pub(super) adopted: bool,
    /// The number of matched nodes, if only that number is unexpected so far.
    pub(super) matches: Option<usize>,
}

impl Failure {
    /// The document already has what the action would add.
    fn adopted(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            cure: "upstream has adopted the correction: delete it, or take the place out of its \
                   target",
            adopted: true,
            matches: None,
        }
    }

    /// The document is not as it was when the action was written.
    fn changed(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            cure: "compare the action with the description, then adapt or delete it",
            adopted: false,
            matches: None,
        }
    }

    fn at(self, place: &str) -> Self {
        Self {
            what: format!("{} at {place}", self.what),
            ..self
        }
    }
}

/// Returns the edits of an action that must match `count` nodes of the document.
pub(super) fn plan(action: &Action, count: usize, document: &Value) -> Result<Vec<Edit>, Failure> {
    let matches = action.target.query_located(document).dedup();
    if matches.is_empty() {
        // The corrected item is missing, which does not show that it was fixed.
        return Err(Failure {
            adopted: false,
            ..Failure::adopted("matches nothing")
        });
    }
    if matches.len() != count {
        let what = format!("matches {}, expected {count}", matches.len());
        return Err(Failure {
            matches: Some(matches.len()),
            ..Failure::changed(what)
        });
    }
    let mut edits = Vec::new();
    for (found, matched) in matches.iter().enumerate() {
        let place = matched.location().to_json_pointer();
        let mut plan = Plan {
            found,
            edits: Vec::new(),
        };
        plan.action(action, matched.node(), &place)
            .map_err(|failure| failure.at(&place))?;
        edits.extend(plan.edits);
    }
    Ok(edits)
}

/// The edits of one matched node.
struct Plan {
    found: usize,
    edits: Vec<Edit>,
}

impl Plan {
    fn action(&mut self, action: &Action, node: &Value, place: &str) -> Result<(), Failure> {
        match (&action.change, node) {
            (Change::Remove, _) if place.is_empty() => {
                return Err(Failure::changed("removes the whole document"));
            }
            (Change::Remove, _) => self.push(place, Kind::Remove),
            (Change::Replace(value), node) if node == value => {}
            (Change::Replace(value), _) => self.push(place, Kind::Replace(value.clone())),
            // A matched list gets the update as one more element.
            (Change::Update(update), Value::Array(list)) => self.append(list, update, place)?,
            (Change::Update(update), _) => self.merge(node, update, place)?,
        }
        // Before the expectation, which an adopted correction does not meet either.
        if self.edits.is_empty() {
            return Err(Failure::adopted("changes nothing"));
        }
        action.expect.check(node).map_err(Failure::changed)
    }

    /// Merges as the standard does: objects key by key, lists by appending, primitive values by
    /// replacing.
    fn merge(&mut self, node: &Value, update: &Value, place: &str) -> Result<(), Failure> {
        match (node, update) {
            (Value::Object(object), Value::Object(update)) => {
                for (key, update) in update {
                    let place = format!("{place}/{}", key.replace('~', "~0").replace('/', "~1"));
                    match object.get(key) {
                        Some(node) => self.merge(node, update, &place)?,
                        None => self.push(&place, Kind::Insert(update.clone())),
                    }
                }
                Ok(())
            }
            (Value::Array(list), Value::Array(update)) => update
                .iter()
                .try_for_each(|element| self.append(list, element, place)),
            (node, update) if is_primitive(node) && is_primitive(update) => {
                if node != update {
                    self.push(place, Kind::Replace(update.clone()));
                }
                Ok(())
            }
            (node, update) => Err(Failure::changed(format!(
                "cannot merge {} into {}",
                kind(update),
                kind(node)
            ))),
        }
    }

    /// Appends an element, unless the list would then have it twice.
    fn append(&mut self, list: &[Value], element: &Value, place: &str) -> Result<(), Failure> {
        let added = |edit: &Edit| {
            edit.place == place && matches!(&edit.kind, Kind::Append(other) if other == element)
        };
        if list.contains(element) || self.edits.iter().any(added) {
            let what = format!("{element} is already in the list");
            return Err(Failure::adopted(what));
        }
        self.push(place, Kind::Append(element.clone()));
        Ok(())
    }

    fn push(&mut self, place: &str, kind: Kind) {
        self.edits.push(Edit {
            place: place.to_owned(),
            found: self.found,
            kind,
        });
    }
}

fn is_primitive(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
        _ => "a primitive value",
    }
}

/// Performs edits that do not conflict and were planned on this document.
pub(super) fn perform<'a>(edits: impl Iterator<Item = &'a Edit>, document: &mut Value) {
    let mut removed: Vec<&str> = Vec::new();
    for edit in edits {
        match &edit.kind {
            Kind::Insert(value) => {
                if let Some((Value::Object(object), key)) = parent(document, &edit.place) {
                    object.insert(key, value.clone());
                }
            }
            Kind::Replace(value) => {
                if let Some(node) = document.pointer_mut(&edit.place) {
                    *node = value.clone();
                }
            }
            Kind::Append(value) => {
                if let Some(Value::Array(list)) = document.pointer_mut(&edit.place) {
                    list.push(value.clone());
                }
            }
            Kind::Remove => removed.push(&edit.place),
        }
    }
    // From the end, because removing an element shifts those after it.
    removed.sort_by_cached_key(|place| std::cmp::Reverse(natural(place)));
    for place in removed {
        match parent(document, place) {
            Some((Value::Object(object), key)) => {
                object.shift_remove(&key);
            }
            Some((Value::Array(list), key)) => {
                if let Some(index) = key.parse().ok().filter(|index| *index < list.len()) {
                    list.remove(index);
                }
            }
            _ => {}
        }
    }
}

/// The value that holds a place, and the key or the index of the place in it.
fn parent<'a>(document: &'a mut Value, place: &str) -> Option<(&'a mut Value, String)> {
    let (parent, key) = place.rsplit_once('/')?;
    let key = key.replace("~1", "/").replace("~0", "~");
    Some((document.pointer_mut(parent)?, key))
}

/// A key that sorts places with array indexes as numbers.
fn natural(place: &str) -> Vec<(Option<usize>, &str)> {
    place
        .split('/')
        .map(|part| (part.parse().ok(), part))
        .collect()
}
