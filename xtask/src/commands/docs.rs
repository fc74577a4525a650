//! `cargo xtask docs`: which generated items have documentation of our own.

use anyhow::bail;
use intercom_gen::{ExampleCoverage, Section};

use crate::support::api_crate::crate_version;
use crate::support::generation::generate_version;
use crate::support::output::say;
use crate::support::prose;
use crate::support::workspace::Workspace;

/// Print how much of the generated API is documented in our own words, and what is not
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Fail on an item without a text, a text without an item, a text that repeats a name, an operation
    /// without an example, and banned phrases anywhere in the repository
    #[arg(long)]
    check: bool,
    /// List every item without a text, and every operation whose example has made-up values
    #[arg(long)]
    missing: bool,
    /// The version [default: the one that the crate is generated from]
    #[arg(long, value_name = "VERSION")]
    api_version: Option<String>,
}

/// Runs the command.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<()> {
    let version = match &args.api_version {
        Some(version) => version.clone(),
        None => crate_version(workspace)?,
    };
    let coverage = generate_version(workspace, &version)?.coverage;
    let (mut items, mut missing) = (0, 0);
    for (name, section) in &coverage.sections {
        items += section.items;
        missing += section.missing.len();
        say!("{}", line(name, section));
        if args.missing {
            for key in &section.missing {
                say!("    {key}");
            }
        }
    }
    let total = Section {
        items,
        missing: vec![String::new(); missing],
    };
    say!("{}", line("all", &total));
    let examples = &coverage.examples;
    say!("{}", examples_line(examples));
    if args.missing {
        for key in &examples.missing {
            say!("    {key}");
        }
    }
    let faults = coverage.faults.iter().count();
    if faults > 0 {
        eprintln!("{}", coverage.faults);
    }
    if !args.check {
        return Ok(());
    }
    let phrases = prose::banned_phrases(workspace)?;
    for phrase in &phrases {
        eprintln!("{phrase}");
    }
    let unknown = examples.missing.len();
    if missing + unknown + faults + phrases.len() > 0 {
        bail!(
            "{missing} items without a text, {unknown} operations without an example (`--missing` lists \
             both), {faults} texts with faults, {} banned phrases (see STYLE.md)",
            phrases.len()
        );
    }
    Ok(())
}

/// The examples as a line: `examples  150 of 154  97 %, 40 written by hand`.
fn examples_line(examples: &ExampleCoverage) -> String {
    let total = examples.written + examples.generated + examples.missing.len();
    let section = Section {
        items: total,
        missing: examples.missing.clone(),
    };
    let written = examples.written;
    format!(
        "{}, {written} written by hand",
        line("examples of operations", &section)
    )
}

/// A section as a line: `contacts  96 of 100  96 %`.
fn line(name: &str, section: &Section) -> String {
    let documented = section.items - section.missing.len();
    let percent = documented * 100 / section.items.max(1);
    format!(
        "{name:28} {documented:5} of {:5}  {percent:3} %",
        section.items
    )
}
