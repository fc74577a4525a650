//! Opens a description by the name of a version, a file or a URL.

use std::path::Path;

use anyhow::{Context as _, bail};
use intercom_gen::import::{Upstream, check, read, unchecked};
use intercom_gen::overlay::{Carried, apply};
use intercom_gen::{Contract, Generated};
use serde_json::Value;

use super::corrections::Corrections;
use super::download;
use super::fetch::{is_plain, pinned, sha256};
use super::generation::generate;
use super::workspace::Workspace;

/// A description that could be read.
#[derive(Clone, Debug)]
pub(crate) struct Description {
    /// The name by which it was requested.
    pub(crate) named: String,
    /// The file that messages point to.
    pub(crate) file: String,
    /// The value of `info.version`.
    pub(crate) version: String,
    /// Its facts.
    pub(crate) contract: Value,
    /// The upstream document, prose and all, where that was given.
    pub(crate) upstream: Option<Value>,
}

impl Description {
    /// Opens a version (`2.14`: its contract in openapi/, or else the pinned upstream file), a
    /// contract, an upstream file, or the URL of one.
    pub(crate) fn open(workspace: &Workspace, named: &str) -> anyhow::Result<Self> {
        if let Some(bytes) = download::if_url(named)? {
            return Self::of_bytes(workspace, named, named, bytes);
        }
        let contract = format!("openapi/{named}.json");
        if is_plain(named)
            && let Some(text) = workspace.read(&contract)?
        {
            return Self::of_text(workspace, named, &contract, &text);
        }
        if Path::new(named).is_file() {
            let bytes = std::fs::read(named).with_context(|| format!("cannot read {named}"))?;
            return Self::of_bytes(workspace, named, named, bytes);
        }
        if is_plain(named)
            && let Some((url, bytes)) = pinned(workspace, named)?
        {
            return Self::of_bytes(workspace, named, &url, bytes);
        }
        bail!(
            "{named} is not a version in openapi/, a pin in openapi/sources.toml, a file or a URL"
        );
    }

    fn of_bytes(
        workspace: &Workspace,
        named: &str,
        file: &str,
        bytes: Vec<u8>,
    ) -> anyhow::Result<Self> {
        let text = String::from_utf8(bytes).with_context(|| format!("{file} is not UTF-8"))?;
        Self::of_text(workspace, named, file, &text)
    }

    /// Reads the text of a contract or of an upstream file.
    pub(crate) fn of_text(
        workspace: &Workspace,
        named: &str,
        file: &str,
        text: &str,
    ) -> anyhow::Result<Self> {
        // Contracts are read as what they are: it is faster, and they hold no prose.
        let contract: Option<Value> = serde_json::from_str(text).ok();
        let contract = contract.filter(|contract| contract.get("x-upstream").is_some());
        let (contract, upstream) = if let Some(contract) = contract {
            (contract, None)
        } else {
            let upstream = read(file, text)?;
            (
                facts(workspace, file, text, upstream.clone())?,
                Some(upstream),
            )
        };
        Ok(Self {
            named: named.to_owned(),
            file: file.to_owned(),
            version: version(&contract),
            contract,
            upstream,
        })
    }

    /// Returns the corrections of its version and of the crate's version, as far as they apply.
    pub(crate) fn corrections(&self, workspace: &Workspace) -> anyhow::Result<Carried> {
        Corrections::applicable(workspace, &self.version)?.carry(&self.contract)
    }

    /// Generates the client, with the corrections that apply.
    pub(crate) fn generate(&self, workspace: &Workspace) -> anyhow::Result<Generated> {
        let contract = Contract::Document {
            file: &self.file,
            document: &self.contract,
        };
        generate(workspace, contract, &self.corrections(workspace)?.inputs())
    }
}

/// Returns the facts of an upstream file, which may be broken if corrections repair it.
fn facts(workspace: &Workspace, file: &str, text: &str, upstream: Value) -> anyhow::Result<Value> {
    let origin = Upstream {
        repository: String::new(),
        commit: None,
        path: Some(file.to_owned()),
        sha256: sha256(text.as_bytes()),
    };
    let contract = unchecked(file, upstream, &origin)?;
    let version = version(&contract);
    let carried = Corrections::applicable(workspace, &version)?.carry(&contract)?;
    let corrected = apply(file, contract.clone(), &carried.inputs())?;
    check(file, &corrected)?;
    Ok(contract)
}

fn version(document: &Value) -> String {
    let version = &document["info"]["version"];
    version
        .as_str()
        .map_or_else(|| version.to_string(), Into::into)
}
