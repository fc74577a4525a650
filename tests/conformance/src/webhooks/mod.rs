//! Checks recorded webhooks: each is verified, typed and encoded again.
//!
//! Start with [`check_webhooks`], which reads a file; [`WebhookReport`] counts what it finds.

mod case;
mod report;
mod typed;

use std::io::{self, BufRead};

use intercom_api::webhooks::Event;

use self::case::{Case, Expectation, Scheme};
pub use self::report::{WebhookOutcome, WebhookReport};
use self::typed::Typed;
use crate::decoded::Fate;

/// Returns each topic with the type of its item, a line per topic, in alphabetical order.
pub fn topics() -> Vec<String> {
    let lines = Event::TOPICS.iter();
    let mut lines: Vec<_> = lines
        .map(|(topic, item)| format!("{topic} {}", item.unwrap_or("any JSON")))
        .collect();
    lines.sort();
    lines
}

/// Checks every line of a file of webhooks and passes on the outcome of each.
///
/// A line that is not a case is an outcome that failed; an empty one is skipped.
///
/// # Errors
///
/// When the file cannot be read.
pub fn check_webhooks(
    mut cases: impl BufRead,
    mut each: impl FnMut(WebhookOutcome),
) -> io::Result<()> {
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        line.clear();
        if cases.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        number += 1;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let mut outcome = match Case::parse(&line) {
            Ok(case) => check(&case),
            Err(problem) => WebhookOutcome::failed(problem),
        };
        outcome.line = number;
        each(outcome);
    }
}

fn check(case: &Case) -> WebhookOutcome {
    let mut outcome = WebhookOutcome {
        id: case.id.clone(),
        ..WebhookOutcome::default()
    };
    let found = match case.scheme {
        Scheme::Webhook => typed::webhook(case),
        Scheme::Canvas => typed::canvas(case),
        Scheme::Fin => typed::fin(case),
    };
    let result = found
        .as_ref()
        .map_or_else(|error| *error, |_| Expectation::Valid);
    if result != case.expect {
        let (expected, found) = (case.expect.name(), result.name());
        outcome
            .problems
            .push(format!("expected {expected}, found {found}"));
    }
    let Ok(Typed {
        topic,
        has_type,
        leaves,
    }) = found
    else {
        return outcome;
    };
    for (place, count) in leaves.places(Fate::Lost) {
        outcome.problems.push(format!("lost {place} ({count})"));
    }
    outcome.topic = Some(topic);
    outcome.is_typed = has_type;
    outcome.leaves = leaves;
    outcome
}
