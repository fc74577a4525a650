//! The example in the documentation of every operation compiles and succeeds, each in a simulated
//! workspace of its own.

// In a test, a panic is a report.
#![allow(clippy::unwrap_used)]

// Generated, and laid out as in the documentation.
#[rustfmt::skip]
mod generated;

use std::error::Error;
use std::pin::Pin;

use intercom_api::Client;
use intercom_simulator::Workspace;
use intercom_simulator::contract::operations;

type Outcome = Result<(), Box<dyn Error>>;

/// The example of an operation.
struct Example {
    /// `contacts.list`.
    operation: &'static str,
    /// As in the contract.
    operation_id: &'static str,
    run: for<'a> fn(&'a Client) -> Pin<Box<dyn Future<Output = Outcome> + 'a>>,
}

/// Keys that the API takes and the contract does not have: the order of a search.
const UNDOCUMENTED: [&str; 1] = ["sort"];

impl Example {
    /// Runs the example, and checks that it calls its operation with nothing that the contract does
    /// not know.
    async fn check(&self) -> Result<(), String> {
        let workspace = Workspace::builder().start().await.unwrap();
        let client = Client::builder()
            .token(workspace.token())
            .base_url(workspace.base_url());
        let outcome = (self.run)(&client.build().unwrap()).await;
        outcome.map_err(|error| error.to_string())?;
        let requests = workspace.requests();
        let keys = requests.iter().flat_map(|request| &request.unknown_keys);
        let unknown: Vec<_> = keys
            .filter(|key| !UNDOCUMENTED.contains(&key.as_str()))
            .collect();
        if !unknown.is_empty() {
            return Err(format!("sends unknown keys: {unknown:?}"));
        }
        let called = |request: &intercom_simulator::Request| {
            request.operation_id.as_deref() == Some(self.operation_id)
        };
        requests
            .iter()
            .any(called)
            .then_some(())
            .ok_or_else(|| "does not call its operation".to_owned())
    }
}

#[tokio::test]
async fn every_example_succeeds() {
    let mut failed = Vec::new();
    for example in generated::EXAMPLES {
        if let Err(problem) = example.check().await {
            failed.push(format!("{}: {problem}", example.operation));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn every_operation_has_an_example() {
    let examples: Vec<_> = generated::EXAMPLES
        .iter()
        .map(|example| example.operation_id)
        .collect();
    let without = operations()
        .iter()
        .filter(|operation| !examples.contains(&operation.id.as_str()));
    assert_eq!(without.count(), 0);
    assert_eq!(examples.len(), operations().len());
}
