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

/// The folder of examples, and of values for examples.
pub(crate) const EXAMPLES: &str = "openapi/examples";

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
    let docs = texts(workspace, DOCS)?;
    let examples = texts(workspace, EXAMPLES)?;
    let [docs, examples] = [&docs, &examples].map(|files| {
        let inputs = files.iter().map(|(file, text)| Input { file, text });
        inputs.collect::<Vec<_>>()
    });
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
        examples: &examples,
    })?)
}

/// The TOML and Rust files of a folder with their texts, by name.
fn texts(workspace: &Workspace, name: &str) -> anyhow::Result<Vec<(String, String)>> {
    let folder = workspace.path(name);
    // Documentation and examples may be missing, as names may.
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let entries = std::fs::read_dir(&folder)
        .with_context(|| format!("cannot read the folder {}", folder.display()))?;
    let mut names = Vec::new();
    for entry in entries {
        let file = entry?.file_name().to_string_lossy().into_owned();
        let extension = Path::new(&file).extension();
        if extension.is_some_and(|extension| extension == "toml" || extension == "rs") {
            names.push(format!("{name}/{file}"));
        }
    }
    names.sort();
    let read = |name: String| {
        let text = workspace.read(&name)?.unwrap_or_default();
        Ok((name, text))
    };
    names.into_iter().map(read).collect()
}
