//! Articles, collections, news, imported content, admins, teams and data attributes.

use serde_json::{Value, json};

use crate::support::{call, empty, example, get, ok};

const ADMIN: u64 = 991_268_363;

#[tokio::test]
async fn articles_are_written_found_and_deleted() {
    let workspace = empty().await;
    let body = json!({ "title": "Billing", "body": "<p>How to pay</p>", "author_id": ADMIN });
    let article = ok(&workspace, "POST", "/articles", body).await;
    assert_eq!(article["state"], "draft");
    let path = format!("/articles/{}", article["id"].as_str().expect("an id"));
    assert_eq!(
        ok(&workspace, "PUT", &path, json!({ "state": "published" })).await["state"],
        "published"
    );
    let found = get(
        &workspace,
        "/articles/search?phrase=PAY&state=published&highlight=true",
    )
    .await
    .body;
    assert_eq!(found["total_count"], 1);
    assert_eq!(found["data"]["articles"][0]["id"], article["id"]);
    assert_eq!(found["data"]["highlights"][0]["article_id"], article["id"]);
    assert_eq!(
        get(&workspace, "/articles/search?phrase=other").await.body["total_count"],
        0
    );
    let stranger = json!({ "title": "x", "author_id": 1 });
    assert_eq!(
        call(&workspace, "POST", "/articles", stranger).await.status,
        400
    );
    assert_eq!(
        ok(&workspace, "DELETE", &path, Value::Null).await["object"],
        "article"
    );
    assert_eq!(get(&workspace, &path).await.status, 404);
}

#[tokio::test]
async fn collections_and_internal_articles_are_kept() {
    let workspace = empty().await;
    let collection = ok(
        &workspace,
        "POST",
        "/help_center/collections",
        json!({ "name": "FAQ" }),
    )
    .await;
    let path = format!(
        "/help_center/collections/{}",
        collection["id"].as_str().expect("an id")
    );
    assert_eq!(
        ok(&workspace, "PUT", &path, json!({ "name": "Questions" })).await["name"],
        "Questions"
    );
    assert_eq!(
        get(&workspace, "/help_center/collections").await.body["total_count"],
        1
    );
    let body = json!({ "title": "Rota", "author_id": ADMIN, "owner_id": ADMIN });
    let article = ok(&workspace, "POST", "/internal_articles", body).await;
    let path = format!(
        "/internal_articles/{}",
        article["id"].as_str().expect("an id")
    );
    assert_eq!(
        ok(&workspace, "DELETE", &path, Value::Null).await["object"],
        "internal_article"
    );
    assert_eq!(get(&workspace, &path).await.status, 404);
}

#[tokio::test]
async fn live_news_shows_in_its_feed() {
    let workspace = empty().await;
    let feed = workspace.stored("newsfeeds")[0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let assignment = json!([{ "newsfeed_id": feed.parse::<u64>().expect("a number"), "published_at": 1_734_537_243 }]);
    let body = json!({ "title": "New", "sender_id": ADMIN, "newsfeed_assignments": assignment });
    let item = ok(&workspace, "POST", "/news/news_items", body).await;
    let items = format!("/news/newsfeeds/{feed}/items");
    assert_eq!(get(&workspace, &items).await.body["total_count"], 0);
    let path = format!("/news/news_items/{}", item["id"].as_str().expect("an id"));
    let changes = json!({ "title": "New", "sender_id": ADMIN, "state": "live" });
    ok(&workspace, "PUT", &path, changes).await;
    assert_eq!(
        get(&workspace, &items).await.body["data"][0]["id"],
        item["id"]
    );
    assert_eq!(
        ok(&workspace, "DELETE", &path, Value::Null).await["object"],
        "news-item"
    );
}

#[tokio::test]
async fn external_pages_are_made_or_updated_within_their_source() {
    let workspace = empty().await;
    let source = json!({ "sync_behavior": "api", "url": "https://example.com" });
    let source = ok(&workspace, "POST", "/ai/content_import_sources", source).await;
    let mut body = json!({
        "title": "A", "html": "<p>a</p>", "locale": "en", "source_id": source["id"], "external_id": "a",
    });
    let page = ok(&workspace, "POST", "/ai/external_pages", body.clone()).await;
    body["title"] = "B".into();
    let again = ok(&workspace, "POST", "/ai/external_pages", body).await;
    assert_eq!((&again["id"], &again["title"]), (&page["id"], &json!("B")));
    let path = format!("/ai/content_import_sources/{}", source["id"]);
    let reply = call(&workspace, "DELETE", &path, Value::Null).await;
    assert_eq!((reply.status, reply.text.as_str()), (204, ""));
    assert_eq!(get(&workspace, &path).await.status, 404);
}

#[tokio::test]
async fn admins_go_away_and_teams_are_listed() {
    let workspace = empty().await;
    let me = get(&workspace, "/me").await.body;
    assert_eq!(me["app"]["region"], "US");
    let path = format!("/admins/{}", me["id"].as_str().expect("an id"));
    let away = json!({ "away_mode_enabled": true, "away_mode_reassign": false });
    ok(&workspace, "PUT", &format!("{path}/away"), away).await;
    assert_eq!(get(&workspace, &path).await.body["away_mode_enabled"], true);
    assert_eq!(
        get(&workspace, "/admins").await.body["admins"]
            .as_array()
            .map(Vec::len),
        Some(2)
    );
    let teams = get(&workspace, "/teams").await.body;
    let team = teams["teams"][0]["id"].as_str().expect("an id");
    assert_eq!(
        get(&workspace, &format!("/teams/{team}")).await.body["name"],
        "Support"
    );
    assert_eq!(get(&workspace, "/teams/1").await.status, 404);
}

#[tokio::test]
async fn data_attributes_are_made_once_and_archived() {
    let workspace = example().await;
    let body = json!({ "name": "tier", "model": "contact", "data_type": "options", "options": [{ "value": "a" }] });
    let attribute = ok(&workspace, "POST", "/data_attributes", body.clone()).await;
    assert_eq!(attribute["options"], json!(["a"]));
    assert!(attribute["id"].is_i64());
    assert_eq!(
        call(&workspace, "POST", "/data_attributes", body)
            .await
            .status,
        400
    );
    let path = format!("/data_attributes/{}", attribute["id"]);
    ok(&workspace, "PUT", &path, json!({ "archived": true })).await;
    let count = |reply: Value| reply["data"].as_array().map(Vec::len).unwrap_or_default();
    let visible = count(get(&workspace, "/data_attributes?model=contact").await.body);
    let all = count(
        get(
            &workspace,
            "/data_attributes?model=contact&include_archived=true",
        )
        .await
        .body,
    );
    assert_eq!(all, visible + 1);
}
