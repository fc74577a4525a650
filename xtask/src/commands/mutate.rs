//! `cargo xtask mutate`: changed responses still decode; those of the contract, or the examples of
//! an upstream description.

use std::path::PathBuf;

use crate::support::workspace::Workspace;
use crate::support::{cases, tests_package};

/// Change responses in every way and at every place, and decode the results
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Take the examples of this upstream description [default: responses made from the contract]
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// The version of that description
    #[arg(
        long,
        alias = "version",
        value_name = "VERSION",
        default_value = "2.14",
        requires = "from"
    )]
    api_version: String,
    /// The same seed makes the same bodies
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Decode at most this many bodies, chosen evenly [default: all]
    #[arg(long, value_name = "COUNT")]
    limit: Option<usize>,
}

/// Runs the command.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<()> {
    let mut options = vec![format!("--seed={}", args.seed)];
    options.extend(args.limit.map(|limit| format!("--limit={limit}")));
    if let Some(from) = &args.from {
        let out = workspace.path(&format!("target/cases/{}-mutate.jsonl", args.api_version));
        options.push(format!("--cases={}", out.display()));
        cases::write(&args.api_version, from, &out)?;
    }
    tests_package::run(workspace, "mutate", &options)
}
