//! A simulated workspace as a program of its own, for clients in any language.

use std::fmt::Display;
use std::io::Write as _;
use std::net::IpAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use intercom_simulator::contract::Contract;
use intercom_simulator::{Builder, Request, Seed, Workspace};

type AnyError = Box<dyn std::error::Error>;

/// The client secret of webhooks, unless another one is given.
const SECRET: &str = "simulated-client-secret";

/// Run a simulated Intercom workspace on this machine until interrupted.
///
/// Prints its URL and the access token that it accepts, and then a line for each request. Give both
/// to any client of the Intercom API. Nothing is stored on disk: each start begins anew.
#[derive(Parser)]
#[command(
    version,
    max_term_width = 100,
    after_help = "Examples:\n  \
        intercom-simulator --port 4010 --contacts 1000 --conversations 200\n  \
        intercom-simulator --port 4010 --seed seed.json --rate-limit 100/60\n  \
        intercom-simulator --webhook http://127.0.0.1:3000/webhooks\n\n\
        A seed file holds lists of objects, or numbers of them, by collection:\n  \
        {\"contacts\": [{\"email\": \"ann@example.com\"}], \"articles\": 20}"
)]
struct Args {
    /// The port to listen on [default: any that is free]
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    port: u16,
    /// The address to listen on; 0.0.0.0 accepts requests from other machines
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    host: IpAddr,
    /// The port of the second host, which has recordings of calls [default: any that is free]
    #[arg(
        long,
        default_value_t = 0,
        hide_default_value = true,
        value_name = "PORT"
    )]
    second_port: u16,
    /// The access token to accept [default: a fixed one, which is printed]
    #[arg(long)]
    token: Option<String>,

    #[command(flatten)]
    seeds: Seeds,

    /// The rate limit: CALLS, or CALLS/SECONDS for another window than a minute
    #[arg(long, value_name = "LIMIT", default_value = "10000/60", value_parser = rate_limit)]
    rate_limit: (u32, Duration),
    /// The time zone of the workspace, such as Europe/Dublin
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    time_zone: String,
    /// How long searches lag behind what is stored, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    search_delay: u64,
    /// The version of the API: one with a built-in contract
    #[arg(
        long,
        value_name = "VERSION",
        default_value_t = Contract::default().version().to_owned(),
        value_parser = version_names()
    )]
    api_version: String,
    /// A contract of another version: its OpenAPI 3.0 document in JSON
    #[arg(long, value_name = "FILE", conflicts_with = "api_version")]
    contract: Option<PathBuf>,

    /// Send webhooks to this http address; may be repeated
    #[arg(long, value_name = "URL")]
    webhook: Vec<String>,
    /// The client secret that webhooks are signed with
    #[arg(long, value_name = "SECRET", requires = "webhook", default_value = SECRET)]
    webhook_secret: String,
    /// Send webhooks in another order than that of the changes
    #[arg(long, requires = "webhook")]
    webhook_shuffled: bool,
    /// Send each webhook twice
    #[arg(long, requires = "webhook")]
    webhook_duplicated: bool,

    /// Print no line for each request
    #[arg(long)]
    quiet: bool,
}

/// What the workspace stores at first [default: a few objects of every kind].
#[derive(clap::Args)]
struct Seeds {
    /// How many contacts to store at first
    #[arg(long, value_name = "COUNT")]
    contacts: Option<usize>,
    /// How many companies to store at first
    #[arg(long, value_name = "COUNT")]
    companies: Option<usize>,
    /// How many conversations to store at first
    #[arg(long, value_name = "COUNT")]
    conversations: Option<usize>,
    /// How many tickets to store at first
    #[arg(long, value_name = "COUNT")]
    tickets: Option<usize>,
    /// A JSON file with what to store at first
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,
    /// Store a few objects of every kind, before those of the other options
    #[arg(long)]
    example: bool,
    /// Store nothing at first but admins, teams and settings
    #[arg(long, conflicts_with_all = ["contacts", "companies", "conversations", "tickets", "seed", "example"])]
    empty: bool,
}

fn version_names() -> clap::builder::PossibleValuesParser {
    Contract::versions().iter().copied().into()
}

