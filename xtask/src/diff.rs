//! `cargo xtask diff`: what changed between two descriptions, and what it means.

use std::process::ExitCode;

use clap::ValueEnum;
use intercom_gen::diff::diff;
use intercom_gen::diff::report::{self, Report, Tier};
use intercom_gen::import::prose_edits;
use intercom_gen::manifest::{Changes, compare, manifest};

use crate::description::Description;
use crate::workspace::Workspace;

/// Compare two descriptions: versions (2.14), contracts, upstream files or URLs
///
/// Exits with 0 when nothing is at or above --fail-on, with 1 when something is, and with 2 when
/// the two cannot be compared. docs/diff.md says what the findings mean.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// What was
    old: String,
    /// What is
    new: String,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The findings to fail on: those that break, also those that add or degrade, or any
    #[arg(long, value_enum, default_value_t = FailOn::Breaking)]
    fail_on: FailOn,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Markdown,
    Json,
    Github,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FailOn {
    Breaking,
    Additive,
    None,
}

impl FailOn {
    fn tier(self) -> Tier {
        match self {
            Self::Breaking => Tier::Breaking,
            Self::Additive => Tier::Additive,
            Self::None => Tier::None,
        }
    }
}

/// Runs the command.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> ExitCode {
    let report = match open(workspace, &args.old, &args.new) {
        Ok((old, new)) => between(workspace, &old, &new),
        Err(error) => {
            eprintln!("error: cannot compare: {error:#}");
            return ExitCode::from(2);
        }
    };
    let text = match args.format {
        Format::Text => report::text(&report),
        Format::Markdown => report::markdown(&report),
        Format::Json => report::json(&report),
        Format::Github => report::github(&report),
    };
    print!("{text}");
    let loud = |finding| Tier::of(finding) >= args.fail_on.tier();
    ExitCode::from(u8::from(report.diff.findings.iter().any(loud)))
}

fn open(workspace: &Workspace, old: &str, new: &str) -> anyhow::Result<(Description, Description)> {
    let old = Description::open(workspace, old)?;
    let new = Description::open(workspace, new)?;
    Ok((old, new))
}

/// Compares two descriptions.
pub(crate) fn between(workspace: &Workspace, old: &Description, new: &Description) -> Report {
    let name = |one: &Description, other: &Description| {
        let same = one.version == other.version;
        if same {
            one.named.clone()
        } else {
            one.version.clone()
        }
    };
    let doc_only_edits = match (&old.upstream, &new.upstream) {
        (Some(old), Some(new)) => prose_edits(old, new),
        _ => 0,
    };
    Report {
        old: name(old, new),
        new: name(new, old),
        diff: diff(&old.contract, &new.contract),
        rust: rust(workspace, old, new).map_err(|error| format!("{error:#}")),
        doc_only_edits,
    }
}

fn rust(workspace: &Workspace, old: &Description, new: &Description) -> anyhow::Result<Changes> {
    let api = |description: &Description| -> anyhow::Result<String> {
        Ok(manifest(&description.generate(workspace)?.files)?)
    };
    Ok(compare(&api(old)?, &api(new)?))
}
