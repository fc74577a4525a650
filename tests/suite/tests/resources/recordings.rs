//! Recordings of calls, which lie on another host.

use intercom_simulator::Workspace;
use tokio::io::AsyncReadExt;

use crate::support::client;

#[tokio::test]
async fn a_recording_is_fetched_without_the_token() {
    let workspace = Workspace::builder().start().await.unwrap();
    let client = client(&workspace);
    let calls = workspace.stored("calls");
    let id = calls[0]["id"].as_str().unwrap();
    let mut recording = Vec::new();
    let mut download = client.calls().get_recording(id).stream();
    download.read_to_end(&mut recording).await.unwrap();
    assert!(recording.starts_with(b"ID3"));
    assert!(workspace.take_leaks().is_empty());
    // Without `stream` the target of the redirect is returned.
    let location = client.calls().get_recording(id).await.unwrap();
    assert!(location.url().contains("/recordings/"));
}
