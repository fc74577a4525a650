//! `cargo xtask release`: the next version of the published packages, without hand edits.

mod number;

use anyhow::{Context as _, ensure};

use self::number::{Change, Number};
use crate::support::output::say;
use crate::support::program;
use crate::support::workspace::Workspace;

/// Set the next version in manifests, README and changelogs
///
/// What the changelogs have under "Unreleased" decides which number rises: `### Changed` and `### Removed` are
/// breaking changes, `### Added` is a feature. The first release has the version that the manifests have.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Change nothing; print the version of the manifests if the changelogs have a section for it, which means
    /// that it is released or about to be
    #[arg(long)]
    show: bool,
    /// The date of the release [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<String>,
}

const ROOT: &str = "Cargo.toml";
const CLIENT: &str = "intercom-api/Cargo.toml";
const PAGES: [&str; 2] = ["README.md", "intercom-api/README.md"];
const CLIENT_CHANGELOG: &str = "intercom-api/CHANGELOG.md";
const CHANGELOGS: [&str; 4] = [
    CLIENT_CHANGELOG,
    "intercom-api/core/CHANGELOG.md",
    "tests/simulator/CHANGELOG.md",
    "intercom-gen/CHANGELOG.md",
];

/// Runs the command.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<()> {
    let read = |name: &str| -> anyhow::Result<(String, String)> {
        let text = workspace.read(name)?;
        Ok((
            name.to_owned(),
            text.with_context(|| format!("there is no {name}"))?,
        ))
    };
    let (_, root) = read(ROOT)?;
    let old = Number::of_workspace(&root)?;
    let changelogs: Vec<_> = CHANGELOGS.into_iter().map(read).collect::<Result<_, _>>()?;
    let (_, client) = &changelogs[0];
    if args.show {
        if client.contains(&format!("\n## {old} - ")) {
            say!("{old}");
        }
        return Ok(());
    }
    let is_first = !client
        .lines()
        .any(|line| line.starts_with("## ") && line != "## Unreleased");
    let change = changelogs.iter().filter_map(|(_, text)| change(text)).max();
    let change = change.context("the changelogs have nothing under `## Unreleased`")?;
    let new = if is_first { old } else { old.next(change) };
    let date = match &args.date {
        Some(date) => date.clone(),
        None => today()?,
    };

    let mut files = vec![(ROOT.to_owned(), moved(&root, old, new)?)];
    let (_, client) = read(CLIENT)?;
    files.push((CLIENT.to_owned(), moved_client(&client, old, new)?));
    for page in PAGES {
        let (name, text) = read(page)?;
        let (before, after) = (old.compatible(), new.compatible());
        ensure!(
            text.contains(&format!("\"{before}\"")),
            "{name} does not name the version {before}"
        );
        files.push((
            name,
            text.replace(&format!("\"{before}\""), &format!("\"{after}\"")),
        ));
    }
    for (name, text) in changelogs {
        files.push((name, released(&text, new, &date)));
    }
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    workspace.write(&files)?;
    refresh_lock(workspace)?;
    say!("{new}");
    Ok(())
}

/// The kind of change that a changelog announces; `None` where there is none.
fn change(changelog: &str) -> Option<Change> {
    let (_, rest) = changelog.split_once("## Unreleased\n")?;
    let section = rest.split("\n## ").next()?;
    section.contains("\n- ").then_some(())?;
    let has = |heading: &str| section.contains(&format!("### {heading}"));
    Some(if has("Changed") || has("Removed") {
        Change::Breaking
    } else if has("Added") || has("Deprecated") {
        Change::Feature
    } else {
        Change::Fix
    })
}

/// A changelog whose unreleased changes are those of a version.
fn released(changelog: &str, version: Number, date: &str) -> String {
    let heading = format!("## Unreleased\n\n## {version} - {date}\n");
    let text = changelog.replacen("## Unreleased\n", &heading, 1);
    if change(changelog).is_some() {
        return text;
    }
    text.replacen(
        &heading,
        &format!("{heading}\n- No changes of its own.\n"),
        1,
    )
}

/// The manifest of the workspace with another version: its own, and that of dependencies within.
fn moved(manifest: &str, old: Number, new: Number) -> anyhow::Result<String> {
    let lines = manifest.lines().map(|line| {
        let is_own = line == format!("version = \"{old}\"");
        let is_dependency = line.starts_with("intercom-") && line.contains("path = ");
        if is_own || is_dependency {
            line.replace(&format!("{old}\""), &format!("{new}\""))
        } else {
            line.to_owned()
        }
    });
    let text = lines.collect::<Vec<_>>().join("\n") + "\n";
    ensure!(
        Number::of_workspace(&text)? == new,
        "{ROOT} does not have the version {old} on a line of its own"
    );
    Ok(text)
}

/// The manifest of the client with another version, and with the same version of the API behind it.
fn moved_client(manifest: &str, old: Number, new: Number) -> anyhow::Result<String> {
    let before = format!("version = \"{old}+");
    ensure!(
        manifest.matches(&before).count() == 1,
        "{CLIENT} does not contain `{before}` exactly once"
    );
    Ok(manifest.replace(&before, &format!("version = \"{new}+")))
}

/// Writes the versions into Cargo.lock; those of other packages stay.
fn refresh_lock(workspace: &Workspace) -> anyhow::Result<()> {
    let mut cargo = program::cargo();
    cargo
        .args(["update", "--quiet", "--workspace", "--offline"])
        .current_dir(workspace.path("."));
    program::run("cargo update --workspace", &mut cargo)
}

/// Today's date, in UTC.
fn today() -> anyhow::Result<String> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    Ok(number::date(now.as_secs() / 86_400))
}

#[cfg(test)]
mod tests;
