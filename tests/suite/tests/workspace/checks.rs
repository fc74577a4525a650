//! Every request is held against the contract.

use intercom_simulator::Workspace;
use serde_json::{Value, json};

use crate::support::{call, client, empty, example, get, ok};

#[tokio::test]
async fn unknown_paths_and_methods_are_refused() {
    let workspace = empty().await;
    let reply = get(&workspace, "/nowhere").await;
    assert_eq!((reply.status, reply.code()), (404, "not_found"));
    assert_eq!(reply.body["type"], "error.list");
    let reply = call(&workspace, "DELETE", "/contacts", Value::Null).await;
    assert_eq!(reply.status, 405);
    assert_eq!(reply.header("allow"), "GET, POST");
}

#[tokio::test]
async fn a_token_is_needed_and_must_be_right() {
    let workspace = Workspace::builder()
        .token("secret-1")
        .start()
        .await
        .expect("a workspace");
    let url = format!("{}/me", workspace.base_url());
    for (authorization, code) in [
        (None, "missing_authorization"),
        (Some("Bearer other"), "unauthorized"),
    ] {
        let mut request = client().get(&url);
        if let Some(value) = authorization {
            request = request.header("authorization", value);
        }
        let response = request.send().await.expect("an answer");
        assert_eq!(response.status(), 401);
        let body: Value =
            serde_json::from_str(&response.text().await.expect("a body")).expect("JSON");
        assert_eq!(body["errors"][0]["code"], code);
        assert_eq!(body["type"], "error.list");
    }
    assert_eq!(get(&workspace, "/me").await.status, 200);
}

#[tokio::test]
async fn an_unknown_version_is_refused() {
    let workspace = empty().await;
    for (version, status) in [
        (intercom_api::API_VERSION, 200),
        ("2.15", 200),
        ("Unstable", 200),
        ("3.77", 400),
    ] {
        let response = client()
            .get(format!("{}/me", workspace.base_url()))
            .header("authorization", format!("Bearer {}", workspace.token()))
            .header("intercom-version", version)
            .send()
            .await
            .expect("an answer");
        assert_eq!(response.status(), status, "{version}");
        if status == 400 {
            assert!(
                response
                    .text()
                    .await
                    .expect("a body")
                    .contains("intercom_version_invalid")
            );
        }
    }
}

#[tokio::test]
async fn errors_and_responses_have_a_request_id() {
    let workspace = empty().await;
    let reply = get(&workspace, "/contacts/none").await;
    let id = reply.header("x-request-id").to_owned();
    assert_eq!(id.len(), 20);
    assert_eq!(reply.body["request_id"], id.as_str());
    assert_ne!(get(&workspace, "/me").await.header("x-request-id"), id);
}

#[tokio::test]
async fn missing_query_parameters_are_reported() {
    let workspace = empty().await;
    let reply = get(&workspace, "/visitors").await;
    assert_eq!((reply.status, reply.code()), (400, "parameter_missing"));
    assert_eq!(reply.body["errors"][0]["field"], "user_id");
    let reply = get(&workspace, "/companies?page=first").await;
    assert_eq!((reply.status, reply.code()), (400, "type_mismatch"));
    assert_eq!(reply.body["errors"][0]["field"], "page");
}

#[tokio::test]
async fn bodies_are_checked_against_their_schema() {
    let workspace = example().await;
    let reply = call(
        &workspace,
        "POST",
        "/contacts/merge",
        json!({ "from": "1" }),
    )
    .await;
    assert_eq!((reply.status, reply.code()), (400, "parameter_missing"));
    assert_eq!(reply.body["errors"][0]["field"], "into");

    let reply = call(&workspace, "POST", "/contacts", json!({ "email": 7 })).await;
    assert_eq!((reply.status, reply.code()), (400, "type_mismatch"));
    assert_eq!(reply.body["errors"][0]["field"], "email");

    let reply = call(&workspace, "POST", "/contacts", json!({ "name": "No One" })).await;
    assert_eq!((reply.status, reply.code()), (400, "parameter_missing"));

    let nested = json!({ "type": "user", "user": { "email": "a@example.com" }, "visitor": { "user_id": 5 } });
    let reply = call(&workspace, "POST", "/visitors/convert", nested).await;
    assert_eq!(reply.code(), "type_mismatch");
    assert_eq!(reply.body["errors"][0]["field"], "visitor.user_id");

    let reply = call(
        &workspace,
        "POST",
        "/fin/csat",
        json!({ "conversation_id": "1" }),
    )
    .await;
    assert_eq!((reply.status, reply.code()), (422, "parameter_missing"));
}

