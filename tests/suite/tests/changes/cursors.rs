//! A cursor belongs to one workspace, one resource and one query.

use intercom_api::changes::ChangeCursor;
use intercom_api::search::field;
use intercom_api::{Client, ErrorKind, search};
use intercom_simulator::{Fault, Seed, Workspace};
use serde_json::json;

use crate::support::{NOW, start};

async fn cursor(client: &Client) -> ChangeCursor {
    let mut changes = client.contacts().changes(None);
    while let Some(change) = changes.next().await {
        change.unwrap();
    }
    changes.cursor()
}

#[tokio::test]
async fn cursor_of_a_finished_run_is_complete_to_the_lookback() {
    let (_workspace, client) = start(Workspace::builder().seed(Seed::contacts(3))).await;
    let cursor = cursor(&client).await;
    assert_eq!(cursor.complete_to().unwrap().seconds(), NOW - 300);
    let written = serde_json::to_value(&cursor).unwrap();
    assert_eq!(
        (
            &written["version"],
            &written["resource"],
            &written["workspace"]
        ),
        (&json!(1), &json!("contacts"), &json!("abc12345"))
    );
}

#[tokio::test]
async fn cursor_of_another_resource_or_query_is_refused_before_anything_is_sent() {
    let (workspace, client) = start(Workspace::builder().seed(Seed::contacts(3))).await;
    let cursor = cursor(&client).await;
    workspace.clear_requests();
    let mut tickets = client.tickets().changes(cursor.clone());
    let error = tickets.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(error.to_string().contains("another resource"), "{error}");
    assert!(tickets.next().await.is_none());
    let query = search::contacts::ROLE.equals("lead");
    let mut leads = client.contacts().changes(cursor).matching(query);
    let error = leads.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("another query"), "{error}");
    assert!(workspace.requests().is_empty());
}

#[tokio::test]
async fn cursor_of_another_workspace_is_refused_before_objects_are_read() {
    let (workspace, client) = start(Workspace::builder().seed(Seed::contacts(3))).await;
    let mut written = serde_json::to_value(cursor(&client).await).unwrap();
    written["workspace"] = "other".into();
    let other: ChangeCursor = serde_json::from_value(written).unwrap();
    workspace.clear_requests();
    let error = client
        .contacts()
        .changes(other)
        .next()
        .await
        .unwrap()
        .unwrap_err();
    assert!(error.to_string().contains("another workspace"), "{error}");
    let paths: Vec<_> = workspace
        .requests()
        .into_iter()
        .map(|one| one.path)
        .collect();
    assert_eq!(paths, ["/me"]);
}

#[tokio::test]
async fn token_without_access_to_me_still_receives_changes() {
    let (workspace, client) = start(Workspace::builder().seed(Seed::contacts(3))).await;
    workspace.inject(Fault::status(403).on("GET /me"));
    let cursor = cursor(&client).await;
    let written = serde_json::to_value(&cursor).unwrap();
    assert_eq!(written["workspace"], workspace.base_url());
}

#[tokio::test]
async fn query_restricts_changes_and_is_checked() {
    let seed = Seed::value("contacts", json!({ "role": "lead", "name": "Lea" })).and(Seed::value(
        "contacts",
        json!({ "role": "user", "name": "Joe" }),
    ));
    let (_workspace, client) = start(Workspace::builder().seed(seed)).await;
    let leads = search::contacts::ROLE.equals("lead");
    let mut changes = client.contacts().changes(None).matching(leads);
    let lead = changes
        .next()
        .await
        .unwrap()
        .unwrap()
        .into_upsert()
        .unwrap();
    assert_eq!(lead.name.as_deref(), Some("Lea"));
    assert!(changes.next().await.is_none());
    let wrong = field("created_at").at_least(1);
    let mut changes = client.contacts().changes(None).matching(wrong);
    let error = changes.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    let mut companies = client
        .companies()
        .changes(None)
        .matching(field("name").equals("x"));
    let error = companies.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
}

#[tokio::test]
async fn run_resumes_after_a_retryable_error() {
    let (workspace, client) = start(Workspace::builder().seed(Seed::contacts(10))).await;
    workspace.inject(Fault::status(503).on("GET /me").times(9));
    workspace.inject(Fault::status(503).on("POST /contacts/search").times(9));
    let mut changes = client.contacts().changes(None).per_page(3);
    let (mut count, mut errors) = (0, 0);
    while let Some(change) = changes.next().await {
        match change {
            Ok(_) => count += 1,
            Err(error) => {
                assert!(error.is_retryable());
                errors += 1;
            }
        }
    }
    assert_eq!(count, 10);
    assert!(errors > 1);
    // Each wait between two tries moved the clock.
    let complete_to = changes.cursor().complete_to().unwrap().seconds();
    assert!((NOW - 300..NOW).contains(&complete_to));
}

#[tokio::test]
async fn error_at_the_end_keeps_the_cursor_back() {
    let (workspace, client) = start(Workspace::builder().seed(Seed::contacts(4))).await;
    let fault = Fault::status(401).on("POST /contacts/search").skip(1);
    workspace.inject(fault);
    let mut changes = client.contacts().changes(None).per_page(2);
    let mut count = 0;
    let error = loop {
        match changes.next().await.unwrap() {
            Ok(_) => count += 1,
            Err(error) => break error,
        }
    };
    assert!(error.is_unauthorized());
    assert_eq!(count, 2);
    let cursor = changes.cursor();
    assert!(changes.next().await.is_none());
    assert_eq!(changes.cursor(), cursor);
    workspace.clear_faults();
    let mut rest = client.contacts().changes(cursor);
    let mut more = 0;
    while let Some(change) = rest.next().await {
        change.unwrap();
        more += 1;
    }
    assert!((2..=3).contains(&more), "{more}");
}
