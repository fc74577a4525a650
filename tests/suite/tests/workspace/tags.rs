//! Tags are made, renamed, and set on contacts, companies, conversations and tickets.

use serde_json::{Value, json};

use crate::support::{call, empty, example, get, ok};

#[tokio::test]
async fn a_name_is_one_tag() {
    let workspace = empty().await;
    let tag = ok(&workspace, "POST", "/tags", json!({ "name": "VIP" })).await;
    assert_eq!(
        ok(&workspace, "POST", "/tags", json!({ "name": "VIP" })).await,
        tag
    );
    let renamed = ok(
        &workspace,
        "POST",
        "/tags",
        json!({ "id": tag["id"], "name": "Gold" }),
    )
    .await;
    assert_eq!(
        (&renamed["id"], &renamed["name"]),
        (&tag["id"], &json!("Gold"))
    );
    let path = format!("/tags/{}", tag["id"].as_str().expect("an id"));
    assert_eq!(get(&workspace, &path).await.body["name"], "Gold");
    let reply = call(&workspace, "DELETE", &path, Value::Null).await;
    assert_eq!((reply.status, reply.text.as_str()), (200, ""));
    assert_eq!(get(&workspace, &path).await.status, 404);
}

#[tokio::test]
async fn contacts_are_tagged_and_untagged() {
    let workspace = empty().await;
    let tag = ok(&workspace, "POST", "/tags", json!({ "name": "VIP" })).await;
    let contact = ok(
        &workspace,
        "POST",
        "/contacts",
        json!({ "external_id": "7" }),
    )
    .await;
    let (tag, contact) = (
        tag["id"].as_str().expect("an id"),
        contact["id"].as_str().expect("an id"),
    );
    let path = format!("/contacts/{contact}/tags");
    assert_eq!(
        ok(&workspace, "POST", &path, json!({ "id": tag })).await["name"],
        "VIP"
    );
    assert_eq!(get(&workspace, &path).await.body["data"][0]["id"], tag);
    let shown = get(&workspace, &format!("/contacts/{contact}")).await.body;
    assert_eq!(
        shown["tags"]["data"],
        json!([{ "type": "tag", "id": tag, "url": format!("/tags/{tag}") }])
    );
    ok(&workspace, "DELETE", &format!("{path}/{tag}"), Value::Null).await;
    assert_eq!(get(&workspace, &path).await.body["data"], json!([]));
    assert_eq!(
        call(&workspace, "POST", &path, json!({ "id": "none" }))
            .await
            .status,
        404
    );
    ok(&workspace, "POST", &path, json!({ "id": tag })).await;
    let deleted = call(&workspace, "DELETE", &format!("/tags/{tag}"), Value::Null).await;
    assert_eq!(deleted.status, 200);
    assert_eq!(workspace.stored("contacts")[0]["tags"]["total_count"], 0);
}

#[tokio::test]
async fn companies_and_users_are_tagged_by_the_dozen() {
    let workspace = example().await;
    let companies = json!([{ "company_id": "example-0" }, { "company_id": "example-1" }]);
    let tag = ok(
        &workspace,
        "POST",
        "/tags",
        json!({ "name": "Big", "companies": companies }),
    )
    .await;
    let tagged = get(
        &workspace,
        &format!("/companies?tag_id={}", tag["id"].as_str().expect("an id")),
    )
    .await
    .body;
    assert_eq!(tagged["total_count"], 2);
    let path = format!("/tags/{}", tag["id"].as_str().expect("an id"));
    let reply = call(&workspace, "DELETE", &path, Value::Null).await;
    assert_eq!(
        (reply.status, reply.code()),
        (400, "tag_has_dependent_objects")
    );
    let untag = json!([{ "company_id": "example-0", "untag": true }, { "company_id": "example-1", "untag": true }]);
    ok(
        &workspace,
        "POST",
        "/tags",
        json!({ "name": "Big", "companies": untag }),
    )
    .await;
    assert_eq!(
        call(&workspace, "DELETE", &path, Value::Null).await.status,
        200
    );
    let users = json!([{ "id": workspace.stored("contacts")[1]["id"] }]);
    ok(
        &workspace,
        "POST",
        "/tags",
        json!({ "name": "Beta", "users": users }),
    )
    .await;
    assert_eq!(workspace.stored("contacts")[1]["tags"]["total_count"], 1);
}

#[tokio::test]
async fn conversations_and_tickets_remember_who_tagged_them() {
    let workspace = example().await;
    let tag = workspace.stored("tags")[0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    for collection in ["conversations", "tickets"] {
        let id = workspace.stored(collection)[1]["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        let path = format!("/{collection}/{id}/tags");
        let body = json!({ "id": tag, "admin_id": "991268363" });
        let applied = ok(&workspace, "POST", &path, body).await;
        assert_eq!(
            applied["applied_by"],
            json!({ "type": "admin", "id": "991268363" })
        );
        assert_eq!(
            workspace.stored(collection)[1]["tags"]["tags"],
            json!([applied])
        );
        let body = json!({ "admin_id": "991268363" });
        ok(&workspace, "DELETE", &format!("{path}/{tag}"), body.clone()).await;
        assert_eq!(workspace.stored(collection)[1]["tags"]["tags"], json!([]));
        assert_eq!(
            call(&workspace, "DELETE", &format!("{path}/{tag}"), body)
                .await
                .status,
            404
        );
    }
}
