//! Tickets and their types.

use serde_json::{Value, json};

use crate::support::{call, example, get, ok};

#[tokio::test]
async fn ticket_passes_through_its_states() {
    let workspace = example().await;
    let body = json!({
        "ticket_type_id": workspace.stored("ticket_types")[0]["id"],
        "contacts": [{ "external_id": "ext-joe" }],
        "ticket_attributes": { "_default_title_": "Broken" },
    });
    let ticket = ok(&workspace, "POST", "/tickets", body).await;
    assert_eq!(ticket["ticket_state"]["category"], "submitted");
    assert_eq!(ticket["ticket_attributes"]["_default_title_"], "Broken");
    assert_eq!(ticket["contacts"]["contacts"][0]["external_id"], "ext-joe");
    let path = format!("/tickets/{}", ticket["id"].as_str().expect("an id"));
    let states = get(&workspace, "/ticket_states").await.body;
    let changes = json!({
        "ticket_state_id": states["data"][3]["id"], "open": false, "assignee_id": "991268364",
        "ticket_attributes": { "cause": "cable" },
    });
    let ticket = ok(&workspace, "PUT", &path, changes).await;
    assert_eq!(ticket["ticket_state"]["category"], "resolved");
    assert_eq!(
        (&ticket["open"], &ticket["admin_assignee_id"]),
        (&json!(false), &json!("991268364"))
    );
    assert_eq!(
        ticket["ticket_attributes"],
        json!({ "_default_title_": "Broken", "cause": "cable" })
    );
    assert_eq!(
        call(&workspace, "PUT", &path, json!({ "ticket_state_id": "1" }))
            .await
            .status,
        404
    );
    let reply =
        json!({ "message_type": "note", "type": "admin", "admin_id": "991268363", "body": "Done" });
    let part = ok(&workspace, "POST", &format!("{path}/reply"), reply).await;
    assert_eq!(
        (&part["type"], &part["part_type"]),
        (&json!("ticket_part"), &json!("note"))
    );
    assert_eq!(
        get(&workspace, &path).await.body["ticket_parts"]["ticket_parts"][0],
        part
    );
    let deleted = ok(&workspace, "DELETE", &path, Value::Null).await;
    assert_eq!(deleted["object"], "ticket");
    assert_eq!(get(&workspace, &path).await.status, 404);
}

#[tokio::test]
async fn a_queued_ticket_comes_with_a_job() {
    let workspace = example().await;
    let body = json!({
        "ticket_type_id": workspace.stored("ticket_types")[0]["id"], "contacts": [{ "email": "joe@example.org" }],
    });
    let job = ok(&workspace, "POST", "/tickets/enqueue", body).await;
    assert_eq!(
        (&job["type"], &job["status"]),
        (&json!("job"), &json!("pending"))
    );
    let job = get(
        &workspace,
        &format!("/jobs/status/{}", job["id"].as_str().expect("an id")),
    )
    .await
    .body;
    assert_eq!(job["status"], "success");
    let ticket = job["resource_id"].as_str().expect("a ticket");
    assert_eq!(
        get(&workspace, &format!("/tickets/{ticket}")).await.status,
        200
    );
}

#[tokio::test]
async fn a_ticket_needs_its_type_contact_and_required_attributes() {
    let workspace = example().await;
    let kind = ok(
        &workspace,
        "POST",
        "/ticket_types",
        json!({ "name": "Bug", "category": "Tracker" }),
    )
    .await;
    let path = format!("/ticket_types/{}", kind["id"].as_str().expect("an id"));
    let attribute = json!({ "name": "Version", "description": "", "data_type": "string", "required_to_create": true });
    let attribute = ok(&workspace, "POST", &format!("{path}/attributes"), attribute).await;
    assert_eq!(
        attribute["ticket_type_id"].to_string(),
        kind["id"].as_str().expect("an id")
    );
    let mut body =
        json!({ "ticket_type_id": kind["id"], "contacts": [{ "external_id": "ext-joe" }] });
    let reply = call(&workspace, "POST", "/tickets", body.clone()).await;
    assert_eq!((reply.status, reply.code()), (400, "parameter_missing"));
    assert_eq!(reply.body["errors"][0]["field"], "Version");
    body["ticket_attributes"] = json!({ "Version": "1.0" });
    assert_eq!(
        ok(&workspace, "POST", "/tickets", body.clone()).await["category"],
        "Tracker"
    );
    body["contacts"] = json!([{ "id": "none" }]);
    assert_eq!(
        call(&workspace, "POST", "/tickets", body.clone())
            .await
            .status,
        404
    );
    body["ticket_type_id"] = "1".into();
    body["contacts"] = json!([{ "external_id": "ext-joe" }]);
    assert_eq!(call(&workspace, "POST", "/tickets", body).await.status, 400);
}

#[tokio::test]
async fn attributes_of_a_type_are_made_and_changed() {
    let workspace = example().await;
    let id = workspace.stored("ticket_types")[0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let path = format!("/ticket_types/{id}/attributes");
    let list =
        json!({ "name": "Size", "description": "", "data_type": "list", "list_items": "S, M" });
    let attribute = ok(&workspace, "POST", &path, list).await;
    assert_eq!(attribute["input_options"]["list_items"][1]["name"], "M");
    let without_items = json!({ "name": "Size", "description": "", "data_type": "list" });
    assert_eq!(
        call(&workspace, "POST", &path, without_items).await.status,
        400
    );
    let path = format!("{path}/{}", attribute["id"].as_str().expect("an id"));
    assert_eq!(
        ok(&workspace, "PUT", &path, json!({ "archived": true })).await["archived"],
        true
    );
    let kind = get(&workspace, &format!("/ticket_types/{id}")).await.body;
    assert_eq!(
        kind["ticket_type_attributes"]["ticket_type_attributes"][2]["archived"],
        true
    );
    assert_eq!(
        ok(
            &workspace,
            "PUT",
            &format!("/ticket_types/{id}"),
            json!({ "name": "Ask" })
        )
        .await["name"],
        "Ask"
    );
}
