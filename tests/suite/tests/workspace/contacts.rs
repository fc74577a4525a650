//! Contacts are made, found, changed, merged, archived, blocked and deleted.

use serde_json::{Value, json};

use crate::support::{call, empty, example, get, ok};

#[tokio::test]
async fn a_contact_is_made_read_changed_and_deleted() {
    let workspace = empty().await;
    let body = json!({ "email": "joe@example.com", "external_id": "7", "custom_attributes": { "plan": "pro" } });
    let contact = ok(&workspace, "POST", "/contacts", body).await;
    let path = format!("/contacts/{}", contact["id"].as_str().expect("an id"));
    assert_eq!(contact["role"], "user");
    assert_eq!(contact["email_domain"], "example.com");
    assert!(contact["created_at"].is_i64());
    assert_eq!(get(&workspace, &path).await.body, contact);
    assert_eq!(
        get(&workspace, "/contacts/find_by_external_id/7")
            .await
            .body["id"],
        contact["id"]
    );

    let body = json!({ "name": "Joe", "avatar": "https://example.com/a.png", "custom_attributes": { "seats": 4 } });
    let changed = ok(&workspace, "PUT", &path, body).await;
    assert_eq!(changed["name"], "Joe");
    assert_eq!(changed["email"], "joe@example.com");
    assert_eq!(
        changed["custom_attributes"],
        json!({ "plan": "pro", "seats": 4 })
    );
    assert_eq!(
        changed["avatar"],
        json!({ "type": "avatar", "image_url": "https://example.com/a.png" })
    );

    let deleted = ok(&workspace, "DELETE", &path, Value::Null).await;
    assert_eq!(
        deleted,
        json!({ "type": "contact", "id": contact["id"], "external_id": "7", "deleted": true })
    );
    let reply = get(&workspace, &path).await;
    assert_eq!((reply.status, reply.code()), (404, "not_found"));
    assert_eq!(workspace.count("contacts"), 0);
}

#[tokio::test]
async fn two_contacts_cannot_be_the_same_person() {
    let workspace = empty().await;
    let first = json!({ "role": "user", "email": "joe@example.com", "external_id": "7" });
    let first = ok(&workspace, "POST", "/contacts", first).await;
    for same in [
        json!({ "external_id": "7" }),
        json!({ "email": "joe@example.com" }),
    ] {
        let reply = call(&workspace, "POST", "/contacts", same).await;
        assert_eq!((reply.status, reply.code()), (409, "conflict"));
        let message = reply.body["errors"][0]["message"]
            .as_str()
            .expect("a message");
        assert!(
            message.contains(first["id"].as_str().expect("an id")),
            "{message}"
        );
    }
    let other = ok(
        &workspace,
        "POST",
        "/contacts",
        json!({ "email": "ann@example.com" }),
    )
    .await;
    let path = format!("/contacts/{}", other["id"].as_str().expect("an id"));
    assert_eq!(
        call(&workspace, "PUT", &path, json!({ "external_id": "7" }))
            .await
            .status,
        409
    );
    assert_eq!(
        call(
            &workspace,
            "PUT",
            &path,
            json!({ "email": "ann@example.com" })
        )
        .await
        .status,
        200
    );
    // A lead may share the email of a user: that is what merging is for.
    let lead = json!({ "role": "lead", "email": "joe@example.com" });
    assert_eq!(
        call(&workspace, "POST", "/contacts", lead).await.status,
        200
    );
}

#[tokio::test]
async fn archived_contacts_are_out_of_sight_until_they_are_back() {
    let workspace = empty().await;
    let contact = ok(
        &workspace,
        "POST",
        "/contacts",
        json!({ "external_id": "7" }),
    )
    .await;
    let path = format!("/contacts/{}", contact["id"].as_str().expect("an id"));
    let archived = ok(&workspace, "POST", &format!("{path}/archive"), Value::Null).await;
    assert_eq!(
        archived,
        json!({ "type": "contact", "id": contact["id"], "external_id": "7", "archived": true })
    );
    assert_eq!(get(&workspace, &path).await.status, 404);
    assert_eq!(get(&workspace, "/contacts").await.body["total_count"], 0);
    let reply = call(
        &workspace,
        "POST",
        "/contacts",
        json!({ "external_id": "7" }),
    )
    .await;
    assert_eq!(reply.status, 409);
    let back = ok(
        &workspace,
        "POST",
        &format!("{path}/unarchive"),
        Value::Null,
    )
    .await;
    assert_eq!(back["archived"], false);
    assert_eq!(get(&workspace, &path).await.body["external_id"], "7");
    assert_eq!(
        call(
            &workspace,
            "POST",
            &format!("{path}/unarchive"),
            Value::Null
        )
        .await
        .status,
        404
    );
}

