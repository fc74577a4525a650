//! Whether bodies satisfy the contract.

use serde_json::Value;

use super::check::{Mistake, mistakes};
use super::operation::{DeclaredResponse, Operation};

impl Operation {
    /// Checks a request body. Returns one text per mistake, none when it satisfies the contract.
    pub fn body_problems(&self, body: &Value) -> Vec<String> {
        texts(&self.body_mistakes(body))
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
            .map(|schema| texts(&mistakes(&self.document, schema, body)))
            .unwrap_or_default()
    }

    /// Returns the mistakes of a request body; none if the operation declares no body.
    pub(crate) fn body_mistakes(&self, body: &Value) -> Vec<Mistake> {
        let schema = self.body.as_ref();
        schema
            .map(|schema| mistakes(&self.document, schema, body))
            .unwrap_or_default()
    }
}

fn texts(mistakes: &[Mistake]) -> Vec<String> {
    mistakes.iter().map(Mistake::to_string).collect()
}
