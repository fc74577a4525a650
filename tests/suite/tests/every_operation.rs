//! Every operation is sent as in the contract: method, path, query, headers, body.

use std::collections::BTreeSet;
use std::time::Duration;

use intercom_api::API_VERSION;
use intercom_conformance::call_server;
use intercom_simulator::contract::{Operation, operations};
use intercom_simulator::{Request, Workspace};

/// Parameters that the conformance tool adds, for servers that insist on them.
const BESIDE: [&str; 2] = ["app_id", "client_id"];

/// Asserts that a request is the operation's, with the arguments that the contract gives for it.
fn assert_sent(operation: &Operation, request: &Request, token: &str) {
    let arguments = operation.arguments();
    let name = &operation.id;
    assert_eq!(request.method, operation.method, "{name}");
    let expected = arguments.path_and_query(operation);
    let (path, _) = expected.split_once('?').unwrap_or((&expected, ""));
    assert_eq!(request.path, path, "{name}");
    let set = |query: &[(String, String)]| -> BTreeSet<(String, String)> {
        let own = query
            .iter()
            .filter(|(key, _)| !BESIDE.contains(&key.as_str()));
        own.cloned().collect()
    };
    assert_eq!(set(&request.query), set(&arguments.query), "{name}");

    let header = |key| request.header(key).unwrap_or_default();
    assert_eq!(header("authorization"), format!("Bearer {token}"), "{name}");
    assert_eq!(header("intercom-version"), API_VERSION, "{name}");
    assert!(header("user-agent").starts_with("intercom-api/"), "{name}");
    let asked = operation
        .success()
        .and_then(|success| success.media_type.as_deref());
    assert_eq!(
        header("accept"),
        asked.unwrap_or("application/json"),
        "{name}"
    );

    match arguments.body {
        Some(body) => {
            assert_eq!(header("content-type"), "application/json", "{name}");
            assert_eq!(request.json(), body, "{name}");
        }
        None => assert!(request.body.is_empty(), "{name} sent a body"),
    }
    assert!(
        request.unknown_keys.is_empty(),
        "{name}: {:?}",
        request.unknown_keys
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_is_sent_as_in_the_contract() {
    let workspace = Workspace::builder().start().await.unwrap();
    let (url, token) = (workspace.base_url(), workspace.token());
    call_server(url, token, Duration::from_secs(30), |_| {})
        .await
        .unwrap();
    let requests = workspace.requests();
    assert!(!operations().is_empty());
    for operation in operations() {
        let sent: Vec<_> = requests
            .iter()
            .filter(|request| request.operation_id.as_deref() == Some(&operation.id))
            .collect();
        assert_eq!(
            sent.len(),
            1,
            "{} was called {} times",
            operation.id,
            sent.len()
        );
        assert_sent(operation, sent[0], token);
    }
    assert_eq!(requests.len(), operations().len());
}
