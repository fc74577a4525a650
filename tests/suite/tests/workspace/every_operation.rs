//! Every operation can be called with its example arguments, and its response fits the contract.

use intercom_simulator::contract::operations;
use serde_json::Value;

use crate::support;

#[tokio::test]
async fn every_operation_succeeds_with_its_example_arguments() {
    assert!(!operations().is_empty());
    let workspace = support::example().await;
    let mut failures = Vec::new();
    for operation in operations() {
        let arguments = operation.arguments();
        let path = arguments.path_and_query(operation);
        let body = arguments.body.clone().unwrap_or_default();
        let problems = operation.body_problems(&body);
        if arguments.body.is_some() && !problems.is_empty() {
            failures.push(format!("{}: body {problems:?}", operation.route));
        }
        let reply = support::call(&workspace, &operation.method, &path, body).await;
        let expected = operation.success().map_or(200, |response| response.status);
        if reply.status != expected {
            failures.push(format!(
                "{}: {} {}",
                operation.route, reply.status, reply.text
            ));
        }
        let unknown = reply.header("x-simulated-unknown-keys");
        if !unknown.is_empty() {
            failures.push(format!("{}: unknown {unknown}", operation.route));
        }
        let request = workspace.last_request().expect("a request");
        assert_eq!(request.operation_id.as_deref(), Some(operation.id.as_str()));
        assert_eq!(request.method, operation.method);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert_eq!(workspace.requests().len(), operations().len());
}

#[tokio::test]
async fn the_order_of_calls_does_not_matter() {
    let workspace = support::example().await;
    for operation in operations().iter().rev() {
        let arguments = operation.arguments();
        let path = arguments.path_and_query(operation);
        let body = arguments.body.unwrap_or_default();
        let reply = support::call(&workspace, &operation.method, &path, body).await;
        assert!(reply.status < 400, "{}: {}", operation.route, reply.text);
    }
}

#[tokio::test]
async fn every_response_fits_its_schema() {
    let workspace = support::example().await;
    let mut failures = Vec::new();
    for operation in operations() {
        let arguments = operation.arguments();
        let path = arguments.path_and_query(operation);
        let reply = support::call(
            &workspace,
            &operation.method,
            &path,
            arguments.body.unwrap_or_default(),
        )
        .await;
        for problem in operation.response_problems(reply.status, &reply.body) {
            if !reply.body.is_null() {
                failures.push(format!("{}: {problem}", operation.route));
            }
        }
        if operation
            .success()
            .is_some_and(|response| response.schema.is_some())
        {
            assert!(
                reply.body != Value::Null || !reply.text.is_empty(),
                "{}: no body",
                operation.route
            );
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
