//! `cargo xtask ci`: everything that CI checks, with a summary.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use crate::support::api_crate::MANIFEST;
use crate::support::output::say;
use crate::support::workspace::Workspace;

/// Run what CI runs
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Also bump copies of the repository to the next version and to a worst-case description, build and
    /// test them
    #[arg(long)]
    full: bool,
}

/// Something to run, with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    name: String,
    /// Arguments of cargo.
    arguments: Vec<String>,
    /// Whether the documentation must be free of warnings.
    strict_docs: bool,
}

impl Step {
    fn cargo(name: &str, arguments: &str) -> Self {
        Self {
            name: name.to_owned(),
            arguments: arguments.split(' ').map(Into::into).collect(),
            strict_docs: false,
        }
    }
}

/// Runs the command.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<()> {
    let mut steps = vec![
        Step::cargo("format", "fmt --all --check"),
        Step::cargo(
            "lints",
            "clippy --workspace --all-targets --quiet -- -D warnings",
        ),
    ];
    steps.extend(essential());
    steps.push(Step::cargo(
        "documented items",
        "run --quiet --package xtask -- docs --check",
    ));
    steps.push(Step {
        strict_docs: true,
        ..Step::cargo("documentation", "doc --workspace --no-deps --quiet")
    });
    steps.extend(features(workspace)?);
    // A workspace of its own, which needs a nightly toolchain to run, but not to compile.
    steps.push(Step::cargo(
        "fuzz targets",
        "check --quiet --manifest-path fuzz/Cargo.toml --target-dir target/fuzz",
    ));
    if args.full {
        // One after the other: both build.
        steps.push(Step::cargo(
            "bump",
            "test --quiet --package xtask -- --ignored bump_in_a_copy --test-threads 1",
        ));
    }
    let spelling = spelling(workspace);
    run_steps(workspace, &steps)?;
    spelling
}

/// Runs `typos`, which checks spelling by `_typos.toml`, where it is installed.
fn spelling(workspace: &Workspace) -> anyhow::Result<()> {
    say!("\n== spelling: typos");
    match Command::new("typos")
        .current_dir(workspace.path("."))
        .status()
    {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => bail!("typos found mistakes; fix them, or allow the words in _typos.toml"),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            say!("skipped: typos is not installed; `cargo install --locked typos-cli` installs it");
            Ok(())
        }
        Err(error) => Err(error).context("cannot run typos"),
    }
}

/// What must hold after a bump: what is generated is fresh, compiles, and passes the tests.
pub(crate) fn after_bump() -> [Step; 3] {
    let crate_alone = Step::cargo("crate", "check --quiet --package intercom-api");
    let [generated, tests] = essential();
    [generated, crate_alone, tests]
}

fn essential() -> [Step; 2] {
    [
        Step::cargo(
            "generated files",
            "run --quiet --package xtask -- codegen --check",
        ),
        Step::cargo("tests", "test --workspace"),
    ]
}

/// Each resource must compile alone.
fn features(workspace: &Workspace) -> anyhow::Result<Vec<Step>> {
    let manifest: toml::Table = workspace.read(MANIFEST)?.unwrap_or_default().parse()?;
    let resources = manifest
        .get("features")
        .and_then(|features| features.get("resources"));
    let resources = resources
        .and_then(toml::Value::as_array)
        .into_iter()
        .flatten();
    let check = |name: &str| {
        let arguments =
            format!("check --quiet --package intercom-api --no-default-features --features {name}");
        Step::cargo(&format!("feature {name}"), &arguments)
    };
    Ok(resources
        .filter_map(toml::Value::as_str)
        .map(check)
        .collect())
}

/// Runs all steps one after the other, and prints a summary.
pub(crate) fn run_steps(workspace: &Workspace, steps: &[Step]) -> anyhow::Result<()> {
    let mut outcomes = Vec::with_capacity(steps.len());
    for step in steps {
        say!("\n== {}: cargo {}", step.name, step.arguments.join(" "));
        let started = Instant::now();
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(&step.arguments).current_dir(workspace.path("."));
        // Set by the outer cargo for this program; the inner cargo is for the workspace.
        cargo.env_remove("CARGO_MANIFEST_DIR");
        if step.strict_docs {
            cargo.env("RUSTDOCFLAGS", "-D warnings");
        }
        let passed = cargo.status().is_ok_and(|status| status.success());
        outcomes.push((step.name.as_str(), passed, started.elapsed()));
    }
    say!("\n{}", summary(&outcomes).trim_end());
    let failed = outcomes.iter().filter(|(_, passed, _)| !passed).count();
    if failed > 0 {
        bail!("{failed} of {} steps failed", outcomes.len());
    }
    Ok(())
}

/// Returns a line for each step; failed steps are in capitals.
fn summary(outcomes: &[(&str, bool, Duration)]) -> String {
    let width = outcomes
        .iter()
        .map(|(name, ..)| name.len())
        .max()
        .unwrap_or(0);
    let line = |(name, passed, took): &(&str, bool, Duration)| {
        let word = if *passed { "passed" } else { "FAILED" };
        format!("{name:width$}  {word}  {:6.1} s\n", took.as_secs_f64())
    };
    outcomes.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_resource_is_checked_alone() {
        let steps = features(&Workspace::here()).unwrap();
        assert!(steps.len() > 20, "{}", steps.len());
        assert!(steps.iter().any(|step| {
            step.name == "feature visitors"
                && step
                    .arguments
                    .ends_with(&["--features".to_owned(), "visitors".to_owned()])
        }));
    }

    #[test]
    fn the_workflow_builds_with_the_oldest_toolchain_that_is_promised() {
        let workspace = Workspace::here();
        let manifest: toml::Table = workspace
            .read("Cargo.toml")
            .unwrap()
            .unwrap()
            .parse()
            .unwrap();
        let oldest = manifest["workspace"]["package"]["rust-version"]
            .as_str()
            .unwrap();
        let workflow = workspace.read(".github/workflows/ci.yml").unwrap().unwrap();
        assert!(workflow.contains(&format!("cargo +{oldest} test")));
        assert!(workflow.contains(&format!("toolchain install {oldest} ")));
    }

    #[test]
    fn the_summary_shows_what_failed() {
        let second = Duration::from_secs(1);
        let text = summary(&[
            ("tests", true, second),
            ("documentation", false, 70 * second),
        ]);
        assert_eq!(
            text,
            "tests          passed     1.0 s\ndocumentation  FAILED    70.0 s\n"
        );
    }
}
