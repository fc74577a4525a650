//! What programs meet that follow changes: days in a time zone, order, a search that lags, changes
//! during a walk, and large workspaces.

use std::time::{Duration, Instant};

use intercom_simulator::{Builder, Seed, Workspace};
use serde_json::{Value, json};

use crate::support::{call, get, ok};

async fn start(builder: Builder) -> Workspace {
    builder.start().await.expect("a workspace")
}

fn contact_at(time: i64) -> Value {
    json!({ "name": time.to_string(), "updated_at": time, "created_at": time })
}

async fn sorted(workspace: &Workspace, path: &str, after: i64, pagination: Value) -> Value {
    let body = json!({
        "query": { "field": "updated_at", "operator": ">", "value": after },
        "sort": { "field": "updated_at", "order": "ascending" },
        "pagination": pagination,
    });
    ok(workspace, "POST", path, body).await
}

fn names(page: &Value) -> Vec<&str> {
    let data = page["data"].as_array().expect("a list");
    let names = data.iter().map(|contact| contact["name"].as_str());
    names.collect::<Option<_>>().expect("names")
}

#[tokio::test]
async fn days_of_contacts_begin_in_the_time_zone_of_the_workspace() {
    // The clocks of New York went back an hour on 3 November 2024, whose day had 25 hours.
    let (begin, end) = (1_730_606_400, 1_730_606_400 + 25 * 3_600);
    let cases = [
        ("UTC0", 1_730_592_000, 1_730_678_400),
        ("<+14>-14", 1_730_541_600, 1_730_628_000),
        ("<-14>14", 1_730_642_400, 1_730_728_800),
        ("EST5EDT,M3.2.0,M11.1.0", begin, end),
    ];
    for (zone, first, next) in cases {
        let mut seed = Seed::empty();
        for time in [first - 1, first, next - 1, next] {
            seed = seed.and(Seed::value("contacts", contact_at(time)));
        }
        let workspace = start(Workspace::builder().seed(seed).time_zone(zone)).await;
        for after in [first, first + 40_000, next - 1] {
            let page = sorted(&workspace, "/contacts/search", after, Value::Null).await;
            assert_eq!(names(&page), [next.to_string()], "{zone} {after}");
        }
        let page = sorted(&workspace, "/contacts/search", first - 1, Value::Null).await;
        assert_eq!(names(&page).len(), 3, "{zone}");
    }
    let wrong = Workspace::builder().time_zone("Mars").start().await;
    assert!(wrong.is_err());
}

#[tokio::test]
async fn sorted_walk_keeps_its_place_when_rows_come_and_go() {
    let mut seed = Seed::empty();
    for time in [10, 20, 20, 20, 30, 40] {
        seed = seed.and(Seed::value("contacts", contact_at(time)));
    }
    let workspace = start(Workspace::builder().seed(seed).clock_at(90)).await;
    let page = sorted(
        &workspace,
        "/contacts/search",
        -200_000,
        json!({ "per_page": 2 }),
    )
    .await;
    assert_eq!(names(&page), ["10", "20"]);
    workspace.edit(|edits| {
        let ids = edits.ids("contacts");
        assert!(edits.update("contacts", &ids[0], &json!({ "phone": "1" })));
        assert!(edits.delete("contacts", &ids[1]));
    });
    let mut rest = Vec::new();
    let mut next = page["pages"]["next"]["starting_after"].clone();
    while next.is_string() {
        let pagination = json!({ "per_page": 2, "starting_after": next });
        let page = sorted(&workspace, "/contacts/search", -200_000, pagination).await;
        rest.extend(names(&page).into_iter().map(str::to_owned));
        next = page["pages"]["next"]["starting_after"].clone();
    }
    assert_eq!(rest, ["20", "20", "30", "40", "10"]);
}

