//! `cargo xtask conformance`: the command line of the conformance tool.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, ValueEnum};
use intercom_conformance::{
    Outcome, Report, WebhookOutcome, WebhookReport, call_server, check_webhooks, print_line,
    replay, topics,
};
use intercom_simulator::Workspace;

type AnyError = Box<dyn std::error::Error>;

/// Hold the client against a server or against recorded exchanges.
///
/// Without --server and --cases it starts the simulated workspace and calls every operation there.
#[derive(Parser)]
#[command(name = "cargo xtask conformance")]
struct Args {
    /// Call every operation once on this server
    #[arg(long, value_name = "URL", conflicts_with = "cases")]
    server: Option<String>,
    /// The access token for the server
    #[arg(long, default_value = "conformance", hide_default_value = true)]
    token: String,
    /// How many seconds a response of the server may take
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    timeout: u64,
    /// Replay the recorded exchanges in this file, one JSON object a line, or in this cassette
    #[arg(long, value_name = "FILE")]
    cases: Option<PathBuf>,
    /// Verify, type and encode the recorded webhooks in this file, one JSON object a line
    #[arg(long, value_name = "FILE", conflicts_with_all = ["server", "cases"])]
    webhooks: Option<PathBuf>,
    /// Print each topic of webhooks with the type of its item
    #[arg(long)]
    list_topics: bool,
    /// How to print the results
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write the results to this file; lines and a summary are printed
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The earlier spelling of `--format json`
    #[arg(long, hide = true, conflicts_with = "format")]
    json: bool,
    /// The earlier spelling of `--format markdown --out FILE`
    #[arg(long, hide = true, value_name = "FILE", conflicts_with_all = ["format", "out", "webhooks"])]
    report: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line for each call, and a summary
    Text,
    /// Failures, and leaves outside of typed fields, grouped
    Markdown,
    /// One document with everything
    Json,
    /// A page for a browser
    Html,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Args::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// Whether nothing failed.
async fn run(args: &Args) -> Result<bool, AnyError> {
    if args.list_topics {
        topics().iter().for_each(print_line);
        return Ok(true);
    }
    if let Some(file) = &args.webhooks {
        return webhooks(file, args);
    }
    let mut report = Report::default();
    let timeout = Duration::from_secs(args.timeout);
    let add = |outcome: Outcome| {
        // Thousands of recorded exchanges that passed are not worth a line each.
        let is_shown = args.cases.is_none() || !outcome.passed() || outcome.skipped.is_some();
        if args.prints_lines() && is_shown {
            print_line(&outcome);
        }
        report.add(outcome);
    };
    if let Some(file) = &args.cases {
        let open = File::open(file);
        let cases = open.map_err(|error| format!("cannot read {}: {error}", file.display()))?;
        replay(BufReader::new(cases), add).await?;
    } else if let Some(url) = &args.server {
        call_server(url, &args.token, timeout, add).await?;
    } else {
        let workspace = Workspace::builder().start().await?;
        call_server(workspace.base_url(), workspace.token(), timeout, add).await?;
    }
    let summary = format!("{}{}", report.leaves(), report.summary());
    if let Some(file) = &args.report {
        write(file, &report.groups())?;
    }
    let text = match args.format() {
        Format::Text => summary.clone(),
        Format::Markdown => report.groups(),
        Format::Json => format!("{:#}", report.to_json()),
        Format::Html => report.to_html("Conformance of the client"),
    };
    args.deliver(&text, &summary)?;
    Ok(report.failed() == 0)
}

/// Checks recorded webhooks; whether nothing failed.
fn webhooks(file: &Path, args: &Args) -> Result<bool, AnyError> {
    let failed = |error| format!("cannot read {}: {error}", file.display());
    let open = File::open(file).map_err(failed)?;
    let mut report = WebhookReport::default();
    let add = |outcome: WebhookOutcome| {
        if args.prints_lines() && !outcome.passed() {
            print_line(&outcome);
        }
        report.add(outcome);
    };
    check_webhooks(BufReader::new(open), add).map_err(failed)?;
    let summary = format!("{}\n{}", report.lines().join("\n"), report.summary());
    let text = match args.format() {
        Format::Text => summary.clone(),
        Format::Markdown => return Err("webhooks have no report in Markdown".into()),
        Format::Json => format!("{:#}", report.to_json()),
        Format::Html => report.to_html("Recorded webhooks"),
    };
    args.deliver(&text, &summary)?;
    Ok(report.failed() == 0)
}

impl Args {
    fn format(&self) -> Format {
        if self.json { Format::Json } else { self.format }
    }

    /// Whether outcomes are printed line by line: the document is not, or goes to a file.
    fn prints_lines(&self) -> bool {
        self.format() == Format::Text || self.out.is_some()
    }

    /// Prints the text, or writes it to the file of `--out` and prints the summary.
    fn deliver(&self, text: &str, summary: &str) -> Result<(), String> {
        match &self.out {
            Some(file) => {
                write(file, text)?;
                print_line(summary);
            }
            None => print_line(text.trim_end()),
        }
        Ok(())
    }
}

fn write(file: &Path, text: &str) -> Result<(), String> {
    let folder = file.parent().map_or(Ok(()), std::fs::create_dir_all);
    folder
        .and_then(|()| std::fs::write(file, text))
        .map_err(|error| format!("cannot write {}: {error}", file.display()))
}
