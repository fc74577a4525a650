//! `cargo xtask cases`: the examples of an upstream description as a case file of the conformance
//! tool.

use std::path::PathBuf;

use crate::support::cases;
use crate::support::workspace::Workspace;

/// Make a case file for the conformance tool from the examples of an upstream description
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The version of the description, such as 2.14
    version: String,
    /// The upstream description
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// The case file [default: target/cases/VERSION.jsonl]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<()> {
    let out = match &args.out {
        Some(out) => out.clone(),
        None => workspace.path(&format!("target/cases/{}.jsonl", args.version)),
    };
    cases::write(&args.version, &args.from, &out)
}
