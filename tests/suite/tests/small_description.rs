//! What the generator makes of a small description compiles: the snapshots of its tests take the
//! place of the generated sources in a copy of the client crate.

// What cannot be set up here is a test that fails.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The text before `begin`, `between`, and the text from `end` on.
fn replaced(text: &str, begin: &str, end: &str, between: &str) -> String {
    let (before, rest) = text.split_once(begin).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    format!("{before}{between}{end}{after}")
}

#[test]
fn the_snapshots_of_the_generator_compile() {
    let copied = Path::new(env!("CARGO_TARGET_TMPDIR")).join("small");
    // What an earlier run left behind, if there was one.
    let _ = fs::remove_dir_all(&copied);
    let package = copied.join("intercom-api");
    copy(&root().join("intercom-api/src"), &package.join("src"));
    fs::remove_dir_all(package.join("src/generated")).unwrap();
    let snapshots = root().join("intercom-gen/tests/generate/small");
    copy(&snapshots, &package.join("src/generated"));
    for name in ["Cargo.lock", "intercom-api/README.md"] {
        fs::copy(root().join(name), copied.join(name)).unwrap();
    }
    let workspace = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let members = "members = [\"intercom-api\"]\n\n";
    let workspace = replaced(&workspace, "members", "[workspace.package]", members);
    fs::write(copied.join("Cargo.toml"), workspace).unwrap();
    let manifest = fs::read_to_string(root().join("intercom-api/Cargo.toml")).unwrap();
    let features = "resources = [\"films\", \"pets\"]\nfilms = []\npets = []\n";
    let manifest = replaced(&manifest, "resources = [", "# End of what", features);
    // Neither benches nor examples nor what they need come along.
    let manifest = replaced(&manifest, "[[", "[lints]", "");
    fs::write(package.join("Cargo.toml"), manifest).unwrap();

    // The target folder of this build has the dependencies compiled already.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let outcome = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet", "--package", "intercom-api"])
        .current_dir(&copied)
        .env("CARGO_TARGET_DIR", target)
        .output()
        .unwrap();
    let messages = String::from_utf8_lossy(&outcome.stderr);
    assert!(outcome.status.success(), "{messages}");
}
