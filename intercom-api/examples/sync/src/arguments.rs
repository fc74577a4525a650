//! The command line.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use intercom_api::Timestamp;

/// Description of the program in its help.
const ABOUT: &str = "Copy an Intercom workspace into an SQLite database, and keep it up to date";

/// Notes on the environment, at the end of the help.
const ENVIRONMENT: &str = "Reads INTERCOM_ACCESS_TOKEN, INTERCOM_REGION and INTERCOM_BASE_URL. Without a \
                           token, a simulated workspace on this machine is copied.";

/// The arguments of the program.
#[derive(Debug, Parser)]
#[command(name = "intercom-sync", about = ABOUT, after_help = ENVIRONMENT)]
pub(crate) struct Arguments {
    /// File of the database, created if there is none
    #[arg(long, value_name = "FILE")]
    pub(crate) database: PathBuf,
    /// Copy only what changed since this time: `2025-01-31`, `2025-01-31T08:00:00Z` or Unix seconds.
    /// A resource that was copied before resumes where it stopped
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) since: Option<Timestamp>,
    /// What to copy
    #[arg(long, value_enum, value_delimiter = ',', value_name = "LIST")]
    resources: Vec<Resource>,
    /// Copy a simulated workspace with N contacts and N/5 conversations
    #[arg(long, value_name = "N")]
    pub(crate) workspace_simulated: Option<usize>,
    /// How many conversations to read at a time
    #[arg(long, value_name = "COUNT", default_value_t = 15)]
    pub(crate) at_once: usize,
}

/// What is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Resource {
    Contacts,
    Conversations,
    Tickets,
    Companies,
}

impl Resource {
    /// The name of its table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Contacts => "contacts",
            Self::Conversations => "conversations",
            Self::Tickets => "tickets",
            Self::Companies => "companies",
        }
    }
}

impl Arguments {
    /// The resources to copy, each of them once.
    pub(crate) fn resources(&self) -> Vec<Resource> {
        let is_wanted =
            |resource: &Resource| self.resources.is_empty() || self.resources.contains(resource);
        let all = Resource::value_variants().iter().copied();
        all.filter(is_wanted).collect()
    }
}

fn time(text: &str) -> Result<Timestamp, String> {
    let time = text
        .parse::<Timestamp>()
        .or_else(|_| format!("{text}T00:00:00Z").parse());
    time.map_err(|_| {
        "not a time such as `2025-01-31`, `2025-01-31T08:00:00Z` or Unix seconds".to_owned()
    })
}
