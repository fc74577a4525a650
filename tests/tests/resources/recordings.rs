//! Recordings of calls, which lie on another host.

use intercom_api::Download;
use intercom_tests::Workspace;

use crate::support::client;

async fn all(mut download: Download) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let Some(chunk) = download.chunk().await.unwrap() {
        bytes.extend_from_slice(&chunk);
    }
    bytes
}

#[tokio::test]
async fn a_recording_is_fetched_without_the_token() {
    let workspace = Workspace::builder().start().await.unwrap();
    let client = client(&workspace);
    let calls = workspace.stored("calls");
    let id = calls[0]["id"].as_str().unwrap();
    let recording = all(client.calls().get_recording(id).stream()).await;
    assert!(recording.starts_with(b"ID3"));
    assert!(workspace.take_leaks().is_empty());
    // Without `stream` the answer is where it is.
    let location = client.calls().get_recording(id).await.unwrap();
    assert!(location.url().contains("/recordings/"));
}
