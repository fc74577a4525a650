//! The result of one call.

use std::fmt;

use serde_json::{Value, json};

use crate::decoded::{Fate, Leaves};

/// The result of one call: of an operation on a server, or of a line in a case file.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Outcome {
    /// The line in the case file, from 1; 0 when there is no file.
    pub line: usize,
    /// What the case file calls it.
    pub id: String,
    /// What was called: `GET /contacts/{id}`; empty when the line could not be read.
    pub title: String,
    /// The operation as the client names it: `contacts.get`.
    pub operation: Option<String>,
    /// The status of the response; 0 when there was none.
    pub status: u16,
    /// Why nothing was called; `None` when the call was made.
    pub skipped: Option<&'static str>,
    /// What went wrong; nothing when the call passed.
    pub problems: Vec<Problem>,
    /// Places in the request whose scalars arrived in another JSON type, as the contract requires
    /// it.
    pub other_type: Vec<String>,
    /// What the server reported in headers about the request.
    pub remarks: Vec<String>,
    /// The outcome of the response's leaves.
    pub answer: Leaves,
    /// What became of the leaves of the request's body in its typed argument.
    pub body: Leaves,
}

/// Something that went wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Which check found it.
    pub check: Check,
    /// What is wrong, without values of customers.
    pub text: String,
}

/// What is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// The line is a case, and names an operation of the client.
    Case,
    /// The request arrives as it was recorded.
    Request,
    /// The server responds.
    Call,
    /// A success decodes.
    Decode,
    /// An error becomes an `Error` with the contents of the response.
    Error,
    /// Nothing of the response is lost.
    Loss,
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Case => "case",
            Self::Request => "request",
            Self::Call => "call",
            Self::Decode => "decode",
            Self::Error => "error",
            Self::Loss => "loss",
        })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.check, self.text)
    }
}

impl Outcome {
    /// Whether nothing went wrong.
    pub fn passed(&self) -> bool {
        self.problems.is_empty()
    }

    pub(crate) fn fail(&mut self, check: Check, text: impl fmt::Display) {
        let text = text.to_string();
        self.problems.push(Problem { check, text });
    }

    /// Adds the outcome of the response's leaves; a lost leaf is a failure.
    pub(crate) fn follow(&mut self, leaves: Leaves) {
        for (place, count) in leaves.places(Fate::Lost) {
            let text = format!("{place} ({count})");
            self.problems.push(Problem {
                check: Check::Loss,
                text,
            });
        }
        self.answer = leaves;
    }

    /// The outcome for machines.
    pub fn to_json(&self) -> Value {
        json!({
            "line": (self.line > 0).then_some(self.line),
            "id": self.id,
            "call": self.title,
            "operation": self.operation,
            "status": self.status,
            "passed": self.passed(),
            "problems": self.problems.iter().map(|problem| json!({
                "check": problem.check.to_string(),
                "text": problem.text,
            })).collect::<Vec<_>>(),
            "arrived_in_other_type": self.other_type,
            "remarks": self.remarks,
            "leaves": self.answer.to_json(),
        })
    }
}

impl fmt::Display for Outcome {
    /// One line: `ok   GET /contacts/{id} 200 contacts.get`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.skipped, self.passed()) {
            (Some(_), _) => "skip",
            (None, true) => "ok  ",
            (None, false) => "FAIL",
        })?;
        if self.line > 0 {
            write!(f, " line {}", self.line)?;
        }
        if !self.id.is_empty() {
            write!(f, " {}", self.id)?;
        }
        if !self.title.is_empty() {
            write!(f, " {}", self.title)?;
        }
        if self.status > 0 {
            write!(f, " {}", self.status)?;
        }
        if let Some(operation) = &self.operation {
            write!(f, " {operation}")?;
        }
        if let Some(reason) = self.skipped {
            write!(f, ": {reason}")?;
        } else if self.passed() {
            f.write_str(": decoded")?;
        }
        for (index, problem) in self.problems.iter().enumerate() {
            write!(f, "{} {problem}", if index == 0 { ":" } else { ";" })?;
        }
        for remark in &self.remarks {
            write!(f, " [{remark}]")?;
        }
        Ok(())
    }
}
