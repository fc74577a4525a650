//! Copies contacts, conversations with their parts, tickets and companies of an Intercom workspace
//! into an `SQLite` database. Each further run copies what has changed since:
//!
//! ```text
//! cargo run -p intercom-sync -- --database intercom.db
//! ```
//!
//! Without `INTERCOM_ACCESS_TOKEN` it fills a simulated workspace on this machine and copies that.
//! It can be killed at any time. Rows and cursors are committed together, so the next run resumes
//! from the last commit.

mod arguments;
mod copy;
mod database;
mod progress;
mod source;

use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use clap::Parser;

use crate::arguments::{Arguments, Resource};
use crate::copy::{Copied, Copy};
use crate::database::Database;
use crate::progress::Progress;
use crate::source::Source;

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Copies all resources at the same time. Returns whether all of them have caught up.
async fn run(arguments: Arguments) -> anyhow::Result<bool> {
    let database = Database::open(&arguments.database)?;
    let source = Source::connect(arguments.workspace_simulated).await?;
    println!(
        "Copying {} to {}.",
        source.name,
        arguments.database.display()
    );
    let database = Arc::new(Mutex::new(database));
    let progress = Progress::start();
    let tasks: Vec<_> = arguments
        .resources()
        .into_iter()
        .map(|resource| {
            let copy = Copy {
                intercom: source.intercom.clone(),
                database: Arc::clone(&database),
                line: progress.line(resource.name()),
                since: arguments.since,
                at_once: arguments.at_once,
            };
            (resource, tokio::spawn(copy.run(resource)))
        })
        .collect();
    let mut results = Vec::new();
    for (resource, task) in tasks {
        let copied = task.await.unwrap_or_else(|error| Err(error.into()));
        results.push((resource, copied));
    }
    progress.end();
    Ok(summarize(&results))
}

/// Prints what was copied, and what went wrong. Returns whether nothing did.
fn summarize(results: &[(Resource, anyhow::Result<Copied>)]) -> bool {
    for (resource, result) in results {
        let name = resource.name();
        match result {
            Ok(copied) => println!("{name:<14} {copied}"),
            Err(error) => eprintln!("{name:<14} failed: {error:#}"),
        }
    }
    let has_all = results.iter().all(|(_, result)| result.is_ok());
    if has_all {
        println!("Up to date.");
    } else {
        eprintln!("Not up to date; run the same command again to go on.");
    }
    has_all
}