/// Reads `1000` or `100/10`.
fn rate_limit(text: &str) -> Result<(u32, Duration), String> {
    let (calls, seconds) = text.split_once('/').unwrap_or((text, "60"));
    let problem = "must be a number of calls, or CALLS/SECONDS such as 100/10";
    let calls = calls.parse().map_err(|_| problem)?;
    match seconds.parse() {
        Ok(seconds) if seconds > 0 => Ok((calls, Duration::from_secs(seconds))),
        _ => Err(problem.to_owned()),
    }
}

impl Seeds {
    /// Adds the seeds to a workspace.
    fn add_to(&self, mut builder: Builder) -> Result<Builder, AnyError> {
        if self.empty {
            return Ok(builder.seed(Seed::empty()));
        }
        if self.example {
            builder = builder.seed(Seed::example());
        }
        // Contacts come first: conversations and tickets belong to them.
        if let Some(count) = self.contacts {
            builder = builder.seed(Seed::contacts(count));
        }
        if let Some(count) = self.companies {
            builder = builder.seed(Seed::companies(count));
        }
        if let Some(file) = &self.seed {
            let place = file.display();
            let text = std::fs::read_to_string(file)
                .map_err(|error| format!("cannot read {place}: {error}"))?;
            let seed = Seed::from_json(&text).map_err(|error| format!("{place}: {error}"))?;
            builder = builder.seed(seed);
        }
        if let Some(count) = self.conversations {
            builder = builder.seed(Seed::conversations(count));
        }
        if let Some(count) = self.tickets {
            builder = builder.seed(Seed::tickets(count));
        }
        Ok(builder)
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(args: &Args) -> Result<(), AnyError> {
    let workspace = builder(args)?.start().await?;
    let interrupted = interruption()?;
    print_line(format_args!("url    {}", workspace.base_url()));
    print_line(format_args!("token  {}", workspace.token()));
    if !args.webhook.is_empty() {
        print_line(format_args!("secret {}", args.webhook_secret));
    }
    interrupted.await;
    for path in workspace.take_leaks() {
        eprintln!("warning: the token was sent to another host than the workspace: {path}");
    }
    print_line("stopped");
    Ok(())
}

fn builder(args: &Args) -> Result<Builder, AnyError> {
    let (calls, window) = args.rate_limit;
    let mut builder = args
        .seeds
        .add_to(Workspace::builder())?
        .address(args.host)
        .port(args.port)
        .second_port(args.second_port)
        .rate_limit(calls, window)
        .time_zone(&args.time_zone)
        .search_delay(Duration::from_secs(args.search_delay))
        .forget_requests();
    builder = match &args.contract {
        Some(file) => builder.contract(Contract::from_file(file)?),
        None => builder.api_version(&args.api_version),
    };
    if let Some(token) = &args.token {
        builder = builder.token(token);
    }
    if !args.quiet {
        builder = builder.log(log);
    }
    for url in &args.webhook {
        builder = builder.webhook(url, &args.webhook_secret);
    }
    if args.webhook_shuffled {
        builder = builder.shuffled_webhooks();
    }
    if args.webhook_duplicated {
        builder = builder.duplicated_webhooks();
    }
    Ok(builder)
}

/// Returns what resolves at Ctrl-C, or when the process is requested to end.
#[cfg(unix)]
fn interruption() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Returns what resolves at Ctrl-C.
#[cfg(not(unix))]
fn interruption() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        tokio::signal::ctrl_c().await.ok();
    })
}

/// One line: `200 GET /contacts ListContacts`. The query is left out: it may name people.
fn log(request: &Request) {
    let operation = request.operation_id.as_deref().unwrap_or("-");
    let (status, method, path) = (request.status, &request.method, &request.path);
    print_line(format_args!("{status} {method} {path} {operation}"));
    for key in &request.unknown_keys {
        print_line(format_args!("    not in the contract: {key}"));
    }
}

/// Prints a line. A reader that stops reading (`| head`) ends the output, not the program.
fn print_line(line: impl Display) {
    let mut output = std::io::stdout();
    let _ = writeln!(output, "{line}").and_then(|()| output.flush());
}
