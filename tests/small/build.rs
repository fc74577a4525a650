//! Puts the snapshots of `intercom-gen` in the place of the generated sources, in a copy of the
//! sources of `intercom-api`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const CLIENT: &str = "../../intercom-api/src";
const SNAPSHOTS: &str = "../../intercom-gen/tests/generate/small";

fn main() -> io::Result<()> {
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default()).join("src");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    copy(Path::new(CLIENT), &out, &|path| {
        path.ends_with("src/generated")
    })?;
    copy(Path::new(SNAPSHOTS), &out.join("generated"), &|_| false)?;
    // The sources are included, and inner attributes of a crate cannot be.
    let root = fs::read_to_string(out.join("lib.rs"))?;
    fs::write(out.join("lib.rs"), without_inner_attributes(&root))?;
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={CLIENT}");
    println!("cargo::rerun-if-changed={SNAPSHOTS}");
    Ok(())
}

/// Copies a folder, without the paths that `skip` names.
fn copy(from: &Path, to: &Path, skip: &dyn Fn(&Path) -> bool) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if skip(&path) {
            continue;
        }
        if path.is_dir() {
            copy(&path, &target, skip)?;
        } else {
            fs::copy(&path, target)?;
        }
    }
    Ok(())
}

/// Removes the crate's documentation and attributes, with which its source begins.
fn without_inner_attributes(root: &str) -> String {
    let mut is_inside = false;
    let is_item = |line: &&str| {
        let begins = line.starts_with("#![");
        let is_attribute = is_inside || begins;
        is_inside = is_attribute && !line.ends_with(']');
        !is_attribute && !line.starts_with("//!")
    };
    root.lines()
        .filter(is_item)
        .flat_map(|line| [line, "\n"])
        .collect()
}
