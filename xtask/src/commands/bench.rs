//! `cargo xtask bench`: what the client costs, as tables and a chart in `docs/performance.md`, and
//! whether it has come to cost more.

mod charts;
mod compile;
mod counts;
mod tables;

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context as _, bail};

use crate::support::output::say;
use crate::support::program;
use crate::support::workspace::Workspace;

/// The document with the tables.
const DOCUMENT: &str = "docs/performance.md";
/// The chart beside it.
const CHART: &str = "docs/performance.svg";
/// The instruction counts that `--check` compares with.
const BASELINE: &str = "tests/costs/counts.toml";
/// How often times are measured. Medians count.
const RUNS: usize = 5;

/// Measure what the client costs, and write tables and chart
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Count instructions only, and fail where those of the client have grown by over 3 %, against the
    /// same work without it, since `tests/costs/counts.toml` was written
    #[arg(long)]
    check: bool,
    /// Measure compiling only, which takes some ten minutes
    #[arg(long, conflicts_with = "check")]
    compile: bool,
}

/// Runs the command.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<()> {
    let has_valgrind = counts::is_available();
    if args.check {
        if !has_valgrind {
            say!("valgrind is not installed: instructions are not counted");
            return Ok(());
        }
        let costs = build(workspace)?;
        let baseline = workspace
            .read(BASELINE)?
            .with_context(|| format!("no {BASELINE}"))?;
        return check(&counts::parse(&baseline)?, |name| {
            counts::count(&costs, name)
        });
    }
    if args.compile {
        return compile(workspace);
    }
    let costs = build(workspace)?;
    let mut runs = Vec::with_capacity(RUNS);
    for run in 1..=RUNS {
        say!("times, run {run} of {RUNS}");
        runs.push(measure(&costs, workspace)?);
    }
    let medians = medians(&runs)?;
    let mut counted = BTreeMap::new();
    if has_valgrind {
        for name in counts::NAMES {
            counted.insert(name.to_owned(), counts::count(&costs, name)?);
        }
    } else {
        say!("valgrind is not installed: the instructions in {DOCUMENT} stay as they are");
    }
    let document = workspace
        .read(DOCUMENT)?
        .with_context(|| format!("no {DOCUMENT}"))?;
    let document = tables::insert(&document, "times", &tables::times(&medians))?;
    if counted.is_empty() {
        return workspace.write(&[(DOCUMENT, &document), (CHART, &charts::ratios(&medians)?)]);
    }
    let document = tables::insert(&document, "instructions", &tables::counts(&counted))?;
    workspace.write(&[
        (DOCUMENT, &document),
        (CHART, &charts::ratios(&medians)?),
        (BASELINE, &counts::write(&counted)?),
    ])
}

/// Measures compiling and writes its table.
fn compile(workspace: &Workspace) -> anyhow::Result<()> {
    if !compile::is_available() {
        bail!("the program `time`, which measures processor time and memory, is not installed");
    }
    let table = compile::table(workspace)?;
    let document = workspace
        .read(DOCUMENT)?
        .with_context(|| format!("no {DOCUMENT}"))?;
    let document = tables::insert(&document, "compile", &table)?;
    workspace.write(&[(DOCUMENT, &document)])
}

/// What was measured: nanoseconds by subject and side, and the heap of a page against its bytes.
#[derive(Clone, Debug, PartialEq)]
struct Measured {
    nanoseconds: BTreeMap<(String, String), f64>,
    heap: f64,
}

impl Measured {
    /// The time of one side against that of another one.
    fn ratio(&self, subject: &str, one: &str, other: &str) -> Option<f64> {
        let time = |side: &str| {
            let key = (subject.to_owned(), side.to_owned());
            self.nanoseconds.get(&key).copied()
        };
        Some(time(one)? / time(other)?)
    }
}

fn build(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    let mut cargo = program::cargo();
    cargo
        .args(["build", "--release", "--package", "intercom-costs"])
        .current_dir(workspace.path("."));
    program::run("cargo build", &mut cargo)?;
    Ok(workspace.target().join("release/intercom-costs"))
}

fn measure(costs: &std::path::Path, workspace: &Workspace) -> anyhow::Result<Measured> {
    let printed = program::printed(&costs.to_string_lossy(), &["json"], &workspace.path("."))?;
    read(&serde_json::from_slice(&printed)?)
}

