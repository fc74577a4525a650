//! Corrected document → model: everything that the emitters need decided is decided here.
//!
//! - `operations`: paths to operations, with their responses; `parameters`; `bodies`, which are JSON,
//!   forms, text or bytes
//! - `schemas`: schemas to types; `alternatives` for `oneOf` and `anyOf`, `flatten` for `allOf`, which
//!   makes one `flat` object
//! - `schema_site`: the places of schemas, after which inline ones are named
//! - `ids`: which values are ids
//! - `merge`: structurally equal inline schemas become one type
//! - `usage`: which types are sent, which are received, and by which operations
//! - `naming`: the Rust names of types
//! - `paging`: which operations return a page of a list, and how the next one is requested
//! - `constructors`: how values of sent types are made
//! - `steps`: which method of a call takes which arguments
//! - `kinds`: which texts are the kind of an object
//! - `jobs`: which operations return the status of a job
//! - `webhooks`: the topics of webhooks and their items

mod alternatives;
mod bodies;
mod constructors;
mod flat;
mod flatten;
mod ids;
mod jobs;
mod kinds;
mod merge;
mod naming;
mod operations;
mod paging;
mod parameters;
mod schema_site;
mod schemas;
mod size;
mod source;
mod steps;
mod usage;
mod webhooks;

use serde_json::Value;

use crate::model::names::Names;
use crate::model::webhooks::Webhooks;
use crate::model::{Api, Shape};
use crate::problem::{Problem, Problems};

/// What became of a document.
#[derive(Clone, Debug)]
pub struct Normalized {
    /// What can be generated.
    pub api: Api,
    /// The operations that cannot, each with its reason.
    pub refused: Vec<Problem>,
    /// The operations with undecided paging; they are generated as if they had none.
    pub unpaged: Vec<Problem>,
}

/// A type on its way into the model. Until they have names, drafts refer to each other by
/// number: `Type::Named("#12")`.
#[derive(Clone, Debug)]
struct Draft {
    /// Candidates for its name, from the places where it is used.
    candidates: Vec<String>,
    place: String,
    component: bool,
    /// The resource of the operation whose body or response it is, where it is inline.
    scope: Option<String>,
    shape: Shape,
    sent: bool,
    received: bool,
}

/// Turns a corrected document into the model.
///
/// # Errors
///
/// Every mistake of the document and of `names` that keeps types or names from being decided.
pub fn normalize(
    file: &str,
    document: &Value,
    names: &Names,
    webhooks: &Webhooks,
) -> Result<Normalized, Problems> {
    let mut schemas = schemas::Schemas::new(file, document, names);
    let collected = operations::collect(&mut schemas, names);
    let (drafts, problems) = schemas.finish();
    let mut operations = problems.or(collected.operations)?;
    let mut drafts = usage::mark_directions(drafts, &operations);
    merge::merge(&mut drafts, &mut operations);
    let definitions = naming::name(drafts, &mut operations, names);
    let version = &document["info"]["version"];
    let version = version
        .as_str()
        .map_or_else(|| version.to_string(), Into::into);
    let mut api = usage::assemble(version, definitions, operations);
    api.alike.clone_from(&names.alike);
    let unpaged = paging::decide(file, document, &mut api)?;
    jobs::decide(&mut api);
    kinds::decide(&mut api);
    webhooks::decide(&mut api, webhooks);
    size::decide(&mut api);
    constructors::decide(&mut api, names);
    steps::decide(&mut api, names);
    Ok(Normalized {
        api,
        refused: collected.refused,
        unpaged,
    })
}
