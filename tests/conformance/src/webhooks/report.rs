//! Outcomes of recorded webhooks, counted by topic.

use std::collections::BTreeMap;
use std::fmt;

use intercom_report::{Cell, Column, Detail, Page, Row, Table, Tone, Total};
use serde_json::{Map, Value, json};

use crate::decoded::{Fate, Leaves};

/// The outcome of one line.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct WebhookOutcome {
    /// The line in the file, from 1.
    pub line: usize,
    /// What the file calls it.
    pub id: String,
    /// The topic, event or request; `None` where the request was not accepted.
    pub topic: Option<String>,
    /// Whether the item has a type.
    pub is_typed: bool,
    /// What is wrong, without values of customers.
    pub problems: Vec<String>,
    /// What became of the leaves of the body.
    pub leaves: Leaves,
}

impl WebhookOutcome {
    pub(super) fn failed(problem: String) -> Self {
        Self {
            problems: vec![problem],
            ..Self::default()
        }
    }

    /// Returns whether nothing went wrong.
    pub fn passed(&self) -> bool {
        self.problems.is_empty()
    }
}

impl fmt::Display for WebhookOutcome {
    /// One line: `FAIL line 3 case-7: expected valid, found mismatch`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.passed() { "ok  " } else { "FAIL" })?;
        write!(f, " line {}", self.line)?;
        if !self.id.is_empty() {
            write!(f, " {}", self.id)?;
        }
        if self.passed() {
            return Ok(());
        }
        write!(f, ": {}", self.problems.join("; "))
    }
}

/// The counts of one topic.
#[derive(Clone, Debug, Default, PartialEq)]
struct Topic {
    typed: usize,
    other: usize,
    leaves: Leaves,
}

/// The outcomes of all lines.
#[derive(Clone, Debug, Default)]
pub struct WebhookReport {
    topics: BTreeMap<String, Topic>,
    passed: usize,
    failures: Vec<WebhookOutcome>,
}

const FATES: [Fate; 4] = [Fate::Typed, Fate::Extra, Fate::OtherType, Fate::Lost];

impl WebhookReport {
    /// Adds an outcome.
    pub fn add(&mut self, outcome: WebhookOutcome) {
        if let Some(name) = &outcome.topic {
            let topic = self.topics.entry(name.clone()).or_default();
            if outcome.is_typed {
                topic.typed += 1;
            } else {
                topic.other += 1;
            }
            topic.leaves.add(&outcome.leaves, "");
        }
        if outcome.passed() {
            self.passed += 1;
        } else {
            self.failures.push(outcome);
        }
    }

    /// Returns the number of lines that did not pass.
    pub fn failed(&self) -> usize {
        self.failures.len()
    }

    /// Returns `154 passed, 0 failed`.
    pub fn summary(&self) -> String {
        format!("{} passed, {} failed", self.passed, self.failed())
    }

    /// Returns a line per topic, and one for all of them.
    pub fn lines(&self) -> Vec<String> {
        let topics = self.topics.iter();
        let mut lines: Vec<_> = topics.map(|(name, topic)| line(name, topic)).collect();
        lines.push(line("all topics", &self.total()));
        lines
    }

    /// Returns everything for machines.
    pub fn to_json(&self) -> Value {
        let topics = self.topics.iter();
        let topics: Map<_, _> = topics
            .map(|(name, topic)| (name.clone(), object(topic)))
            .collect();
        let failures = self.failures.iter().map(|outcome| {
            json!({ "line": outcome.line, "id": outcome.id, "problems": outcome.problems })
        });
        json!({
            "passed": self.passed,
            "failed": self.failed(),
            "topics": topics,
            "total": object(&self.total()),
            "failures": failures.collect::<Vec<_>>(),
        })
    }

    /// Returns a page with every topic and every failure.
    pub fn to_html(&self, title: &str) -> String {
        let count = |leaves: &Leaves| FATES.map(|fate| Cell::Number(leaves.count(fate)));
        let topics = self.topics.iter().map(|(name, topic)| {
            let items = [topic.typed, topic.other].map(Cell::Number);
            let cells = [Cell::code(name)].into_iter().chain(items);
            let places = topic
                .leaves
                .places(Fate::Extra)
                .map(|(place, _)| place.to_owned());
            Row::new(cells.chain(count(&topic.leaves)))
                .detail("in `extra`", Detail::List(places.collect()))
        });
        let failures = self.failures.iter().map(|outcome| {
            Row::new([Cell::Number(outcome.line), Cell::code(&outcome.id)])
                .detail("problems", Detail::List(outcome.problems.clone()))
        });
        let names = ["topic", "items with a type", "items without"].into_iter();
        let names = names.chain(FATES.map(Fate::name));
        let bad = if self.failed() > 0 {
            Tone::Bad
        } else {
            Tone::Neutral
        };
        Page::new(title)
            .total(Total::new(self.passed.to_string(), "passed").tone(Tone::Good))
            .total(Total::new(self.failed().to_string(), "failed").tone(bad))
            .total(Total::new(self.topics.len().to_string(), "topics"))
            .table(
                Table::new("failures", "Failures")
                    .columns(["line", "id"].map(Column::new))
                    .rows(failures)
                    .empty("Nothing failed."),
            )
            .table(
                Table::new("topics", "Topics")
                    .columns(names.map(Column::new))
                    .rows(topics)
                    .empty("No request was accepted."),
            )
            .to_html()
    }

    fn total(&self) -> Topic {
        let mut total = Topic::default();
        for topic in self.topics.values() {
            total.typed += topic.typed;
            total.other += topic.other;
            total.leaves.add(&topic.leaves, "");
        }
        total
    }
}

/// `contact.merged: 3 typed, 0 other; leaves: 90 typed, 2 extra, 0 other type, 0 lost`
fn line(name: &str, topic: &Topic) -> String {
    let counts = FATES.map(|fate| format!("{} {}", topic.leaves.count(fate), fate.name()));
    let (typed, other) = (topic.typed, topic.other);
    format!(
        "{name}: {typed} typed, {other} other; leaves: {}",
        counts.join(", ")
    )
}

fn object(topic: &Topic) -> Value {
    json!({ "typed": topic.typed, "other": topic.other, "leaves": topic.leaves.to_json() })
}
