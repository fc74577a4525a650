//! The commands of this repository. `cargo xtask help` lists them.

mod codegen;
mod import;
mod operations;
mod sources;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use workspace::Workspace;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The commands of this repository")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Codegen(codegen::Args),
    Import(import::Args),
    Operations(operations::Args),
}

fn main() -> ExitCode {
    let workspace = Workspace::here();
    let outcome = match Cli::parse().command {
        Command::Codegen(args) => codegen::run(&workspace, &args),
        Command::Import(args) => import::run(&workspace, &args),
        Command::Operations(args) => operations::run(&workspace, &args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
