//! The manifest of the generated crate.

use anyhow::Context as _;

use super::workspace::Workspace;

/// The manifest, from the root of the repository.
pub(crate) const MANIFEST: &str = "intercom-api/Cargo.toml";

/// Returns the version of the API that the crate is generated from.
pub(crate) fn crate_version(workspace: &Workspace) -> anyhow::Result<String> {
    let text = workspace.read(MANIFEST)?.unwrap_or_default();
    let manifest: toml::Table = text
        .parse()
        .with_context(|| format!("cannot read {MANIFEST}"))?;
    manifest
        .get("package")
        .and_then(|package| {
            package
                .get("metadata")?
                .get("intercom")?
                .get("api-version")?
                .as_str()
        })
        .map(Into::into)
        .with_context(|| format!("{MANIFEST} has no package.metadata.intercom.api-version"))
}
