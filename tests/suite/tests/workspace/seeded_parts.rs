//! Conversations and tickets of a seed have the parts that it lists, completed.

use intercom_simulator::{Seed, Workspace};
use serde_json::{Value, json};

use crate::support::{get, ok};

async fn seeded(seed: Value) -> Workspace {
    let seed = Seed::from_json(&seed.to_string()).expect("a seed");
    let builder = Workspace::builder().seed(seed).clock_at(5_000);
    builder.start().await.expect("a workspace")
}

#[tokio::test]
async fn parts_of_a_conversation_are_completed() {
    let workspace = seeded(json!({
        "contacts": [{ "id": "ann", "name": "Ann", "email": "ann@example.com" }, { "id": "bob" }],
        "conversations": [{
            "id": "1", "created_at": 1_000, "state": "closed",
            "contacts": { "contacts": [{ "id": "ann" }] },
            "source": { "body": "<p>Where is it?</p>" },
            "conversation_parts": [
                { "body": "<p>On its way</p>", "created_at": 2_000 },
                { "body": "<p>Thanks</p>", "author": { "type": "user" }, "created_at": 3_000 },
                { "id": "p3", "part_type": "close", "author": { "type": "admin", "id": "991268364" } },
                { "body": "Hi", "author": { "type": "bot", "name": "Fin" } },
            ],
        }],
    }))
    .await;
    let shown = get(&workspace, "/conversations/1").await.body;
    assert_eq!(
        (&shown["open"], &shown["updated_at"]),
        (&json!(false), &json!(3_000))
    );
    assert_eq!(shown["source"]["type"], "conversation");
    assert_eq!(shown["source"]["author"]["id"], "ann");
    assert_eq!(shown["source"]["body"], "<p>Where is it?</p>");
    let list = &shown["conversation_parts"];
    assert_eq!(
        (&list["type"], &list["total_count"]),
        (&json!("conversation_part.list"), &json!(4))
    );
    let parts = list["conversation_parts"].as_array().expect("a list");
    assert_eq!(parts[0]["author"]["id"], "991268363");
    assert_eq!(
        (&parts[0]["part_type"], &parts[0]["notified_at"]),
        (&json!("comment"), &json!(2_000))
    );
    assert_eq!(
        parts[1]["author"],
        json!({ "type": "user", "id": "ann", "name": "Ann", "email": "ann@example.com" })
    );
    assert_eq!(
        (&parts[2]["id"], &parts[2]["author"]["name"]),
        (&json!("p3"), &json!("Dara Quinn"))
    );
    assert_eq!(parts[2]["created_at"], 1_000);
    assert_eq!(parts[3]["author"], json!({ "type": "bot", "name": "Fin" }));
    let ids: std::collections::BTreeSet<_> =
        parts.iter().map(|part| part["id"].to_string()).collect();
    assert_eq!(ids.len(), 4);
    // A seeded conversation takes replies, as any other does.
    let reply =
        json!({ "message_type": "comment", "type": "admin", "admin_id": "991268363", "body": "x" });
    let shown = ok(&workspace, "POST", "/conversations/1/reply", reply).await;
    assert_eq!(shown["conversation_parts"]["total_count"], 5);
}

#[tokio::test]
async fn made_numbers_are_not_those_of_other_parts() {
    let parts: Vec<Value> = (3_001..3_010)
        .map(|id| json!({ "id": id.to_string() }))
        .collect();
    let parts = [vec![json!({ "body": "first" })], parts].concat();
    let workspace =
        seeded(json!({ "conversations": [{ "id": "1", "conversation_parts": parts }] })).await;
    let shown = get(&workspace, "/conversations/1").await.body;
    let parts = shown["conversation_parts"]["conversation_parts"]
        .as_array()
        .expect("a list");
    assert!(parts[1..].iter().all(|part| part["id"] != parts[0]["id"]));
}

#[tokio::test]
async fn parts_of_a_ticket_are_completed() {
    let workspace = seeded(json!({
        "ticket_types": [{ "name": "Bug" }],
        "tickets": [{ "id": "1", "ticket_parts": [{ "body": "Broken" }] }],
    }))
    .await;
    let parts = get(&workspace, "/tickets/1").await.body["ticket_parts"].clone();
    assert_eq!(
        (&parts["type"], &parts["total_count"]),
        (&json!("ticket_part.list"), &json!(1))
    );
    let part = &parts["ticket_parts"][0];
    assert_eq!(
        (&part["type"], &part["body"]),
        (&json!("ticket_part"), &json!("Broken"))
    );
    assert_eq!(part["author"]["type"], "admin");
}

#[tokio::test]
async fn parts_are_added_while_the_workspace_runs() {
    let workspace = seeded(json!({ "contacts": [{ "id": "ann" }] })).await;
    let fields = json!({ "conversation_parts": [{ "body": "Hello" }] });
    let id = workspace
        .edit(|edits| edits.create("conversations", &fields))
        .expect("an id");
    let shown = get(&workspace, &format!("/conversations/{id}")).await.body;
    assert_eq!(
        shown["conversation_parts"]["conversation_parts"][0]["body"],
        "Hello"
    );
}

#[test]
fn part_that_does_not_fit_the_contract_is_refused() {
    for parts in [json!([{ "body": 5 }]), json!(["Hello"]), json!("Hello")] {
        let seed = json!({ "conversations": [{ "conversation_parts": parts }] });
        let error = Seed::from_json(&seed.to_string())
            .map(|_| ())
            .expect_err("an error");
        assert!(error.to_string().contains("`conversation_parts"), "{error}");
    }
}
