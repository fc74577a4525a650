//! The manifest of the generated crate.

use anyhow::Context as _;

use super::manifest;
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

/// Returns a version as numbers that can be compared; `None` for one such as `Unstable`.
pub(crate) fn number(version: &str) -> Option<Vec<u32>> {
    version.split('.').map(|part| part.parse().ok()).collect()
}

/// Returns the versions with a contract in openapi/, in order.
pub(crate) fn contract_versions(workspace: &Workspace) -> anyhow::Result<Vec<String>> {
    let files = workspace.list("openapi")?;
    let names = files.iter().filter_map(|file| {
        let name = file.strip_prefix("openapi/")?.strip_suffix(".json")?;
        Some(name.to_owned())
    });
    let mut versions: Vec<String> = names.collect();
    versions.sort_by_key(|version| number(version));
    Ok(versions)
}

/// Returns the features that the documentation shows; with the default ones, all but those that only choose
/// another TLS.
pub(crate) fn documented_features(workspace: &Workspace) -> anyhow::Result<Vec<String>> {
    let manifest = manifest::read(workspace, MANIFEST)?;
    let docs = manifest::table(&manifest, &["package", "metadata", "docs", "rs"])?;
    let features = docs.get("features").and_then(toml::Value::as_array);
    let features =
        features.with_context(|| format!("{MANIFEST} has no package.metadata.docs.rs.features"))?;
    let names = features.iter().filter_map(toml::Value::as_str);
    Ok(names.map(Into::into).collect())
}
