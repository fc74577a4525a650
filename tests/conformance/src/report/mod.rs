//! All outcomes together: counted, grouped, for people and for machines.

mod html;
mod outcome;

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value, json};

pub use self::outcome::{Check, Outcome, Problem};
use crate::decoded::{Fate, Leaves};

/// The results of all calls.
#[derive(Clone, Debug, Default)]
pub struct Report {
    outcomes: Vec<Outcome>,
    answers: Leaves,
    bodies: Leaves,
    /// Places of requests that arrived in another JSON type.
    other_type: BTreeMap<String, usize>,
}

/// How many calls of a group are named.
const NAMED: usize = 5;

impl Report {
    /// Adds an outcome; one that was skipped does not count.
    pub fn add(&mut self, outcome: Outcome) {
        if outcome.skipped.is_some() {
            return;
        }
        let operation = outcome.operation.as_deref().unwrap_or_default();
        self.answers.add(&outcome.answer, &format!("{operation} "));
        self.bodies.add(&outcome.body, &format!("{operation} "));
        for place in &outcome.other_type {
            *self
                .other_type
                .entry(format!("{operation} {place}"))
                .or_default() += 1;
        }
        self.outcomes.push(outcome);
    }

    /// The result of each call.
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }

    /// Returns the outcome of the leaves of all responses.
    pub fn answers(&self) -> &Leaves {
        &self.answers
    }

    /// What became of the leaves of all bodies of requests.
    pub fn bodies(&self) -> &Leaves {
        &self.bodies
    }

    /// How many calls passed.
    pub fn passed(&self) -> usize {
        self.outcomes
            .iter()
            .filter(|outcome| outcome.passed())
            .count()
    }

    /// How many calls failed.
    pub fn failed(&self) -> usize {
        self.outcomes.len() - self.passed()
    }

    /// `154 passed, 0 failed`
    pub fn summary(&self) -> String {
        format!("{} passed, {} failed", self.passed(), self.failed())
    }

    /// What became of the leaves, in a few lines; empty when there were none.
    pub fn leaves(&self) -> String {
        let mut text = String::new();
        for (what, leaves) in [("answers", &self.answers), ("bodies", &self.bodies)] {
            if leaves.total() == 0 {
                continue;
            }
            _ = write!(text, "{what}: {} leaves", leaves.total());
            for fate in [Fate::Typed, Fate::Extra, Fate::OtherType, Fate::Lost] {
                let count = leaves.count(fate);
                _ = write!(
                    text,
                    ", {count} {} ({})",
                    fate.name(),
                    percent(count, leaves.total())
                );
            }
            text.push('\n');
        }
        let arrived: usize = self.other_type.values().sum();
        if arrived > 0 {
            _ = writeln!(
                text,
                "requests: {arrived} scalars arrived in the type of the contract"
            );
        }
        text
    }

    /// The failures, and the leaves that are not in typed fields, grouped and counted.
    pub fn groups(&self) -> String {
        let mut text = format!("{}\n{}", self.summary(), self.leaves());
        text.push_str("\n## Failures\n\n");
        for ((operation, problem), calls) in self.failures() {
            let named = calls.iter().take(NAMED).map(String::as_str);
            let more = if calls.len() > NAMED { ", …" } else { "" };
            let named = named.collect::<Vec<_>>().join(", ");
            _ = writeln!(
                text,
                "- {} × {operation}: {problem} ({named}{more})",
                calls.len()
            );
        }
        for (what, leaves) in [("Responses", &self.answers), ("Bodies", &self.bodies)] {
            for fate in Fate::TOLD {
                _ = write!(text, "\n## {what}: {}\n\n", fate.name());
                for (place, count) in leaves.places(fate) {
                    _ = writeln!(text, "- {count} × {place}");
                }
            }
        }
        text.push_str("\n## Requests: arrived in the type of the contract\n\n");
        for (place, count) in &self.other_type {
            _ = writeln!(text, "- {count} × {place}");
        }
        text
    }

    /// Returns a page with every call, the failures grouped, and the leaves that are not in typed fields.
    pub fn to_html(&self, title: &str) -> String {
        html::page(self, title).to_html()
    }

    /// The calls that failed, by operation and problem.
    fn failures(&self) -> BTreeMap<(String, String), Vec<String>> {
        let mut groups: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for outcome in &self.outcomes {
            for problem in &outcome.problems {
                let operation = outcome.operation.as_ref().unwrap_or(&outcome.title).clone();
                let call = match (outcome.line, outcome.id.as_str()) {
                    (0, _) => outcome.title.clone(),
                    (line, "") => format!("line {line}"),
                    (_, id) => id.to_owned(),
                };
                let group = groups.entry((operation, problem.to_string()));
                group.or_default().push(call);
            }
        }
        groups
    }

    /// Everything for machines.
    pub fn to_json(&self) -> Value {
        let failures = self.failures().into_iter().map(|((operation, problem), calls)| {
            json!({ "operation": operation, "problem": problem, "calls": calls })
        });
        json!({
            "passed": self.passed(),
            "failed": self.failed(),
            "leaves": { "answers": self.answers.to_json(), "bodies": self.bodies.to_json() },
            "arrived_in_other_type": self.other_type,
            "failures": failures.collect::<Vec<_>>(),
            "calls": self.outcomes.iter().map(Outcome::to_json).collect::<Vec<_>>(),
        })
    }
}

/// A share in percent, never rounded up to all of it.
#[expect(clippy::cast_precision_loss, reason = "a share to two digits")]
fn percent(part: usize, whole: usize) -> String {
    let share = 10_000.0 * part as f64 / whole as f64;
    format!("{:.2} %", share.floor() / 100.0)
}
