//! Phone calls: recordings on another host, transcripts, search.

use serde_json::{Value, json};

use crate::support::{call, client, example, get, send};

#[tokio::test]
async fn a_recording_is_on_another_host() {
    let workspace = example().await;
    let id = workspace.stored("calls")[0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let reply = get(&workspace, &format!("/calls/{id}/recording")).await;
    assert_eq!(reply.status, 302);
    let location = reply.header("location").to_owned();
    assert!(location.starts_with(workspace.second_host()));
    assert_ne!(workspace.second_host(), workspace.base_url());
    let recording = client().get(location).send().await.expect("an answer");
    assert_eq!(recording.headers()["content-type"], "audio/mpeg");
    assert!(recording.bytes().await.expect("a body").starts_with(b"ID3"));
    assert!(workspace.take_leaks().is_empty());
}

#[tokio::test]
async fn the_other_host_notices_the_token() {
    let workspace = example().await;
    let url = format!("{}/recordings/1.mp3", workspace.second_host());
    let with_token = client()
        .get(&url)
        .header("authorization", format!("Bearer {}", workspace.token()));
    assert_eq!(with_token.send().await.expect("an answer").status(), 403);
    let in_query = client().get(format!("{url}?token={}", workspace.token()));
    assert_eq!(in_query.send().await.expect("an answer").status(), 403);
    assert_eq!(
        workspace.take_leaks(),
        ["/recordings/1.mp3", "/recordings/1.mp3"]
    );
}

#[tokio::test]
#[should_panic(expected = "the token was sent to another host")]
async fn a_leaked_token_fails_the_test() {
    let workspace = example().await;
    let request = client()
        .get(workspace.second_host())
        .header("authorization", "Bearer any");
    request.send().await.expect("an answer");
}

#[tokio::test]
async fn a_transcript_is_plain_text() {
    let workspace = example().await;
    let id = workspace.stored("calls")[0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let response = send(
        &workspace,
        "GET",
        &format!("/calls/{id}/transcript"),
        Value::Null,
    )
    .await
    .expect("an answer");
    assert!(
        response.headers()["content-type"]
            .to_str()
            .expect("text")
            .starts_with("text/plain")
    );
    assert!(response.text().await.expect("a body").contains("Agent"));
    assert_eq!(get(&workspace, "/calls/1/transcript").await.status, 404);
}

#[tokio::test]
async fn calls_are_found_by_conversation() {
    let workspace = example().await;
    let conversation = &workspace.stored("conversations")[0]["id"];
    let found = call(
        &workspace,
        "POST",
        "/calls/search",
        json!({ "conversation_ids": [conversation, "1"] }),
    )
    .await;
    assert_eq!(found.body["data"].as_array().map(Vec::len), Some(1));
    assert_eq!(found.body["data"][0]["conversation_id"], *conversation);
    assert!(found.body["data"][0]["transcript"].is_array());
    let many: Vec<String> = (0..21).map(|id| id.to_string()).collect();
    let reply = call(
        &workspace,
        "POST",
        "/calls/search",
        json!({ "conversation_ids": many }),
    )
    .await;
    assert_eq!(reply.status, 400);
}
