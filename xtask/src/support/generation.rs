//! Runs the generator on the files in openapi/.

use anyhow::Context as _;
use intercom_gen::{Generated, Input, Inputs, generate};

use super::workspace::Workspace;

/// The names that override those by rule.
pub(crate) const NAMES: &str = "openapi/names.toml";
/// Documentation in our own words.
pub(crate) const DOCS: &str = "openapi/docs.toml";

/// Generates a version in memory.
pub(crate) fn generate_version(workspace: &Workspace, version: &str) -> anyhow::Result<Generated> {
    let contract_file = format!("openapi/{version}.json");
    let overlay_file = format!("openapi/{version}.overlay.yaml");
    let contract = workspace.read(&contract_file)?.with_context(|| {
        format!("there is no {contract_file}; `cargo xtask import {version}` makes it")
    })?;
    let overlay = workspace.read(&overlay_file)?;
    let names = workspace.read(NAMES)?.unwrap_or_default();
    let docs = workspace.read(DOCS)?.unwrap_or_default();
    let generated = generate(&Inputs {
        contract: Input {
            file: &contract_file,
            text: &contract,
        },
        overlay: overlay.as_deref().map(|text| Input {
            file: &overlay_file,
            text,
        }),
        names: Input {
            file: NAMES,
            text: &names,
        },
        docs: Input {
            file: DOCS,
            text: &docs,
        },
    })?;
    Ok(generated)
}
