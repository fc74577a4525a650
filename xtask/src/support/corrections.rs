//! The files of corrections in openapi/: `openapi/VERSION/corrections/SUBJECT.yaml`.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::ensure;
use intercom_gen::Input;
use intercom_gen::overlay::{Carried, carry};
use serde_json::Value;

use super::api_crate::{MANIFEST, crate_version};
use super::fetch::is_plain;
use super::workspace::Workspace;

/// Files of corrections, with their names from the root of the repository.
#[derive(Clone, Debug, Default)]
pub(crate) struct Corrections {
    files: Vec<(String, String)>,
}

impl Corrections {
    /// Reads the corrections of a version, if there are any.
    pub(crate) fn read(workspace: &Workspace, version: &str) -> anyhow::Result<Self> {
        let mut files = Vec::new();
        for name in workspace.list(&folder(version))? {
            ensure!(
                Path::new(&name)
                    .extension()
                    .is_some_and(|extension| extension == "yaml"),
                "{name} is not a file of corrections: name it `SUBJECT.yaml`, or move it"
            );
            let text = workspace.read(&name)?.unwrap_or_default();
            files.push((name, text));
        }
        Ok(Self { files })
    }

    /// Reads the corrections that may apply to a version: its own, then those of the crate's version
    /// that it does not replace by a file of the same name.
    pub(crate) fn applicable(workspace: &Workspace, version: &str) -> anyhow::Result<Self> {
        // A folder without the crate has the corrections of its versions alone.
        let crates = match workspace.read(MANIFEST)? {
            Some(_) => crate_version(workspace)?,
            None => version.to_owned(),
        };
        let mut corrections = if is_plain(version) {
            Self::read(workspace, version)?
        } else {
            Self::default()
        };
        if version != crates {
            let own = corrections.files.iter().map(|(name, _)| base(name));
            let own: BTreeSet<String> = own.map(Into::into).collect();
            let others = Self::read(workspace, &crates)?.files;
            let others = others
                .into_iter()
                .filter(|(name, _)| !own.contains(base(name)));
            corrections.files.extend(others);
        }
        Ok(corrections)
    }

    /// The files, as the generator reads them.
    pub(crate) fn inputs(&self) -> Vec<Input<'_>> {
        let files = self.files.iter();
        files.map(|(file, text)| Input { file, text }).collect()
    }

    /// Carries the corrections over to a contract.
    pub(crate) fn carry(&self, contract: &Value) -> anyhow::Result<Carried> {
        Ok(carry(contract, &self.inputs())?)
    }
}

/// The folder of a version's corrections.
pub(crate) fn folder(version: &str) -> String {
    format!("openapi/{version}/corrections")
}

/// The name of a file without its folders.
pub(crate) fn base(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_replaces_files_of_the_crate_by_name() {
        let directory = tempfile::tempdir().unwrap();
        let workspace = Workspace::at(directory.path());
        let manifest = "[package.metadata.intercom]\napi-version = \"2\"\n";
        workspace
            .write(&[
                ("intercom-api/Cargo.toml", manifest),
                ("openapi/1/corrections/b.yaml", "own"),
                ("openapi/2/corrections/a.yaml", "crate"),
                ("openapi/2/corrections/b.yaml", "crate"),
            ])
            .unwrap();
        let names = |version| {
            let corrections = Corrections::applicable(&workspace, version).unwrap();
            let names = corrections.files.into_iter().map(|(name, _)| name);
            names.collect::<Vec<_>>()
        };
        let (a, b) = (
            "openapi/2/corrections/a.yaml",
            "openapi/2/corrections/b.yaml",
        );
        assert_eq!(names("1"), ["openapi/1/corrections/b.yaml", a]);
        assert_eq!(names("2"), [a, b]);
        assert_eq!(names("../1"), [a, b]);
        workspace
            .write(&[("openapi/2/corrections/c.yml", "")])
            .unwrap();
        let error = Corrections::read(&workspace, "2").unwrap_err().to_string();
        assert!(error.starts_with("openapi/2/corrections/c.yml"), "{error}");
    }
}
