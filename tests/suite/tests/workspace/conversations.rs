//! Conversations go through their life: begun, replied to, assigned, snoozed, closed, redacted.

use intercom_simulator::{Seed, Workspace};
use serde_json::{Value, json};

use crate::support::{call, empty, example, get, ok};

const ADMIN: &str = "991268363";

/// A conversation that a new contact has begun: its path and the contact's id.
async fn begun(workspace: &Workspace) -> (String, String) {
    let contact = ok(
        workspace,
        "POST",
        "/contacts",
        json!({ "email": "joe@example.com" }),
    )
    .await;
    let body = json!({ "from": { "type": "user", "id": contact["id"] }, "body": "Hello" });
    let message = ok(workspace, "POST", "/conversations", body).await;
    assert_eq!(
        (&message["type"], &message["body"]),
        (&json!("user_message"), &json!("Hello"))
    );
    let id = message["conversation_id"].as_str().expect("an id");
    (
        format!("/conversations/{id}"),
        contact["id"].as_str().expect("an id").to_owned(),
    )
}

#[tokio::test]
async fn a_contact_begins_a_conversation() {
    let workspace = empty().await;
    let (path, contact) = begun(&workspace).await;
    let conversation = get(&workspace, &path).await.body;
    assert_eq!(conversation["source"]["body"], "Hello");
    assert_eq!(conversation["source"]["author"]["email"], "joe@example.com");
    assert_eq!(
        conversation["contacts"]["contacts"][0]["id"],
        contact.as_str()
    );
    assert_eq!(
        (&conversation["state"], &conversation["open"]),
        (&json!("open"), &json!(true))
    );
    let listed = get(&workspace, "/conversations").await.body;
    assert_eq!(listed["type"], "conversation.list");
    assert_eq!(listed["total_count"], 1);
    assert!(listed["conversations"][0]["conversation_parts"].is_null());
    for unknown in ["6657add400000000ffffffff", "123_doesnt_exist"] {
        let body = json!({ "from": { "type": "user", "id": unknown }, "body": "Hello" });
        let reply = call(&workspace, "POST", "/conversations", body).await;
        assert_eq!(reply.status, 404, "{unknown}");
    }
}

