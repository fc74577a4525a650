//! Parts and sources are redacted where they can be.

use intercom_simulator::{Seed, Workspace};
use serde_json::{Value, json};

use crate::support::{call, get, ok};

/// A conversation with a comment, an assignment without text and more comments.
async fn conversation(more: usize) -> Workspace {
    let mut parts = vec![
        json!({ "id": "p1", "body": "<p>secret</p>", "attachments": [{ "name": "card.png" }] }),
        json!({ "id": "p2", "part_type": "assignment" }),
    ];
    parts.extend((0..more).map(|number| json!({ "body": format!("<p>{number}</p>") })));
    let seed = json!({
        "contacts": [{ "id": "ann", "email": "ann@example.com" }],
        "conversations": [{
            "id": "1",
            "contacts": { "contacts": [{ "id": "ann" }] },
            "source": { "id": "s1", "body": "<p>secret</p>" },
            "conversation_parts": parts,
        }],
    });
    let seed = Seed::from_json(&seed.to_string()).expect("a seed");
    let builder = Workspace::builder().seed(seed);
    builder.start().await.expect("a workspace")
}

fn part(id: &str) -> Value {
    json!({ "type": "conversation_part", "conversation_id": "1", "conversation_part_id": id })
}

fn source(id: &str) -> Value {
    json!({ "type": "source", "conversation_id": "1", "source_id": id })
}

#[tokio::test]
async fn redacted_part_has_neither_text_nor_attachments() {
    let workspace = conversation(3).await;
    let redacted = ok(&workspace, "POST", "/conversations/redact", part("p1")).await;
    let shown = get(&workspace, "/conversations/1").await.body;
    for part in [&redacted, &shown].map(|one| &one["conversation_parts"]["conversation_parts"][0]) {
        assert_eq!(
            (&part["id"], &part["redacted"]),
            (&json!("p1"), &json!(true))
        );
        assert_eq!(part["body"], "<p><i>This message was deleted</i></p>");
        assert_eq!(part["attachments"], json!([]));
    }
    let others = &shown["conversation_parts"]["conversation_parts"];
    assert_eq!(
        (&others[2]["redacted"], &others[2]["body"]),
        (&json!(false), &json!("<p>0</p>"))
    );
}

#[tokio::test]
async fn part_older_than_those_of_a_response_is_redacted() {
    let workspace = conversation(510).await;
    assert!(
        !get(&workspace, "/conversations/1")
            .await
            .text
            .contains("p1")
    );
    ok(&workspace, "POST", "/conversations/redact", part("p1")).await;
}

#[tokio::test]
async fn source_of_a_contact_is_redacted() {
    let workspace = conversation(3).await;
    let redacted = ok(&workspace, "POST", "/conversations/redact", source("s1")).await;
    assert_eq!(redacted["source"]["redacted"], true);
    assert!(!redacted["source"].to_string().contains("secret"));
}

#[tokio::test]
async fn part_without_text_and_source_of_an_admin_are_refused() {
    let workspace = conversation(3).await;
    let refused = call(&workspace, "POST", "/conversations/redact", part("p2")).await;
    assert_eq!(
        (refused.status, refused.code()),
        (400, "conversation_part_not_redactable")
    );
    let message = json!({
        "message_type": "in_app", "body": "Hello", "from": { "type": "admin", "id": 991_268_363 },
        "to": { "type": "user", "id": "ann" }, "create_conversation_without_contact_reply": true,
    });
    let id = ok(&workspace, "POST", "/messages", message).await["conversation_id"].clone();
    let path = format!("/conversations/{}", id.as_str().expect("an id"));
    let written = get(&workspace, &path).await.body["source"].clone();
    assert_eq!(written["author"]["type"], "admin");
    let body = json!({ "type": "source", "conversation_id": id, "source_id": written["id"] });
    let refused = call(&workspace, "POST", "/conversations/redact", body).await;
    assert_eq!(refused.code(), "conversation_part_not_redactable");
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let workspace = conversation(3).await;
    let elsewhere = json!({ "type": "source", "conversation_id": "9", "source_id": "s1" });
    for body in [part("p9"), source("p1"), part("s1"), elsewhere] {
        let reply = call(&workspace, "POST", "/conversations/redact", body.clone()).await;
        assert_eq!((reply.status, reply.code()), (404, "not_found"), "{body}");
    }
}
