//! What is stored of a value: unchanged, or a stand-in in its place.
//!
//! [`Scrubber`] has the ways in: paths, queries, headers, JSON and text. `keys` and `shape` decide,
//! `stand_in` makes what is stored.

mod headers;
mod json;
mod keys;
mod rules;
mod shape;
mod stand_in;
mod target;
mod text;
mod words;

pub(super) use self::headers::request_headers;
pub(super) use self::rules::Pattern;
pub use self::rules::Rule;
use self::stand_in::StandIns;
pub(super) use self::target::{is_api_url, origin};

use std::collections::BTreeMap;

use serde_json::Value;

/// Scrubs everything that a cassette gets.
pub(super) struct Scrubber {
    stand_ins: StandIns,
    rules: Vec<(Pattern, Rule)>,
}

impl Scrubber {
    pub(super) fn new(key: &[u8], rules: Vec<(Pattern, Rule)>) -> Self {
        Self {
            stand_ins: StandIns::new(key),
            rules,
        }
    }

    /// Returns what identifies the key without revealing it.
    pub(super) fn key_id(&self) -> String {
        self.stand_ins.key_id()
    }
}

/// The places of stand-ins in a request, with their kinds: a replay accepts other values there.
#[derive(Debug, Default)]
pub(super) struct Marks(BTreeMap<String, &'static str>);

impl Marks {
    /// Marks a place, as a JSON pointer into the line.
    fn add(&mut self, pointer: &str, kind: &'static str) {
        self.0.insert(pointer.to_owned(), kind);
    }

    /// Marks a body that is text.
    pub(super) fn whole_body(&mut self) {
        self.add("/request_body", "text");
    }

    pub(super) fn into_json(self) -> Value {
        let marks = self.0.into_iter();
        Value::Object(
            marks
                .map(|(pointer, kind)| (pointer, kind.into()))
                .collect(),
        )
    }
}

/// A key in a JSON pointer.
fn pointer_part(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
