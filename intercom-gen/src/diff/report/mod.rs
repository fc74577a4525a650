//! A comparison as people and programs read it: text, Markdown, JSON, annotations of GitHub.

mod github;
mod json;
mod markdown;
mod text;

pub use github::github;
pub use json::json;
pub use markdown::markdown;
pub use text::text;

use super::manifest::Changes;
use super::{Diff, Finding, Running, Rust};

/// Everything that is known of a comparison.
#[derive(Clone, Debug)]
pub struct Report {
    /// What people call the old side: `2.14`.
    pub old: String,
    /// What people call the new side.
    pub new: String,
    /// The findings.
    pub diff: Diff,
    /// How the generated Rust API changes; a reason where one side cannot be generated.
    pub rust: Result<Changes, String>,
    /// How many edits of prose were seen. A contract holds no prose, so none are seen in one.
    pub doc_only_edits: usize,
}

impl Report {
    /// The part of a version that must grow when the crate is generated from the new side:
    /// `major`, `minor` or `patch`. Below 1.0, Cargo reads `major` as the minor part and the
    /// others as the patch.
    pub fn semver(&self) -> &'static str {
        let verdict = match &self.rust {
            Ok(changes) => changes.verdict(),
            Err(_) => self.diff.rust(),
        };
        match verdict {
            Rust::Breaking => "major",
            Rust::Additive => "minor",
            Rust::None => "patch",
        }
    }

    /// The findings in groups, the worst first, with headings; empty groups are omitted.
    fn groups(&self) -> Vec<(&'static str, Vec<&Finding>)> {
        let tiers = [
            (Tier::Breaking, "Breaking"),
            (Tier::Additive, "Additive, or degrading"),
            (Tier::None, "Without effect"),
        ];
        let group = |tier| -> Vec<_> {
            let findings = self.diff.findings.iter();
            findings
                .filter(|finding| Tier::of(finding) == tier)
                .collect()
        };
        let groups = tiers.map(|(tier, title)| (title, group(tier)));
        groups
            .into_iter()
            .filter(|(_, findings)| !findings.is_empty())
            .collect()
    }

    /// The numbers of each verdict, on one line each.
    fn summary(&self) -> [String; 2] {
        let rust = |verdict: Rust| {
            self.diff
                .findings
                .iter()
                .filter(|f| f.rust == verdict)
                .count()
        };
        let running = |verdict: Running| {
            let findings = self.diff.findings.iter();
            findings
                .filter(|finding| finding.running == verdict)
                .count()
        };
        [
            format!(
                "Rust API when regenerated: {} breaking, {} additive, {} without effect",
                rust(Rust::Breaking),
                rust(Rust::Additive),
                rust(Rust::None)
            ),
            format!(
                "Running programs: {} break, {} degrade, {} work as before",
                running(Running::Breaks),
                running(Running::Degrades),
                running(Running::Works)
            ),
        ]
    }

    /// How many edits of prose there were, if any were seen.
    fn prose(&self) -> Option<String> {
        match self.doc_only_edits {
            0 => None,
            1 => Some("1 edit of prose".to_owned()),
            count => Some(format!("{count} edits of prose")),
        }
    }
}

/// The level at which a finding is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// Neither the Rust API nor running programs notice.
    None,
    /// The Rust API grows, or running programs degrade.
    Additive,
    /// The Rust API or running programs break.
    Breaking,
}

impl Tier {
    /// The tier of a finding: the worse of its verdicts.
    pub fn of(finding: &Finding) -> Self {
        let rust = match finding.rust {
            Rust::None => Self::None,
            Rust::Additive => Self::Additive,
            Rust::Breaking => Self::Breaking,
        };
        let running = match finding.running {
            Running::Works => Self::None,
            Running::Degrades => Self::Additive,
            Running::Breaks => Self::Breaking,
        };
        rust.max(running)
    }
}

/// `3 operations`, or their names where they are few.
fn reach(finding: &Finding) -> String {
    match finding.operations.as_slice() {
        // The site contains it.
        [only] if finding.site.starts_with(only.as_str()) => String::new(),
        [] => "no operation".to_owned(),
        few if few.len() <= 2 => few.join(", "),
        many => format!("{} operations", many.len()),
    }
}
