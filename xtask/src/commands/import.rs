//! `cargo xtask import`: an upstream description becomes a contract.

use crate::support::corrections::Corrections;
use crate::support::fetch::{self, fetch};
use crate::support::output::say;
use crate::support::workspace::Workspace;

/// Import an upstream description: writes openapi/VERSION.json and its pin in openapi/sources.toml
///
/// Without --from, downloads the pinned file over https and refuses any other.
#[derive(clap::Args, Debug)]
#[group(id = "import")]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) request: fetch::Request,
}

/// Runs the command; writes nothing unless everything is right.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<()> {
    let version = args.request.version.as_str();
    let fetched = fetch(workspace, &args.request)?;
    let corrections = Corrections::read(workspace, version)?;
    let files = fetch::files(workspace, version, &fetched, &corrections.inputs())?;
    workspace.write(
        &files
            .each_ref()
            .map(|(name, text)| (name.as_str(), text.as_str())),
    )?;
    say!("{fetched} is now openapi/{version}.json");
    Ok(())
}

#[cfg(test)]
mod tests;
