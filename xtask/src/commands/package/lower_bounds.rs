//! The packages with the lowest versions that their manifests allow.

use std::path::Path;

use super::cargo;
use super::scratch::Scratch;
use crate::support::output::say;
use crate::support::rustup;
use crate::support::workspace::Workspace;

/// Checks the libraries with the lowest versions of their direct dependencies. Those of indirect ones are
/// up to others, and are the latest.
pub(super) fn check(workspace: &Workspace, scratch: &Scratch, target: &Path) -> anyhow::Result<()> {
    if !rustup::has_toolchain("nightly") {
        say!("skipped: no nightly toolchain; `rustup toolchain install nightly` installs one");
        return Ok(());
    }
    scratch.write_workspace(workspace, None)?;
    let lock = scratch.folder().join("Cargo.lock");
    if lock.exists() {
        std::fs::remove_file(&lock)?;
    }
    rustup::cargo(
        "nightly",
        "update --quiet -Z direct-minimal-versions",
        scratch.folder(),
        &[],
    )?;
    let arguments = "check --quiet --locked --workspace --lib --features";
    let features = super::features(workspace)?;
    // Not among the other artifacts: hardly a version is the same.
    cargo(
        scratch.folder(),
        &format!("{arguments} {features}"),
        &target.join("lowest/target"),
    )
}
