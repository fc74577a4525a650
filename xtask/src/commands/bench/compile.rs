//! What compiling costs: the crates alone beside what progenitor generates from the same operations, and a
//! program with all of its dependencies.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::RUNS;
use crate::support::output::say;
use crate::support::program;
use crate::support::workspace::Workspace;

/// The features that a program has without those for its TLS, as a build of the runtime alone needs them.
const CORE: &str = "--package intercom-core --features rustls,http2,gzip,tracing";
const API: &str = "--package intercom-api";

/// A program that lists contacts.
const PROGRAM: &str = r#"
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), intercom_api::Error> {
    let intercom = intercom_api::Client::from_env()?;
    let mut contacts = intercom.contacts().list().items();
    while let Some(contact) = contacts.next().await {
        println!("{}", contact?.id);
    }
    Ok(())
}
"#;

/// The programs that are built from nothing: a name, the features of the dependency, and the aim in seconds.
const PROGRAMS: [(&str, &str, f64); 2] = [
    ("default features", "", 50.0),
    (
        "one resource, without `http2`, `gzip` and `tracing`",
        r#", default-features = false, features = ["rustls", "contacts"]"#,
        42.0,
    ),
];

/// What building cost: seconds of processor time, and the largest resident memory in MB.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Cost {
    seconds: f64,
    megabytes: f64,
}

/// A row of the table: what was built, its cost, and the largest ratios that are aimed at.
struct Row {
    name: &'static str,
    cost: Cost,
    time: Option<f64>,
    memory: Option<f64>,
}

/// Whether there is the program `time` that measures.
pub(super) fn is_available() -> bool {
    let measured = std::process::Command::new("time")
        .args(["-f", "%U", "true"])
        .output();
    measured.is_ok_and(|output| output.status.success())
}

/// Measures all builds and returns the table.
pub(super) fn table(workspace: &Workspace) -> anyhow::Result<String> {
    let target = workspace.target().join("compile");
    let stock = stock(workspace)?;
    let measure = |name: &str, folder: &Path, source: &str, arguments: &str| {
        say!("compiling {name}");
        let build = Build {
            folder,
            arguments,
            target: &target,
        };
        build.run()?;
        let mut costs = Vec::with_capacity(RUNS);
        for _ in 0..RUNS {
            touch(&folder.join(source))?;
            costs.push(build.run()?);
        }
        let cost = median(costs)?;
        say!("  {:.1} s, {:.0} MB", cost.seconds, cost.megabytes);
        anyhow::Ok(cost)
    };
    let here = workspace.path(".");
    let generated = measure("progenitor's output", &stock, "src/lib.rs", "")?;
    let source = "intercom-api/src/lib.rs";
    let all = measure(
        "all features",
        &here,
        source,
        &format!("{API} --all-features"),
    )?;
    let default = measure("default features", &here, source, API)?;
    let one = format!("{API} --no-default-features --features visitors");
    let one = measure("one resource", &here, source, &one)?;
    let core = measure("the runtime", &here, "intercom-api/core/src/lib.rs", CORE)?;
    let both = Cost {
        seconds: core.seconds + default.seconds,
        megabytes: core.megabytes.max(default.megabytes),
    };
    let row = |name, cost, time, memory| Row {
        name,
        cost,
        time,
        memory,
    };
    let rows = [
        row("progenitor's output", generated, None, None),
        row("`intercom-api`, all features", all, Some(0.12), Some(0.28)),
        row("`intercom-api`, default features", default, None, None),
        row("`intercom-api`, one resource", one, Some(0.03), None),
        row("`intercom-core`", core, None, None),
        row("both, default features", both, Some(0.21), None),
    ];
    let mut programs = Vec::new();
    for (name, features, aim) in PROGRAMS {
        say!("a program with {name}");
        programs.push((name, whole_program(workspace, features)?, aim));
    }
    Ok(written(&rows, &programs))
}

/// A build that is measured.
struct Build<'a> {
    folder: &'a Path,
    arguments: &'a str,
    target: &'a Path,
}

impl Build<'_> {
    fn run(&self) -> anyhow::Result<Cost> {
        std::fs::create_dir_all(self.target)?;
        let report = self.target.join("time.txt");
        let mut command = std::process::Command::new("time");
        command
            .args(["-f", "%U %M", "-o"])
            .arg(&report)
            .arg(program::cargo().get_program())
            .args(["build", "--quiet"])
            .args(self.arguments.split_whitespace())
            .current_dir(self.folder)
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_TARGET_DIR", self.target)
            .env_remove("CARGO_MANIFEST_DIR");
        program::run("cargo build", &mut command)?;
        let report = std::fs::read_to_string(report)?;
        read(&report).with_context(|| format!("`time` reports {report:?}"))
    }
}

