//! `cargo xtask features`: each feature of the client compiles alone.

use std::path::Path;

use anyhow::Context as _;
use toml::{Table, Value};

use crate::support::api_crate::MANIFEST;
use crate::support::manifest;
use crate::support::output::say;
use crate::support::program::run_cargo;
use crate::support::workspace::Workspace;

/// Check the client with each of its features alone
///
/// Those that turn on nothing in `intercom-core`, such as the resources, are checked by one run of cargo, in a
/// workspace that has the client once for each of them. With `--all`, each other feature has a run of its own.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Also check features that turn on features of intercom-core, one after the other
    #[arg(long)]
    all: bool,
}

/// Features that make no sense alone.
const COMBINED: [&str; 2] = ["default", "resources"];

/// Runs the command.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<()> {
    let root = manifest::read(workspace, "Cargo.toml")?;
    let client = manifest::read(workspace, MANIFEST)?;
    let features = Features::of(&client);
    let folder = workspace.path("target/features");
    let lock = workspace.read("Cargo.lock")?.unwrap_or_default();
    let mut members = Vec::with_capacity(features.own.len());
    for feature in &features.own {
        let name = format!("alone-{feature}");
        let manifest = alone(&client, &name, feature, workspace);
        write(&folder.join(&name).join("Cargo.toml"), &manifest)?;
        members.push(name);
    }
    let scratch = scratch(&root, &members, workspace);
    write(&folder.join("Cargo.toml"), &scratch)?;
    std::fs::write(folder.join("Cargo.lock"), lock)?;
    let target = folder.join("target");
    check(&folder, "--workspace --lib", &target)
        .context("the packages that failed are named after their features")?;
    let mut count = features.own.len();
    if args.all {
        for feature in &features.of_core {
            let options =
                format!("--package intercom-api --lib --no-default-features --features {feature}");
            check(&workspace.path("."), &options, &target)
                .with_context(|| format!("feature {feature}"))?;
        }
        count += features.of_core.len();
    }
    say!("{count} features compile alone");
    Ok(())
}

fn check(folder: &Path, options: &str, target: &Path) -> anyhow::Result<()> {
    run_cargo(&format!("check --quiet {options}"), folder, target)
}

fn write(path: &Path, manifest: &Table) -> anyhow::Result<()> {
    let text = toml::to_string(manifest)?;
    if std::fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// The features of the client that are checked.
#[derive(Debug, Default)]
struct Features {
    /// Those that turn on nothing in `intercom-core`. Features of a package that several packages depend on are
    /// unified, so that only these can share a run.
    own: Vec<String>,
    of_core: Vec<String>,
}

impl Features {
    fn of(client: &Table) -> Self {
        let mut features = Self::default();
        let table = client.get("features").and_then(Value::as_table);
        for (name, enabled) in table.into_iter().flatten() {
            if COMBINED.contains(&name.as_str()) {
                continue;
            }
            let enabled = enabled.as_array().into_iter().flatten();
            let mut enabled = enabled.filter_map(Value::as_str);
            // A part of the client that a resource turns on turns on nothing itself.
            let is_own = |enabled: &str| {
                let part = table.and_then(|table| table.get(enabled)?.as_array());
                enabled.starts_with("dep:") || part.is_some_and(Vec::is_empty)
            };
            if enabled.all(is_own) {
                features.own.push(name.clone());
            } else {
                features.of_core.push(name.clone());
            }
        }
        features
    }
}

/// The manifest of the client under another name, with one feature on.
fn alone(client: &Table, name: &str, feature: &str, workspace: &Workspace) -> Table {
    let mut manifest = Table::new();
    for kept in ["package", "features", "dependencies", "lints"] {
        if let Some(table) = client.get(kept) {
            manifest.insert(kept.to_owned(), table.clone());
        }
    }
    if let Some(package) = manifest.get_mut("package").and_then(Value::as_table_mut) {
        package.insert("name".to_owned(), name.into());
        package.remove("readme");
        package.remove("include");
    }
    if let Some(features) = manifest.get_mut("features").and_then(Value::as_table_mut) {
        features.insert("default".to_owned(), Value::Array(vec![feature.into()]));
    }
    let source = workspace.path("intercom-api/src/lib.rs");
    let lib = [
        ("name".to_owned(), "intercom_api".into()),
        ("path".to_owned(), source.to_string_lossy().as_ref().into()),
    ];
    manifest.insert("lib".to_owned(), Table::from_iter(lib).into());
    manifest
}

/// The manifest of the workspace: what members inherit from the repository's.
fn scratch(root: &Table, members: &[String], workspace: &Workspace) -> Table {
    let mut table = root
        .get("workspace")
        .and_then(Value::as_table)
        .cloned()
        .unwrap_or_default();
    table.remove("exclude");
    let members: Vec<_> = members
        .iter()
        .map(|member| Value::from(member.as_str()))
        .collect();
    table.insert("members".to_owned(), members.into());
    let dependencies = table.get_mut("dependencies").and_then(Value::as_table_mut);
    for (_, dependency) in dependencies.into_iter().flatten() {
        if let Some(path) = dependency.get_mut("path")
            && let Some(relative) = path.as_str()
        {
            *path = workspace.path(relative).to_string_lossy().as_ref().into();
        }
    }
    Table::from_iter([("workspace".to_owned(), table.into())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_is_checked_alone() {
        let client = manifest::read(&Workspace::here(), MANIFEST).unwrap();
        let features = Features::of(&client);
        for feature in ["visitors", "contacts", "messenger", "transcript"] {
            assert!(features.own.iter().any(|name| name == feature), "{feature}");
        }
        for feature in ["axum", "blocking", "webhooks", "native-tls"] {
            assert!(
                features.of_core.iter().any(|name| name == feature),
                "{feature}"
            );
        }
        let manifest = alone(&client, "alone-visitors", "visitors", &Workspace::here());
        assert_eq!(manifest["features"]["default"].as_array().unwrap().len(), 1);
        assert!(manifest.get("dev-dependencies").is_none());
    }
}
