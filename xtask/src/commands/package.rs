//! `cargo xtask package`: the published packages, unpacked, built and tested as a program gets them.

mod contents;
mod docs_rs;
mod lower_bounds;
mod scratch;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, ensure};
use serde_json::Value;

use self::scratch::Scratch;
use crate::support::output::say;
use crate::support::workspace::Workspace;
use crate::support::{api_crate, program};

/// Pack the packages as for publishing, and test them outside the repository's workspace
///
/// Checks what is in each package, builds the unpacked packages together, and runs their documentation
/// tests, the examples, and the crate in tests/downstream.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Only pack, and check what is in the packages
    #[arg(long)]
    contents: bool,
    /// Check the packages with the lowest versions of their dependencies instead; needs a nightly toolchain,
    /// which chooses the versions
    #[arg(long, conflicts_with = "contents")]
    lower_bounds: bool,
    /// Build the documentation of the client as docs.rs does instead, and check that it names the features that
    /// items need; needs a nightly toolchain
    #[arg(long, conflicts_with_all = ["contents", "lower_bounds"])]
    docs: bool,
}

/// A package that is published.
struct Published {
    name: &'static str,
    /// Its folder, from the root of the repository.
    folder: &'static str,
}

/// In the order of publishing: each depends only on those before it.
const PUBLISHED: [Published; 4] = [
    Published {
        name: "intercom-core",
        folder: "intercom-api/core",
    },
    Published {
        name: "intercom-simulator",
        folder: "tests/simulator",
    },
    Published {
        name: "intercom-api",
        folder: "intercom-api",
    },
    Published {
        name: "intercom-gen",
        folder: "intercom-gen",
    },
];

/// What is run with the unpacked packages: a name, and arguments of cargo. All of them select the same packages
/// and features, so that each package is built once.
const RUNS: [(&str, &str); 3] = [
    (
        "packages and examples",
        "build --quiet --workspace --examples",
    ),
    (
        "tests of the packages and of the crate that uses them",
        "test --quiet --workspace --test *",
    ),
    ("documentation tests", "test --quiet --workspace --doc"),
];

/// Runs the command.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<()> {
    let metadata = Metadata::read(workspace)?;
    pack(workspace, &metadata.target)?;
    let folder = if args.lower_bounds {
        "lowest"
    } else {
        "packaged"
    };
    let mut scratch = Scratch::new(metadata.target.join(folder));
    for package in &PUBLISHED {
        let file = metadata.archive(package)?;
        let files = scratch.unpack(&file)?;
        let faults = contents::faults(workspace, package.name, package.folder, &files)?;
        ensure!(
            faults.is_empty(),
            "{}:\n  {}",
            file.display(),
            faults.join("\n  ")
        );
        let size = std::fs::metadata(&file).map_or(0, |data| data.len());
        say!(
            "{}: {} files, {} KiB",
            package.name,
            files.len(),
            size / 1024
        );
    }
    if args.contents {
        return Ok(());
    }
    if args.lower_bounds {
        return lower_bounds::check(workspace, &scratch, &metadata.target);
    }
    let has_downstream = scratch.add_downstream(workspace)?;
    let lock = workspace.read("Cargo.lock")?;
    scratch.write_workspace(workspace, lock.as_deref())?;
    let features = features(workspace)?;
    if !has_downstream && !args.docs {
        say!(
            "there is no {}: no crate that uses the packages is tested",
            scratch::DOWNSTREAM
        );
    }
    if args.docs {
        return docs_rs::check(&scratch, &features, &metadata.target);
    }
    for (name, arguments) in RUNS {
        say!("\n-- {name}");
        let started = Instant::now();
        let arguments = format!("{arguments} --features {features}");
        cargo(scratch.folder(), &arguments, &metadata.target)?;
        say!("{:.1} s", started.elapsed().as_secs_f64());
    }
    say!("\n-- quickstart");
    let quickstart = format!("debug/examples/quickstart{}", std::env::consts::EXE_SUFFIX);
    let status = Command::new(metadata.target.join(quickstart))
        // It calls the simulated workspace, whatever the environment has.
        .env_remove("INTERCOM_ACCESS_TOKEN")
        .status()
        .context("cannot run the example quickstart")?;
    ensure!(status.success(), "the example quickstart failed");
    Ok(())
}

