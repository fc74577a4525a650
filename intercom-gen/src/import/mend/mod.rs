//! Mends what is broken in a description, as far as the rest of it is usable: what is described by
//! nothing usable becomes arbitrary JSON, and what cannot be understood is left out.
//!
//! The result is a file of corrections, so that every decision is visible and can be replaced by a
//! better one.
//!
//! - `walk`: node by node, what has the wrong shape; `lists` and `complete` are its parts
//! - `schemas`: what is wrong inside a schema
//! - `references`: which references are broken, and what they may have meant
//! - `circles`: schemas that include themselves
//! - `parameters`: the parameters that a path needs
//! - `actions`: the corrections that make one document of another
//! - `oddities`: what is wrong but does no harm

mod actions;
mod circles;
mod complete;
mod lists;
mod oddities;
mod parameters;
mod references;
mod schemas;
mod walk;

use serde_json::Value;

use super::check;
use super::node_path::NodePath;
use crate::overlay::last_actions;
use crate::problem::{Problem, Problems};

/// The name of the file of corrections that mends a description, in the folder of its version.
pub const UNDECIDED: &str = "undecided-defects.yaml";

/// How often a document is looked through: leaving something out can break what refers to it.
const MOST_ROUNDS: usize = 12;

/// A contract of another version, which shows what a broken part may have meant.
#[derive(Clone, Copy, Debug)]
pub struct Neighbor<'a> {
    /// The version.
    pub version: &'a str,
    /// Its contract.
    pub contract: &'a Value,
}

/// What became of a broken description.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mended {
    /// The file of corrections that mends it; `None` where nothing is broken.
    pub corrections: Option<String>,
    /// Each defect with its place, and what it is read as.
    pub defects: Vec<Problem>,
    /// What is wrong but changes nothing that is generated.
    pub oddities: Vec<Problem>,
}

/// A defect, and what it is read as.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Note {
    place: NodePath,
    what: String,
    read_as: String,
}

/// Mends a contract to which all corrections were applied.
///
/// `version` is the version that the description should have, for one that names none.
///
/// # Errors
///
/// What is broken in a way that leaves nothing usable, such as a document without paths.
pub fn mend(
    file: &str,
    contract: &Value,
    version: Option<&str>,
    neighbors: &[Neighbor<'_>],
) -> Result<Mended, Problems> {
    if !contract["paths"].is_object() && !contract["paths"].is_array() {
        return Err(Problems::one(
            file,
            "paths",
            "the document has no paths",
            "give a description with operations under `paths`",
        ));
    }
    let mut mended = contract.clone();
    let mut notes = Vec::new();
    for _ in 0..MOST_ROUNDS {
        let before = notes.len();
        circles::open(&mut mended, &mut notes);
        walk::walk(&mut mended, version, neighbors, &mut notes);
        if notes.len() == before {
            break;
        }
    }
    let usable = walk::without_removed(&mended);
    check(file, &usable)?;
    let problem = |note: &Note| Problem {
        file: file.to_owned(),
        place: note.place.to_string(),
        what: note.what.clone(),
        cure: note.read_as.clone(),
    };
    let defects: Vec<_> = notes.iter().map(problem).collect();
    let actions = actions::between(contract, &mended, &notes);
    let corrections = if actions.is_empty() {
        None
    } else {
        Some(last_actions(UNDECIDED, "Undecided defects", actions)?)
    };
    Ok(Mended {
        corrections,
        defects,
        oddities: oddities::find(file, &usable),
    })
}
