//! `cargo xtask bump`: the crate moves to another description, without hand edits.

mod changelog;
mod report;
mod undecided;

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context as _, bail, ensure};
use intercom_gen::overlay::Carried;
use intercom_gen::{Generated, Input};

use super::{ci, codegen};
use crate::support::api_crate::{MANIFEST, crate_version};
use crate::support::comparison;
use crate::support::corrections::{self, base};
use crate::support::description::Description;
use crate::support::output::say;
use crate::support::workspace::Workspace;
use crate::support::{fetch, lists};

/// Move the crate to another version of the API, or to another description of its version
///
/// Imports the description, carries the corrections over, regenerates, runs the checks, and writes
/// intercom-api/CHANGELOG.md, docs/diff-OLD-NEW.md and a report.
#[derive(clap::Args, Debug)]
#[group(id = "bump")]
pub(crate) struct Args {
    #[command(flatten)]
    request: fetch::Request,
    /// Change nothing where the description is broken, or an operation cannot be generated as described
    #[arg(long)]
    strict: bool,
    /// Leave the checks out
    #[arg(long)]
    no_checks: bool,
    /// Where to write the report
    #[arg(
        long,
        alias = "report",
        value_name = "FILE",
        default_value = "target/bump.md"
    )]
    out: PathBuf,
}

const CHANGELOG: &str = "intercom-api/CHANGELOG.md";
/// The page of the repository, and its copy in the package.
const READMES: [&str; 2] = ["README.md", "intercom-api/README.md"];

/// Runs the command.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<()> {
    let report = unchecked(workspace, &args.request, args.strict)?;
    let path = workspace.path(&args.out.to_string_lossy());
    let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    folder
        .and_then(|()| std::fs::write(&path, report))
        .with_context(|| format!("cannot write {}", path.display()))?;
    let report = path.display();
    say!("report: {report}");
    if args.no_checks {
        return Ok(());
    }
    ci::run_steps(workspace, &ci::after_bump()).context(
        "the crate has moved, but not all holds; a test that names what the new description lacks \
         is to be changed",
    )?;
    say!(
        "\nThe crate uses API {}. Now read {report}.",
        args.request.version
    );
    Ok(())
}

/// Moves the crate, checks nothing, and gives the report. Until the description has turned out to
/// be usable, nothing is written.
pub(crate) fn unchecked(
    workspace: &Workspace,
    origin: &fetch::Request,
    strict: bool,
) -> anyhow::Result<String> {
    let version = origin.version.as_str();
    let old_version = crate_version(workspace)?;
    let old = Description::open(workspace, &old_version)?;
    let fetched = fetch::fetch_or_contract(workspace, origin)?;
    let new = Description::of_text(workspace, version, &fetched.file, &fetched.text)?;
    if new.version != version {
        bail!(
            "{} describes version {}, not {version}",
            fetched.file,
            new.version
        );
    }
    let carried = new.corrections(workspace)?;
    let (before, after) = (old.generate(workspace)?, new.generate(workspace)?);
    new.report_defects();
    if strict {
        ensure!(
            new.defects.is_empty(),
            "{} has {} defects; nothing was changed",
            fetched.file,
            new.defects.len()
        );
        codegen::demand_all(&after).inspect_err(|_| codegen::report(&after))?;
    }
    let comparison = comparison::between(workspace, &old, &new);
    let changes = report::Changes {
        comparison: &comparison,
        old: &before.api,
        new: &after,
        carried: &carried,
        version,
        defects: &new.defects,
        oddities: &new.oddities,
    };

    let corrections = corrected_files(&carried, version, &after)?;
    let inputs: Vec<_> = corrections
        .iter()
        .map(|(file, text)| Input { file, text })
        .collect();
    let mut files = fetch::files(workspace, version, &fetched, &inputs)?.to_vec();
    let mut dropped = workspace.list(&corrections::folder(version))?;
    dropped.retain(|name| !corrections.contains_key(name));
    files.extend(corrections);
    files.push((
        MANIFEST.to_owned(),
        renamed(workspace, &old_version, version)?,
    ));
    if version != old_version {
        let markdown = intercom_gen::diff::report::markdown(&comparison);
        files.push((format!("docs/diff-{old_version}-{version}.md"), markdown));
    }
    if let Some(text) = workspace.read(lists::FILE)? {
        files.push((lists::FILE.to_owned(), lists::refreshed(&text, &after.api)));
    }
    for name in READMES {
        if let Some(text) = workspace.read(name)? {
            let text = text.replace(&claim(&before), &claim(&after));
            files.push((name.to_owned(), text));
        }
    }
    if let Some(text) = workspace.read(CHANGELOG)? {
        files.push((CHANGELOG.to_owned(), changes.changelog(&text)?));
    }
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    workspace.write(&files)?;
    workspace.remove(dropped.iter().map(String::as_str))?;
    say!("imported {fetched}");
    codegen::run(workspace, &codegen::Args::default())?;
    refresh_comparisons(workspace, version)?;

    for (file, correction) in carried.recounted().chain(carried.stale()) {
        let state = correction.state.as_str();
        say!("{}: {}: {state}", base(file), correction.name);
    }
    let upstream = (!fetched.is_contract).then_some(fetched.text.as_str());
    changes.report(workspace, upstream)
}

