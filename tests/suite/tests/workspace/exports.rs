//! Exports run, complete, and are downloaded.

use std::io::Read;

use serde_json::{Value, json};

use crate::support::{call, empty, get, ok, send};

async fn bytes(workspace: &intercom_simulator::Workspace, path: &str) -> (u16, Vec<u8>) {
    let response = send(workspace, "GET", path, Value::Null)
        .await
        .expect("an answer");
    (
        response.status().as_u16(),
        response.bytes().await.expect("a body").to_vec(),
    )
}

fn unzipped(bytes: &[u8]) -> String {
    let mut text = String::new();
    flate2::read::GzDecoder::new(bytes)
        .read_to_string(&mut text)
        .expect("gzip");
    text
}

#[tokio::test]
async fn content_export_changes_from_pending_to_a_gzipped_file() {
    let workspace = empty().await;
    let range = json!({ "created_at_after": 1, "created_at_before": 2 });
    let job = ok(&workspace, "POST", "/export/content/data", range.clone()).await;
    let id = job["job_identifier"].as_str().expect("an id");
    assert_eq!(job["status"], "pending");
    assert_eq!(
        bytes(&workspace, &format!("/download/content/data/{id}"))
            .await
            .0,
        404
    );
    let reply = call(&workspace, "POST", "/export/content/data", range.clone()).await;
    assert_eq!((reply.status, reply.code()), (429, "rate_limit_exceeded"));
    let path = format!("/export/content/data/{id}");
    assert_eq!(get(&workspace, &path).await.body["status"], "in_progress");
    let done = get(&workspace, &path).await.body;
    assert_eq!(done["status"], "completed");
    let url = done["download_url"].as_str().expect("a URL");
    let (status, body) = bytes(
        &workspace,
        url.strip_prefix(workspace.base_url()).expect("this host"),
    )
    .await;
    assert_eq!(status, 200);
    assert!(unzipped(&body).starts_with("user_id,email"));
    assert_eq!(
        call(&workspace, "POST", "/export/content/data", range)
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn an_export_can_be_canceled() {
    let workspace = empty().await;
    let range = json!({ "created_at_after": 1, "created_at_before": 2 });
    let job = ok(&workspace, "POST", "/export/content/data", range).await;
    let id = job["job_identifier"].as_str().expect("an id");
    assert_eq!(
        ok(
            &workspace,
            "POST",
            &format!("/export/cancel/{id}"),
            Value::Null
        )
        .await["status"],
        "canceled"
    );
    assert_eq!(
        get(&workspace, &format!("/export/content/data/{id}"))
            .await
            .body["status"],
        "canceled"
    );
}

#[tokio::test]
async fn reporting_export_has_the_same_states() {
    let workspace = empty().await;
    let body = json!({ "dataset_id": "conversation", "attribute_ids": ["conversation_id"], "start_time": 1, "end_time": 2 });
    let job = ok(&workspace, "POST", "/export/reporting_data/enqueue", body).await;
    let id = job["job_identifier"].as_str().expect("an id");
    let path = format!("/export/reporting_data/{id}?app_id=a&client_id=c");
    assert_eq!(get(&workspace, &path).await.body["status"], "running");
    assert_eq!(get(&workspace, &path).await.body["status"], "complete");
    let (status, body) = bytes(
        &workspace,
        &format!("/download/reporting_data/{id}?app_id=a"),
    )
    .await;
    assert_eq!(status, 200);
    let archive = unzipped(&body);
    assert!(archive.starts_with("conversation.csv"));
    assert!(archive.contains("conversation_id"));
}
