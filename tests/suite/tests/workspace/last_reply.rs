//! A reply to `last` goes to the conversation that changed last.

use intercom_simulator::{Seed, Workspace};
use serde_json::{Value, json};

use crate::support::{call, get, ok};

const ADMIN: &str = "991268363";

/// Ann has the conversations 1 and 2, Bob has 3. The first of Ann's changed last.
async fn conversations() -> Workspace {
    let seed = json!({
        "contacts": [
            { "id": "ann", "email": "ann@example.com", "external_id": "7" },
            { "id": "bob", "email": "bob@example.com" },
            { "id": "cleo", "email": "cleo@example.com" },
        ],
        "conversations": [
            { "id": "1", "updated_at": 3_000, "contacts": { "contacts": [{ "id": "ann" }] } },
            { "id": "2", "updated_at": 2_000, "contacts": { "contacts": [{ "id": "ann" }] } },
            { "id": "3", "updated_at": 4_000, "contacts": { "contacts": [{ "id": "bob" }] } },
        ],
    });
    let seed = Seed::from_json(&seed.to_string()).expect("a seed");
    let builder = Workspace::builder().seed(seed).clock_at(10_000);
    builder.start().await.expect("a workspace")
}

fn by_contact(named: &Value) -> Value {
    let mut body = json!({ "message_type": "comment", "type": "user", "body": "Hello" });
    for (key, value) in named.as_object().expect("an object") {
        body[key] = value.clone();
    }
    body
}

#[tokio::test]
async fn reply_of_a_contact_goes_to_its_latest_conversation() {
    for named in [
        json!({ "intercom_user_id": "ann" }),
        json!({ "user_id": "7" }),
        json!({ "email": "ann@example.com" }),
    ] {
        let workspace = conversations().await;
        let body = by_contact(&named);
        let replied = ok(&workspace, "POST", "/conversations/last/reply", body).await;
        assert_eq!(replied["id"], "1", "{named}");
        let part = &replied["conversation_parts"]["conversation_parts"][0];
        assert_eq!(part["author"]["id"], "ann");
    }
}

#[tokio::test]
async fn latest_conversation_is_found_again_after_each_change() {
    let workspace = conversations().await;
    let reply =
        json!({ "message_type": "comment", "type": "admin", "admin_id": ADMIN, "body": "Hi" });
    ok(&workspace, "POST", "/conversations/2/reply", reply.clone()).await;
    let body = by_contact(&json!({ "intercom_user_id": "ann" }));
    let replied = ok(&workspace, "POST", "/conversations/last/reply", body).await;
    assert_eq!(replied["id"], "2");
    // An admin names no contact: the latest of all conversations is meant.
    let replied = ok(&workspace, "POST", "/conversations/last/reply", reply).await;
    assert_eq!(replied["id"], "2");
}

#[tokio::test]
async fn last_without_a_conversation_is_not_found() {
    let workspace = conversations().await;
    for named in [
        json!({ "intercom_user_id": "cleo" }),
        json!({ "intercom_user_id": "nobody" }),
    ] {
        let body = by_contact(&named);
        let reply = call(&workspace, "POST", "/conversations/last/reply", body).await;
        assert_eq!((reply.status, reply.code()), (404, "not_found"), "{named}");
    }
    // Only replies are documented to take it.
    assert_eq!(get(&workspace, "/conversations/last").await.status, 404);
}

#[tokio::test]
async fn webhook_of_a_reply_to_last_has_the_conversation() {
    let seed = json!({
        "contacts": [{ "id": "ann" }],
        "conversations": [{ "id": "1", "contacts": { "contacts": [{ "id": "ann" }] } }],
    });
    let seed = Seed::from_json(&seed.to_string()).expect("a seed");
    let builder = Workspace::builder().seed(seed);
    let builder = builder.webhook("http://127.0.0.1:9/", "secret");
    let workspace = builder.start().await.expect("a workspace");
    let body = by_contact(&json!({ "intercom_user_id": "ann" }));
    ok(&workspace, "POST", "/conversations/last/reply", body).await;
    assert_eq!(workspace.pending_webhooks(), 1);
}
