//! Companies are made or updated by `company_id`, attached to contacts, listed and scrolled over.

use std::time::Duration;

use intercom_simulator::{Seed, Workspace};
use serde_json::{Value, json};

use crate::support::{call, empty, get, ok};

#[tokio::test]
async fn a_company_id_names_one_company() {
    let workspace = empty().await;
    let body = json!({ "company_id": "acme", "name": "Acme", "plan": "Pro", "custom_attributes": { "a": 1 } });
    let company = ok(&workspace, "POST", "/companies", body).await;
    assert_eq!(company["plan"]["name"], "Pro");
    let body = json!({ "company_id": "acme", "size": 12, "custom_attributes": { "b": 2 } });
    let updated = ok(&workspace, "POST", "/companies", body).await;
    assert_eq!(updated["id"], company["id"]);
    assert_eq!(
        (&updated["name"], &updated["size"]),
        (&json!("Acme"), &json!(12))
    );
    assert_eq!(updated["custom_attributes"], json!({ "a": 1, "b": 2 }));
    assert_eq!(
        get(&workspace, "/companies?company_id=acme").await.body["id"],
        company["id"]
    );
    assert_eq!(
        get(&workspace, "/companies?name=Acme").await.body["type"],
        "company"
    );
    assert_eq!(
        get(&workspace, "/companies?company_id=other").await.status,
        404
    );
    let path = format!("/companies/{}", company["id"].as_str().expect("an id"));
    assert_eq!(
        ok(&workspace, "PUT", &path, json!({ "name": "Acme 2" })).await["name"],
        "Acme 2"
    );
    let deleted = ok(&workspace, "DELETE", &path, Value::Null).await;
    assert_eq!(
        deleted,
        json!({ "id": company["id"], "object": "company", "deleted": true })
    );
    assert_eq!(get(&workspace, &path).await.status, 404);
}

#[tokio::test]
async fn companies_are_attached_to_contacts_and_detached() {
    let workspace = empty().await;
    let company = ok(
        &workspace,
        "POST",
        "/companies",
        json!({ "company_id": "acme" }),
    )
    .await;
    let contact = ok(
        &workspace,
        "POST",
        "/contacts",
        json!({ "external_id": "7" }),
    )
    .await;
    let (company, contact) = (
        company["id"].as_str().expect("an id"),
        contact["id"].as_str().expect("an id"),
    );
    let path = format!("/contacts/{contact}/companies");
    for _ in 0..2 {
        ok(&workspace, "POST", &path, json!({ "id": company })).await;
    }
    let attached = get(&workspace, &path).await.body;
    let list = if attached["data"].is_array() {
        &attached["data"]
    } else {
        &attached["companies"]
    };
    assert_eq!(
        (list[0]["id"].as_str(), attached["total_count"].as_u64()),
        (Some(company), Some(1))
    );
    let members = get(&workspace, &format!("/companies/{company}/contacts"))
        .await
        .body;
    assert_eq!(members["data"][0]["id"], contact);
    let shown = get(&workspace, &format!("/contacts/{contact}")).await.body;
    assert_eq!(
        shown["companies"]["data"][0]["url"],
        format!("/companies/{company}")
    );
    ok(
        &workspace,
        "DELETE",
        &format!("{path}/{company}"),
        Value::Null,
    )
    .await;
    assert_eq!(get(&workspace, &path).await.body["total_count"], 0);
    assert_eq!(
        call(
            &workspace,
            "DELETE",
            &format!("{path}/{company}"),
            Value::Null
        )
        .await
        .status,
        404
    );
    assert_eq!(
        call(&workspace, "POST", &path, json!({ "id": "none" }))
            .await
            .status,
        404
    );
}

async fn scrolling(count: usize, expiry: Duration) -> Workspace {
    let builder = Workspace::builder()
        .seed(Seed::companies(count))
        .scroll_expiry(expiry);
    builder.start().await.expect("a workspace")
}

#[tokio::test]
async fn a_scroll_has_one_token_and_ends_with_an_empty_page() {
    let workspace = scrolling(250, Duration::from_secs(60)).await;
    let first = ok(&workspace, "GET", "/companies/scroll", Value::Null).await;
    let token = first["scroll_param"].as_str().expect("a token").to_owned();
    let mut names = vec![];
    let mut page = first;
    while !page["data"].as_array().expect("a list").is_empty() {
        assert_eq!(page["scroll_param"], token.as_str());
        names.extend(
            page["data"]
                .as_array()
                .expect("a list")
                .iter()
                .map(|company| company["name"].clone()),
        );
        page = ok(
            &workspace,
            "GET",
            &format!("/companies/scroll?scroll_param={token}"),
            Value::Null,
        )
        .await;
    }
    // The clients of Intercom read on for as long as there is a parameter.
    assert_eq!(page["scroll_param"], Value::Null);
    assert_eq!(names.len(), 250);
    assert_eq!(names[249], "Company 249");
    // The scroll is over: its token is not known any more, and another one may begin.
    let reply = get(
        &workspace,
        &format!("/companies/scroll?scroll_param={token}"),
    )
    .await;
    assert_eq!(reply.status, 404);
    assert_eq!(get(&workspace, "/companies/scroll").await.status, 200);
}

#[tokio::test]
async fn only_one_scroll_is_open_at_a_time() {
    let workspace = scrolling(250, Duration::from_secs(60)).await;
    ok(&workspace, "GET", "/companies/scroll", Value::Null).await;
    let reply = get(&workspace, "/companies/scroll").await;
    assert_eq!((reply.status, reply.code()), (400, "scroll_exists"));
}

#[tokio::test]
async fn a_scroll_left_alone_expires() {
    let workspace = scrolling(250, Duration::from_millis(20)).await;
    let first = ok(&workspace, "GET", "/companies/scroll", Value::Null).await;
    tokio::time::sleep(Duration::from_millis(40)).await;
    let token = first["scroll_param"].as_str().expect("a token");
    assert_eq!(
        get(
            &workspace,
            &format!("/companies/scroll?scroll_param={token}")
        )
        .await
        .status,
        404
    );
    assert_eq!(get(&workspace, "/companies/scroll").await.status, 200);
}
