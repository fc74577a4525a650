//! Whether a request is the recorded one.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};

use super::binding::{Bindings, Tentative, fits, is_unique};
use super::cassette::{Recording, segments};
use crate::exchange::Request;

/// How far a request with another method or path is from a recording: further than any with these.
const FAR: usize = 1_000;

/// How a request differs from a recording.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    /// Texts with places and recorded values; never a value of the request.
    pub(super) differences: Vec<String>,
    pub(super) distance: usize,
    /// Values that stand-ins have the place of, if they are the same request.
    pub(super) bindings: Tentative,
}

impl Comparison {
    pub(super) fn is_equal(&self) -> bool {
        self.differences.is_empty()
    }
}

struct Compare<'a> {
    scrubbed: &'a HashMap<String, String>,
    bindings: &'a Bindings,
    found: Comparison,
}

/// Compares method, path, query, range and body. The order of the query does not matter.
pub(super) fn compare(recording: &Recording, request: &Request, bindings: &Bindings) -> Comparison {
    let mut compare = Compare {
        scrubbed: &recording.scrubbed,
        bindings,
        found: Comparison::default(),
    };
    if recording.method != request.method {
        compare.differ(FAR, format!("method: recorded {}", recording.method));
    }
    compare.path(recording, &request.path);
    if compare.found.distance >= 2 * FAR {
        // Nothing in common: the rest does not matter.
        return compare.found;
    }
    compare.query(&recording.query, &request.query);
    match (&recording.range, request.header("range")) {
        (recorded, given) if recorded.as_deref() == given => {}
        (Some(recorded), _) => compare.differ(1, format!("header range: recorded `{recorded}`")),
        (None, _) => compare.differ(1, "header range: was added".to_owned()),
    }
    compare.body(recording, request);
    compare.found
}

