//! `cargo xtask versions`: packages for the other versions of the API, beside that of this repository.

use std::path::Path;

use anyhow::{Context as _, bail};
use toml::{Table, Value};

use super::codegen;
use crate::support::api_crate::{contract_versions, crate_version};
use crate::support::manifest::{self, table};
use crate::support::output::say;
use crate::support::program::run_cargo;
use crate::support::workspace::Workspace;

/// Generate packages for all other versions in openapi/, and run the tests that hold for every version
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Build the packages and their tests, and run nothing
    #[arg(long)]
    no_run: bool,
}

/// The manifest of the tests.
const SUITE: &str = "tests/suite/Cargo.toml";
/// The tests that hold for every version of the API.
const INDEPENDENT: [&str; 3] = ["changes", "paging", "runtime"];
/// Dependencies of the tests that are generated for the version of this repository.
const GENERATED: [&str; 2] = ["intercom-conformance", "intercom-small"];
/// An example with two versions, and the version beside that of this repository.
const EXAMPLE: &str = "intercom-api/examples/two_versions";
/// The package that the example uses.
const EXAMPLE_PACKAGE: &str = "intercom-api-preview";

/// Runs the command.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<()> {
    let versions = others(workspace)?;
    let Some(latest) = versions.last() else {
        bail!("openapi/ has no contract of another version than the crate's");
    };
    let target = workspace.target();
    let scratch = target.join("versions");
    let mut members = Vec::new();
    for version in &versions {
        let package = scratch.join(version);
        let name = generate(workspace, version, None, &package)?;
        let suite = format!("suite-{version}");
        write(
            &scratch.join(&suite).join("Cargo.toml"),
            &suite_manifest(workspace, &name, &package)?,
        )?;
        write(&scratch.join(&suite).join("src/lib.rs"), "")?;
        members.extend([version.clone(), suite]);
    }
    let mut members_table = Table::new();
    members_table.insert("resolver".into(), "3".into());
    members_table.insert("members".into(), Value::from(members));
    let root = Table::from_iter([("workspace".to_owned(), Value::from(members_table))]);
    write(&scratch.join("Cargo.toml"), &toml::to_string(&root)?)?;
    // The same versions of all dependencies: most are built already.
    lock(workspace, &scratch)?;
    let tests = if args.no_run { "test --no-run" } else { "test" };
    run_cargo(
        &format!("{tests} --workspace --tests --no-fail-fast"),
        &scratch,
        &target,
    )?;
    let example = workspace.path(EXAMPLE);
    generate(
        workspace,
        latest,
        Some(EXAMPLE_PACKAGE),
        &example.join("preview"),
    )?;
    lock(workspace, &example)?;
    let run = if args.no_run { "build" } else { "run --quiet" };
    run_cargo(run, &example, &target)
}

/// The versions with a contract in openapi/, in order, without that of the crate.
fn others(workspace: &Workspace) -> anyhow::Result<Vec<String>> {
    let own = crate_version(workspace)?;
    let mut versions = contract_versions(workspace)?;
    versions.retain(|version| *version != own);
    Ok(versions)
}

/// Generates a package, and returns its name.
fn generate(
    workspace: &Workspace,
    version: &str,
    name: Option<&str>,
    folder: &Path,
) -> anyhow::Result<String> {
    say!("\n== {version}: {}", folder.display());
    let args = codegen::Args::package(version, name, folder);
    codegen::run(workspace, &args)?;
    Ok(name.map_or_else(|| codegen::default_name(version), str::to_owned))
}

/// The manifest of the tests with another package in the place of `intercom-api`.
fn suite_manifest(workspace: &Workspace, name: &str, package: &Path) -> anyhow::Result<String> {
    let root = manifest::read(workspace, "Cargo.toml")?;
    let suite = manifest::read(workspace, SUITE)?;
    let mut dependencies = Table::new();
    for (dependency, entry) in table(&suite, &["dev-dependencies"])? {
        if GENERATED.contains(&dependency.as_str()) {
            continue;
        }
        let mut entry = manifest::dependency(workspace, &root, dependency, entry)?;
        if dependency == "intercom-api" {
            entry.remove("version");
            entry.insert("package".into(), name.into());
            entry.insert("path".into(), package.to_string_lossy().into_owned().into());
        }
        dependencies.insert(dependency.clone(), entry.into());
    }
    let mut about = Table::new();
    about.insert("name".into(), format!("{name}-suite").into());
    about.insert("version".into(), "0.0.0".into());
    about.insert("publish".into(), false.into());
    for key in ["edition", "rust-version"] {
        let shared = table(&root, &["workspace", "package"])?;
        let value = shared
            .get(key)
            .with_context(|| format!("no shared {key}"))?;
        about.insert(key.into(), value.clone());
    }
    let tests = INDEPENDENT.map(|test| {
        let path = workspace.path(&format!("tests/suite/tests/{test}/main.rs"));
        let mut entry = Table::new();
        entry.insert("name".into(), test.into());
        entry.insert("path".into(), path.to_string_lossy().into_owned().into());
        Value::from(entry)
    });
    let mut manifest = Table::new();
    manifest.insert("package".into(), about.into());
    manifest.insert("dev-dependencies".into(), dependencies.into());
    manifest.insert("test".into(), Value::from(tests.to_vec()));
    Ok(toml::to_string_pretty(&manifest)?)
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    path.parent()
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| std::fs::write(path, text))
        .with_context(|| format!("cannot write {}", path.display()))
}

fn lock(workspace: &Workspace, folder: &Path) -> anyhow::Result<()> {
    let lock = workspace
        .read("Cargo.lock")?
        .context("there is no Cargo.lock")?;
    write(&folder.join("Cargo.lock"), &lock)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::api_crate::number;

    #[test]
    fn other_versions_are_in_order_and_without_that_of_the_crate() {
        let workspace = Workspace::here();
        let versions = others(&workspace).unwrap();
        assert!(versions.contains(&"2.10".to_owned()), "{versions:?}");
        assert!(!versions.contains(&crate_version(&workspace).unwrap()));
        assert!(versions.is_sorted_by_key(|version| number(version).unwrap()));
    }

    #[test]
    fn tests_of_a_version_use_its_package() {
        let package = Path::new("/packages/2.10");
        let text = suite_manifest(&Workspace::here(), "intercom-api-2-10", package).unwrap();
        let manifest: Table = text.parse().unwrap();
        let client = &manifest["dev-dependencies"]["intercom-api"];
        assert_eq!(client["package"].as_str(), Some("intercom-api-2-10"));
        assert_eq!(client["path"].as_str(), Some("/packages/2.10"));
        assert!(client["features"].as_array().unwrap().len() > 5);
        for test in manifest["test"].as_array().unwrap() {
            let path = test["path"].as_str().unwrap();
            assert!(Path::new(path).is_file(), "{path}");
        }
        for name in GENERATED {
            assert!(manifest["dev-dependencies"].get(name).is_none());
        }
    }
}
