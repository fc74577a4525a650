//! `cargo xtask conformance`: the command line of the conformance tool.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use intercom_conformance::{
    Outcome, Report, WebhookReport, call_server, check_webhooks, print_line, replay, topics,
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
    #[arg(long, value_name = "FILE", conflicts_with_all = ["server", "cases", "report"])]
    webhooks: Option<PathBuf>,
    /// Print each topic of webhooks with the type of its item
    #[arg(long)]
    list_topics: bool,
    /// Print one JSON document instead of lines
    #[arg(long)]
    json: bool,
    /// Write the failures, and the leaves outside of typed fields, grouped, to this file
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
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
        return webhooks(file, args.json);
    }
    let mut report = Report::default();
    let timeout = Duration::from_secs(args.timeout);
    let add = |outcome: Outcome| {
        // Thousands of recorded exchanges that passed are not worth a line each.
        let is_shown = args.cases.is_none() || !outcome.passed() || outcome.skipped.is_some();
        if !args.json && is_shown {
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
    if let Some(file) = &args.report {
        std::fs::write(file, report.groups())
            .map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    }
    if args.json {
        print_line(format_args!("{:#}", report.to_json()));
    } else {
        print_line(format_args!("{}{}", report.leaves(), report.summary()));
    }
    Ok(report.failed() == 0)
}

/// Checks recorded webhooks; whether nothing failed.
fn webhooks(file: &Path, json: bool) -> Result<bool, AnyError> {
    let failed = |error| format!("cannot read {}: {error}", file.display());
    let open = File::open(file).map_err(failed)?;
    let mut report = WebhookReport::default();
    let add = |outcome: intercom_conformance::WebhookOutcome| {
        if !json && !outcome.passed() {
            print_line(&outcome);
        }
        report.add(outcome);
    };
    check_webhooks(BufReader::new(open), add).map_err(failed)?;
    if json {
        print_line(format_args!("{:#}", report.to_json()));
    } else {
        report.lines().iter().for_each(print_line);
        print_line(report.summary());
    }
    Ok(report.failed() == 0)
}
