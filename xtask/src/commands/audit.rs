//! `cargo xtask audit`: where the examples of an upstream description contradict its corrected
//! schemas. Each finding is a candidate for a correction, or is explained in docs/conformance.md.

use std::path::PathBuf;

use crate::support::anomalies;
use crate::support::examples::Upstream;
use crate::support::generation::generate_version;
use crate::support::output::say;
use crate::support::workspace::Workspace;

/// List keys of upstream examples without a property, and values of another type than their schema's
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The version of the description, such as 2.14
    version: String,
    /// The upstream description
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
}

/// Runs the command.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<()> {
    let upstream = Upstream::read(&args.from, &args.version)?;
    let description = generate_version(workspace, &args.version)?.description;
    let findings = anomalies::find(&upstream, &description)?;
    for line in &findings {
        say!("{line}");
    }
    say!("{} findings", findings.len());
    Ok(())
}