#[tokio::test]
async fn an_absent_or_broken_body_is_refused() {
    let workspace = empty().await;
    let reply = call(&workspace, "POST", "/tags", Value::Null).await;
    assert_eq!((reply.status, reply.code()), (400, "parameter_missing"));
    let post = client()
        .post(format!("{}/tags", workspace.base_url()))
        .header("authorization", format!("Bearer {}", workspace.token()));
    let broken = post
        .try_clone()
        .expect("a request")
        .header("content-type", "application/json")
        .body("{");
    assert_eq!(broken.send().await.expect("an answer").status(), 400);
    let form = post.header("content-type", "text/plain").body("{}");
    assert_eq!(form.send().await.expect("an answer").status(), 415);
}

#[tokio::test]
async fn null_is_taken_where_the_contract_allows_it() {
    let workspace = empty().await;
    let body = json!({ "email": "a@example.com", "phone": null, "custom_attributes": null });
    let contact = ok(&workspace, "POST", "/contacts", body).await;
    assert!(contact["phone"].is_null());
    let reply = call(
        &workspace,
        "POST",
        "/contacts",
        json!({ "email": null, "role": "user" }),
    )
    .await;
    assert_eq!(reply.code(), "type_mismatch");
}

#[tokio::test]
async fn unknown_keys_are_reported_but_accepted() {
    let workspace = empty().await;
    let body =
        json!({ "email": "a@example.com", "emial": "x", "custom_attributes": { "plan": "pro" } });
    let reply = call(&workspace, "POST", "/contacts?color=red", body).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("x-simulated-unknown-keys"), "?color, emial");
    let nested =
        json!({ "query": { "field": "name", "operator": "=", "value": "x", "fuzzy": true } });
    let reply = call(&workspace, "POST", "/contacts/search", nested).await;
    assert_eq!(reply.header("x-simulated-unknown-keys"), "query.fuzzy");
    assert_eq!(
        workspace.last_request().expect("a request").unknown_keys,
        ["query.fuzzy"]
    );
}

#[tokio::test]
async fn requests_are_recorded_as_they_arrived() {
    let workspace = empty().await;
    ok(
        &workspace,
        "POST",
        "/tags?order=a%20b",
        json!({ "name": "VIP" }),
    )
    .await;
    get(&workspace, "/contacts/123%20or%20%22last%22%2F").await;
    let requests = workspace.requests();
    let [tag, contact] = &requests[..] else {
        panic!("two requests")
    };
    assert_eq!(
        (tag.method.as_str(), tag.path.as_str(), tag.status),
        ("POST", "/tags", 200)
    );
    assert_eq!(tag.operation_id.as_deref(), Some("createTag"));
    assert_eq!(tag.query_value("order"), Some("a b"));
    assert_eq!(
        tag.header("intercom-version"),
        Some(intercom_api::API_VERSION)
    );
    assert_eq!(tag.json(), json!({ "name": "VIP" }));
    assert_eq!(contact.path, "/contacts/123%20or%20%22last%22%2F");
    assert_eq!(contact.operation_id.as_deref(), Some("ShowContact"));
    assert!(!format!("{requests:?}").contains(workspace.token()));
    workspace.clear_requests();
    assert!(workspace.requests().is_empty());
}

#[tokio::test]
async fn workspaces_run_in_parallel_and_stop_when_dropped() {
    let (one, other) = (empty().await, empty().await);
    assert_ne!(one.base_url(), other.base_url());
    ok(&one, "POST", "/tags", json!({ "name": "VIP" })).await;
    assert_eq!((one.count("tags"), other.count("tags")), (1, 0));
    let url = one.base_url().to_owned();
    drop(one);
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    assert!(client().get(url).send().await.is_err());
    assert_eq!(get(&other, "/me").await.status, 200);
}
