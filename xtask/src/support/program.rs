//! Other programs that commands call, such as git.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail};

/// Runs a program in a folder and gives what it prints.
pub(crate) fn printed(program: &str, arguments: &[&str], folder: &Path) -> anyhow::Result<Vec<u8>> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .with_context(|| format!("cannot run {program}"))?;
    if !output.status.success() {
        let error = String::from_utf8_lossy(&output.stderr);
        bail!("{program} {} failed: {}", arguments.join(" "), error.trim());
    }
    Ok(output.stdout)
}
