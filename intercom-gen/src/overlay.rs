//! Applies corrections to a contract, strictly.
//!
//! Corrections are written as an [OpenAPI Overlay] 1.0 or 1.1 document: a list of actions, each
//! with a `target` (JSONPath, RFC 9535) and either `update` or `remove: true`. On top of the
//! standard, each action must say why it is right and what it corrects:
//!
//! ```yaml
//! - target: $.components.schemas['company','segment'].properties.count
//!   description: Fractions occur, say the recorded answers.
//!   x-expect: {count: 2, value: {type: integer}, absent: [format]}
//!   update: {type: number}
//! ```
//!
//! - `description`: the reason and the evidence.
//! - `x-expect.count`: how many nodes the target matches; 1 unless given.
//! - `x-expect.value`: what every matched node contains. An object contains another if it has
//!   its keys with values that contain the other's; a list contains one of the same length whose
//!   elements it contains one by one; anything else contains only its equal.
//! - `x-expect.absent`: what no matched node has. A list names keys of an object, or values that
//!   no element of an array contains; an object leads to such lists further down.
//!
//! One of `value` and `absent` must be given. An action that matches another number of nodes,
//! finds something else, or changes nothing is an error: what upstream has mended is no longer
//! ours to correct.
//!
//! [OpenAPI Overlay]: https://spec.openapis.org/overlay/latest.html

mod action;
mod adapt;
mod carry;
mod expect;
mod join;
mod merge;
mod states;

use serde_json::Value;

use crate::{Problems, yaml};
use action::{Action, Change};

pub use carry::{Carried, Correction, State, carry};
pub use join::{extend, join};

/// Gives the contract with every correction applied, in order.
///
/// # Errors
///
/// Everything wrong with the overlay as a document, and every action that the contract does not
/// bear out. An action that fails is left out for those that follow it.
pub fn apply(
    contract_file: &str,
    contract: Value,
    overlay_file: &str,
    overlay_yaml: &str,
) -> Result<Value, Problems> {
    let overlay = yaml::read(overlay_file, overlay_yaml)?;
    let mut problems = Problems::default();
    let actions = action::read(overlay_file, &overlay, &mut problems);
    let mut document = contract;
    for action in &actions {
        if let Err(Failure { what, cure, .. }) = perform(action, action.expect.count, &mut document)
        {
            let what = format!("{what} (in {contract_file})");
            problems.push(overlay_file, &action.name, what, cure);
        }
    }
    problems.or(document)
}

/// Why an action was not performed.
struct Failure {
    what: String,
    cure: &'static str,
    /// Whether upstream says what the action would make it say.
    adopted: bool,
    /// How many nodes it matches, where their number is all that is wrong so far.
    matches: Option<usize>,
}

impl Failure {
    /// The document already says what the action would make it say.
    fn adopted(what: impl Into<String>) -> Self {
        let cure = "upstream has adopted the correction, or another action makes it: delete it, \
                    or take the place out of its target";
        Self {
            what: what.into(),
            cure,
            adopted: true,
            matches: None,
        }
    }

    /// The document is not as it was when the action was written.
    fn changed(what: impl Into<String>) -> Self {
        let cure = "look at what upstream says now, then adapt or delete the action";
        Self {
            what: what.into(),
            cure,
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

/// Performs an action on all of the nodes it matches, which must be `count`, or on none of them.
fn perform(action: &Action, count: usize, document: &mut Value) -> Result<(), Failure> {
    let matches = action.target.query_located(document).dedup();
    if matches.is_empty() {
        // What the action was about is gone, which need not mean that it was mended.
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
    let mut corrected: Vec<(String, Option<Value>)> = Vec::new();
    for found in matches {
        let place = found.location().to_json_pointer();
        let value = correct(action, found.node()).map_err(|failure| failure.at(&place))?;
        corrected.push((place, value));
    }
    // From the end, so that what is removed shifts nothing that is still to come.
    corrected.sort_by(|(a, _), (b, _)| natural(b).cmp(&natural(a)));
    let nested = corrected
        .windows(2)
        .any(|pair| pair[0].0.starts_with(&format!("{}/", pair[1].0)));
    if nested {
        return Err(Failure {
            what: "one of its matches holds another".to_owned(),
            cure: "let the target match one of them",
            adopted: false,
            matches: None,
        });
    }
    for (place, value) in corrected {
        put(document, &place, value);
    }
    Ok(())
}

/// What a matched node becomes; `None` for one that goes.
fn correct(action: &Action, node: &Value) -> Result<Option<Value>, Failure> {
    let corrected = match &action.change {
        Change::Remove => None,
        Change::Update(update) => {
            let mut corrected = node.clone();
            merge::merge(&mut corrected, update)?;
            // Before the expectation: a correction that upstream has adopted is not borne out
            // either, and this says why.
            if corrected == *node {
                return Err(Failure::adopted("changes nothing"));
            }
            Some(corrected)
        }
    };
    action.expect.check(node).map_err(Failure::changed)?;
    Ok(corrected)
}

/// Puts a value in a place that exists, or takes away what is there.
fn put(document: &mut Value, place: &str, value: Option<Value>) {
    if let Some(value) = value {
        if let Some(node) = document.pointer_mut(place) {
            *node = value;
        }
        return;
    }
    let Some((parent, key)) = place.rsplit_once('/') else {
        // Without the root there is no document left.
        *document = Value::Null;
        return;
    };
    match document.pointer_mut(parent) {
        Some(Value::Object(object)) => {
            object.shift_remove(&key.replace("~1", "/").replace("~0", "~"));
        }
        Some(Value::Array(array)) => {
            if let Ok(index) = key.parse::<usize>() {
                array.remove(index);
            }
        }
        _ => {}
    }
}

/// A key that sorts places like the document does, array indexes as numbers.
fn natural(place: &str) -> Vec<(Option<usize>, &str)> {
    place
        .split('/')
        .map(|part| (part.parse().ok(), part))
        .collect()
}
