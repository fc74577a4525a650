//! What is to be done about what upstream did: decided here, carried out elsewhere.

use std::fmt;
use std::fmt::Write as _;
use std::path::Path;

use intercom_gen::diff::Rust;
use intercom_gen::diff::report::{Report, markdown};

use super::git::{Clone, Commit};
use crate::support::api_crate::crate_version;
use crate::support::comparison;
use crate::support::description::Description;
use crate::support::fetch::sha256;
use crate::support::sources::Sources;
use crate::support::workspace::Workspace;

/// Where upstream is cloned to, unless a clone is given.
const CLONE: &str = "target/upstream";

/// Every label that a pull request can get.
pub(super) const LABELS: [&str; 3] = ["upstream", "breaking", "operation-removed"];

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Plan {
    /// The file is the pinned one.
    Nothing,
    /// Only prose changed: it waits for the next change that matters.
    Wait {
        /// The commits that wait.
        commits: usize,
    },
    /// Upstream cannot be read.
    Issue {
        title: String,
        body: String,
        /// The commit from which on it cannot be read.
        commit: String,
    },
    /// The crate can follow.
    Propose(Box<Proposal>),
}

/// A pull request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Proposal {
    pub(super) branch: String,
    pub(super) title: String,
    pub(super) labels: Vec<&'static str>,
    /// Whether it may be merged as soon as its checks pass.
    pub(super) merges_itself: bool,
    /// The upstream commits, as Markdown.
    pub(super) commits: String,
    /// The comparison, as Markdown.
    pub(super) comparison: String,
    /// The upstream file, and where it is from.
    pub(super) description: String,
    pub(super) commit: String,
    pub(super) path: String,
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => write!(f, "plan: nothing: upstream is the pinned description"),
            Self::Wait { commits } => {
                let commits = match commits {
                    1 => "1 commit".to_owned(),
                    several => format!("{several} commits"),
                };
                write!(f, "plan: wait: {commits} changed nothing but prose")
            }
            Self::Issue { title, body, .. } => write!(f, "plan: issue\ntitle: {title}\n\n{body}"),
            Self::Propose(proposal) => {
                let Proposal {
                    branch,
                    title,
                    commits,
                    comparison,
                    ..
                } = &**proposal;
                let labels = proposal.labels.join(", ");
                let merges = if proposal.merges_itself {
                    "when its checks pass"
                } else {
                    "by a person"
                };
                write!(
                    f,
                    "plan: pull request\nbranch: {branch}\ntitle: {title}\nlabels: {labels}\nmerged: {merges}\n\n\
                     {commits}\n{comparison}"
                )
            }
        }
    }
}

/// The branch of the pull request for a version.
pub(super) fn branch(version: &str) -> String {
    format!("upstream-{version}")
}

/// Looks at a clone of upstream.
pub(super) fn make(workspace: &Workspace, upstream: Option<&Path>) -> anyhow::Result<Plan> {
    let version = crate_version(workspace)?;
    let sources = Sources::read(workspace)?;
    let pin = sources.descriptions.get(&version);
    let path = sources.path(&version);
    let upstream = match upstream {
        Some(folder) => Clone::at(folder),
        None => Clone::fetched(&sources.repository, &workspace.path(CLONE))?,
    };
    let head = upstream.head()?;
    let bytes = upstream.file(&head, &path)?;
    let is_pinned = |bytes: &[u8]| pin.is_some_and(|pin| pin.sha256 == sha256(bytes));
    if is_pinned(&bytes) {
        return Ok(Plan::Nothing);
    }
    let pinned = pin.and_then(|pin| pin.commit.as_deref());
    let pinned = upstream.pinned(pinned, &path, is_pinned)?;
    let commits = upstream.commits(pinned.as_deref(), &path)?;
    let open = |bytes: Vec<u8>| -> anyhow::Result<(Description, String)> {
        let text = String::from_utf8(bytes)?;
        let description = Description::of_text(workspace, "upstream", &path, &text)?;
        anyhow::ensure!(
            description.version == version,
            "{path} describes version {}, not {version}",
            description.version
        );
        Ok((description, text))
    };
    let (new, text) = match open(bytes) {
        Ok(opened) => opened,
        Err(error) => {
            let is_broken =
                |commit: &&Commit| upstream.file(&commit.id, &path).and_then(open).is_err();
            let broken = commits.iter().rev().take_while(is_broken).last();
            let broken = broken.map_or(head.clone(), |commit| commit.id.clone());
            let listed = listed(&sources.repository, pinned.as_deref(), &commits);
            return Ok(issue(&sources.repository, &path, broken, &error, &listed));
        }
    };
    let old = Description::open(workspace, &version)?;
    let report = comparison::between(workspace, &old, &new);
    let same = report
        .rust
        .as_ref()
        .is_ok_and(intercom_gen::manifest::Changes::is_empty);
    if report.diff.findings.is_empty() && report.diff.notes.is_empty() && same {
        return Ok(Plan::Wait {
            commits: commits.len(),
        });
    }
    let mut listed = listed(&sources.repository, pinned.as_deref(), &commits);
    let others = unknown_versions(&upstream, &sources, &version);
    if !others.is_empty() {
        _ = writeln!(
            listed,
            "\nUpstream also describes {}, which openapi/sources.toml does not have.",
            others.join(", ")
        );
    }
    if !new.defects.is_empty() {
        listed.push_str("\nBroken, and mended until a person decides:\n\n");
        for defect in &new.defects {
            _ = writeln!(
                listed,
                "- `{}`: {}: {}",
                defect.place, defect.what, defect.cure
            );
        }
    }
    Ok(Plan::Propose(Box::new(Proposal {
        branch: branch(&version),
        title: title(&version, &report),
        labels: labels(&report),
        merges_itself: labels(&report) == ["upstream"] && new.defects.is_empty(),
        commits: listed,
        comparison: markdown(&report),
        description: text,
        commit: commits.last().map_or(head, |commit| commit.id.clone()),
        path,
    })))
}