/// Reads seconds and kilobytes.
fn read(report: &str) -> Option<Cost> {
    let (seconds, kilobytes) = report.trim().split_once(' ')?;
    let kilobytes: f64 = kilobytes.parse().ok()?;
    Some(Cost {
        seconds: seconds.parse().ok()?,
        megabytes: kilobytes / 1000.0,
    })
}

fn median(mut costs: Vec<Cost>) -> anyhow::Result<Cost> {
    costs.sort_by(|one, other| one.seconds.total_cmp(&other.seconds));
    let median = costs.get(costs.len() / 2).copied();
    median.context("nothing was measured")
}

/// Makes cargo compile a package again.
fn touch(source: &Path) -> anyhow::Result<()> {
    let file = std::fs::File::options().append(true).open(source);
    let file = file.with_context(|| format!("cannot open {}", source.display()))?;
    file.set_modified(std::time::SystemTime::now())?;
    Ok(())
}

/// Generates the crate with what progenitor alone makes.
fn stock(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    let version = crate::support::api_crate::crate_version(workspace)?;
    let folder = workspace.target().join("stock");
    let mut cargo = program::cargo();
    cargo
        .args(["run", "--quiet", "--release", "--package", "intercom-gen"])
        .args(["--example", "stock", "--"])
        .arg(format!("openapi/{version}"))
        .arg(&folder)
        .current_dir(workspace.path("."));
    program::run("cargo run", &mut cargo)?;
    Ok(folder)
}

/// Builds a program with all of its dependencies from nothing, so often as the other builds.
fn whole_program(workspace: &Workspace, features: &str) -> anyhow::Result<Cost> {
    let folder = workspace.target().join("compile/program");
    let target = folder.join("target");
    let api = workspace.path("intercom-api").canonicalize()?;
    let api = toml::Value::from(&*api.to_string_lossy());
    let manifest = format!(
        "[package]\nname = \"listing\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\nintercom-api = {{ path = {api}{features} }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n"
    );
    std::fs::create_dir_all(folder.join("src"))?;
    std::fs::write(folder.join("Cargo.toml"), manifest)?;
    std::fs::write(folder.join("src/main.rs"), PROGRAM)?;
    let lock = workspace.read("Cargo.lock")?.unwrap_or_default();
    std::fs::write(folder.join("Cargo.lock"), lock)?;
    let mut costs = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        if target.exists() {
            std::fs::remove_dir_all(&target)?;
        }
        let build = Build {
            folder: &folder,
            arguments: "",
            target: &target,
        };
        costs.push(build.run()?);
    }
    median(costs)
}

/// Writes the table: seconds and memory, and both against progenitor's output, which is the first row.
fn written(rows: &[Row], programs: &[(&str, Cost, f64)]) -> String {
    let mut table = "| dev profile | user time | peak memory | time | aim | memory | aim |\n\
                     |---|---|---|---|---|---|---|\n"
        .to_owned();
    let aim = |aim: Option<f64>| aim.map_or(String::new(), |aim| format!("≤ {aim:.2}"));
    let base = rows.first().map(|row| row.cost);
    for Row {
        name,
        cost,
        time,
        memory,
    } in rows
    {
        let ratio = |of: fn(&Cost) -> f64| base.map_or(1.0, |base| of(cost) / of(&base));
        // A String takes everything.
        let _ = writeln!(
            table,
            "| {name} | {:.1} s | {:.0} MB | {:.2} | {} | {:.2} | {} |",
            cost.seconds,
            cost.megabytes,
            ratio(|cost| cost.seconds),
            aim(*time),
            ratio(|cost| cost.megabytes),
            aim(*memory),
        );
    }
    table.push_str("\n| a program, with all dependencies | user time | aim |\n|---|---|---|\n");
    for (name, cost, aim) in programs {
        let _ = writeln!(table, "| {name} | {:.1} s | ≤ {aim:.0} s |", cost.seconds);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn report_of_time_is_read() {
        let cost = read("3.25 430000\n").unwrap();
        assert_eq!(
            cost,
            Cost {
                seconds: 3.25,
                megabytes: 430.0
            }
        );
        assert_eq!(read("Command exited with non-zero status 101"), None);
    }

    #[test]
    fn costs_are_compared_with_the_first_row() {
        let cost = |seconds, megabytes| Cost { seconds, megabytes };
        let row = |name, cost, time| Row {
            name,
            cost,
            time,
            memory: None,
        };
        let rows = [
            row("other", cost(10.0, 1000.0), None),
            row("ours", cost(2.0, 400.0), Some(0.25)),
        ];
        let table = written(&rows, &[("all", cost(47.31, 1.0), 50.0)]);
        assert!(
            table.contains("| ours | 2.0 s | 400 MB | 0.20 | ≤ 0.25 | 0.40 |  |\n"),
            "{table}"
        );
        assert!(table.ends_with("| all | 47.3 s | ≤ 50 s |\n"), "{table}");
        median(Vec::new()).unwrap_err();
    }
}
