//! `openapi/sources.toml`: where each contract comes from.

use std::collections::BTreeMap;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use super::workspace::Workspace;

/// The file's name from the root of the repository.
pub(crate) const FILE: &str = "openapi/sources.toml";

const REPOSITORY: &str = "https://github.com/intercom/Intercom-OpenAPI";

const HEADER: &str = "\
# Where the upstream descriptions come from. `cargo xtask import VERSION` downloads the pinned
# commit and refuses a file with another sha256; it also writes this file.

";

/// What is known of the upstream descriptions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sources {
    /// The web address of the upstream repository.
    pub(crate) repository: String,
    /// The pinned description of each version.
    #[serde(default)]
    pub(crate) descriptions: BTreeMap<String, Pin>,
}

/// The identity of one upstream file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pin {
    /// The commit; absent when a file was imported from an unknown commit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) commit: Option<String>,
    /// The path inside the repository; absent together with the commit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) path: Option<String>,
    /// SHA-256 of the file, in lower-case hexadecimal.
    pub(crate) sha256: String,
}

impl Sources {
    /// The path of a version's description in the upstream repository: the pinned one, or else where
    /// upstream keeps all of them.
    pub(crate) fn path(&self, version: &str) -> String {
        let pinned = self.descriptions.get(version);
        let pinned = pinned.and_then(|pin| pin.path.clone());
        pinned.unwrap_or_else(|| format!("descriptions/{version}/api.intercom.io.yaml"))
    }

    /// Reads the file; without one, there are no versions.
    pub(crate) fn read(workspace: &Workspace) -> anyhow::Result<Self> {
        match workspace.read(FILE)? {
            Some(text) => toml::from_str(&text).with_context(|| format!("cannot read {FILE}")),
            None => Ok(Self {
                repository: REPOSITORY.to_owned(),
                descriptions: BTreeMap::new(),
            }),
        }
    }

    /// The text of the file.
    pub(crate) fn to_text(&self) -> anyhow::Result<String> {
        Ok(format!("{HEADER}{}", toml::to_string(self)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_reads_back() {
        let pin = Pin {
            commit: Some("c0ffee".to_owned()),
            path: Some("a/b.yaml".to_owned()),
            sha256: "00ff".to_owned(),
        };
        let unknown = Pin {
            commit: None,
            path: None,
            sha256: "11ee".to_owned(),
        };
        let sources = Sources {
            repository: REPOSITORY.to_owned(),
            descriptions: BTreeMap::from([("2.14".to_owned(), pin), ("2.15".to_owned(), unknown)]),
        };
        let text = sources.to_text().unwrap();
        assert_eq!(
            text.strip_prefix(HEADER).unwrap(),
            "repository = \"https://github.com/intercom/Intercom-OpenAPI\"\n\n\
             [descriptions.\"2.14\"]\ncommit = \"c0ffee\"\npath = \"a/b.yaml\"\nsha256 = \"00ff\"\n\n\
             [descriptions.\"2.15\"]\nsha256 = \"11ee\"\n"
        );
        assert_eq!(toml::from_str::<Sources>(&text).unwrap(), sources);
    }

    #[test]
    fn contracts_come_from_where_they_are_pinned() {
        let workspace = Workspace::here();
        let sources = Sources::read(&workspace).unwrap();
        let text = workspace.read("openapi/2.14.json").unwrap().unwrap();
        let contract: serde_json::Value = serde_json::from_str(&text).unwrap();
        let pin = &sources.descriptions["2.14"];
        assert_eq!(
            contract["x-upstream"],
            serde_json::json!({
                "repository": sources.repository,
                "commit": pin.commit,
                "path": pin.path,
                "sha256": pin.sha256,
            })
        );
        assert_eq!(
            workspace.read(FILE).unwrap(),
            Some(sources.to_text().unwrap())
        );
    }

    #[test]
    fn a_broken_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::at(folder.path());
        workspace.write(&[(FILE, "repository = 7\n")]).unwrap();
        let message = format!("{:#}", Sources::read(&workspace).unwrap_err());
        assert!(
            message.starts_with("cannot read openapi/sources.toml"),
            "{message}"
        );
    }
}
