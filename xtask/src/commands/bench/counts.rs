//! Instruction counts, which do not depend on what else the machine does.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail};

/// What is counted.
pub(super) const NAMES: [&str; 10] = [
    "page/client",
    "page/derive",
    "contact/client",
    "contact/derive",
    "walk/client",
    "walk/list",
    "changes/client",
    "changes/decode",
    "call/client",
    "call/by-hand",
];

/// Whether there is a tool that counts.
pub(super) fn is_available() -> bool {
    let version = Command::new("valgrind").arg("--version").output();
    version.is_ok_and(|output| output.status.success())
}

/// Counts the instructions of one work: those of so many, less those of half as many.
pub(super) fn count(costs: &Path, name: &str) -> anyhow::Result<u64> {
    // Some ten million instructions of each, since valgrind takes a second for as many.
    let times = match name.split('/').next() {
        Some("walk" | "changes") => 1,
        Some("page") => 2,
        _ => 100,
    };
    let whole = |times: u64| -> anyhow::Result<u64> {
        let output = Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(costs)
            .args(["count", name, &times.to_string()])
            .output()
            .context("cannot run valgrind")?;
        let report = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            bail!("{name} cannot be counted: {}", report.trim());
        }
        collected(&report).with_context(|| format!("valgrind reports no count of {name}"))
    };
    Ok((whole(2 * times)?.saturating_sub(whole(times)?)) / times)
}

/// The count in a report: `==1== Collected : 95`.
fn collected(report: &str) -> Option<u64> {
    let (_, count) = report
        .lines()
        .find_map(|line| line.split_once("Collected : "))?;
    count.trim().parse().ok()
}

pub(super) fn parse(text: &str) -> anyhow::Result<BTreeMap<String, u64>> {
    toml::from_str(text).context("the counts cannot be read")
}

pub(super) fn write(counts: &BTreeMap<String, u64>) -> anyhow::Result<String> {
    let text = toml::to_string(counts)?;
    Ok(format!(
        "# Instructions of one work, written by `cargo xtask bench` and compared by `--check`.\n{text}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn count_is_found_in_the_report() {
        let report = "==7== Callgrind\n==7== Events    : Ir\n==7== Collected : 1234\n==7== \n";
        assert_eq!(collected(report), Some(1234));
        assert_eq!(collected("==7== Events"), None);
    }

    #[test]
    fn counts_are_read_as_they_were_written() {
        let counts = BTreeMap::from([("walk/list".to_owned(), 7), ("page/client".to_owned(), 12)]);
        assert_eq!(parse(&write(&counts).unwrap()).unwrap(), counts);
    }
}
