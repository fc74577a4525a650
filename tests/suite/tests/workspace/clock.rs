//! The time of a workspace: it stands still or runs, and a test moves it.

use std::time::Duration;

use intercom_simulator::{Seed, Workspace};
use serde_json::json;

use crate::support::{get, ok};

#[tokio::test]
async fn standing_clock_dates_everything() {
    let workspace = Workspace::builder()
        .clock_at(1_000_000)
        .start()
        .await
        .expect("a workspace");
    let clock = workspace.clock();
    let contact = ok(
        &workspace,
        "POST",
        "/contacts",
        json!({ "email": "new@example.com" }),
    )
    .await;
    assert_eq!(contact["created_at"], 1_000_000);
    clock.advance(Duration::from_secs(90));
    assert_eq!(clock.now(), 1_000_090);
    let path = format!("/contacts/{}", contact["id"].as_str().expect("an id"));
    let changed = ok(&workspace, "PUT", &path, json!({ "name": "New" })).await;
    assert_eq!(
        (&changed["created_at"], &changed["updated_at"]),
        (&json!(1_000_000), &json!(1_000_090))
    );
    let response = get(&workspace, "/me").await;
    assert_eq!(response.header("date"), "Mon, 12 Jan 1970 13:48:10 GMT");
}

#[tokio::test]
async fn clock_set_forward_lets_scrolls_expire_and_set_back_does_not() {
    let workspace = Workspace::builder()
        .seed(Seed::companies(300))
        .clock_at(1_000_000)
        .start()
        .await
        .expect("a workspace");
    let clock = workspace.clock();
    assert_eq!(get(&workspace, "/companies/scroll").await.status, 200);
    clock.set(900_000);
    assert_eq!(clock.now(), 900_000);
    assert_eq!(get(&workspace, "/companies/scroll").await.status, 400);
    clock.set(900_060);
    assert_eq!(get(&workspace, "/companies/scroll").await.status, 200);
}

#[tokio::test]
async fn running_clock_runs_until_it_is_stopped() {
    let workspace = Workspace::builder().start().await.expect("a workspace");
    let clock = workspace.clock();
    clock.set(5_000_000_000);
    assert!((5_000_000_000..5_000_000_060).contains(&clock.now()));
    clock.stop();
    clock.set(5_000_000_100);
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    assert_eq!(clock.now(), 5_000_000_100);
}