#[tokio::test]
async fn contacts_and_admins_reply() {
    let workspace = empty().await;
    let (path, contact) = begun(&workspace).await;
    let reply =
        json!({ "message_type": "comment", "type": "admin", "admin_id": ADMIN, "body": "Hi" });
    let conversation = ok(&workspace, "POST", &format!("{path}/reply"), reply).await;
    assert_eq!(conversation["waiting_since"], Value::Null);
    let close = json!({ "message_type": "close", "type": "admin", "admin_id": ADMIN });
    ok(&workspace, "POST", &format!("{path}/parts"), close).await;
    let reply = json!({ "message_type": "comment", "type": "user", "intercom_user_id": contact, "body": "Thanks" });
    let conversation = ok(&workspace, "POST", &format!("{path}/reply"), reply).await;
    assert_eq!(conversation["state"], "open");
    let parts = &conversation["conversation_parts"];
    assert_eq!(parts["total_count"], 3);
    let kinds: Vec<_> = (0..3)
        .map(|index| parts["conversation_parts"][index]["part_type"].clone())
        .collect();
    assert_eq!(kinds, ["comment", "close", "comment"]);
    assert_eq!(
        parts["conversation_parts"][2]["author"]["id"],
        contact.as_str()
    );
    let stranger = json!({ "message_type": "comment", "type": "user", "email": "no@example.com", "body": "x" });
    assert_eq!(
        call(&workspace, "POST", &format!("{path}/reply"), stranger)
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_conversation_is_closed_snoozed_opened_and_assigned() {
    let workspace = empty().await;
    let (path, _) = begun(&workspace).await;
    let parts = format!("{path}/parts");
    let manage = async |body: Value| ok(&workspace, "POST", &parts, body).await;
    let closed =
        manage(json!({ "message_type": "close", "type": "admin", "admin_id": ADMIN })).await;
    assert_eq!(
        (&closed["state"], &closed["open"]),
        (&json!("closed"), &json!(false))
    );
    let until = 4_102_444_800_i64;
    let snoozed =
        manage(json!({ "message_type": "snoozed", "admin_id": ADMIN, "snoozed_until": until }))
            .await;
    assert_eq!(
        (&snoozed["state"], &snoozed["snoozed_until"]),
        (&json!("snoozed"), &json!(until))
    );
    let opened = manage(json!({ "message_type": "open", "admin_id": ADMIN })).await;
    assert_eq!(
        (&opened["state"], &opened["snoozed_until"]),
        (&json!("open"), &Value::Null)
    );
    let assign = |kind: &str, id: &str| json!({ "message_type": "assignment", "type": kind, "admin_id": ADMIN, "assignee_id": id });
    assert_eq!(
        manage(assign("admin", "991268364")).await["admin_assignee_id"],
        991_268_364
    );
    let assigned = manage(assign("team", "814860")).await;
    assert_eq!(assigned["team_assignee_id"], 814_860);
    let part = &assigned["conversation_parts"]["conversation_parts"][4];
    assert_eq!(
        part["assigned_to"],
        json!({ "type": "team", "id": "814860" })
    );
    assert_eq!(manage(assign("admin", "0")).await["admin_assignee_id"], 0);
    assert_eq!(
        call(&workspace, "POST", &parts, assign("admin", "1"))
            .await
            .status,
        404
    );
    let too_late = json!({ "message_type": "snoozed", "admin_id": ADMIN, "snoozed_until": 5 });
    assert_eq!(call(&workspace, "POST", &parts, too_late).await.status, 400);
}

#[tokio::test]
async fn at_most_five_hundred_parts_are_returned() {
    let part = |number: usize| json!({ "type": "conversation_part", "id": number.to_string(), "part_type": "note" });
    let parts: Vec<Value> = (0..505).map(part).collect();
    let parts = json!({ "type": "conversation_part.list", "conversation_parts": parts, "total_count": 505 });
    let conversation = json!({ "id": "9", "conversation_parts": parts });
    let seed = Seed::value("conversations", conversation);
    let workspace = Workspace::builder()
        .seed(seed)
        .start()
        .await
        .expect("a workspace");
    let parts = get(&workspace, "/conversations/9").await.body["conversation_parts"].clone();
    assert_eq!(parts["total_count"], 505);
    assert_eq!(
        parts["conversation_parts"].as_array().map(Vec::len),
        Some(500)
    );
    assert_eq!(parts["conversation_parts"][499]["id"], "504");
}

#[tokio::test]
async fn contacts_join_and_leave_but_never_the_last_one() {
    let workspace = empty().await;
    let (path, first) = begun(&workspace).await;
    let second = ok(
        &workspace,
        "POST",
        "/contacts",
        json!({ "email": "ann@example.com" }),
    )
    .await;
    let join = json!({ "admin_id": ADMIN, "customer": { "email": "ann@example.com" } });
    let joined = ok(&workspace, "POST", &format!("{path}/customers"), join).await;
    assert_eq!(joined["customers"].as_array().map(Vec::len), Some(2));
    let second = second["id"].as_str().expect("an id");
    let leave = json!({ "admin_id": ADMIN });
    let left = ok(
        &workspace,
        "DELETE",
        &format!("{path}/customers/{second}"),
        leave.clone(),
    )
    .await;
    assert_eq!(
        left["contacts"]["contacts"].as_array().map(Vec::len),
        Some(1)
    );
    let reply = call(
        &workspace,
        "DELETE",
        &format!("{path}/customers/{first}"),
        leave,
    )
    .await;
    assert_eq!(reply.status, 422);
}

#[tokio::test]
async fn parts_and_source_are_redacted() {
    let workspace = empty().await;
    let (path, _) = begun(&workspace).await;
    let body =
        json!({ "message_type": "comment", "type": "admin", "admin_id": ADMIN, "body": "secret" });
    let conversation = ok(&workspace, "POST", &format!("{path}/reply"), body).await;
    let part = &conversation["conversation_parts"]["conversation_parts"][0]["id"];
    let redact = json!({ "type": "conversation_part", "conversation_id": conversation["id"], "conversation_part_id": part });
    let redacted = ok(&workspace, "POST", "/conversations/redact", redact).await;
    let part = &redacted["conversation_parts"]["conversation_parts"][0];
    assert_eq!(part["redacted"], true);
    assert!(!part["body"].as_str().expect("a body").contains("secret"));
    let source = &conversation["source"]["id"];
    let redact =
        json!({ "type": "source", "conversation_id": conversation["id"], "source_id": source });
    let redacted = ok(&workspace, "POST", "/conversations/redact", redact).await;
    assert_eq!(redacted["source"]["redacted"], true);
    let wrong =
        json!({ "type": "source", "conversation_id": conversation["id"], "source_id": "1" });
    assert_eq!(
        call(&workspace, "POST", "/conversations/redact", wrong)
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_conversation_is_updated_converted_once_and_deleted() {
    let workspace = example().await;
    let conversation = &workspace.stored("conversations")[1]["id"];
    let path = format!("/conversations/{}", conversation.as_str().expect("an id"));
    let body =
        json!({ "title": "Invoice", "read": true, "custom_attributes": { "issue": "billing" } });
    let updated = ok(&workspace, "PUT", &path, body).await;
    assert_eq!(
        (&updated["title"], &updated["read"]),
        (&json!("Invoice"), &json!(true))
    );
    let body = json!({ "ticket_type_id": workspace.stored("ticket_types")[0]["id"] });
    let ticket = ok(&workspace, "POST", &format!("{path}/convert"), body.clone()).await;
    assert_eq!(ticket["linked_objects"]["data"][0]["id"], *conversation);
    let linked = get(&workspace, &path).await.body["linked_objects"].clone();
    assert_eq!(linked["data"][0]["id"], ticket["id"]);
    assert_eq!(
        call(&workspace, "POST", &format!("{path}/convert"), body)
            .await
            .status,
        400
    );
    let deleted = ok(&workspace, "DELETE", &path, Value::Null).await;
    assert_eq!(
        deleted,
        json!({ "id": conversation, "object": "conversation", "deleted": true })
    );
    assert_eq!(get(&workspace, &path).await.status, 404);
}

#[tokio::test]
async fn an_admin_writes_a_message() {
    let workspace = example().await;
    let to = json!({ "type": "user", "id": workspace.stored("contacts")[0]["id"] });
    let mut body = json!({
        "message_type": "in_app", "body": "Hello", "from": { "type": "admin", "id": 991_268_363 }, "to": to,
    });
    let message = ok(&workspace, "POST", "/messages", body.clone()).await;
    assert_eq!(
        (&message["type"], &message["message_type"]),
        (&json!("admin_message"), &json!("inapp"))
    );
    assert!(message.get("conversation_id").is_none());
    body["create_conversation_without_contact_reply"] = true.into();
    let message = ok(&workspace, "POST", "/messages", body.clone()).await;
    let id = message["conversation_id"].as_str().expect("a conversation");
    assert_eq!(
        get(&workspace, &format!("/conversations/{id}"))
            .await
            .status,
        200
    );
    body["to"]["id"] = "none".into();
    assert_eq!(
        call(&workspace, "POST", "/messages", body).await.status,
        404
    );
}
