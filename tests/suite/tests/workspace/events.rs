//! Events of contacts and their summaries.

use serde_json::json;

use crate::support::{call, example, get, ok};

#[tokio::test]
async fn events_are_accepted_listed_and_summed_up() {
    let workspace = example().await;
    for at in [1_700_000_000, 1_700_000_100] {
        let body = json!({ "event_name": "logged-in", "created_at": at, "user_id": "ext-ann", "metadata": { "ip": "x" } });
        let reply = call(&workspace, "POST", "/events", body).await;
        assert_eq!((reply.status, reply.text.as_str()), (202, ""));
    }
    let listed = get(&workspace, "/events?type=user&user_id=ext-ann")
        .await
        .body;
    assert_eq!(listed["type"], "event.list");
    assert_eq!(listed["events"][1]["created_at"], 1_700_000_100);
    assert_eq!(listed["events"][0]["email"], "ann@example.org");
    let summary = get(
        &workspace,
        "/events?type=user&email=ann%40example.org&summary=true",
    )
    .await
    .body;
    assert_eq!(summary["type"], "event.summary");
    let expected = json!([{
        "name": "logged-in", "first": "1700000000", "last": "1700000100", "count": 2, "description": "",
    }]);
    assert_eq!(summary["events"], expected);
    let body = json!({ "user_id": "ext-ann", "event_summaries": { "event_name": "paid", "count": 3, "first": 1, "last": 9 } });
    ok(&workspace, "POST", "/events/summaries", body).await;
    let summary = get(&workspace, "/events?type=user&user_id=ext-ann&summary=true")
        .await
        .body;
    assert_eq!(summary["events"][1]["count"], 3);
}

#[tokio::test]
async fn events_need_a_known_contact() {
    let workspace = example().await;
    let body = json!({ "event_name": "x", "created_at": 1_700_000_000, "user_id": "nobody" });
    assert_eq!(call(&workspace, "POST", "/events", body).await.status, 404);
    assert_eq!(
        get(&workspace, "/events?type=user&user_id=nobody")
            .await
            .status,
        404
    );
    assert_eq!(
        get(&workspace, "/events?type=user").await.code(),
        "parameter_missing"
    );
}
