//! Whether bodies satisfy the contract.

use serde_json::Value;

use super::operation::{DeclaredResponse, Operation};
use super::schema::{body_validator, validator};

impl Operation {
    /// Checks a request body. Returns one text per mistake, none when it satisfies the contract.
    pub fn body_problems(&self, body: &Value) -> Vec<String> {
        body_validator(self)
            .map(|check| problems(check, body))
            .unwrap_or_default()
    }

    /// Checks the body of a response. Returns one text per mistake.
    pub fn response_problems(&self, status: u16, body: &Value) -> Vec<String> {
        let declared = |response: &&DeclaredResponse| response.status == status;
        let schema = self
            .responses
            .iter()
            .find(declared)
            .and_then(|response| response.schema.as_ref());
        schema
            .and_then(|schema| validator(self.document, schema))
            .map(|check| problems(&check, body))
            .unwrap_or_default()
    }
}

fn problems(check: &jsonschema::Validator, body: &Value) -> Vec<String> {
    // Places and rules only: values may be people's data.
    check
        .iter_errors(body)
        .map(|error| format!("{}: {}", error.instance_path(), error.schema_path()))
        .collect()
}
