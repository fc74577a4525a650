//! Whether a request arrived as it was recorded.

use std::collections::BTreeMap;

use intercom_test_server::RecordedRequest;
use serde_json::{Map, Value};

use crate::case::{RecordedCall, segments};
use crate::decoded::{is_same_scalar, same_in_other_type};
use crate::dispatch::pairs;

/// A request that arrived at the loopback server.
#[derive(Clone, Debug, Default)]
pub(super) struct Arrival {
    pub(super) method: String,
    /// The path as sent, without the query.
    pub(super) path: String,
    pub(super) query: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Arrival {
    pub(super) fn new(request: RecordedRequest) -> Self {
        let (path, query) = request
            .target()
            .split_once('?')
            .unwrap_or((request.target(), ""));
        Self {
            method: request.method().to_owned(),
            path: path.to_owned(),
            query: url::form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
            body: request.body,
        }
    }

    /// Returns the body as JSON; null when it is empty or not JSON.
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// How a request differs from the recorded one.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Difference {
    /// What is missing, added or different, a text each; never a value.
    pub(super) problems: Vec<String>,
    /// Places of scalars that arrived in another JSON type.
    pub(super) other_type: Vec<String>,
}

/// Compares a request with the recorded one.
pub(super) fn compare(recorded: RecordedCall<'_>, arrived: &Arrival) -> Difference {
    let mut difference = Difference::default();
    if !recorded.method.eq_ignore_ascii_case(&arrived.method) {
        difference.problem(format!("method: {} arrived", arrived.method));
    }
    if segments(recorded.path) != segments(&arrived.path) {
        difference.problem("path: another one arrived".to_owned());
    }
    difference.query(&pairs(recorded.query), &arrived.query);
    if arrived.body.is_empty() || !arrived.json().is_null() || &arrived.body[..] == b"null" {
        difference.value(recorded.body, &arrived.json(), "body");
    } else {
        difference.problem("body: the received body is not JSON".to_owned());
    }
    difference
}

impl Difference {
    fn problem(&mut self, text: String) {
        self.problems.push(text);
    }

    fn query(&mut self, recorded: &[(String, String)], arrived: &[(String, String)]) {
        let (recorded, arrived) = (by_name(recorded), by_name(arrived));
        for (name, values) in &recorded {
            match arrived.get(name) {
                Some(found) if found == values => {}
                // A list that travels in one piece.
                Some(found) if found.len() == 1 && found[0] == values.join(",") => {}
                Some(_) => self.problem(format!("query: `{name}` has another value")),
                None => self.problem(format!("query: `{name}` is missing")),
            }
        }
        for name in arrived.keys().filter(|name| !recorded.contains_key(*name)) {
            self.problem(format!("query: `{name}` was added"));
        }
    }

    /// JSON equality, where a null is the same as nothing, and so is a body without a key.
    fn value(&mut self, recorded: &Value, arrived: &Value, place: &str) {
        match (recorded, arrived) {
            (Value::Object(recorded), Value::Object(arrived)) => {
                let keys = recorded
                    .keys()
                    .chain(arrived.keys().filter(|key| !recorded.contains_key(*key)));
                for key in keys {
                    let of =
                        |object: &Map<String, Value>| object.get(key).cloned().unwrap_or_default();
                    self.value(&of(recorded), &of(arrived), &format!("{place}.{key}"));
                }
            }
            (Value::Array(recorded), Value::Array(arrived)) if recorded.len() == arrived.len() => {
                for (recorded, arrived) in recorded.iter().zip(arrived) {
                    self.value(recorded, arrived, &format!("{place}[*]"));
                }
            }
            (recorded, arrived) if is_same_scalar(recorded, arrived) => {}
            (recorded, arrived) if same_in_other_type(recorded, arrived) => {
                self.other_type.push(place.to_owned());
            }
            (Value::Null, Value::Object(object)) | (Value::Object(object), Value::Null)
                if place == "body" && object.values().all(Value::is_null) => {}
            (Value::Null, _) => self.problem(format!("{place}: was added")),
            (_, Value::Null) => self.problem(format!("{place}: is missing")),
            _ => self.problem(format!("{place}: has another value")),
        }
    }
}

/// Values by their name, `name[]` being the same as `name`.
fn by_name(pairs: &[(String, String)]) -> BTreeMap<&str, Vec<&str>> {
    let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, value) in pairs {
        let name = name.strip_suffix("[]").unwrap_or(name);
        names.entry(name).or_default().push(value);
    }
    names
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Arrival, Difference, RecordedCall, compare};

    fn request(path: &str, query: &[(&str, &str)], body: &Value) -> Arrival {
        Arrival {
            method: "POST".to_owned(),
            path: path.to_owned(),
            query: query
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            body: body.to_string().into_bytes(),
        }
    }

    fn difference(query: &Value, body: &Value, arrived: &Arrival) -> Difference {
        let recorded = RecordedCall {
            method: "post",
            path: "/a/x y",
            query: query.as_object().unwrap(),
            body,
        };
        compare(recorded, arrived)
    }

    #[test]
    fn equivalent_requests_have_no_difference() {
        let query = json!({"page": 2, "ids": ["a", "b"], "all": true, "none": null});
        let body = json!({"a": 1, "b": null, "c": {"d": [1.0]}});
        let arrived = request(
            "/a/x%20y",
            &[
                ("page", "2"),
                ("ids[]", "a"),
                ("ids[]", "b"),
                ("all", "true"),
            ],
            &json!({"a": 1, "c": {"d": [1], "e": null}}),
        );
        assert_eq!(difference(&query, &body, &arrived), Difference::default());
        let arrived = request("/a/x%20y", &[], &json!({}));
        assert_eq!(
            difference(&json!({}), &Value::Null, &arrived),
            Difference::default()
        );
    }

    #[test]
    fn differences_are_reported_without_values() {
        let body = json!({"a": 1, "b": "x", "c": [1], "d": "5"});
        let arrived = request(
            "/a/z",
            &[("page", "2"), ("new", "1")],
            &json!({"b": "y", "c": [1, 2], "d": 5, "e": 0}),
        );
        let found = difference(&json!({"page": 1, "per_page": 5}), &body, &arrived);
        assert_eq!(
            found.problems,
            [
                "path: another one arrived",
                "query: `page` has another value",
                "query: `per_page` is missing",
                "query: `new` was added",
                "body.a: is missing",
                "body.b: has another value",
                "body.c: has another value",
                "body.e: was added",
            ]
        );
        assert_eq!(found.other_type, ["body.d"]);
    }
}
