//! Upstream description → contract.
//!
//! The contract holds the facts of the description and none of its prose, in upstream order, and is
//! itself a valid `OpenAPI` 3.0 document. So an edit of prose upstream is not a difference here,
//! and a review shows only what matters.
//!
//! [`import`] refuses a description that is broken. [`lenient`] reads it all the same, and [`mend`]
//! writes the corrections that make it usable. One that is merely wrong passes, for corrections
//! ([`crate::overlay`]) are written against the contract.

mod check;
mod dialect;
mod extract;
mod facts;
mod mend;
mod node_path;
mod prose;
mod shape;
mod spelling;

use serde_json::{Map, Value, json};

use crate::document::{repair, yaml};
use crate::input::Input;
use crate::overlay;
use crate::problem::{Problem, Problems};
use extract::{Extract, extract};

pub use facts::{FACTS, places, read as read_facts};
pub use mend::{Mended, Neighbor, UNDECIDED, mend};
pub use prose::edits as prose_edits;

/// Where a description comes from; becomes `x-upstream` of the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upstream {
    /// The repository's web address.
    pub repository: String,
    /// The commit the file was taken from; `None` when unknown.
    pub commit: Option<String>,
    /// The file's path inside the repository; `None` when unknown.
    pub path: Option<String>,
    /// SHA-256 of the file's bytes, in lower-case hexadecimal.
    pub sha256: String,
}

impl Upstream {
    fn to_json(&self) -> Value {
        json!({
            "repository": self.repository,
            "commit": self.commit,
            "path": self.path,
            "sha256": self.sha256,
        })
    }
}

/// Makes the contract of a description written in YAML 1.2 or JSON.
///
/// `corrections` are the files of the version. A broken description is accepted if they repair it,
/// but the contract itself is never corrected.
///
/// # Errors
///
/// Everything that makes the description unusable, see [`check`]; text that is not YAML or not
/// `OpenAPI` 3.0.
pub fn import(
    file_name: &str,
    yaml: &str,
    upstream: &Upstream,
    corrections: &[Input<'_>],
) -> Result<Value, Problems> {
    let contract = unchecked(file_name, read(file_name, yaml)?, upstream)?;
    let Err(mut broken) = check(file_name, &contract) else {
        return Ok(contract);
    };
    if corrections.is_empty() {
        return Err(broken);
    }
    match overlay::apply(file_name, contract.clone(), corrections) {
        Ok(corrected) => check(file_name, &corrected)?,
        Err(stale) => {
            broken.extend(stale);
            return Err(broken);
        }
    }
    Ok(contract)
}

/// Reads a description written in YAML 1.2 or JSON, prose and all.
///
/// # Errors
///
/// Text that is not YAML, with the line where reading stopped.
pub fn read(file_name: &str, yaml: &str) -> Result<Value, Problems> {
    yaml::read(file_name, yaml)
}

/// A description that was read although something in its text or its spelling is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Lenient {
    /// The document, prose and all.
    pub description: Value,
    /// The contract, not checked and not mended.
    pub contract: Value,
    /// What was wrong with the text or the spelling, and how it was read.
    pub notes: Vec<Problem>,
}

/// Makes the contract of a description, and mends what breaks the rules of YAML or is misspelt.
///
/// [`mend`] makes the contract usable.
///
/// # Errors
///
/// Text that cannot be read, with line and column; a document that is not `OpenAPI` 3.
pub fn lenient(file_name: &str, text: &str, upstream: &Upstream) -> Result<Lenient, Problems> {
    let (description, mut notes) = repair::read(file_name, text)?;
    let (description, misspelt) = spelling::spell(file_name, text, description);
    notes.extend(misspelt);
    let contract = unchecked(file_name, description.clone(), upstream)?;
    Ok(Lenient {
        description,
        contract,
        notes,
    })
}

/// Makes the contract of a description without checking it; [`check`] does, with or without
/// corrections.
///
/// # Errors
///
/// A document that is not `OpenAPI` 3.0.
pub fn unchecked(
    file_name: &str,
    description: Value,
    upstream: &Upstream,
) -> Result<Value, Problems> {
    let mut problems = Problems::default();
    check::version(file_name, &description, &mut problems);
    let facts = facts_of(&description);
    let description = problems.or(dialect::translate(description))?;
    let extracted = extract(file_name, description);
    Ok(with_upstream(extracted.document, upstream, facts))
}

/// Checks that a contract, corrected or not, can be used.
///
/// # Errors
///
/// Something of the wrong shape or without a key it needs, a `$ref` to nothing, a schema that
/// includes itself, a `{parameter}` in a path that no parameter declares.
pub fn check(file_name: &str, contract: &Value) -> Result<(), Problems> {
    problems_of(file_name, &extract(file_name, contract.clone())).or(())
}

fn problems_of(file: &str, extracted: &Extract) -> Problems {
    let mut problems = extracted.problems.clone();
    check::references(
        file,
        &extracted.document,
        &extracted.references,
        &mut problems,
    );
    check::inclusions(file, &extracted.document, &mut problems);
    check::operations(file, &extracted.document, &mut problems);
    problems
}

/// The text of a contract as it lies in a file: pretty-printed JSON that ends with a newline.
pub fn to_text(contract: &Value) -> String {
    format!("{contract:#}\n")
}

/// The facts that are only stated in prose. A contract has lost its prose, and keeps those it has.
fn facts_of(description: &Value) -> Option<Value> {
    let known = description.get(FACTS).filter(|facts| facts.is_object());
    known.cloned().or_else(|| facts::of(description))
}

/// Puts `x-upstream` where a reader looks first: after `info`. The facts of the prose are last.
fn with_upstream(document: Value, upstream: &Upstream, facts: Option<Value>) -> Value {
    let Value::Object(document) = document else {
        return document;
    };
    let mut contract = Map::new();
    for (key, value) in document {
        let introduced = key == "info";
        contract.insert(key, value);
        if introduced {
            contract.insert("x-upstream".to_owned(), upstream.to_json());
        }
    }
    if let Some(facts) = facts {
        contract.insert(FACTS.to_owned(), facts);
    }
    Value::Object(contract)
}
