//! Opens a description by the name of a version, a file or a URL.

use std::path::Path;

use anyhow::{Context as _, bail};
use intercom_gen::import::{Mended, Neighbor, UNDECIDED, Upstream, lenient, mend};
use intercom_gen::overlay::{Carried, CarriedFile, apply};
use intercom_gen::{Contract, Generated, Problem};
use serde_json::Value;

use super::corrections::{Corrections, base, folder};
use super::download;
use super::fetch::{is_plain, pinned, sha256, text_of};
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
    /// What is broken in it, and what it is read as.
    pub(crate) defects: Vec<Problem>,
    /// What is wrong in it but changes nothing that is generated.
    pub(crate) oddities: Vec<Problem>,
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
        let text = text_of(file, bytes)?;
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
        let (contract, upstream, notes) = if let Some(contract) = contract {
            (contract, None, Vec::new())
        } else {
            let origin = Upstream {
                repository: String::new(),
                commit: None,
                path: Some(file.to_owned()),
                sha256: sha256(text.as_bytes()),
            };
            let read = lenient(file, text, &origin)?;
            (read.contract, Some(read.description), read.notes)
        };
        let mut description = Self {
            named: named.to_owned(),
            file: file.to_owned(),
            version: version(&contract, named),
            contract,
            upstream,
            defects: notes,
            oddities: Vec::new(),
        };
        let (_, mended) = description.mended(workspace)?;
        description.defects.extend(mended.defects);
        description.oddities = mended.oddities;
        Ok(description)
    }

    /// Returns the corrections of its version and of the crate's version, as far as they apply, and
    /// those that mend what is still broken.
    pub(crate) fn corrections(&self, workspace: &Workspace) -> anyhow::Result<Carried> {
        Ok(self.mended(workspace)?.0)
    }

    fn mended(&self, workspace: &Workspace) -> anyhow::Result<(Carried, Mended)> {
        let corrections = Corrections::applicable(workspace, &self.version)?;
        mended(workspace, self, corrections.carry(&self.contract)?)
    }

    /// Prints what is broken.
    pub(crate) fn report_defects(&self) {
        for defect in &self.defects {
            let Problem {
                file,
                place,
                what,
                cure,
            } = defect;
            eprintln!("broken: {file}: {place}: {what}: {cure}");
        }
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

/// Adds the corrections that mend a description to those that apply to it.
fn mended(
    workspace: &Workspace,
    description: &Description,
    mut carried: Carried,
) -> anyhow::Result<(Carried, Mended)> {
    let Description {
        file,
        contract,
        version,
        ..
    } = description;
    let find = |carried: &Carried, neighbors: &[(String, Value)]| -> anyhow::Result<Mended> {
        let corrected = apply(file, contract.clone(), &carried.inputs())?;
        let neighbors = neighbors
            .iter()
            .map(|(version, contract)| Neighbor { version, contract });
        let neighbors: Vec<_> = neighbors.collect();
        Ok(mend(file, &corrected, Some(version), &neighbors)?)
    };
    let mended = find(&carried, &[])?;
    if mended.corrections.is_none() {
        return Ok((carried, mended));
    }
    // What an earlier run decided is decided again, together with what is new.
    carried
        .files
        .retain(|carried| base(&carried.file) != UNDECIDED);
    let mended = find(&carried, &neighbors(workspace, version)?)?;
    carried.files.push(CarriedFile {
        file: format!("{}/{UNDECIDED}", folder(version)),
        text: mended.corrections.clone(),
        corrections: Vec::new(),
    });
    Ok((carried, mended))
}

/// The contracts of other versions in openapi/, the latest first.
fn neighbors(workspace: &Workspace, version: &str) -> anyhow::Result<Vec<(String, Value)>> {
    let mut neighbors = Vec::new();
    for name in workspace.list("openapi")? {
        let other = base(&name).strip_suffix(".json");
        if let Some(other) = other.filter(|other| *other != version)
            && let Some(text) = workspace.read(&name)?
            && let Ok(contract) = serde_json::from_str(&text)
        {
            neighbors.push((other.to_owned(), contract));
        }
    }
    neighbors.reverse();
    Ok(neighbors)
}

/// The version that a document names, or else the one by which it was requested.
fn version(document: &Value, named: &str) -> String {
    match &document["info"]["version"] {
        Value::String(version) => version.clone(),
        Value::Null if is_plain(named) => named.to_owned(),
        Value::Null => "unknown".to_owned(),
        other => other.to_string(),
    }
}
