//! Arguments of a call as plain JSON, and how they become the typed arguments of the client.

use std::fmt;

use intercom_api::{Call, Operation};
use intercom_simulator::contract::{self, Parameter};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::decoded::Encoded;

/// Plain arguments, taken one by one.
#[derive(Clone, Debug)]
pub(crate) struct PlainArguments {
    path: Vec<String>,
    query: Map<String, Value>,
    body: Value,
    parameters: &'static [Parameter],
    /// The body as the typed argument holds it; none when the operation takes no body.
    pub(crate) sent: Option<Encoded>,
}

/// Why a typed call cannot be made of plain arguments.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal(String);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PlainArguments {
    /// Arguments of an operation. A null in the query says nothing and is dropped.
    pub(crate) fn new(
        operation: Option<&'static contract::Operation>,
        path: Vec<String>,
        query: &Map<String, Value>,
        body: Value,
    ) -> Self {
        let query = query.iter().filter(|(_, value)| !value.is_null());
        Self {
            path,
            query: query
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
            body,
            parameters: operation.map_or(&[], |operation| &operation.parameters),
            sent: None,
        }
    }

    /// The value of the path's placeholder of this index.
    // Takes `self` as the other sources of arguments do.
    #[allow(clippy::needless_pass_by_ref_mut)]
    pub(crate) fn path(&mut self, index: usize) -> Result<String, Refusal> {
        let value = self.path.get(index).cloned();
        value.ok_or_else(|| Refusal("the path has too few values".to_owned()))
    }

    /// A parameter of the query; it stays where it is when it does not fit the type.
    pub(crate) fn query<T: DeserializeOwned>(&mut self, name: &str) -> Result<T, Refusal> {
        let value = self
            .query
            .get(name)
            .ok_or_else(|| Refusal(format!("query parameter `{name}` is missing")))?;
        let value = convert(value).ok_or_else(|| misfit(name))?;
        self.query.remove(name);
        Ok(value)
    }

    /// A header of the operation; cases have none, so it is always missing.
    // Whether any operation has such a parameter is the description's matter.
    #[allow(dead_code, clippy::unused_self)]
    pub(crate) fn header<T: DeserializeOwned>(&mut self, name: &str) -> Result<T, Refusal> {
        Err(Refusal(format!("header `{name}` is missing")))
    }

    /// A parameter that is an object: under its own name, as `name[key]`, or spread over the query.
    pub(crate) fn object<T: DeserializeOwned>(&mut self, name: &str) -> Result<T, Refusal> {
        if let Some(whole) = self.query.get(name).filter(|value| value.is_object()) {
            let value = convert(whole).ok_or_else(|| misfit(name))?;
            self.query.remove(name);
            return Ok(value);
        }
        let declared = self.parameters.iter().find(|known| known.name == name);
        let mut keys = declared.map(Parameter::query_names).unwrap_or_default();
        keys.extend(
            self.query
                .keys()
                .filter(|key| within(key, name).is_some())
                .cloned(),
        );
        let mut parts = Map::new();
        for key in keys {
            if let Some(value) = self.query.remove(&key) {
                parts.insert(within(&key, name).unwrap_or(&key).to_owned(), value);
            }
        }
        if parts.is_empty() {
            return Err(Refusal(format!("query parameter `{name}` is missing")));
        }
        convert(&Value::Object(parts)).ok_or_else(|| misfit(name))
    }

    /// The body. No body is an empty one: what a call sends that has nothing to say.
    pub(crate) fn body<T: DeserializeOwned + Serialize>(&mut self) -> Result<T, Refusal> {
        let body = match std::mem::take(&mut self.body) {
            Value::Null => Value::Object(Map::new()),
            body => body,
        };
        let body: T = serde_json::from_slice(body.to_string().as_bytes())
            .map_err(|_| Refusal("the body does not fit the operation's type".to_owned()))?;
        self.sent = Encoded::of(&body).ok();
        Ok(body)
    }

    /// Whether a value is the only one that a required parameter can have, which calls send by
    /// themselves.
    fn is_constant(&self, name: &str, value: &str) -> bool {
        let declared = self.parameters.iter().find(|known| known.name == name);
        declared.is_some_and(|parameter| {
            let allowed = parameter.schema["enum"].as_array();
            parameter.required && allowed.is_some_and(|allowed| *allowed == [value])
        })
    }

    /// Adds to a call what it has no typed argument for.
    pub(crate) fn rest<O: Operation>(&mut self, mut call: Call<O>) -> Call<O> {
        for (name, value) in pairs(&self.query) {
            if self.is_constant(&name, &value) {
                continue;
            }
            call = call.with_query(name, value);
        }
        call
    }
}

/// `user_id` of `filter[user_id]`.
fn within<'a>(key: &'a str, name: &str) -> Option<&'a str> {
    key.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']')
}

fn misfit(name: &str) -> Refusal {
    Refusal(format!("query parameter `{name}` does not fit its type"))
}

/// Reads a value as a type, also where it is written as text or as a number instead.
fn convert<T: DeserializeOwned>(value: &Value) -> Option<T> {
    let other = match value {
        Value::String(text) => serde_json::from_str(text).ok(),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string().into()),
        _ => None,
    };
    let mut readings = [Some(value.clone()), other].into_iter().flatten();
    readings.find_map(|value| serde_json::from_value(value).ok())
}

/// A query as pairs of texts, in the order of the names: lists repeat their name, objects become
/// `name[key]`, null is left out.
pub(crate) fn pairs(query: &Map<String, Value>) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (name, value) in query {
        push(name, value, &mut pairs);
    }
    pairs
}

fn push(name: &str, value: &Value, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::Array(values) => values.iter().for_each(|value| push(name, value, pairs)),
        Value::Object(object) => {
            for (key, value) in object {
                push(&format!("{name}[{key}]"), value, pairs);
            }
        }
        Value::String(text) => pairs.push((name.to_owned(), text.clone())),
        value => pairs.push((name.to_owned(), value.to_string())),
    }
}
