//! The commands of this repository. `cargo xtask help` lists them.

#![deny(clippy::print_stdout)]

mod commands;
mod support;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use commands::{
    audit, bench, bump, cases, ci, codegen, diff, docs, features, import, mutate, operations,
    package, release, versions, watch,
};
use support::program::Failed;
use support::tests_package;
use support::workspace::Workspace;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The commands of this repository")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Audit(audit::Args),
    Bench(bench::Args),
    Bump(bump::Args),
    Cases(cases::Args),
    Ci(ci::Args),
    Codegen(codegen::Args),
    Diff(diff::Args),
    Docs(docs::Args),
    Features(features::Args),
    /// Hold the client against a server or recorded exchanges
    #[command(disable_help_flag = true)]
    Conformance(tests_package::Args),
    Import(import::Args),
    Mutate(mutate::Args),
    Operations(operations::Args),
    Package(package::Args),
    Release(release::Args),
    /// Run a simulated Intercom workspace
    #[command(disable_help_flag = true)]
    Simulate(tests_package::Args),
    Versions(versions::Args),
    Watch(watch::Args),
}

fn main() -> ExitCode {
    let workspace = Workspace::here();
    let outcome = match Cli::parse().command {
        Command::Audit(args) => audit::run(&workspace, &args),
        Command::Bench(args) => bench::run(&workspace, &args),
        Command::Bump(args) => bump::run(&workspace, &args),
        Command::Ci(args) => ci::run(&workspace, &args),
        Command::Cases(args) => cases::run(&workspace, &args),
        Command::Conformance(args) => tests_package::run(&workspace, "conformance", &args.options),
        Command::Simulate(args) => tests_package::run(&workspace, "simulate", &args.options),
        Command::Versions(args) => versions::run(&workspace, &args),
        Command::Watch(args) => watch::run(&workspace, &args),
        Command::Codegen(args) => codegen::run(&workspace, &args),
        Command::Diff(args) => return diff::run(&workspace, &args),
        Command::Docs(args) => docs::run(&workspace, &args),
        Command::Features(args) => features::run(&workspace, &args),
        Command::Import(args) => import::run(&workspace, &args),
        Command::Mutate(args) => mutate::run(&workspace, &args),
        Command::Operations(args) => operations::run(&workspace, &args),
        Command::Package(args) => package::run(&workspace, &args),
        Command::Release(args) => release::run(&workspace, &args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => match error.downcast::<Failed>() {
            Ok(failed) => ExitCode::from(failed.code()),
            Err(error) => {
                eprintln!("error: {error:#}");
                ExitCode::FAILURE
            }
        },
    }
}
