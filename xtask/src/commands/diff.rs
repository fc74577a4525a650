//! `cargo xtask diff`: what changed between two descriptions, and what it means.

mod html;
mod program;
mod project;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use intercom_gen::diff::report::{self, Tier};

use crate::support::comparison::between;
use crate::support::description::Description;
use crate::support::output::deliver;
use crate::support::workspace::Workspace;

/// Compare two descriptions: versions (2.14), contracts, upstream files or URLs
///
/// Exits with 0 when nothing is at or above --fail-on, with 1 when something is, and with 2 when
/// the two cannot be compared or the output cannot be written. docs/diff.md explains the findings.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// What was
    old: String,
    /// What is
    new: String,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write to this file instead of printing
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Print the items of the Rust API that a program can no longer use as before, and what to write
    /// instead
    #[arg(long)]
    since_crate: bool,
    /// Print the uses of such items in the Rust project of this folder, and of operations that behave
    /// differently
    #[arg(long, value_name = "DIR")]
    project: Option<PathBuf>,
    /// The findings to fail on
    #[arg(long, value_enum, default_value_t = FailOn::Breaking)]
    fail_on: FailOn,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Markdown,
    Json,
    Github,
    Html,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FailOn {
    /// Those that break the Rust API or running programs
    Breaking,
    /// Those that break, add or degrade
    Additive,
    /// Every finding
    Any,
    /// No finding
    #[value(alias = "none")]
    Never,
}

impl FailOn {
    /// Returns the lowest tier that fails; `None` where none does.
    fn tier(self) -> Option<Tier> {
        match self {
            Self::Breaking => Some(Tier::Breaking),
            Self::Additive => Some(Tier::Additive),
            Self::Any => Some(Tier::None),
            Self::Never => None,
        }
    }
}

/// Runs the command.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> ExitCode {
    ExitCode::from(status(workspace, args))
}

/// 0 when nothing is loud enough, 1 when something is, 2 when nothing could be compared.
fn status(workspace: &Workspace, args: &Args) -> u8 {
    let (old, new) = match open(workspace, &args.old, &args.new) {
        Ok(both) => both,
        Err(error) => {
            eprintln!("error: cannot compare: {error:#}");
            return 2;
        }
    };
    if args.since_crate || args.project.is_some() {
        return program_status(workspace, args, &old, &new);
    }
    let report = between(workspace, &old, &new);
    let text = match args.format {
        Format::Text => report::text(&report),
        Format::Markdown => report::markdown(&report),
        Format::Json => report::json(&report),
        Format::Github => report::github(&report),
        Format::Html => html::page(&report).to_html(),
    };
    if let Err(error) = deliver(&text, args.out.as_deref()) {
        eprintln!("error: {error:#}");
        return 2;
    }
    let fails = |tier| {
        let mut findings = report.diff.findings.iter();
        findings.any(|finding| Tier::of(finding) >= tier)
    };
    u8::from(args.fail_on.tier().is_some_and(fails))
}

/// The same for what a program has to change.
fn program_status(workspace: &Workspace, args: &Args, old: &Description, new: &Description) -> u8 {
    let found = program::of(workspace, args, old, new);
    let delivered = found.and_then(|found| {
        deliver(&found.text, args.out.as_deref())?;
        Ok(found)
    });
    match (delivered, args.fail_on) {
        (Err(error), _) => {
            eprintln!("error: {error:#}");
            2
        }
        (Ok(_), FailOn::Never) => 0,
        (Ok(found), FailOn::Breaking) => u8::from(found.breaks),
        (Ok(found), FailOn::Additive | FailOn::Any) => u8::from(found.is_affected),
    }
}

fn open(workspace: &Workspace, old: &str, new: &str) -> anyhow::Result<(Description, Description)> {
    let old = Description::open(workspace, old)?;
    let new = Description::open(workspace, new)?;
    for description in [&old, &new] {
        description.report_defects();
    }
    Ok((old, new))
}

#[cfg(test)]
mod tests {
    use intercom_gen::diff::report::markdown;

    use super::*;

    fn exit(old: &str, new: &str, fail_on: FailOn) -> u8 {
        let (old, new) = (old.to_owned(), new.to_owned());
        let format = Format::Github;
        status(
            &Workspace::here(),
            &Args {
                old,
                new,
                format,
                out: None,
                since_crate: false,
                project: None,
                fail_on,
            },
        )
    }

    #[test]
    fn exit_status_shows_the_severity() {
        assert_eq!(exit("2.14", "2.14", FailOn::Any), 0);
        assert_eq!(exit("2.14", "2.15", FailOn::Breaking), 1);
        assert_eq!(exit("2.14", "2.15", FailOn::Any), 1);
        assert_eq!(exit("2.14", "2.15", FailOn::Never), 0);
        assert_eq!(exit("2.14", "2.13.1", FailOn::Never), 2);
        assert!(FailOn::from_str("none", false).is_ok_and(|none| none.tier().is_none()));
        assert_eq!(exit("2.14", "2.13.1", FailOn::Breaking), 2);
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, "openapi: [").unwrap();
        let name = file.path().to_str().unwrap();
        assert_eq!(exit("2.14", name, FailOn::Breaking), 2);
        let error = Description::open(&Workspace::here(), name).unwrap_err();
        assert!(
            format!("{error:#}").contains("not readable as YAML"),
            "{error:#}"
        );
        std::fs::write(
            &file,
            "openapi: 3.0.1\ninfo: {title: T, version: '1'}\npaths: {tags: {}}\n",
        )
        .unwrap();
        let opened = Description::open(&Workspace::here(), name).unwrap();
        assert_eq!(opened.defects[0].what, "`tags` is not allowed here");
    }

    #[test]
    fn the_checked_in_comparison_is_fresh() {
        let workspace = Workspace::here();
        let (old, new) = open(&workspace, "2.14", "2.15").unwrap();
        let text = markdown(&between(&workspace, &old, &new));
        // How the Rust API changes follows every change of the generator.
        let findings = |text: &str| {
            text.split("<details><summary>Rust API")
                .next()
                .map(str::to_owned)
        };
        let checked_in = workspace.read("docs/diff-2.14-2.15.md").unwrap().unwrap();
        assert_eq!(
            findings(&checked_in),
            findings(&text),
            "run `cargo xtask diff 2.14 2.15 --format markdown > docs/diff-2.14-2.15.md`"
        );
    }

    #[test]
    fn the_rust_view_and_the_verdicts_agree() {
        let workspace = Workspace::here();
        let (old, new) = open(&workspace, "2.14", "2.15").unwrap();
        let report = between(&workspace, &old, &new);
        let changes = report.rust.as_ref().unwrap();
        assert_eq!(changes.verdict(), report.diff.rust());
        let added = report
            .diff
            .findings
            .iter()
            .filter(|finding| finding.id() == "op-added");
        let methods = changes
            .added
            .iter()
            .filter(|line| line.contains(": operation => "));
        let described = new.generate(&workspace).unwrap();
        let refused: Vec<_> = described
            .refused
            .iter()
            .map(|problem| &problem.place)
            .collect();
        let added = added.filter(|finding| !refused.contains(&&finding.site));
        assert_eq!(added.count(), methods.count());
    }
}
