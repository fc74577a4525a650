//! `cargo xtask simulate`: a simulated workspace for people to talk to.

use std::fmt::Display;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use intercom_simulator::{Request, Seed, Workspace};

type AnyError = Box<dyn std::error::Error>;

/// Run a simulated Intercom workspace on this machine until interrupted.
#[derive(Parser)]
#[command(name = "cargo xtask simulate")]
struct Args {
    /// The port to listen on [default: any that is free]
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    port: u16,
    /// What to store at first: JSON with lists of objects by collection, or numbers of them
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,
    /// Send webhooks to this http address
    #[arg(long, value_name = "URL", requires = "webhook_secret")]
    webhook: Option<String>,
    /// The client secret that webhooks are signed with
    #[arg(long, value_name = "SECRET")]
    webhook_secret: Option<String>,
    /// Send webhooks in another order than that of the changes
    #[arg(long, requires = "webhook")]
    webhook_shuffled: bool,
    /// Send each webhook twice
    #[arg(long, requires = "webhook")]
    webhook_duplicated: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

async fn run(args: &Args) -> Result<(), AnyError> {
    let mut builder = Workspace::builder()
        .port(args.port)
        .forget_requests()
        .log(log);
    if let Some(file) = &args.seed {
        let place = file.display();
        let text = std::fs::read_to_string(file)
            .map_err(|error| format!("cannot read {place}: {error}"))?;
        builder =
            builder.seed(Seed::from_json(&text).map_err(|error| format!("{place}: {error}"))?);
    }
    if let (Some(url), Some(secret)) = (&args.webhook, &args.webhook_secret) {
        builder = builder.webhook(url, secret);
    }
    if args.webhook_shuffled {
        builder = builder.shuffled_webhooks();
    }
    if args.webhook_duplicated {
        builder = builder.duplicated_webhooks();
    }
    let workspace = builder.start().await?;
    print_line(format_args!("url    {}", workspace.base_url()));
    print_line(format_args!("token  {}", workspace.token()));
    std::future::pending::<()>().await;
    Ok(())
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
    let _ = writeln!(std::io::stdout(), "{line}");
}
