//! `cargo xtask ci`: everything that CI checks, with a summary.

mod tools;

use std::time::{Duration, Instant};

use anyhow::bail;

use crate::support::output::say;
use crate::support::program;
use crate::support::workspace::Workspace;

/// Run what CI runs
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Also test the packages as they are published, with the lowest versions of their dependencies as well;
    /// bump copies of the repository to the next version and to a worst-case description, build and test
    /// them; test packages for other versions of the API; drive the simulated workspace with other clients;
    /// count instructions; and run the tools for dependencies that are installed
    #[arg(long)]
    full: bool,
    /// Skip the slow steps of --full that could end later than this many minutes after the start
    #[arg(long, value_name = "MINUTES", requires = "full")]
    within: Option<u64>,
}

/// The slow steps, from the most important on: a name, the arguments of cargo, and the minutes that the step
/// takes on a slow machine with two cores.
const SLOW: [(&str, &str, u64); 6] = [
    ("packages", "run --quiet --package xtask -- package", 8),
    (
        // One after the other: both build.
        "bump",
        "test --quiet --package xtask -- --ignored bump_in_a_copy --test-threads 1",
        10,
    ),
    (
        "other versions",
        "run --quiet --package xtask -- versions",
        9,
    ),
    (
        "other clients",
        "test --quiet --package intercom-simulator --test sdks -- --ignored",
        2,
    ),
    ("costs", "run --quiet --package xtask -- bench --check", 7),
    (
        "lower bounds",
        "run --quiet --package xtask -- package --lower-bounds",
        8,
    ),
];

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
    steps.push(Step::cargo(
        "features",
        "run --quiet --package xtask -- features",
    ));
    // A workspace of its own, which needs a nightly toolchain to run, but not to compile.
    steps.push(Step::cargo(
        "fuzz targets",
        "check --quiet --manifest-path fuzz/Cargo.toml --target-dir target/fuzz",
    ));
    let started = Instant::now();
    let mut outcomes = tools::run(workspace, args.full);
    outcomes.extend(outcomes_of(workspace, &steps));
    let slow = if args.full { &SLOW[..] } else { &[] };
    for (name, arguments, minutes) in slow {
        if let Some(within) = args.within
            && !fits(started.elapsed(), *minutes, within)
        {
            say!("\n== {name}\nskipped: it could end later than {within} minutes after the start");
            continue;
        }
        outcomes.extend(outcomes_of(workspace, &[Step::cargo(name, arguments)]));
    }
    finish(&outcomes)
}

/// Whether a step of so many minutes ends within a limit.
fn fits(elapsed: Duration, minutes: u64, within: u64) -> bool {
    elapsed + Duration::from_secs(60 * minutes) <= Duration::from_secs(60 * within)
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

/// How a step ended.
pub(crate) struct Outcome {
    name: String,
    passed: bool,
    took: Duration,
}

/// Runs all steps one after the other, and prints a summary.
pub(crate) fn run_steps(workspace: &Workspace, steps: &[Step]) -> anyhow::Result<()> {
    finish(&outcomes_of(workspace, steps))
}

fn outcomes_of(workspace: &Workspace, steps: &[Step]) -> Vec<Outcome> {
    let run = |step: &Step| {
        say!("\n== {}: cargo {}", step.name, step.arguments.join(" "));
        let started = Instant::now();
        let mut cargo = program::cargo();
        cargo.args(&step.arguments).current_dir(workspace.path("."));
        if step.strict_docs {
            cargo.env("RUSTDOCFLAGS", "-D warnings");
        }
        Outcome {
            name: step.name.clone(),
            passed: cargo.status().is_ok_and(|status| status.success()),
            took: started.elapsed(),
        }
    };
    steps.iter().map(run).collect()
}

fn finish(outcomes: &[Outcome]) -> anyhow::Result<()> {
    say!("\n{}", summary(outcomes).trim_end());
    let failed = outcomes.iter().filter(|outcome| !outcome.passed).count();
    if failed > 0 {
        bail!("{failed} of {} steps failed", outcomes.len());
    }
    Ok(())
}

/// Returns a line for each step; failed steps are in capitals.
fn summary(outcomes: &[Outcome]) -> String {
    let widths = outcomes.iter().map(|outcome| outcome.name.len());
    let width = widths.max().unwrap_or(0);
    let line = |Outcome { name, passed, took }: &Outcome| {
        let word = if *passed { "passed" } else { "FAILED" };
        format!("{name:width$}  {word}  {:6.1} s\n", took.as_secs_f64())
    };
    outcomes.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn the_workflow_builds_the_library_with_its_oldest_toolchain() {
        let workspace = Workspace::here();
        let read = |name: &str| workspace.read(name).unwrap().unwrap();
        let workflow = read(".github/workflows/ci.yml");
        for name in ["intercom-api/Cargo.toml", "intercom-api/core/Cargo.toml"] {
            let manifest: toml::Table = read(name).parse().unwrap();
            let oldest = manifest["package"]["rust-version"].as_str().unwrap();
            assert!(workflow.contains(&format!("cargo +{oldest} check --package intercom-api")));
            assert!(read("README.md").contains(&format!("Rust {oldest} and later")));
        }
        // All that the documentation shows, but what needs a later one.
        let mut features = crate::support::api_crate::documented_features(&workspace).unwrap();
        features.retain(|feature| !["canvas", "rows"].contains(&feature.as_str()));
        assert!(workflow.contains(&format!("--features {}\n", features.join(","))));
    }

    #[test]
    fn slow_step_runs_only_where_it_ends_in_time() {
        let minute = Duration::from_secs(60);
        assert!(fits(30 * minute, 8, 38));
        assert!(!fits(31 * minute, 8, 38));
    }

    #[test]
    fn the_summary_shows_what_failed() {
        let second = Duration::from_secs(1);
        let outcome = |name: &str, passed, took| Outcome {
            name: name.to_owned(),
            passed,
            took,
        };
        let text = summary(&[
            outcome("tests", true, second),
            outcome("documentation", false, 70 * second),
        ]);
        assert_eq!(
            text,
            "tests          passed     1.0 s\ndocumentation  FAILED    70.0 s\n"
        );
    }
}
