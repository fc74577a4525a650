//! Bumps in a copy of the repository. They rebuild the crate, so `cargo xtask ci` runs them, not
//! every test run.

use std::path::{Path, PathBuf};
use std::process::Command;

use intercom_gen::import::UNDECIDED;

use super::*;
use crate::support::api_crate::{contract_versions, number};

/// Where the copies lie and are built: not where we are, since to cargo a package is the same
/// wherever its workspace lies.
fn target() -> PathBuf {
    Workspace::here().target().join("bump")
}

/// A copy of the files in git, and of uncommitted ones.
fn copy(name: &str) -> PathBuf {
    let folder = target().join("copies").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    let here = Workspace::here();
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(here.path("."))
        .output()
        .unwrap();
    for name in String::from_utf8(listed.stdout).unwrap().lines() {
        let (from, to) = (here.path(name), folder.join(name));
        if from.is_file() {
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::copy(from, to).unwrap();
        }
    }
    folder
}

/// Copies what the repository's own build made of dependencies to where copies are built, with the times by
/// which cargo recognizes it. Packages of the repository are rebuilt: their sources in a copy are newer.
fn reuse_dependencies() {
    let (from, to) = (target().join("../debug"), target().join("debug"));
    if to.exists() {
        return;
    }
    let mut open: Vec<PathBuf> = [".fingerprint", "build", "deps"].map(PathBuf::from).into();
    while let Some(name) = open.pop() {
        let Ok(entries) = std::fs::read_dir(from.join(&name)) else {
            continue;
        };
        std::fs::create_dir_all(to.join(&name)).unwrap();
        for entry in entries.map(Result::unwrap) {
            let name = name.join(entry.file_name());
            let (from, to) = (entry.path(), to.join(&name));
            // Programs in `deps` are tests, which are large.
            let is_program = name.starts_with("deps") && from.extension().is_none();
            if from.is_dir() {
                open.push(name);
            } else if !is_program {
                std::fs::copy(&from, &to).unwrap();
                let modified = entry.metadata().unwrap().modified().unwrap();
                let file = std::fs::File::options().append(true).open(&to).unwrap();
                file.set_modified(modified).unwrap();
            }
        }
    }
}

fn cargo(folder: &Path, arguments: &str) {
    reuse_dependencies();
    crate::support::program::run_cargo(arguments, folder, &target()).unwrap();
}

/// A copy that was moved to a version, and the report.
fn moved(version: &str, from: &str) -> (PathBuf, String) {
    let folder = copy(version);
    let origin = fetch::Request {
        version: version.to_owned(),
        from: Some(Workspace::here().path(from)),
        ..fetch::Request::default()
    };
    let report = unchecked(&Workspace::at(&folder), &origin, false).unwrap();
    (folder, report)
}

/// The latest version with a contract in openapi/, unless it is the crate's.
fn next_version() -> Option<String> {
    let here = Workspace::here();
    let latest = contract_versions(&here).unwrap().pop();
    let ours = number(&crate_version(&here).unwrap());
    latest.filter(|version| number(version) > ours)
}

/// Options that select the packages whose tests a bump can break: those that depend on what is generated for
/// the crate, and those that have generated files. The others are the same as here, where they are tested.
fn dependents(folder: &Path) -> String {
    let arguments = [
        "metadata",
        "--no-deps",
        "--offline",
        "--format-version",
        "1",
    ];
    let text = crate::support::program::printed("cargo", &arguments, folder).unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&text).unwrap();
    let name = |value: &serde_json::Value| value["name"].as_str().unwrap_or_default().to_owned();
    let depends = |package: &serde_json::Value| {
        let dependencies = package["dependencies"].as_array().into_iter().flatten();
        let mut names = dependencies.map(name);
        ["intercom-api", "intercom-simulator"].contains(&name(package).as_str())
            || names.any(|name| name == "intercom-api" || name == "intercom-conformance")
    };
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let names = packages.filter(|package| depends(package)).map(name);
    names
        // Its unit tests do not use the client; what measures it does not test it.
        .filter(|name| !["intercom-core", "intercom-costs"].contains(&name.as_str()))
        .map(|name| format!("--package {name}"))
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn packages_that_use_the_client_are_tested_after_a_bump() {
    let selected = dependents(&Workspace::here().path("."));
    for package in [
        "intercom-api",
        "intercom-conformance",
        "intercom-suite",
        "intercom-sync",
    ] {
        assert!(selected.contains(package), "{selected}");
    }
    for package in ["intercom-gen", "xtask", "intercom-core"] {
        assert!(!selected.contains(package), "{selected}");
    }
}

