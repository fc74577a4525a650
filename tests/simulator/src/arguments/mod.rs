//! Example arguments for every operation: made from the contract, and fitting the example workspace.

mod examples;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use self::examples::{example_body, example_ids, example_query};
use crate::contract::{Operation, sample_of};

/// What stays as it is in a path segment.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Arguments of a call.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Arguments {
    /// Name and value of each placeholder of the path, in order.
    pub path: Vec<(String, String)>,
    /// Names and values of query parameters: the required ones, and few more.
    pub query: Vec<(String, String)>,
    /// The JSON body, if the operation takes one.
    pub body: Option<Value>,
}

impl Operation {
    /// Arguments that satisfy the contract and, in a workspace with [`Seed::example`](crate::Seed::example),
    /// succeed: each operation works on objects that no other one takes away.
    pub fn arguments(&self) -> Arguments {
        let mut ids = example_ids(&self.route).into_iter();
        let placeholders = self
            .path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        Arguments {
            path: placeholders
                .map(|name| {
                    (
                        name.to_owned(),
                        ids.next().unwrap_or_else(|| "1295".to_owned()),
                    )
                })
                .collect(),
            query: self
                .parameters
                .iter()
                .filter(|parameter| parameter.location == "query")
                .filter_map(|parameter| {
                    let example = example_query(&self.route, &parameter.name);
                    let value = example.or_else(|| {
                        parameter
                            .required
                            .then(|| plain(&sample_of(&self.document, &parameter.schema)))
                    })?;
                    Some((parameter.query_names().into_iter().next()?, value))
                })
                .collect(),
            body: self.body.as_ref().map(|schema| {
                let mut body = sample_of(&self.document, schema);
                adjust(&mut body, example_body(&self.route));
                body
            }),
        }
    }
}

impl Arguments {
    /// Path and query of a call, percent-encoded.
    pub fn path_and_query(&self, operation: &Operation) -> String {
        let mut path = operation.path.clone();
        for (name, value) in &self.path {
            let value = utf8_percent_encode(value, SEGMENT).to_string();
            path = path.replace(&format!("{{{name}}}"), &value);
        }
        if !self.query.is_empty() {
            let query = url::form_urlencoded::Serializer::new(String::new())
                .extend_pairs(&self.query)
                .finish();
            path = format!("{path}?{query}");
        }
        path
    }
}

/// A sampled value in the form of a query.
fn plain(value: &Value) -> String {
    match value {
        Value::Object(object) => object.values().next().map(plain).unwrap_or_default(),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// Sets keys of a body, deeply; null takes a key away.
fn adjust(body: &mut Value, changes: Value) {
    let (Some(body), Value::Object(changes)) = (body.as_object_mut(), changes) else {
        return;
    };
    for (key, change) in changes {
        match (body.get_mut(&key), change) {
            (_, Value::Null) => {
                body.remove(&key);
            }
            (Some(inner @ Value::Object(_)), change @ Value::Object(_)) => adjust(inner, change),
            // The contract decides whether an id is a number or a text.
            (Some(Value::String(text)), Value::Number(number)) => *text = number.to_string(),
            (_, change) => {
                body.insert(key, change);
            }
        }
    }
}