fn issue(
    repository: &str,
    path: &str,
    commit: String,
    error: &anyhow::Error,
    listed: &str,
) -> Plan {
    let short: String = commit.chars().take(10).collect();
    Plan::Issue {
        title: format!("Upstream cannot be read since {short}"),
        body: format!(
            "`{path}` cannot be imported since {repository}/commit/{commit}:\n\n```text\n{error:#}\n```\n\n\
             Until upstream mends it, or a correction in openapi/ does, the crate stays as it is.\n\n{listed}"
        ),
        commit,
    }
}

fn labels(report: &Report) -> Vec<&'static str> {
    let [upstream, breaking, removed] = LABELS;
    let breaks = report.diff.rust() == Rust::Breaking
        || report.rust.as_ref().is_err()
        || report
            .rust
            .as_ref()
            .is_ok_and(|changes| changes.verdict() == Rust::Breaking);
    let removes = report
        .diff
        .findings
        .iter()
        .any(|finding| finding.id() == "op-removed");
    [(upstream, true), (breaking, breaks), (removed, removes)]
        .into_iter()
        .filter_map(|(label, holds)| holds.then_some(label))
        .collect()
}

/// `Follow Intercom API 2.14: 2 operations added, 5 other changes`
fn title(version: &str, report: &Report) -> String {
    let counts = report.diff.counts();
    let count = |id: &str| counts.get(id).copied().unwrap_or(0);
    let (added, removed) = (count("op-added"), count("op-removed"));
    let others = report.diff.findings.len() - added - removed;
    let parts = [
        (added, "operation", "added"),
        (removed, "operation", "removed"),
        (others, "other change", ""),
        (
            report.diff.notes.len(),
            "change",
            "in prose of limits and the like",
        ),
    ];
    let parts: Vec<_> = parts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, what, verb)| {
            let plural = if count == 1 { "" } else { "s" };
            format!("{count} {what}{plural} {verb}")
                .trim_end()
                .to_owned()
        })
        .collect();
    format!("Follow Intercom API {version}: {}", parts.join(", "))
}

/// The commits since the pinned one, and the range that they are.
fn listed(repository: &str, pinned: Option<&str>, commits: &[Commit]) -> String {
    let mut text = String::from("Upstream commits");
    if let (Some(first), Some(last)) = (pinned, commits.last()) {
        let range = format!("{first}...{}", last.id);
        let shown = |id: &str| id.chars().take(10).collect::<String>();
        let (first, last) = (shown(first), shown(&last.id));
        _ = write!(
            text,
            " ([`{first}...{last}`]({repository}/compare/{range}))"
        );
    }
    text.push_str(":\n\n");
    for Commit { id, subject } in commits {
        let short: String = id.chars().take(10).collect();
        _ = writeln!(text, "- [`{short}`]({repository}/commit/{id}) {subject}");
    }
    text
}

/// Later versions than ours that are not in this repository.
fn unknown_versions(upstream: &Clone, sources: &Sources, ours: &str) -> Vec<String> {
    let number = |version: &str| -> Option<Vec<u32>> {
        version.split('.').map(|part| part.parse().ok()).collect()
    };
    let Some(ours) = number(ours) else {
        return Vec::new();
    };
    let mut versions = upstream.folder("descriptions").unwrap_or_default();
    versions.retain(|version| {
        !sources.descriptions.contains_key(version)
            && number(version).is_some_and(|number| number > ours)
    });
    versions
}
