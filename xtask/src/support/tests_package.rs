//! Commands that are programs of other packages: `conformance`, `mutate`, `simulate`.
//!
//! They need the client, which this program must not: it is what generates it.

use std::process::Command;

use anyhow::{Context as _, bail};

use super::workspace::Workspace;

/// What is handed on to the program.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// See `--help` of the command itself
    #[arg(
        trailing_var_arg = true,
        allow_hyphen_values = true,
        value_name = "OPTIONS"
    )]
    pub(crate) options: Vec<String>,
}

/// Builds and runs a program of the package that has it.
pub(crate) fn run(workspace: &Workspace, program: &str, options: &[String]) -> anyhow::Result<()> {
    let (package, binary) = match program {
        "simulate" => ("intercom-simulator", "intercom-simulator"),
        program => ("intercom-conformance", program),
    };
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args([
            "run",
            "--quiet",
            "--package",
            package,
            "--bin",
            binary,
            "--manifest-path",
        ])
        .arg(workspace.path("Cargo.toml"))
        .arg("--")
        .args(options)
        .status()
        .with_context(|| format!("cannot start cargo for {program}"))?;
    if !status.success() {
        bail!("{program} failed");
    }
    Ok(())
}
