//! `cargo xtask mutate`: the command line of the mutation test.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use intercom_conformance::{SourceResponse, mutate, print_line};

/// Change responses in every way and at every place, and decode the results.
///
/// Without --cases the responses are made from the schemas of the contract.
#[derive(Parser)]
#[command(name = "cargo xtask mutate")]
struct Args {
    /// Take the responses of this case file
    #[arg(long, value_name = "FILE")]
    cases: Option<PathBuf>,
    /// The same seed makes the same bodies
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Decode at most this many bodies, chosen evenly
    #[arg(long, value_name = "COUNT", default_value_t = usize::MAX, hide_default_value = true)]
    limit: usize,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let answers = match &args.cases {
        None => Ok(SourceResponse::sampled()),
        Some(file) => {
            File::open(file).and_then(|cases| SourceResponse::recorded(BufReader::new(cases)))
        }
    };
    let answers = match answers {
        Ok(answers) => answers,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::from(2);
        }
    };
    let tally = mutate(&answers, args.seed, args.limit);
    for failure in &tally.failures {
        print_line(format_args!("FAIL {failure}"));
    }
    print_line(tally.to_string().trim_end());
    ExitCode::from(u8::from(!tally.failures.is_empty()))
}
