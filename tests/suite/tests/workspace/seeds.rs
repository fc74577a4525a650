//! What a workspace holds at first.

use intercom_simulator::{Seed, Workspace};
use serde_json::json;

use crate::support::{empty, get, ok};

#[tokio::test]
async fn an_empty_workspace_has_its_furniture() {
    let workspace = empty().await;
    assert_eq!(
        (workspace.count("contacts"), workspace.count("visitors")),
        (0, 0)
    );
    assert_eq!(
        (workspace.count("admins"), workspace.count("ticket_states")),
        (2, 4)
    );
}

#[tokio::test]
async fn seeds_add_up() {
    let one = Seed::empty()
        .object("contacts", json!({ "id": "c1", "email": "a@example.com" }))
        .expect("a seed");
    let builder = Workspace::builder()
        .seed(Seed::contacts(5))
        .seed(Seed::companies(3))
        .seed(one);
    let workspace = builder.start().await.expect("a workspace");
    assert_eq!(
        (workspace.count("contacts"), workspace.count("companies")),
        (6, 3)
    );
    assert_eq!(
        get(&workspace, "/contacts/c1").await.body["email"],
        "a@example.com"
    );
    ok(&workspace, "PUT", "/contacts/c1", json!({ "name": "A" })).await;
    assert_eq!(workspace.stored("contacts")[5]["name"], "A");
}

#[tokio::test]
async fn a_seed_is_read_from_json() {
    let seed = r#"{"contacts": 20, "tags": [{"name": "VIP"}], "visitors": [{"id": "v1", "user_id": "u1"}],
        "conversations": [{"title": "Help", "state": "closed"}], "ticket_types": [{"name": "Bug"}]}"#;
    let seed = Seed::from_json(seed).expect("a seed");
    let workspace = Workspace::builder()
        .seed(seed)
        .start()
        .await
        .expect("a workspace");
    assert_eq!(workspace.count("contacts"), 20);
    assert_eq!(
        get(&workspace, "/visitors?user_id=u1").await.body["id"],
        "v1"
    );
    let conversation = &workspace.stored("conversations")[0];
    assert_eq!(
        (&conversation["title"], &conversation["state"]),
        (&json!("Help"), &json!("closed"))
    );
    assert_eq!(workspace.stored("ticket_types")[0]["name"], "Bug");
}

#[tokio::test]
async fn seeded_objects_work_as_those_made_by_calls() {
    let seed = r#"{
        "contacts": [{"id": "c1", "external_id": "7"}],
        "notes": [{"contact": {"type": "contact", "id": "c1"}, "body": "Hi"}],
        "custom_object_instances": [{"type": "Order", "external_id": "o1"}],
        "ticket_types": [{"name": "Bug"}],
        "tickets": [{"open": false}]
    }"#;
    let seed = Seed::from_json(seed).expect("a seed");
    let workspace = Workspace::builder()
        .seed(seed)
        .start()
        .await
        .expect("a workspace");
    assert_eq!(
        get(&workspace, "/contacts/c1/notes").await.body["total_count"],
        1
    );
    assert_eq!(
        get(&workspace, "/custom_object_instances/Order?external_id=o1")
            .await
            .status,
        200
    );
    let ticket = &workspace.stored("tickets")[0];
    assert_eq!(
        (&ticket["open"], &ticket["ticket_type"]["name"]),
        (&json!(false), &json!("Bug"))
    );
    let id = ticket["id"].as_str().expect("an id");
    let reply =
        json!({ "message_type": "note", "type": "admin", "admin_id": "991268363", "body": "x" });
    ok(&workspace, "POST", &format!("/tickets/{id}/reply"), reply).await;
}

#[test]
fn wrong_seed_is_reported_with_its_mistake() {
    for (text, reason) in [
        ("[", "not JSON"),
        ("[]", "must be a JSON object"),
        (r#"{"robots": []}"#, "unknown collection"),
        (r#"{"robots": [{}]}"#, "unknown collection"),
        (r#"{"tags": 3}"#, "must be a list"),
        (r#"{"tags": ["VIP"]}"#, "not an object"),
        (r#"{"contacts": [{"email": 5}]}"#, "/email does not fit"),
        (
            r#"{"contacts": [{"_opted_in": 5}]}"#,
            "_opted_in is not a field",
        ),
        (r#"{"contacts": [{"tags": "VIP"}]}"#, "list of ids"),
        (
            r#"{"conversations": [{"contacts": 5}]}"#,
            "/contacts does not fit",
        ),
    ] {
        let error = Seed::from_json(text)
            .map(|_| ())
            .expect_err(text)
            .to_string();
        assert!(error.contains(reason), "{text}: {error}");
    }
}
