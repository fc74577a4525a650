//! `cargo xtask import`: an upstream description becomes a contract.

use anyhow::ensure;
use intercom_gen::import::UNDECIDED;

use crate::support::corrections::{base, folder};
use crate::support::description::Description;
use crate::support::fetch::{self, fetch};
use crate::support::output::say;
use crate::support::workspace::Workspace;

/// Import an upstream description: writes openapi/VERSION.json and its pin in openapi/sources.toml
///
/// Without --from, downloads the pinned file over https and refuses any other. Where the description
/// is broken and its corrections do not repair it, also writes
/// openapi/VERSION/corrections/undecided-defects.yaml, which makes the rest of it usable.
#[derive(clap::Args, Debug)]
#[group(id = "import")]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) request: fetch::Request,
    /// Refuse a description in which anything is broken
    #[arg(long)]
    pub(crate) strict: bool,
}

/// Runs the command; writes nothing unless everything is right.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<()> {
    let version = args.request.version.as_str();
    let fetched = fetch(workspace, &args.request)?;
    let description = Description::of_text(workspace, version, &fetched.file, &fetched.text)?;
    description.report_defects();
    ensure!(
        !args.strict || description.defects.is_empty(),
        "{} has {} defects",
        fetched.file,
        description.defects.len()
    );
    let carried = description.corrections(workspace)?;
    let mut files = fetch::files(workspace, version, &fetched, &carried.inputs())?.to_vec();
    let undecided = carried
        .files
        .iter()
        .find(|carried| base(&carried.file) == UNDECIDED);
    let undecided = undecided.and_then(|carried| carried.text.clone());
    if let Some(text) = undecided.clone() {
        files.push((format!("{}/{UNDECIDED}", folder(version)), text));
    }
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    workspace.write(&files)?;
    if undecided.is_none() {
        let obsolete = format!("{}/{UNDECIDED}", folder(version));
        if workspace.read(&obsolete)?.is_some() {
            workspace.remove([obsolete.as_str()].into_iter())?;
        }
    }
    say!("{fetched} is now openapi/{version}.json");
    Ok(())
}

#[cfg(test)]
mod tests;
