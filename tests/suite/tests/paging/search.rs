//! Searches by query: what is sent, what is found, and what is refused before it is sent.

use intercom_api::search::{Order, Query, contacts, custom_attribute, field, tickets};
use intercom_api::types::{SearchRequest, SingleFilter, SingleFilterOperator, StartingAfterPaging};
use intercom_api::{ErrorKind, Timestamp};
use intercom_simulator::Seed;
use serde_json::json;

use crate::support::{all, client, objects, stored, workspace};

#[tokio::test]
async fn a_query_is_sent_as_intercom_takes_it() {
    let workspace = workspace(Seed::contacts(30)).await;
    let query = Query::and([
        field("email").contains("@example.com"),
        contacts::CREATED_AT.after(Timestamp::from_seconds(1_000)),
        Query::or([
            contacts::NAME.equals("Contact 7"),
            contacts::EXTERNAL_ID.one_of(["user-8", "user-9"]),
            custom_attribute("plan").starts_with("pro"),
            contacts::PHONE.equals("none"),
        ]),
    ]);
    let query = query.per_page(2);
    let found = all(client(&workspace).contacts().search(query).items()).await;
    assert_eq!(found, stored(&workspace, "contacts")[7..10]);
    let requests = workspace.requests();
    assert_eq!(requests.len(), 2);
    let body = requests[0].json();
    assert_eq!(
        body,
        json!({
            "query": {"operator": "AND", "value": [
                {"operator": "AND", "value": [
                    {"field": "email", "operator": "~", "value": "@example.com"},
                    {"field": "created_at", "operator": ">", "value": 1000},
                ]},
                {"operator": "OR", "value": [
                    {"field": "name", "operator": "=", "value": "Contact 7"},
                    {"field": "external_id", "operator": "IN", "value": ["user-8", "user-9"]},
                    {"field": "custom_attributes.plan", "operator": "^", "value": "pro"},
                    {"field": "phone", "operator": "=", "value": "none"},
                ]},
            ]},
            "pagination": {"per_page": 2},
        })
    );
}

#[tokio::test]
async fn a_query_finds_tickets() {
    let workspace = workspace(objects("tickets", &json!({"open": true}), 4)).await;
    let query = Query::and([
        tickets::OPEN.equals(true),
        tickets::CREATED_AT.before(i64::MAX),
    ]);
    let found = all(client(&workspace).tickets().search(query).items()).await;
    assert_eq!(found, stored(&workspace, "tickets"));
}

#[tokio::test]
async fn query_that_intercom_refuses_is_an_error_before_it_is_sent() {
    let workspace = workspace(Seed::contacts(1)).await;
    let search = client(&workspace).contacts();
    let deep = Query::and([Query::or([Query::and([Query::or([
        field("name").equals("x")
    ])])])]);
    let wide = Query::or((0..16).map(|n| field("name").equals(n)));
    for (query, problem) in [
        (
            deep,
            "the search has groups nested more than two levels deep",
        ),
        (
            wide,
            "the search has a group of 16 filters; at most 15 are allowed",
        ),
        (
            contacts::CREATED_AT.at_least(5),
            "`created_at` of contacts cannot be searched with `>=`",
        ),
        (
            field("signed_up_at").one_of([1]),
            "`signed_up_at` of contacts cannot be searched with `IN`",
        ),
    ] {
        let error = search
            .search(query)
            .items()
            .next()
            .await
            .unwrap()
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert_eq!(error.to_string(), format!("contacts.search: {problem}"));
    }
    assert!(workspace.requests().is_empty());
}

#[tokio::test]
async fn a_raw_query_is_sent_as_it_is() {
    let workspace = workspace(Seed::contacts(3)).await;
    let raw = json!({"field": "created_at", "operator": ">=", "value": 1});
    let call = client(&workspace)
        .contacts()
        .search(Query::raw(raw.clone()));
    // It is the server that refuses it.
    let error = call.await.unwrap_err();
    assert!(error.is_validation());
    assert_eq!(workspace.last_request().unwrap().json()["query"], raw);
}

#[tokio::test]
async fn the_whole_body_can_be_typed_or_json() {
    let workspace = workspace(Seed::contacts(5)).await;
    let ids = stored(&workspace, "contacts");
    let contacts = client(&workspace).contacts();
    let filter = SingleFilter::new()
        .field("role")
        .operator(SingleFilterOperator::Equals)
        .value(json!("user"));
    let pagination = StartingAfterPaging::new().per_page(2);
    let typed = SearchRequest::new(filter).pagination(pagination);
    let json = json!({
        "query": {"field": "role", "operator": "=", "value": "user"},
        "pagination": {"per_page": 2},
    });
    assert_eq!(all(contacts.search(typed).items()).await, ids);
    assert_eq!(all(contacts.search(json.clone()).items()).await, ids);
    let requests = workspace.requests();
    assert_eq!(requests.len(), 6);
    assert_eq!(
        (requests[0].json(), requests[3].json()),
        (json.clone(), json)
    );
}

#[tokio::test]
async fn results_are_sorted_across_pages() {
    let workspace = workspace(Seed::contacts(25)).await;
    let names = |order| {
        let query = contacts::NAME.starts_with("Contact");
        let query = query.per_page(10).sort(contacts::NAME, order);
        let items = client(&workspace).contacts().search(query).items();
        async move {
            let found = items.collect_all().await.unwrap();
            found
                .into_iter()
                .filter_map(|contact| contact.name)
                .collect::<Vec<_>>()
        }
    };
    let ascending = names(Order::Ascending).await;
    assert_eq!(ascending.len(), 25);
    assert!(ascending.is_sorted());
    let mut descending = names(Order::Descending).await;
    descending.reverse();
    assert_eq!(descending, ascending);
    let body = workspace.requests()[0].json();
    assert_eq!(body["sort"], json!({"field": "name", "order": "ascending"}));
}

#[tokio::test]
async fn page_size_is_checked_before_it_is_sent() {
    let workspace = workspace(Seed::contacts(2)).await;
    let client = client(&workspace);
    for size in [0, 151, u32::MAX] {
        let query = contacts::NAME.equals("x").per_page(size);
        let typed = SearchRequest::new(SingleFilter::new())
            .pagination(StartingAfterPaging::new().per_page(size));
        let errors = [
            client.contacts().search(query).await.unwrap_err(),
            client.contacts().search(typed).await.unwrap_err(),
            client.contacts().list().per_page(size).await.unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error.kind(), ErrorKind::Request);
            let text = error.to_string();
            assert!(
                text.ends_with(&format!(
                    "`per_page` is {size}: it must be between 1 and 150"
                )),
                "{text}"
            );
        }
    }
    assert_eq!(workspace.requests().len(), 0);
    client.contacts().list().per_page(150).await.unwrap();
}
