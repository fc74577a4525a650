//! Changes responses in every way and at every place, and checks that each still decodes without
//! loss.

mod bytes;
mod json_path;
mod kind;
mod random;

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufRead};

use intercom_simulator::contract::{Operation, sample};
use serde_json::Value;

pub use self::bytes::{Scrambled, scramble};
use self::json_path::JsonPath;
pub use self::kind::Kind;
use self::random::Random;
use crate::case::Case;
use crate::decoded::{Fate, Leaves};
use crate::dispatch::{Row, rows};

/// A response to be changed.
#[derive(Clone, Debug)]
pub struct SourceResponse {
    row: &'static Row,
    body: Value,
}

impl SourceResponse {
    /// Returns a response of each operation that returns JSON, made from its schema.
    pub fn sampled() -> Vec<Self> {
        rows()
            .iter()
            .filter_map(|row| {
                let response = row.operation().and_then(Operation::success)?;
                let body = sample(response.schema.as_ref()?);
                Some(Self { row, body })
            })
            .filter(Self::is_read)
            .collect()
    }

    /// Returns the successful JSON responses in a case file.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or a line is not a case.
    pub fn recorded(cases: impl BufRead) -> io::Result<Vec<Self>> {
        let mut answers = Vec::new();
        for line in cases.split(b'\n') {
            let line = line?;
            if line.trim_ascii().is_empty() {
                continue;
            }
            let case = Case::parse(&line).map_err(io::Error::other)?;
            let row = case.row().filter(|_| case.status / 100 == 2);
            let body = case.response_body;
            answers.extend(row.map(|row| Self { row, body }));
        }
        answers.retain(Self::is_read);
        Ok(answers)
    }

    /// Whether it is an object that the operation decodes: some return nothing, text or bytes.
    fn is_read(&self) -> bool {
        let decoded = self.row.decode(self.body.to_string().as_bytes());
        self.body.is_object() && decoded.is_ok_and(|decoded| !decoded.is_plain())
    }
}

/// The results of all changes.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// How many responses were changed.
    pub answers: usize,
    /// How many bodies each kind of change made.
    pub bodies: BTreeMap<Kind, usize>,
    /// What became of the leaves of all bodies.
    pub leaves: Leaves,
    /// The bodies that did not decode, or lost something: operation, place and problem.
    pub failures: Vec<String>,
}

/// Changes every response at every place in every way that applies; of these bodies `limit` are
/// chosen, evenly, and decoded. The same seed makes the same bodies.
pub fn mutate(answers: &[SourceResponse], seed: u64, limit: usize) -> Tally {
    let mut random = Random::new(seed);
    let mut changes = Vec::new();
    for answer in answers {
        for place in JsonPath::all(&answer.body) {
            let value = place.find(&answer.body).unwrap_or(&Value::Null);
            let kinds = Kind::ALL.into_iter();
            let kinds = kinds.filter(|kind| kind.applies(value, place.last()));
            changes.extend(kinds.map(|kind| (answer, place.clone(), kind)));
        }
    }
    let mut tally = Tally {
        answers: answers.len(),
        ..Tally::default()
    };
    while changes.len() > limit {
        let index = random.below(changes.len());
        changes.swap_remove(index);
    }
    for (answer, place, kind) in changes {
        *tally.bodies.entry(kind).or_default() += 1;
        let value = place.find(&answer.body).unwrap_or(&Value::Null);
        let text = kind.text(value, place.last(), &mut random);
        let body = place.replace(&answer.body, text.as_deref());
        if let Err(problem) = tally.check(answer.row, &body) {
            let operation = answer.row.info;
            let failure = format!("{operation} {place}, {kind}: {problem}");
            tally.failures.push(failure);
        }
    }
    tally
}

impl Tally {
    fn check(&mut self, row: &Row, body: &str) -> Result<(), String> {
        let whole: Value =
            serde_json::from_str(body).map_err(|error| format!("no JSON: {error}"))?;
        let decoded = row
            .decode(body.as_bytes())
            .map_err(|error| error.to_string())?;
        let leaves = Leaves::follow(&whole, &decoded);
        self.leaves.add(&leaves, "");
        match leaves.places(Fate::Lost).next() {
            Some((lost, _)) => Err(format!("{lost} is lost")),
            None => Ok(()),
        }
    }

    /// How many bodies were decoded.
    pub fn total(&self) -> usize {
        self.bodies.values().sum()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (kind, count) in &self.bodies {
            writeln!(f, "{kind:<20}{count:>9}")?;
        }
        let (total, failed) = (self.total(), self.failures.len());
        writeln!(
            f,
            "{:<20}{total:>9}, of {} responses",
            "bodies", self.answers
        )?;
        writeln!(f, "{:<20}{failed:>9}", "failed")?;
        for fate in [Fate::Typed, Fate::OtherType, Fate::Extra, Fate::Lost] {
            let name = format!("leaves, {}", fate.name());
            writeln!(f, "{name:<20}{:>9}", self.leaves.count(fate))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Tally, rows};

    #[test]
    fn failure_is_reported() {
        let check = |operation: &str, body: &str| {
            let row = rows().iter().find(|row| row.info.to_string() == operation);
            Tally::default().check(row.unwrap(), body)
        };
        assert_eq!(check("contacts.get", r#"{"id":"5","a":{"b":[1]}}"#), Ok(()));
        // A response that the client decodes as empty, and which is not.
        let lost = check("tags.delete", r#"{"id":"5"}"#);
        assert_eq!(lost, Err("$.id is lost".to_owned()));
        for (body, problem) in [
            (r#"{"id":"#, "no JSON: EOF"),
            ("[]", "expected Contact (an object), found a list"),
        ] {
            let error = check("contacts.get", body).unwrap_err();
            assert!(error.starts_with(problem), "{error}");
        }
    }
}
