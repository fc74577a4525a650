//! Upstream description → contract.
//!
//! The contract holds the facts of the description and none of its prose, in upstream order, and is
//! itself a valid `OpenAPI` 3.0 document. So an edit of prose upstream is not a difference here,
//! and a review shows only what matters.
//!
//! A description that is broken is refused; one that is merely wrong passes, for corrections
//! ([`crate::overlay`]) are written against the contract.

mod check;
mod dialect;
mod extract;
mod node_path;
mod prose;
mod shape;

use serde_json::{Map, Value, json};

use crate::document::yaml;
use crate::input::Input;
use crate::overlay;
use crate::problem::Problems;
use extract::{Extract, extract};

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
    let description = problems.or(dialect::translate(description))?;
    let extracted = extract(file_name, description);
    Ok(with_upstream(extracted.document, upstream))
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

/// Puts `x-upstream` where a reader looks first: after `info`.
fn with_upstream(document: Value, upstream: &Upstream) -> Value {
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
    Value::Object(contract)
}
