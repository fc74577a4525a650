//! Contracts of other versions than that of the crate.

use intercom_simulator::contract::{Contract, document};
use intercom_simulator::{Seed, Workspace};
use serde_json::{Value, json};

use crate::support::{call, get};

async fn start(contract: Contract) -> Workspace {
    let builder = Workspace::builder().contract(contract);
    builder.start().await.expect("a workspace")
}

/// The built-in document with a version that no other has.
fn changed(change: impl FnOnce(&mut Value)) -> Contract {
    let mut document = document().clone();
    document["info"]["version"] = "9.1".into();
    change(&mut document);
    Contract::from_value(document).expect("a contract")
}

#[tokio::test]
async fn every_operation_of_every_version_is_served() {
    for version in Contract::versions() {
        let contract = Contract::built_in(version).expect("a contract");
        assert_eq!(contract.version(), *version);
        assert!(contract.operations().len() > 90, "{version}");
        let problems = problems(contract).await;
        assert!(problems.is_empty(), "{version}: {problems:#?}");
    }
}

/// Calls every operation of a contract with sample arguments, and returns what failed.
async fn problems(contract: Contract) -> Vec<String> {
    let workspace = start(contract.clone()).await;
    let mut problems = Vec::new();
    for operation in contract.operations() {
        let arguments = operation.arguments();
        let path = arguments.path_and_query(operation);
        let body = arguments.body.unwrap_or_default();
        let reply = call(&workspace, &operation.method, &path, body).await;
        // Objects of new kinds are not stored, so that some are not found; nothing else goes wrong.
        if !(200..400).contains(&reply.status) && reply.status != 404 {
            problems.push(format!("{} {}", operation.route, reply.text));
        }
    }
    problems
}

#[tokio::test]
async fn operation_of_the_contract_alone_exists() {
    let contract = changed(|document| {
        let paths = document["paths"].as_object_mut().expect("paths");
        paths.remove("/tags");
        paths.insert(
            "/robots".to_owned(),
            json!({ "get": {
                "operationId": "listRobots",
                "parameters": [{ "name": "legs", "in": "query", "required": true, "schema": { "type": "integer" } }],
                "responses": { "200": { "content": { "application/json": { "schema": {
                    "type": "object", "properties": { "name": { "type": "string" } },
                } } } } },
            } }),
        );
    });
    let workspace = start(contract).await;
    assert_eq!(get(&workspace, "/tags").await.status, 404);
    assert_eq!(get(&workspace, "/robots").await.status, 400);
    assert_eq!(get(&workspace, "/robots?legs=two").await.status, 400);
    let robots = get(&workspace, "/robots?legs=2").await;
    assert_eq!(
        (robots.status, &robots.body["name"]),
        (200, &json!("Ann Lee"))
    );
}

#[tokio::test]
async fn new_fields_of_stored_objects_are_null() {
    let contract = changed(|document| {
        let contact = &mut document["components"]["schemas"]["contact"]["properties"];
        contact["shoe_size"] = json!({ "type": "integer", "nullable": true });
        contact["hat_size"] = json!({ "type": "integer" });
    });
    let workspace = Workspace::builder()
        .contract(contract)
        .seed(Seed::contacts(1))
        .start()
        .await
        .expect("a workspace");
    let list = get(&workspace, "/contacts").await.body;
    let contact = list["data"][0].as_object().expect("a contact");
    assert_eq!(contact.get("shoe_size"), Some(&Value::Null));
    assert_eq!(contact.get("hat_size"), None);
    assert_eq!(contact["email"], "contact-0@example.com");
}

#[tokio::test]
async fn version_of_the_contract_can_be_requested() {
    let workspace = start(changed(|_| {})).await;
    let request = |version: &'static str| {
        let url = format!("{}/me", workspace.base_url());
        let request = crate::support::client().get(url);
        let token = format!("Bearer {}", workspace.token());
        request
            .header("authorization", token)
            .header("intercom-version", version)
            .send()
    };
    assert_eq!(request("9.1").await.expect("a response").status(), 200);
    assert_eq!(request("9.2").await.expect("a response").status(), 400);
    assert_eq!(workspace.contract().version(), "9.1");
}

#[tokio::test]
async fn unknown_version_is_an_error_of_the_start() {
    let error = Workspace::builder().api_version("2.9").start().await;
    let error = error.expect_err("an error").to_string();
    let known = format!("use one of {}", Contract::versions().join(", "));
    assert!(error.contains(&known), "{error}");
}

#[test]
fn contract_is_read_from_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("contract.json");
    std::fs::write(&path, document().to_string()).expect("a file");
    let contract = Contract::from_file(&path).expect("a contract");
    assert_eq!(contract.version(), Contract::default().version());
    assert_eq!(
        contract.operations().len(),
        Contract::default().operations().len()
    );
    std::fs::write(&path, "openapi: 3.0.1").expect("a file");
    let error = Contract::from_file(&path)
        .expect_err("an error")
        .to_string();
    assert!(
        error.contains("contract.json: not JSON (convert YAML"),
        "{error}"
    );
}

#[test]
fn what_is_not_a_contract_is_reported_with_the_key() {
    for (document, expected) in [
        (json!([]), "`openapi`"),
        (json!({ "openapi": "3.1.0" }), "`openapi` must be `3.0.x`"),
        (json!({ "openapi": "3.0.1", "info": {} }), "`info.version`"),
        (
            json!({ "openapi": "3.0.1", "info": { "version": "1" } }),
            "`paths`",
        ),
        (
            json!({ "openapi": "3.0.1", "info": { "version": "1" }, "paths": { "/a": {} } }),
            "`paths` has no operation",
        ),
    ] {
        let error = Contract::from_value(document)
            .expect_err("an error")
            .to_string();
        assert!(error.contains(expected), "{error}");
    }
}
