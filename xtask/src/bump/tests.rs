//! Bumps in a copy of the repository. They build the crate anew, so `cargo xtask ci --full` runs
//! them, not every test run.

use std::path::Path;
use std::process::Command;

use super::*;

/// A copy of what git knows, and of what lies beside it uncommitted.
fn copy() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let here = Workspace::here();
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(here.path("."))
        .output()
        .unwrap();
    for name in String::from_utf8(listed.stdout).unwrap().lines() {
        let (from, to) = (here.path(name), folder.path().join(name));
        if from.is_file() {
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::copy(from, to).unwrap();
        }
    }
    folder
}

fn cargo(folder: &Path, arguments: &str) {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .unwrap_or_else(|| Workspace::here().path("target").into());
    let status = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(arguments.split(' '))
        .current_dir(folder)
        .env_remove("CARGO_MANIFEST_DIR")
        .env("CARGO_TARGET_DIR", Path::new(&target).join("bump"))
        .status()
        .unwrap();
    assert!(status.success(), "cargo {arguments}");
}

fn moved(version: &str, from: Option<std::path::PathBuf>) -> (tempfile::TempDir, String) {
    let folder = copy();
    let origin = import::Args {
        version: version.to_owned(),
        from,
        ..import::Args::default()
    };
    let report = unchecked(&Workspace::at(folder.path()), &origin).unwrap();
    (folder, report)
}

#[test]
#[ignore = "builds the workspace anew"]
fn bump_in_a_copy_to_2_15() {
    let described = std::env::var_os("INTERCOM_DESCRIPTIONS");
    let from = described.map(|folder| Path::new(&folder).join("2.15/api.intercom.io.yaml"));
    let (folder, report) = moved("2.15", from);
    assert!(report.contains("`brands().list()` | by rule"), "{report}");
    cargo(
        folder.path(),
        "run --quiet --package xtask -- codegen --check",
    );
    cargo(folder.path(), "test --quiet --workspace");
}

#[test]
#[ignore = "builds the crate anew"]
fn bump_in_a_copy_to_what_nobody_hopes_for() {
    let odd = Workspace::here().path("intercom-gen/tests/robust/odd.yaml");
    let (folder, report) = moved("Odd", Some(odd));
    assert!(report.contains("POST /refused/multipart"), "{report}");
    cargo(folder.path(), "check --quiet --package intercom-api");
}
