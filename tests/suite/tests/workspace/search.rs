//! Searches hold filters, groups and operators against what is stored.

use intercom_simulator::{Seed, Workspace};
use serde_json::{Value, json};

use crate::support::{call, example, ok};

async fn people() -> Workspace {
    let seed = Seed::value("contacts", json!({ "name": "Ann", "email": "ann@a.com", "created_at": 864_000, "custom_attributes": { "seats": 3 } }))
        .and(Seed::value("contacts", json!({ "name": "Bob", "email": "bob@b.com", "created_at": 950_400 })))
        .and(Seed::value("contacts", json!({ "name": "Cleo", "role": "lead", "created_at": 990_000, "custom_attributes": { "seats": 9 } })));
    Workspace::builder()
        .seed(seed)
        .start()
        .await
        .expect("a workspace")
}

async fn found(workspace: &Workspace, query: Value) -> Vec<String> {
    let answer = ok(
        workspace,
        "POST",
        "/contacts/search",
        json!({ "query": query }),
    )
    .await;
    let data = answer["data"].as_array().expect("a list");
    data.iter()
        .map(|contact| contact["name"].as_str().expect("a name").to_owned())
        .collect()
}

fn filter(field: &str, operator: &str, value: impl Into<Value>) -> Value {
    json!({ "field": field, "operator": operator, "value": value.into() })
}

#[tokio::test]
async fn each_operator_matches_as_documented() {
    let workspace = people().await;
    for (query, expected) in [
        (filter("name", "=", "ann"), vec!["Ann"]),
        (filter("name", "!=", "Ann"), vec!["Bob", "Cleo"]),
        (
            filter("name", "IN", json!(["Ann", "Cleo"])),
            vec!["Ann", "Cleo"],
        ),
        (filter("name", "NIN", json!(["Ann", "Cleo"])), vec!["Bob"]),
        (filter("email", "~", "@B"), vec!["Bob"]),
        (filter("email", "!~", "@b"), vec!["Ann", "Cleo"]),
        (filter("name", "^", "C"), vec!["Cleo"]),
        (filter("email", "$", ".com"), vec!["Ann", "Bob"]),
        (filter("email", "=", Value::Null), vec!["Cleo"]),
        (filter("custom_attributes.seats", ">", 3), vec!["Cleo"]),
        (filter("custom_attributes.seats", "<=", "3"), vec!["Ann"]),
        (filter("role", "=", "lead"), vec!["Cleo"]),
    ] {
        assert_eq!(found(&workspace, query.clone()).await, expected, "{query}");
    }
}

#[tokio::test]
async fn groups_are_joined_and_nested() {
    let workspace = people().await;
    let either = json!({ "operator": "OR", "value": [filter("name", "=", "Ann"), filter("name", "=", "Cleo")] });
    assert_eq!(found(&workspace, either.clone()).await, ["Ann", "Cleo"]);
    let many = json!({ "operator": "AND", "value": [filter("custom_attributes.seats", ">", 5)] });
    let both = json!({ "operator": "AND", "value": [either, many] });
    assert_eq!(found(&workspace, both).await, ["Cleo"]);
}

#[tokio::test]
async fn dates_of_contacts_are_cut_to_days() {
    let workspace = people().await;
    // Bob and Cleo came on the same day.
    assert_eq!(
        found(&workspace, filter("created_at", "=", "950500")).await,
        ["Bob", "Cleo"]
    );
    assert_eq!(
        found(&workspace, filter("created_at", ">", "950300")).await,
        ["Bob", "Cleo"]
    );
    assert_eq!(
        found(&workspace, filter("created_at", ">", "950400")).await,
        Vec::<String>::new()
    );
    assert_eq!(
        found(&workspace, filter("created_at", "<", "950400")).await,
        ["Ann"]
    );
}

#[tokio::test]
async fn impossible_queries_are_refused() {
    let workspace = people().await;
    let deep = |inner: Value| json!({ "operator": "AND", "value": [inner] });
    let many: Vec<Value> = (0..16).map(|_| filter("name", "=", "x")).collect();
    for query in [
        filter("created_at", ">=", "1"),
        filter("created_at", "IN", json!(["1"])),
        filter("shoe_size", "=", "44"),
        filter("name", "IN", "Ann"),
        json!({ "operator": "AND", "value": many }),
        deep(deep(deep(deep(filter("name", "=", "x"))))),
    ] {
        let reply = call(
            &workspace,
            "POST",
            "/contacts/search",
            json!({ "query": query }),
        )
        .await;
        assert_eq!(
            (reply.status, reply.code()),
            (400, "parameter_invalid"),
            "{query}"
        );
    }
    let reply = call(&workspace, "POST", "/contacts/search", json!({})).await;
    assert_eq!(reply.code(), "parameter_missing");
}

#[tokio::test]
async fn a_search_sees_changes_at_once() {
    let workspace = people().await;
    let query = filter("name", "=", "Bob");
    assert_eq!(found(&workspace, query.clone()).await.len(), 1);
    let id = workspace.stored("contacts")[0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    ok(
        &workspace,
        "PUT",
        &format!("/contacts/{id}"),
        json!({ "name": "Bob" }),
    )
    .await;
    assert_eq!(found(&workspace, query).await.len(), 2);
}

#[tokio::test]
async fn conversations_and_tickets_are_searched() {
    let workspace = example().await;
    let contact = workspace.stored("contacts")[0]["id"].clone();
    let tag = workspace.stored("tags")[1]["id"].clone();
    for (path, list) in [
        ("/conversations/search", "conversations"),
        ("/tickets/search", "tickets"),
    ] {
        for (query, expected) in [
            (
                filter("contact_ids", "=", contact.clone()),
                workspace.count(list),
            ),
            (filter("tag_ids", "=", tag.clone()), 1),
            (filter("open", "=", true), workspace.count(list)),
            (filter("created_at", "<", 5), 0),
        ] {
            let answer = ok(&workspace, "POST", path, json!({ "query": query })).await;
            assert_eq!(answer["total_count"], expected, "{path} {query}");
            assert_eq!(answer[list].as_array().map(Vec::len), Some(expected));
        }
    }
}
