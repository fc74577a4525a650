//! Tools that are not part of a toolchain. Each runs where it is installed.

use std::process::{Command, Stdio};
use std::time::Instant;

use super::Outcome;
use crate::support::output::say;
use crate::support::workspace::Workspace;

/// A program and its arguments.
struct Tool {
    name: &'static str,
    command: &'static str,
    /// What `cargo install --locked` installs it by.
    package: &'static str,
    /// Whether it only runs with `--full`.
    is_slow: bool,
}

/// What is looked for: misspelled words by `_typos.toml`, dependencies that nothing uses, and licenses and
/// sources by `deny.toml`. Advisories are fetched from the network; the workflow looks for those.
const TOOLS: [Tool; 3] = [
    Tool {
        name: "spelling",
        command: "typos",
        package: "typos-cli",
        is_slow: false,
    },
    Tool {
        name: "unused dependencies",
        command: "cargo-machete",
        package: "cargo-machete",
        is_slow: false,
    },
    Tool {
        name: "dependencies",
        command: "cargo-deny check bans licenses sources",
        package: "cargo-deny",
        is_slow: true,
    },
];

/// What compares with the last release, which must exist.
const SEMVER: Tool = Tool {
    name: "semantic versions",
    command: "cargo-semver-checks semver-checks --package intercom-core --package intercom-api \
              --package intercom-simulator",
    package: "cargo-semver-checks",
    is_slow: true,
};

/// Runs the tools that are installed, and prints which are not.
pub(super) fn run(workspace: &Workspace, is_full: bool) -> Vec<Outcome> {
    let mut outcomes: Vec<_> = TOOLS
        .iter()
        .filter(|tool| is_full || !tool.is_slow)
        .filter_map(|tool| outcome(workspace, tool))
        .collect();
    if is_full {
        if is_released(workspace) {
            outcomes.extend(outcome(workspace, &SEMVER));
        } else {
            say!(
                "\n== {}\nskipped: there is no release to compare with",
                SEMVER.name
            );
        }
    }
    outcomes
}

/// Whether the changelog has a version.
fn is_released(workspace: &Workspace) -> bool {
    let changelog = workspace.read("intercom-api/CHANGELOG.md");
    let changelog = changelog.ok().flatten().unwrap_or_default();
    changelog
        .lines()
        .any(|line| line.starts_with("## ") && line != "## Unreleased")
}

fn outcome(workspace: &Workspace, tool: &Tool) -> Option<Outcome> {
    let mut words = tool.command.split_whitespace();
    let program = words.next().unwrap_or_default();
    say!("\n== {}: {}", tool.name, tool.command);
    if !is_installed(program) {
        say!(
            "skipped: {program} is not installed; `cargo install --locked {}` installs it",
            tool.package
        );
        return None;
    }
    let started = Instant::now();
    let status = Command::new(program)
        .args(words)
        .current_dir(workspace.path("."))
        // Set by the outer cargo for this program.
        .env_remove("CARGO_MANIFEST_DIR")
        .status();
    Some(Outcome {
        name: tool.name.to_owned(),
        passed: status.is_ok_and(|status| status.success()),
        took: started.elapsed(),
    })
}

fn is_installed(program: &str) -> bool {
    let version = Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    version.is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_tool_is_skipped() {
        let tool = Tool {
            name: "missing",
            command: "no-such-program-1f2e --all",
            package: "no-such-package",
            is_slow: false,
        };
        assert!(outcome(&Workspace::here(), &tool).is_none());
    }

    #[test]
    fn failing_tool_fails() {
        let tool = Tool {
            name: "compiler",
            command: "rustc --no-such-option",
            package: "rustc",
            is_slow: false,
        };
        assert!(!outcome(&Workspace::here(), &tool).unwrap().passed);
    }
}