#[test]
#[ignore = "rebuilds the workspace"]
fn bump_in_a_copy_to_the_next_version() {
    let Some(version) = next_version() else {
        eprintln!("skipped: openapi/ holds no contract of a later version than the crate's");
        return;
    };
    let (folder, report) = moved(&version, &format!("openapi/{version}.json"));
    assert_eq!(crate_version(&Workspace::at(&folder)).unwrap(), version);
    assert!(report.contains(&format!("→ {version}\n")), "{report}");
    cargo(&folder, "run --quiet --package xtask -- codegen --check");
    cargo(&folder, &format!("test --quiet {}", dependents(&folder)));
}

#[test]
fn a_strict_bump_leaves_nothing_out_and_writes_nothing() {
    let here = Workspace::here();
    let origin = fetch::Request {
        version: "Odd".to_owned(),
        from: Some(here.path("intercom-gen/tests/robust/odd.yaml")),
        ..fetch::Request::default()
    };
    let message = unchecked(&here, &origin, true).unwrap_err().to_string();
    assert!(
        message.ends_with("operations cannot be generated as described"),
        "{message}"
    );
    assert_eq!(here.read("openapi/Odd.json").unwrap(), None);
}

/// The description of everything odd, with every defect of the table in it.
fn worst_case() -> tempfile::NamedTempFile {
    let here = Workspace::here();
    let read = |name: &str| {
        here.read(&format!("intercom-gen/tests/robust/{name}"))
            .unwrap()
            .unwrap()
    };
    let (mut paths, mut schemas) = (String::new(), String::new());
    for case in read("defects.txt").split("\n# ").skip(1) {
        let lines = case.lines().skip(1);
        let lines = lines.filter(|line| !line.starts_with("> ") && !line.starts_with("+ "));
        let text: String = lines.flat_map(|line| [line, "\n"]).collect();
        let (of_paths, of_schemas) = text.split_once("---\n").unwrap_or((&text, ""));
        paths.push_str(of_paths);
        schemas.push_str(of_schemas.split("  #end\n").next().unwrap_or_default());
    }
    schemas.push_str(
        "    sound: {type: object, properties: {id: {type: string}, name: {type: string}}}\n",
    );
    let odd = read("odd.yaml");
    let odd = odd.replacen("\npaths:\n", &format!("\npaths:\n{paths}"), 1);
    let odd = odd.replacen("\n  schemas:\n", &format!("\n  schemas:\n{schemas}"), 1);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&file, format!("\u{feff}{}", odd.replace('\n', "\r\n"))).unwrap();
    file
}

#[test]
fn every_defect_is_in_the_report_and_in_the_corrections() {
    let here = Workspace::here();
    let file = worst_case();
    let text = std::fs::read_to_string(&file).unwrap();
    let description = Description::of_text(&here, "Odd", "odd.yaml", &text).unwrap();
    assert!(
        description.defects.len() > 100,
        "{}",
        description.defects.len()
    );
    let carried = description.corrections(&here).unwrap();
    let undecided = carried
        .files
        .iter()
        .find(|file| base(&file.file) == UNDECIDED);
    let text = undecided.and_then(|file| file.text.clone()).unwrap();
    for place in [
        "GET /a01 responses",
        "components.schemas.a67",
        "GET /a16/{id}: the path",
    ] {
        assert!(text.contains(place), "{place} in {text}");
    }
    let generated = description.generate(&here).unwrap();
    // Those of the table and the odd ones.
    assert!(generated.api.operations().count() > 120);
    let origin = fetch::Request {
        version: "Odd".to_owned(),
        from: Some(file.path().to_owned()),
        ..fetch::Request::default()
    };
    let message = unchecked(&here, &origin, true).unwrap_err().to_string();
    assert!(
        message.ends_with("defects; nothing was changed"),
        "{message}"
    );
    assert_eq!(here.read("openapi/Odd.json").unwrap(), None);
}

#[test]
#[ignore = "rebuilds the crate"]
fn bump_in_a_copy_to_a_worst_case() {
    let file = worst_case();
    let (folder, report) = moved("Odd", &file.path().to_string_lossy());
    assert!(report.contains("GET /refused/cookie"), "{report}");
    assert!(
        report.contains("## Broken, and mended until a person decides ("),
        "{report}"
    );
    assert!(
        folder
            .join("openapi/Odd/corrections")
            .join(UNDECIDED)
            .is_file()
    );
    cargo(&folder, "check --quiet --package intercom-api");
}