#[tokio::test]
async fn search_lags_behind_by_its_delay() {
    let seed = Seed::value("contacts", contact_at(500_000));
    let builder = Workspace::builder()
        .seed(seed)
        .clock_at(1_000_000)
        .search_delay(Duration::from_secs(120));
    let workspace = start(builder).await;
    let id = workspace.edit(|edits| {
        let old = edits.ids("contacts").remove(0);
        assert!(edits.update("contacts", &old, &json!({ "phone": "1" })));
        edits.create("contacts", &json!({ "name": "new" }))
    });
    let path = format!("/contacts/{}", id.expect("an id"));
    assert_eq!(get(&workspace, &path).await.status, 200);
    let found = async |after: i64| {
        let page = sorted(&workspace, "/contacts/search", after, Value::Null).await;
        page["total_count"].as_u64()
    };
    assert_eq!(
        (found(400_000).await, found(800_000).await),
        (Some(1), Some(0))
    );
    workspace.clock().advance(Duration::from_secs(119));
    assert_eq!(
        (found(400_000).await, found(800_000).await),
        (Some(1), Some(0))
    );
    workspace.clock().advance(Duration::from_secs(1));
    assert_eq!(
        (found(400_000).await, found(800_000).await),
        (Some(2), Some(2))
    );
}

#[tokio::test]
async fn objects_change_and_merge_while_requests_arrive() {
    let seed = Seed::value("contacts", json!({ "role": "lead", "name": "lead" })).and(Seed::value(
        "contacts",
        json!({ "role": "user", "email": "a@b.c" }),
    ));
    let builder = Workspace::builder().seed(seed).clock_at(5);
    let workspace = start(builder).await;
    workspace.meanwhile(|request, edits| {
        if request.path == "/tags" {
            let ids = edits.ids("contacts");
            edits.advance(Duration::from_secs(2));
            assert!(edits.merge(&ids[0], &ids[1]));
            assert!(!edits.merge(&ids[0], &ids[1]));
        }
    });
    assert_eq!(get(&workspace, "/admins").await.status, 200);
    assert_eq!(workspace.count("contacts"), 2);
    assert_eq!(get(&workspace, "/tags").await.status, 200);
    let contacts = workspace.stored("contacts");
    assert_eq!(contacts.len(), 1);
    assert_eq!(
        (&contacts[0]["name"], &contacts[0]["updated_at"]),
        (&json!("lead"), &json!(7))
    );
}

#[tokio::test]
async fn large_workspace_is_there_in_seconds() {
    let began = Instant::now();
    let workspace = start(Workspace::builder().seed(Seed::bulk(100_000, 20_000))).await;
    let counts = ["contacts", "companies", "conversations", "tickets", "tags"];
    let counts = counts.map(|name| workspace.count(name));
    assert_eq!(counts, [100_000, 10_000, 20_000, 2_000, 40]);
    for path in [
        "/contacts/search",
        "/conversations/search",
        "/tickets/search",
    ] {
        let page = sorted(&workspace, path, 0, json!({ "per_page": 150 })).await;
        assert!(
            page["pages"]["next"]["starting_after"].is_string(),
            "{path}"
        );
    }
    let contact = workspace.edit(|edits| edits.ids("contacts")[99].clone());
    let contact = get(&workspace, &format!("/contacts/{contact}")).await.body;
    assert_eq!(
        (
            &contact["tags"]["total_count"],
            &contact["tags"]["has_more"]
        ),
        (&json!(12), &json!(true))
    );
    assert_eq!(contact["tags"]["data"].as_array().map(Vec::len), Some(10));
    let long = call(&workspace, "GET", "/conversations/5407", Value::Null)
        .await
        .body;
    let parts = &long["conversation_parts"];
    assert_eq!(
        parts["conversation_parts"].as_array().map(Vec::len),
        Some(500)
    );
    assert_eq!(parts["total_count"], 620);
    assert!(
        began.elapsed() < Duration::from_secs(60),
        "{:?}",
        began.elapsed()
    );
}
