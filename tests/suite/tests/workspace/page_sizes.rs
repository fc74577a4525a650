//! A page has at most 150 objects, and at least one.

use intercom_simulator::{Seed, Workspace};
use serde_json::{Value, json};

use crate::support::{Reply, call};

async fn workspace() -> Workspace {
    let builder = Workspace::builder().seed(Seed::bulk(400, 400));
    let builder = builder.seed(Seed::example());
    builder.start().await.expect("a workspace")
}

/// Requests a page with a size in the query, or in the body of a search.
async fn page(workspace: &Workspace, method: &str, path: &str, size: &Value) -> Reply {
    if path.ends_with("/search") && method == "POST" {
        let query = json!({ "field": "created_at", "operator": ">", "value": 1 });
        let body = json!({ "query": query, "pagination": { "per_page": size } });
        return call(workspace, method, path, body).await;
    }
    let separator = if path.contains('?') { '&' } else { '?' };
    let path = format!("{path}{separator}per_page={size}");
    call(workspace, method, &path, Value::Null).await
}

#[tokio::test]
async fn size_outside_of_the_range_is_refused_by_every_list() {
    let workspace = workspace().await;
    let contact = workspace.stored("contacts")[0]["id"].clone();
    let contact = contact.as_str().expect("an id");
    let company = workspace.stored("companies")[0]["id"].clone();
    let company = company.as_str().expect("an id");
    for (method, path, most) in [
        ("GET", "/contacts", 150),
        ("GET", "/conversations", 150),
        ("POST", "/contacts/search", 150),
        ("POST", "/conversations/search", 150),
        ("POST", "/tickets/search", 150),
        ("GET", "/companies", 150),
        ("POST", "/companies/list", 150),
        ("GET", "/articles", 150),
        ("GET", "/articles/search?phrase=a", 150),
        ("GET", "/internal_articles", 150),
        ("GET", "/help_center/collections", 150),
        ("GET", "/help_center/help_centers", 150),
        ("GET", "/news/news_items", 150),
        ("GET", "/news/newsfeeds", 150),
        ("GET", "/ai/content_import_sources", 150),
        ("GET", "/ai/external_pages", 150),
        ("GET", "/admins/activity_logs?created_at_after=1", 150),
        ("GET", &format!("/contacts/{contact}/notes"), 150),
        ("GET", &format!("/contacts/{contact}/companies"), 150),
        ("GET", &format!("/companies/{company}/contacts"), 150),
        ("GET", "/calls", 25),
    ] {
        for size in [1, most] {
            let reply = page(&workspace, method, path, &json!(size)).await;
            assert_eq!(reply.status, 200, "{method} {path} {size}: {}", reply.text);
        }
        for size in [0, -1, most + 1, 1_000_000] {
            let reply = page(&workspace, method, path, &json!(size)).await;
            assert_eq!(reply.status, 400, "{method} {path} {size}");
            assert_eq!(reply.code(), "parameter_invalid");
            assert_eq!(reply.body["errors"][0]["field"], "per_page");
        }
    }
}

#[tokio::test]
async fn largest_page_has_as_many_objects() {
    let workspace = workspace().await;
    for (method, path, key) in [
        ("GET", "/contacts", "data"),
        ("POST", "/contacts/search", "data"),
        ("GET", "/conversations", "conversations"),
        ("POST", "/conversations/search", "conversations"),
    ] {
        let reply = page(&workspace, method, path, &json!(150)).await;
        assert_eq!(
            reply.body[key].as_array().map(Vec::len),
            Some(150),
            "{method} {path}"
        );
        assert_eq!(reply.body["pages"]["per_page"], 150);
    }
}
