//! Two contracts → what changed, and what it means.
//!
//! - `verdict`: the verdicts; `rule`: the table of them; `finding`: a change with its verdicts
//! - `contract`: a contract with its operations and the components that each reaches
//! - `compare`: the comparison; `operations`, `parameters`, `bodies`, `components`, `schemas`
//!   and `alternatives` are its parts, `shape` decides what a schema is
//! - `facts`: what changed in limits, defaults and the like that are only stated in prose
//! - `report`: findings as text, Markdown, JSON and annotations

mod alternatives;
mod bodies;
mod compare;
mod components;
mod contract;
mod facts;
mod finding;
pub mod manifest;
mod mend;
mod operations;
mod parameters;
pub mod report;
mod rule;
mod schemas;
mod shape;
mod verdict;

use std::collections::BTreeMap;

use serde_json::Value;

pub use facts::Note;
pub use finding::{Finding, Side};
pub use mend::{mend, mends};
pub use rule::{RULES, Rule, table};
pub use verdict::{Running, Rust, Verdict};

/// Everything that changed from one contract to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Diff {
    /// In the order of their sites, then paths, then ids.
    pub findings: Vec<Finding>,
    /// Facts that are only stated in prose and changed where both contracts have the place, in the
    /// order of their places.
    pub notes: Vec<Note>,
}

/// Compares two contracts as they are, without corrections.
pub fn diff(old: &Value, new: &Value) -> Diff {
    let mut findings = compare::compare(old, new);
    let key = |finding: &Finding| {
        let values = (finding.old.to_string(), finding.new.to_string());
        (
            finding.site.clone(),
            finding.path.clone(),
            finding.id(),
            values,
        )
    };
    findings.sort_by_key(key);
    let notes = facts::notes(old, new);
    Diff { findings, notes }
}

impl Diff {
    /// How many findings of each id there are.
    pub fn counts(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for finding in &self.findings {
            *counts.entry(finding.id()).or_default() += 1;
        }
        counts
    }

    /// The worst that happens to the Rust API.
    pub fn rust(&self) -> Rust {
        let verdicts = self.findings.iter().map(|finding| finding.rust);
        verdicts.max().unwrap_or(Rust::None)
    }

    /// The worst that happens to programs that run.
    pub fn running(&self) -> Running {
        let verdicts = self.findings.iter().map(|finding| finding.running);
        verdicts.max().unwrap_or(Running::Works)
    }
}