/// Returns the files of corrections that a version starts with, by name.
fn corrected_files(
    carried: &Carried,
    version: &str,
    generated: &Generated,
) -> anyhow::Result<BTreeMap<String, String>> {
    let folder = corrections::folder(version);
    let inputs = carried.inputs();
    let mut files: BTreeMap<_, _> = inputs
        .iter()
        .map(|input| {
            (
                format!("{folder}/{}", base(input.file)),
                input.text.to_owned(),
            )
        })
        .collect();
    let undecided = format!("{folder}/{}", undecided::FILE);
    let known = files.get(&undecided).map(String::as_str);
    if let Some(text) = undecided::decide(known, &generated.unpaged)? {
        files.insert(undecided, text);
    }
    Ok(files)
}

/// How the README describes the contents.
fn claim(generated: &Generated) -> String {
    let api = &generated.api;
    let count = api.operations().count();
    let count = match generated.refused.len() {
        0 => format!("all {count}"),
        refused => format!("{count} of {}", count + refused),
    };
    format!("version {}: {count} operations", api.version)
}

/// Rewrites the comparisons with a version in docs/, because its description has changed.
fn refresh_comparisons(workspace: &Workspace, version: &str) -> anyhow::Result<()> {
    let Ok(folder) = std::fs::read_dir(workspace.path("docs")) else {
        return Ok(());
    };
    for entry in folder {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let versions = name
            .strip_prefix("diff-")
            .and_then(|rest| rest.strip_suffix(".md")?.split_once('-'));
        let Some((old, new)) = versions.filter(|(old, new)| [*old, *new].contains(&version)) else {
            continue;
        };
        let contract = |version: &str| workspace.path(&format!("openapi/{version}.json"));
        if contract(old).is_file() && contract(new).is_file() {
            let old = Description::open(workspace, old)?;
            let new = Description::open(workspace, new)?;
            let text =
                intercom_gen::diff::report::markdown(&comparison::between(workspace, &old, &new));
            workspace.write(&[(&format!("docs/{name}"), &text)])?;
        }
    }
    Ok(())
}

/// The package manifest with another version of the API in it: as such, and behind its own version.
fn renamed(workspace: &Workspace, old: &str, new: &str) -> anyhow::Result<String> {
    let mut text = workspace.read(MANIFEST)?.unwrap_or_default();
    for (before, after) in [
        (
            format!("api-version = {old:?}"),
            format!("api-version = {new:?}"),
        ),
        (format!("+{old}\"\n"), format!("+{new}\"\n")),
    ] {
        if text.matches(&before).count() != 1 {
            bail!(
                "{MANIFEST} does not contain `{}` exactly once",
                before.trim_end()
            );
        }
        text = text.replace(&before, &after);
    }
    Ok(text)
}

#[cfg(test)]
mod tests;