impl Compare<'_> {
    fn differ(&mut self, distance: usize, difference: String) {
        self.found.distance += distance;
        self.found.differences.push(difference);
    }

    fn kind(&self, pointer: &str) -> Option<&str> {
        self.scrubbed.get(pointer).map(String::as_str)
    }

    /// Whether a string is the recorded one, or one that its stand-in has the place of.
    fn is_same(&mut self, pointer: &str, recorded: &str, given: &str) -> bool {
        if recorded == given {
            return true;
        }
        let Some(kind) = self.scrubbed.get(pointer).filter(|kind| fits(kind, given)) else {
            return false;
        };
        !is_unique(kind, recorded)
            || self
                .bindings
                .pair(&mut self.found.bindings, recorded, given)
    }

    fn path(&mut self, recording: &Recording, given: &str) {
        let (recorded, given) = (segments(&recording.path), segments(given));
        let template = recording.path_template.as_ref();
        let template: Vec<&str> = template
            .map(|path| path.split('/').collect())
            .unwrap_or_default();
        let mut distance = FAR * 2 * recorded.len().abs_diff(given.len());
        for (at, (recorded, given)) in recorded.iter().zip(&given).enumerate() {
            if self.is_same(&format!("/path/{at}"), recorded, given) {
                continue;
            }
            // Another ID in the same place is nearer than another path.
            let is_id = match template.get(at) {
                Some(part) => part.starts_with('{'),
                None => recorded.contains(|c: char| c.is_ascii_digit()),
            };
            distance += if is_id { 10 } else { FAR * 2 };
        }
        if distance > 0 {
            self.differ(distance, format!("path: recorded `{}`", recorded.join("/")));
        }
    }

    fn query(&mut self, recorded: &BTreeMap<String, Vec<String>>, given: &[(String, String)]) {
        let mut values: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, value) in given {
            values.entry(name).or_default().push(value);
        }
        for (name, recorded) in recorded {
            let place = name.replace('~', "~0").replace('/', "~1");
            let Some(given) = values.remove(name.as_str()) else {
                self.differ(1, format!("query {name}: is missing"));
                continue;
            };
            let mut is_same = given.len() == recorded.len();
            for (at, (recorded, given)) in recorded.iter().zip(given).enumerate() {
                is_same &= self.is_same(&format!("/query/{place}/{at}"), recorded, given);
            }
            if !is_same {
                let recorded = recorded.join("`, `");
                self.differ(
                    1,
                    format!("query {name}: recorded `{recorded}`, another value was sent"),
                );
            }
        }
        for name in values.into_keys() {
            self.differ(1, format!("query {name}: was added"));
        }
    }

    fn body(&mut self, recording: &Recording, request: &Request) {
        match recording.request_encoding.as_deref() {
            None => {
                let given = if request.body.is_empty() {
                    Some(Value::Null)
                } else {
                    serde_json::from_slice(&request.body).ok()
                };
                match given {
                    Some(given) => {
                        self.value("/request_body", "body", &recording.request_body, &given);
                    }
                    None => self.differ(1, "body: is not JSON".to_owned()),
                }
            }
            Some("text") => {
                let recorded = recording.request_body.as_str().unwrap_or_default();
                let given = String::from_utf8_lossy(&request.body);
                if !self.is_same("/request_body", recorded, &given) {
                    self.differ(1, "body: another text was sent".to_owned());
                }
            }
            // Bytes that were not stored match every body.
            Some(_) if request.body.is_empty() => self.differ(1, "body: is missing".to_owned()),
            Some(_) => {}
        }
    }

    fn value(&mut self, pointer: &str, place: &str, recorded: &Value, given: &Value) {
        match (recorded, given) {
            (Value::Object(recorded), Value::Object(given)) => {
                self.object(pointer, place, recorded, given);
            }
            (Value::Array(own), Value::Array(other)) if own.len() == other.len() => {
                for (at, (own, other)) in own.iter().zip(other).enumerate() {
                    self.value(
                        &format!("{pointer}/{at}"),
                        &format!("{place}[{at}]"),
                        own,
                        other,
                    );
                }
            }
            (Value::Array(own), Value::Array(other)) => {
                let lengths = format!("recorded {} elements, {} were sent", own.len(), other.len());
                self.differ(1, format!("{place}: {lengths}"));
            }
            (Value::Number(own), Value::Number(other)) => {
                let is_same = own == other
                    || own.as_f64() == other.as_f64()
                    || self.kind(pointer) == Some("number");
                if !is_same {
                    self.differ(
                        1,
                        format!("{place}: recorded {own}, another value was sent"),
                    );
                }
            }
            (Value::String(own), Value::String(other)) => {
                if !self.is_same(pointer, own, other) {
                    self.differ(
                        1,
                        format!("{place}: recorded \"{own}\", another value was sent"),
                    );
                }
            }
            (recorded, given) if recorded == given => {}
            (Value::Null, _) => self.differ(1, format!("{place}: was added")),
            (_, Value::Null) => self.differ(1, format!("{place}: is missing")),
            (recorded, _) if recorded.is_object() || recorded.is_array() => {
                self.differ(1, format!("{place}: another type was sent"));
            }
            (recorded, _) => {
                self.differ(
                    1,
                    format!("{place}: recorded {recorded}, another value was sent"),
                );
            }
        }
    }

    fn object(
        &mut self,
        pointer: &str,
        place: &str,
        recorded: &Map<String, Value>,
        given: &Map<String, Value>,
    ) {
        let mut added: Vec<&String> = given
            .keys()
            .filter(|key| !recorded.contains_key(*key))
            .collect();
        for (key, value) in recorded {
            let inner = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
            let place = format!("{place}.{key}");
            if let Some(other) = given.get(key) {
                self.value(&inner, &place, value, other);
                continue;
            }
            // A key that was replaced stands for one that is not on the cassette.
            let is_replaced = self.scrubbed.contains_key(&format!("{inner}/~key"));
            let other = (is_replaced && !added.is_empty()).then(|| added.remove(0));
            match other.and_then(|other| given.get(other)) {
                Some(other) => self.value(&inner, &place, value, other),
                None if value.is_null() => {}
                None => self.differ(1, format!("{place}: is missing")),
            }
        }
        for key in added {
            if !given[key].is_null() {
                self.differ(1, format!("{place}.{key}: was added"));
            }
        }
    }
}