fn read(json: &serde_json::Value) -> anyhow::Result<Measured> {
    let times = json["times"].as_array().context("no `times`")?;
    let mut nanoseconds = BTreeMap::new();
    for time in times {
        let text = |key: &str| time[key].as_str().map(str::to_owned);
        let key = text("subject")
            .zip(text("side"))
            .context("a time without a name")?;
        nanoseconds.insert(
            key,
            time["nanoseconds"].as_f64().context("no `nanoseconds`")?,
        );
    }
    let heap = json["heap"].as_f64().context("no `heap`")?;
    Ok(Measured { nanoseconds, heap })
}

/// The run in the middle, number by number.
fn medians(runs: &[Measured]) -> anyhow::Result<Measured> {
    let first = runs.first().context("nothing was measured")?;
    let median = |mut numbers: Vec<f64>| {
        numbers.sort_by(f64::total_cmp);
        numbers.get(numbers.len() / 2).copied().unwrap_or_default()
    };
    let of = |key: &(String, String)| {
        let times = runs
            .iter()
            .filter_map(|run| run.nanoseconds.get(key).copied());
        median(times.collect())
    };
    let keys = first.nanoseconds.keys();
    Ok(Measured {
        nanoseconds: keys.map(|key| (key.clone(), of(key))).collect(),
        heap: median(runs.iter().map(|run| run.heap).collect()),
    })
}

/// Compares the counts of the client with those of the same work without it, and fails when a ratio has
/// grown too much. Both are counted on this machine: processor, compiler and libc change them alike.
fn check(
    baseline: &BTreeMap<String, u64>,
    count: impl Fn(&str) -> anyhow::Result<u64>,
) -> anyhow::Result<()> {
    let mut grown = Vec::new();
    for (name, other) in pairs(baseline) {
        let before = ratio(baseline[name], baseline[other]);
        let now = ratio(count(name)?, count(other)?);
        let has_grown = now > before * 1.03;
        let mark = if has_grown { "  GREW" } else { "" };
        say!("{name} against {other:<16} {now:.3}, before {before:.3}{mark}");
        if has_grown {
            grown.push(name);
        }
    }
    if !grown.is_empty() {
        bail!(
            "over 3 % more instructions than in {BASELINE}: {}; if that is intended, `cargo xtask bench` \
             writes the file anew",
            grown.join(", ")
        );
    }
    Ok(())
}

/// The counts of the client, each with that of the same work without it.
fn pairs(counts: &BTreeMap<String, u64>) -> Vec<(&str, &str)> {
    let subject = |name: &str| name.split('/').next().map(str::to_owned);
    let of_client = counts.keys().filter(|name| name.ends_with("/client"));
    let pairs = of_client.filter_map(|name| {
        let mut others = counts.keys();
        let other = others.find(|other| *other != name && subject(other) == subject(name))?;
        Some((name.as_str(), other.as_str()))
    });
    pairs.collect()
}

#[expect(clippy::cast_precision_loss, reason = "the ratio has three digits")]
fn ratio(count: u64, other: u64) -> f64 {
    count as f64 / other.max(1) as f64
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn run(client: f64, derive: f64) -> Measured {
        read(&json!({"heap": client, "times": [
            {"subject": "page", "side": "client", "nanoseconds": client},
            {"subject": "page", "side": "derive", "nanoseconds": derive},
        ]}))
        .unwrap()
    }

    #[test]
    fn medians_are_taken_number_by_number() {
        let runs = [run(1.0, 30.0), run(9.0, 10.0), run(2.0, 20.0)];
        assert_eq!(medians(&runs).unwrap(), run(2.0, 20.0));
        assert_eq!(
            medians(&runs).unwrap().ratio("page", "client", "derive"),
            Some(0.1)
        );
        assert_eq!(runs[0].ratio("page", "client", "list"), None);
        medians(&[]).unwrap_err();
    }

    #[test]
    fn count_that_grows_by_more_than_three_percent_fails_the_check() {
        let baseline = BTreeMap::from([
            ("page/client".to_owned(), 900),
            ("page/derive".to_owned(), 1000),
            ("walk/client".to_owned(), 500),
            ("walk/list".to_owned(), 500),
        ]);
        // Another machine needs twice as many for all of it.
        let count = |page: u64, walk: u64| {
            check(&baseline, move |name| {
                Ok(match name {
                    "page/client" => page,
                    "walk/client" => walk,
                    name => 2 * if name == "page/derive" { 1000 } else { 500 },
                })
            })
        };
        count(1850, 1030).unwrap();
        let error = count(1860, 1031).unwrap_err().to_string();
        assert!(error.contains("page/client, walk/client"), "{error}");
    }
}
