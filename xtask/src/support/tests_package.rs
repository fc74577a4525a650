//! Commands that are programs of other packages: `conformance`, `mutate`, `simulate`.
//!
//! They need the client, which this program must not: it is what generates it.

use super::program;
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

/// Builds and runs a program of the package that has it. Its failure is the error [`program::Failed`].
pub(crate) fn run(workspace: &Workspace, name: &str, options: &[String]) -> anyhow::Result<()> {
    let (package, binary) = match name {
        "simulate" => ("intercom-simulator", "intercom-simulator"),
        name => ("intercom-conformance", name),
    };
    let mut cargo = program::cargo();
    // The first build takes minutes: cargo shows its progress.
    cargo
        .args([
            "run",
            "--package",
            package,
            "--bin",
            binary,
            "--manifest-path",
        ])
        .arg(workspace.path("Cargo.toml"))
        .arg("--")
        .args(options);
    program::run(name, &mut cargo)
}