#[tokio::test]
async fn a_blocked_contact_is_archived() {
    let workspace = empty().await;
    let contact = ok(
        &workspace,
        "POST",
        "/contacts",
        json!({ "external_id": "7" }),
    )
    .await;
    let path = format!("/contacts/{}", contact["id"].as_str().expect("an id"));
    assert_eq!(
        ok(&workspace, "POST", &format!("{path}/block"), Value::Null).await["blocked"],
        true
    );
    assert_eq!(workspace.count("archived_contacts"), 1);
    assert_eq!(get(&workspace, &path).await.status, 404);
}

#[tokio::test]
async fn a_lead_merges_into_a_user() {
    let workspace = empty().await;
    let lead = json!({ "role": "lead", "name": "Joe", "phone": "+1", "custom_attributes": { "a": 1, "b": 1 } });
    let lead = ok(&workspace, "POST", "/contacts", lead).await;
    let user = json!({ "role": "user", "external_id": "7", "name": "Joseph", "custom_attributes": { "b": 2 } });
    let user = ok(&workspace, "POST", "/contacts", user).await;
    let reply = call(
        &workspace,
        "POST",
        "/contacts/merge",
        json!({ "from": user["id"], "into": lead["id"] }),
    )
    .await;
    assert_eq!(reply.status, 400);
    let body = json!({ "from": lead["id"], "into": user["id"] });
    let merged = ok(&workspace, "POST", "/contacts/merge", body).await;
    assert_eq!(merged["id"], user["id"]);
    assert_eq!(
        (&merged["name"], &merged["phone"]),
        (&json!("Joseph"), &json!("+1"))
    );
    assert_eq!(merged["custom_attributes"], json!({ "a": 1, "b": 2 }));
    let path = format!("/contacts/{}", lead["id"].as_str().expect("an id"));
    assert_eq!(get(&workspace, &path).await.status, 404);
    assert_eq!(workspace.count("contacts"), 1);
}

#[tokio::test]
async fn notes_belong_to_a_contact_and_show_on_it() {
    let workspace = empty().await;
    let contact = ok(
        &workspace,
        "POST",
        "/contacts",
        json!({ "external_id": "7" }),
    )
    .await;
    let path = format!("/contacts/{}", contact["id"].as_str().expect("an id"));
    let note = json!({ "body": "<p>Hi</p>", "admin_id": "991268363" });
    let note = ok(&workspace, "POST", &format!("{path}/notes"), note).await;
    assert_eq!(
        note["contact"],
        json!({ "type": "contact", "id": contact["id"] })
    );
    assert_eq!(note["author"]["id"], "991268363");
    let id = note["id"].as_str().expect("an id");
    assert_eq!(get(&workspace, &format!("/notes/{id}")).await.body, note);
    assert_eq!(
        get(&workspace, &format!("{path}/notes")).await.body["total_count"],
        1
    );
    assert_eq!(get(&workspace, &path).await.body["notes"]["total_count"], 1);
    assert_eq!(
        call(
            &workspace,
            "POST",
            "/contacts/none/notes",
            json!({ "body": "x" })
        )
        .await
        .status,
        404
    );
}

#[tokio::test]
async fn subscriptions_are_opted_into_and_left() {
    let workspace = empty().await;
    let contact = ok(
        &workspace,
        "POST",
        "/contacts",
        json!({ "external_id": "7" }),
    )
    .await;
    let path = format!("/contacts/{}", contact["id"].as_str().expect("an id"));
    let types = get(&workspace, "/subscription_types").await.body;
    let id = types["data"][0]["id"].as_str().expect("an id");
    let body = json!({ "id": id, "consent_type": "opt_in" });
    ok(&workspace, "POST", &format!("{path}/subscriptions"), body).await;
    assert_eq!(
        get(&workspace, &path).await.body["opted_in_subscription_types"]["total_count"],
        1
    );
    assert_eq!(
        get(&workspace, &format!("{path}/subscriptions")).await.body["data"][0]["id"],
        id
    );
    ok(
        &workspace,
        "DELETE",
        &format!("{path}/subscriptions/{id}"),
        Value::Null,
    )
    .await;
    let reply = call(
        &workspace,
        "DELETE",
        &format!("{path}/subscriptions/{id}"),
        Value::Null,
    )
    .await;
    assert_eq!(reply.status, 404);
}

#[tokio::test]
async fn segments_count_their_members_if_requested() {
    let workspace = example().await;
    let plain = get(&workspace, "/segments").await.body;
    assert_eq!(plain["type"], "segment.list");
    assert!(plain["segments"][0]["count"].is_null());
    let counted = get(&workspace, "/segments?include_count=true").await.body;
    assert_eq!(counted["segments"][0]["count"], 1);
    let id = counted["segments"][0]["id"].as_str().expect("an id");
    assert_eq!(
        get(&workspace, &format!("/segments/{id}")).await.body["name"],
        "Active"
    );
    assert_eq!(get(&workspace, "/segments/none").await.status, 404);
}
