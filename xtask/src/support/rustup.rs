//! Toolchains beside the one that runs this program.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use super::program;

/// Whether rustup has a toolchain of this name. Nothing is installed.
pub(crate) fn has_toolchain(name: &str) -> bool {
    let listed = Command::new("rustup").args(["toolchain", "list"]).output();
    listed.is_ok_and(|output| {
        let names = String::from_utf8_lossy(&output.stdout);
        names.lines().any(|line| {
            let rest = line.strip_prefix(name);
            rest.is_some_and(|rest| {
                !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '.')
            })
        })
    })
}

/// Runs the cargo of another toolchain in a folder.
pub(crate) fn cargo(
    toolchain: &str,
    arguments: &str,
    folder: &Path,
    environment: &[(&str, &OsStr)],
) -> anyhow::Result<()> {
    let mut rustup = Command::new("rustup");
    rustup
        .args(["run", toolchain, "cargo"])
        .args(arguments.split(' '))
        .current_dir(folder)
        // Set for this program by the cargo of its own toolchain.
        .env_remove("CARGO")
        .env_remove("RUSTC")
        .env_remove("RUSTDOC")
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("CARGO_MANIFEST_DIR")
        .envs(environment.iter().copied());
    program::run(&format!("cargo +{toolchain} {arguments}"), &mut rustup)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toolchain_that_nobody_has_is_absent() {
        assert!(!has_toolchain("0.99"));
    }
}
