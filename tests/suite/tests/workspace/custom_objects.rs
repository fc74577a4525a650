//! Instances of custom objects.

use serde_json::{Value, json};

use crate::support::{call, empty, get, ok};

#[tokio::test]
async fn an_external_id_names_one_instance_of_a_type() {
    let workspace = empty().await;
    let body = json!({ "external_id": "a/1", "custom_attributes": { "total": "12.50" } });
    let order = ok(
        &workspace,
        "POST",
        "/custom_object_instances/Order",
        body.clone(),
    )
    .await;
    let again = ok(
        &workspace,
        "POST",
        "/custom_object_instances/Order",
        body.clone(),
    )
    .await;
    assert_eq!(again["id"], order["id"]);
    let other = ok(&workspace, "POST", "/custom_object_instances/Invoice", body).await;
    assert_ne!(other["id"], order["id"]);
    let found = get(
        &workspace,
        "/custom_object_instances/Order?external_id=a%2F1",
    )
    .await
    .body;
    assert_eq!(found["custom_attributes"], json!({ "total": "12.50" }));
    let path = format!(
        "/custom_object_instances/Order/{}",
        order["id"].as_str().expect("an id")
    );
    assert_eq!(get(&workspace, &path).await.body["external_id"], "a/1");
    let wrong = format!(
        "/custom_object_instances/Order/{}",
        other["id"].as_str().expect("an id")
    );
    assert_eq!(get(&workspace, &wrong).await.status, 404);
    let deleted = ok(&workspace, "DELETE", &path, Value::Null).await;
    assert_eq!(
        deleted,
        json!({ "object": "Order", "id": order["id"], "deleted": true })
    );
    let path = "/custom_object_instances/Invoice?external_id=a%2F1";
    ok(&workspace, "DELETE", path, Value::Null).await;
    assert_eq!(
        call(&workspace, "DELETE", path, Value::Null).await.status,
        404
    );
}
