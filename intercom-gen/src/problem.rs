//! What is wrong with an input: where it is, what it is, and what to do about it.
//!
//! Every step collects its problems and reports them together, so that all of them can be fixed at
//! once.

use std::fmt;

/// One mistake in an input file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, as the caller named it: `openapi/2.14/corrections/request-ids.yaml`.
    pub file: String,
    /// The place inside it, readable by people: `GET /tags`, `components.schemas.tag`, `action 7`.
    pub place: String,
    /// What is wrong there.
    pub what: String,
    /// What to do about it.
    pub cure: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {}: {}\n  help: {}",
            self.file, self.place, self.what, self.cure
        )
    }
}

/// The mistakes of one run, in the order they were found; never empty when it is an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Records a mistake and continues.
    pub fn push(
        &mut self,
        file: impl Into<String>,
        place: impl Into<String>,
        what: impl Into<String>,
        cure: impl Into<String>,
    ) {
        self.0.push(Problem {
            file: file.into(),
            place: place.into(),
            what: what.into(),
            cure: cure.into(),
        });
    }

    /// A single mistake, where nothing after it could be looked at.
    pub fn one(
        file: impl Into<String>,
        place: impl Into<String>,
        what: impl Into<String>,
        cure: impl Into<String>,
    ) -> Self {
        let mut problems = Self::default();
        problems.push(file, place, what, cure);
        problems
    }

    /// Whether nothing was noted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Gives `value` back, unless something was noted.
    ///
    /// # Errors
    ///
    /// All that was noted.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }

    /// Takes the value of a step, or records its mistakes and continues.
    pub fn note<T>(&mut self, outcome: Result<T, Self>) -> Option<T> {
        match outcome {
            Ok(value) => Some(value),
            Err(problems) => {
                self.extend(problems);
                None
            }
        }
    }

    /// Adds the mistakes of another step.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// The mistakes, in the order they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
