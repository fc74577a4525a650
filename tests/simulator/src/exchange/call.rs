//! A request that has been found right: what the handlers of the store work on.

use serde_json::{Map, Value};

use super::error::ApiError;
use super::request::first;
use crate::contract::{Contract, Operation};

/// A checked call of an operation.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) contract: Contract,
    /// The position of the operation in the contract.
    pub(crate) index: usize,
    /// Values of the path's placeholders, decoded, in order.
    pub(crate) values: Vec<String>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: Vec<(String, String)>,
    /// The JSON body, null if there is none.
    pub(crate) body: Value,
    /// The base URL of the workspace, for URLs in responses.
    pub(crate) base_url: String,
    /// The second host, for recordings.
    pub(crate) second_url: String,
}

impl Call {
    /// The operation of the call.
    pub(crate) fn operation(&self) -> &Operation {
        // The position comes from the same contract.
        &self.contract.operations()[self.index]
    }

    /// Method and path template, by which handlers name the operation.
    pub(crate) fn route(&self) -> &str {
        &self.operation().route
    }

    /// The value of a placeholder in the path, counted from 0.
    pub(crate) fn value(&self, index: usize) -> &str {
        self.values.get(index).map_or("", String::as_str)
    }

    /// A header; the name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        first(&self.headers, name)
    }

    /// A query parameter that is not empty.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        first(&self.query, name).filter(|value| !value.is_empty())
    }

    /// A text (or number, as text) of the body.
    pub(crate) fn text(&self, key: &str) -> Option<String> {
        text(&self.body[key])
    }

    /// The same, where nothing works without it.
    pub(crate) fn required(&self, key: &str) -> Result<String, ApiError> {
        self.text(key).ok_or_else(|| ApiError::missing(key))
    }

    /// The keys of the body that are named, as far as they are there.
    pub(crate) fn pick(&self, keys: &[&str]) -> Map<String, Value> {
        keys.iter()
            .filter_map(|key| Some(((*key).to_owned(), self.body.get(*key)?.clone())))
            .collect()
    }
}

/// A text or a number as text.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