/// The features that the documentation shows, for an option of cargo.
fn features(workspace: &Workspace) -> anyhow::Result<String> {
    let features = api_crate::documented_features(workspace)?;
    let features = features.iter().map(|name| format!("intercom-api/{name}"));
    Ok(features.collect::<Vec<_>>().join(","))
}

/// What cargo reports of the workspace.
struct Metadata {
    target: PathBuf,
    /// Versions by the names of packages.
    versions: BTreeMap<String, String>,
}

impl Metadata {
    fn read(workspace: &Workspace) -> anyhow::Result<Self> {
        let arguments = ["metadata", "--no-deps", "--format-version", "1"];
        let text = program::printed("cargo", &arguments, &workspace.path("."))?;
        let metadata: Value = serde_json::from_slice(&text).context("cannot read the metadata")?;
        let target = metadata["target_directory"].as_str().unwrap_or("target");
        let packages = metadata["packages"].as_array().into_iter().flatten();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Ok(Self {
            target: PathBuf::from(target),
            versions: packages
                .map(|package| (text(&package["name"]), text(&package["version"])))
                .collect(),
        })
    }

    /// The file that cargo packs a package into.
    fn archive(&self, package: &Published) -> anyhow::Result<PathBuf> {
        let name = package.name;
        let version = self.versions.get(name);
        let version = version.with_context(|| format!("there is no package {name}"))?;
        Ok(self.target.join(format!("package/{name}-{version}.crate")))
    }
}

/// Packs all packages into target/package. They are not built there: that happens once, together.
fn pack(workspace: &Workspace, target: &Path) -> anyhow::Result<()> {
    let mut arguments = "package --quiet --no-verify --allow-dirty".to_owned();
    for package in &PUBLISHED {
        arguments.push_str(" --package ");
        arguments.push_str(package.name);
    }
    cargo(&workspace.path("."), &arguments, target)
}

fn cargo(folder: &Path, arguments: &str, target: &Path) -> anyhow::Result<()> {
    let mut cargo = program::cargo();
    cargo
        .args(arguments.split(' '))
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        // The settings in .cargo/config.toml are for the repository.
        .env("RUSTDOCFLAGS", "");
    program::run(&format!("cargo {arguments}"), &mut cargo)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_in_several_packages_are_equal() {
        let here = Workspace::here();
        for package in &PUBLISHED {
            for file in ["LICENSE-APACHE", "LICENSE-MIT"] {
                let copy = here.read(&format!("{}/{file}", package.folder)).unwrap();
                assert_eq!(copy, here.read(file).unwrap(), "{} {file}", package.name);
            }
        }
        let page = here.read("intercom-api/README.md").unwrap();
        assert_eq!(
            page,
            here.read("README.md").unwrap(),
            "copy README.md there"
        );
    }

    #[test]
    fn packages_are_published_after_those_they_depend_on() {
        let here = Workspace::here();
        let mut later: Vec<_> = PUBLISHED.iter().map(|package| package.name).collect();
        for package in &PUBLISHED {
            let text = here
                .read(&format!("{}/Cargo.toml", package.folder))
                .unwrap();
            let manifest: toml::Table = text.unwrap().parse().unwrap();
            let is_versioned = |value: &toml::Value| value.get("path").is_none();
            for table in ["dependencies", "dev-dependencies"] {
                let names = manifest.get(table).and_then(toml::Value::as_table);
                for (name, value) in names.into_iter().flatten() {
                    // An entry without a version is not part of the published manifest.
                    assert!(
                        !later.contains(&name.as_str()) || !is_versioned(value),
                        "{} needs {name}, which is published later",
                        package.name
                    );
                }
            }
            later.retain(|name| *name != package.name);
        }
    }
}
