//! Runs the generator on the files in openapi/.

use std::path::Path;

use anyhow::Context as _;
use intercom_gen::{Contract, Generated, Input, Inputs};

use super::corrections::Corrections;
use super::workspace::Workspace;

/// The names that override those by rule.
pub(crate) const NAMES: &str = "openapi/names.toml";
/// The topics of webhooks.
pub(crate) const WEBHOOKS: &str = "openapi/webhooks.toml";
/// The folder of the documentation in our own words.
pub(crate) const DOCS: &str = "openapi/docs";

/// Generates a version in memory; its corrections apply strictly.
pub(crate) fn generate_version(workspace: &Workspace, version: &str) -> anyhow::Result<Generated> {
    let file = format!("openapi/{version}.json");
    let text = workspace.read(&file)?.with_context(|| {
        format!("there is no {file}; `cargo xtask import {version}` creates it")
    })?;
    let contract = Input {
        file: &file,
        text: &text,
    };
    let corrections = Corrections::read(workspace, version)?;
    generate(workspace, contract.into(), &corrections.inputs())
}

/// Generates a contract in memory, with the names and the documentation of this repository.
pub(crate) fn generate(
    workspace: &Workspace,
    contract: Contract<'_>,
    corrections: &[Input<'_>],
) -> anyhow::Result<Generated> {
    let names = workspace.read(NAMES)?.unwrap_or_default();
    let webhooks = workspace.read(WEBHOOKS)?;
    let docs = docs(workspace)?;
    let docs: Vec<_> = docs
        .iter()
        .map(|(file, text)| Input { file, text })
        .collect();
    Ok(intercom_gen::generate(&Inputs {
        contract,
        corrections,
        names: Input {
            file: NAMES,
            text: &names,
        },
        docs: &docs,
        webhooks: webhooks.as_deref().map(|text| Input {
            file: WEBHOOKS,
            text,
        }),
    })?)
}

/// The files of the documentation with their texts, by name.
fn docs(workspace: &Workspace) -> anyhow::Result<Vec<(String, String)>> {
    let folder = workspace.path(DOCS);
    // Documentation may be missing, as names may.
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let entries = std::fs::read_dir(&folder)
        .with_context(|| format!("cannot read the folder {}", folder.display()))?;
    let mut names = Vec::new();
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if Path::new(&name)
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            names.push(format!("{DOCS}/{name}"));
        }
    }
    names.sort();
    let read = |name: String| {
        let text = workspace.read(&name)?.unwrap_or_default();
        Ok((name, text))
    };
    names.into_iter().map(read).collect()
}
