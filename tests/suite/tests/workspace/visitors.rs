//! Visitors are found, updated and converted.

use serde_json::{Value, json};

use crate::support::{call, example, get, ok};

const ID: &str = "6762f30c1bb69f9f2193bc5e";
const USER_ID: &str = "3ecf64d0-9ed1-4e9f-88e1-da7d6e6782f3";

#[tokio::test]
async fn a_visitor_is_updated_and_read_back() {
    let workspace = example().await;
    let updated = ok(
        &workspace,
        "PUT",
        "/visitors",
        json!({ "id": ID, "name": "Gareth Bale" }),
    )
    .await;
    assert_eq!(
        (&updated["id"], &updated["name"]),
        (&json!(ID), &json!("Gareth Bale"))
    );
    let visitor = ok(
        &workspace,
        "GET",
        &format!("/visitors?user_id={USER_ID}"),
        Value::Null,
    )
    .await;
    assert_eq!(visitor["name"], "Gareth Bale");
    assert_eq!(visitor["type"], "visitor");
    assert_eq!(visitor["phone"], Value::Null);
    assert_eq!(visitor["location_data"], json!({}));
    assert_eq!(
        visitor["companies"],
        json!({ "type": "company.list", "companies": [] })
    );
}

#[tokio::test]
async fn a_converted_visitor_is_a_contact_and_no_visitor_any_more() {
    let workspace = example().await;
    let body = json!({ "visitor": { "user_id": USER_ID }, "user": { "email": "foo@bar.com" }, "type": "user" });
    let reply = call(&workspace, "POST", "/visitors/convert", body).await;
    assert_eq!(reply.header("x-simulated-unknown-keys"), "");
    let contact = reply.body;
    assert_eq!(
        (&contact["type"], &contact["role"]),
        (&json!("contact"), &json!("user"))
    );
    assert_eq!(contact["email"], "foo@bar.com");
    assert_eq!(contact["avatar"], Value::Null);
    for list in ["tags", "notes", "companies"] {
        let url = format!(
            "/contacts/{}/{list}",
            contact["id"].as_str().expect("an id")
        );
        let expected =
            json!({ "type": "list", "data": [], "url": url, "total_count": 0, "has_more": false });
        assert_eq!(contact[list], expected);
    }
    let reply = get(&workspace, &format!("/visitors?user_id={USER_ID}")).await;
    assert_eq!((reply.status, reply.code()), (404, "not_found"));
    let id = contact["id"].as_str().expect("an id");
    assert_eq!(
        get(&workspace, &format!("/contacts/{id}")).await.body["email"],
        "foo@bar.com"
    );
}

#[tokio::test]
async fn a_visitor_merges_into_an_existing_contact() {
    let workspace = example().await;
    let attributes = json!({ "id": ID, "name": "Gareth", "custom_attributes": { "plan": "pro" } });
    ok(&workspace, "PUT", "/visitors", attributes).await;
    let known = json!({ "email": "foo@bar.com", "custom_attributes": { "plan": "free" } });
    let known = ok(&workspace, "POST", "/contacts", known).await;
    let before = workspace.count("contacts");
    let body =
        json!({ "visitor": { "id": ID }, "user": { "email": "foo@bar.com" }, "type": "user" });
    let contact = ok(&workspace, "POST", "/visitors/convert", body).await;
    assert_eq!(contact["id"], known["id"]);
    assert_eq!(contact["name"], "Gareth");
    assert_eq!(contact["custom_attributes"]["plan"], "free");
    assert_eq!(workspace.count("contacts"), before);
}

#[tokio::test]
async fn a_visitor_can_become_a_lead() {
    let workspace = example().await;
    let body = json!({ "visitor": { "user_id": USER_ID }, "user": { "email": "l@example.com" }, "type": "lead" });
    assert_eq!(
        ok(&workspace, "POST", "/visitors/convert", body.clone()).await["role"],
        "lead"
    );
    let reply = call(&workspace, "POST", "/visitors/convert", body).await;
    assert_eq!((reply.status, reply.code()), (404, "not_found"));
}

#[tokio::test]
async fn only_leads_and_users_can_come_of_a_visitor() {
    let workspace = example().await;
    let body = json!({ "visitor": { "user_id": USER_ID }, "user": { "email": "l@example.com" }, "type": "admin" });
    let reply = call(&workspace, "POST", "/visitors/convert", body).await;
    assert_eq!((reply.status, reply.code()), (400, "parameter_invalid"));
    let reply = call(
        &workspace,
        "PUT",
        "/visitors",
        json!({ "user_id": "fail", "name": "x" }),
    )
    .await;
    assert_eq!(reply.status, 404);
}
