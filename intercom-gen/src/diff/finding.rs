//! One change between two contracts, with its verdicts.

use serde_json::Value;

use super::rule::Rule;
use super::verdict::{Running, Rust};

/// One change, reported once, at the component or the operation where it happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The row of the table that it falls under.
    pub rule: &'static Rule,
    /// Where it happened: `components.schemas.contact`, `GET /brands`, `GET /calls param query:page`,
    /// with the old path template, or the new one of what was added.
    pub site: String,
    /// Where inside of the site: `data[].id`, `query:page`; empty for the site itself.
    pub path: String,
    /// Which way it travels.
    pub side: Side,
    /// What was there; null where nothing was.
    pub old: Value,
    /// What is there; null where nothing is.
    pub new: Value,
    /// The operations that reach it, in alphabetical order.
    pub operations: Vec<String>,
    /// What it means for the Rust API.
    pub rust: Rust,
    /// What it means for programs that run.
    pub running: Running,
}

impl Finding {
    /// `prop-added`, …
    pub fn id(&self) -> &'static str {
        self.rule.id
    }

    /// Site and path in one, for people.
    pub fn place(&self) -> String {
        match (self.path.as_str(), self.site.starts_with("components.")) {
            ("", _) => self.site.clone(),
            (path, true) => format!("{}.{path}", self.site),
            (path, false) => format!("{} {path}", self.site),
        }
    }

    /// What changed, on one line.
    pub fn change(&self) -> String {
        match (&self.old, &self.new) {
            (Value::Null, Value::Null) => String::new(),
            (Value::Null, new) => plain(new),
            (old, Value::Null) => plain(old),
            (old, new) => format!("{} → {}", plain(old), plain(new)),
        }
    }
}

/// A value as people write it.
fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// Which way a site travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Requests carry it.
    Request,
    /// Responses contain it.
    Response,
    /// Both do.
    Both,
    /// Neither: an operation as a whole, or something that nothing reaches.
    Neither,
}

impl Side {
    pub(super) fn of(request: bool, response: bool) -> Self {
        match (request, response) {
            (true, true) => Self::Both,
            (true, false) => Self::Request,
            (false, true) => Self::Response,
            (false, false) => Self::Neither,
        }
    }

    /// `request`, `response`, `both` or `-`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Both => "both",
            Self::Neither => "-",
        }
    }
}
