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

/// Returns the features that the documentation shows; with the default ones, all but those that only choose
/// another TLS.
pub(crate) fn documented_features(workspace: &Workspace) -> anyhow::Result<Vec<String>> {
    let text = workspace.read(MANIFEST)?.unwrap_or_default();
    let manifest: toml::Table = text
        .parse()
        .with_context(|| format!("cannot read {MANIFEST}"))?;
    let features = manifest
        .get("package")
        .and_then(|package| {
            package
                .get("metadata")?
                .get("docs")?
                .get("rs")?
                .get("features")
        })
        .and_then(toml::Value::as_array)
        .with_context(|| format!("{MANIFEST} has no package.metadata.docs.rs.features"))?;
    let names = features.iter().filter_map(toml::Value::as_str);
    Ok(names.map(Into::into).collect())
}
