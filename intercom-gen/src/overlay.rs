//! Applies corrections to a contract, strictly and in any order.
//!
//! Corrections are files, one per subject. Each is an [OpenAPI Overlay] 1.0 or 1.1 document: a list
//! of actions, each with a `target` (JSONPath, RFC 9535) and either `update` or `remove: true`. On
//! top of the standard, each action states why it is right and what it corrects:
//!
//! ```yaml
//! overlay: 1.0.0
//! info: {title: Counts with fractions, version: 1.0.0}
//! actions:
//! - target: $.components.schemas['company','segment'].properties.count
//!   description: Fractions occur in recorded responses.
//!   x-expect: {count: 2, value: {type: integer}, absent: [format]}
//!   update: {type: number}
//! ```
//!
//! - `info.title`: the subject. No two files have the same one.
//! - `x-together: true`: the actions of the file are one correction. A bump drops all of them when
//!   one does not apply. Optional.
//! - `x-last: true`: the actions are evaluated against the contract as all other files correct it.
//!   This is for what `mend` writes for the broken places that remain. Optional.
//! - `description`: the reason and the evidence.
//! - `x-expect.count`: how many nodes the target matches. Defaults to 1.
//! - `x-expect.value`: what every matched node contains. An object contains another if it has its
//!   keys with values that contain the other's. A list contains one of the same length whose
//!   elements it contains one by one. Anything else contains only its equal.
//! - `x-expect.absent`: what no matched node has. A list names keys of an object, or values that no
//!   element of an array contains. An object leads to such lists further down.
//!
//! In place of `update`, `x-replace` gives the whole new value of the node, whatever its kind.
//!
//! One of `value` and `absent` is required. An action that matches another number of nodes, finds
//! something else, or changes nothing is an error, because a correction that upstream has adopted
//! must be deleted.
//!
//! # Order
//!
//! Unlike the standard, which applies actions one after the other, every target and every
//! expectation is evaluated against the uncorrected contract. Two actions that write the same place
//! are an error that names both, as are one that removes a place and one that writes inside it. So
//! the result does not depend on the order of files or actions. Only the order of keys within an
//! object does: new keys follow the names of the files, then the order of the actions.
//!
//! [OpenAPI Overlay]: https://spec.openapis.org/overlay/latest.html

mod carry;
mod conflict;
mod edit;
mod expect;
mod file;
mod references;

use serde_json::Value;

use crate::input::Input;
use crate::problem::Problems;

pub use carry::{Carried, CarriedFile, Correction, State, carry};
pub(crate) use file::last_actions;
pub use file::with_actions;

/// Returns the contract with every correction applied.
///
/// The order of `corrections` does not matter.
///
/// # Errors
///
/// Every mistake in the files, every action whose expectations the contract does not meet, and
/// every two actions that conflict.
pub fn apply(
    contract_file: &str,
    mut contract: Value,
    corrections: &[Input<'_>],
) -> Result<Value, Problems> {
    let mut corrections = corrections.to_vec();
    corrections.sort_by_key(|input| input.file);
    let mut problems = Problems::default();
    let files = file::read_all(&corrections, &mut problems);
    let (last, first): (Vec<_>, Vec<_>) = files.iter().partition(|file| file.last);
    for files in [first, last] {
        contract = corrected(contract_file, contract, &files, &mut problems);
    }
    problems.or(contract)
}

/// Applies files of one stage, unless there are problems.
fn corrected(
    contract_file: &str,
    mut contract: Value,
    files: &[&file::File<'_>],
    problems: &mut Problems,
) -> Value {
    let mut planned = Vec::new();
    for file in files {
        for action in &file.actions {
            match edit::plan(action, action.expect.count, &contract) {
                Ok(edits) => planned.push((file.name, action, edits)),
                Err(failure) => {
                    let what = format!("{} (in {contract_file})", failure.what);
                    problems.push(file.name, &action.name, what, failure.cure);
                }
            }
        }
    }
    let edits = planned.iter().map(|(.., edits)| edits.as_slice());
    for (first, second, place) in conflict::find(edits.enumerate()) {
        let (other_file, other, _) = &planned[first];
        let (file, action, _) = &planned[second];
        let other = if first == second {
            "another match of the same target".to_owned()
        } else {
            format!("{other_file}: {}", other.name)
        };
        let what = format!("changes {place}, which is also changed by {other}");
        let cure = "merge the two actions, or narrow the target of one of them";
        problems.push(*file, &action.name, what, cure);
    }
    if problems.is_empty() {
        edit::perform(planned.iter().flat_map(|(.., edits)| edits), &mut contract);
    }
    contract
}
