//! A range of time is cut into windows that are read independently.

use std::collections::BTreeMap;

use intercom_api::changes::{Window, WindowEvent};
use intercom_api::{Client, Timestamp};
use intercom_simulator::{Seed, Workspace};

use crate::support::start;

const FROM: i64 = 1_734_537_243;
const UNTIL: i64 = 1_760_000_000;

async fn windows(client: &Client, max_items: u64) -> Vec<Window> {
    let mut windows = client
        .conversations()
        .windows(FROM..UNTIL)
        .max_items(max_items);
    let mut all = Vec::new();
    while let Some(window) = windows.next().await {
        let written = serde_json::to_string(&window.unwrap()).unwrap();
        all.push(serde_json::from_str(&written).unwrap());
    }
    all
}

#[tokio::test]
async fn windows_are_small_enough_newest_first_and_hold_everything_once() {
    let (workspace, client) = start(Workspace::builder().seed(Seed::bulk(10, 300))).await;
    workspace.clock().set(1_800_000_000);
    let windows = windows(&client, 40).await;
    assert!(windows.len() >= 8);
    assert!(windows.iter().all(|window| window.count().unwrap() <= 41));
    assert!(windows.is_sorted_by(|first, second| first.from() >= second.until()));
    let mut ids = BTreeMap::new();
    for window in &windows {
        let mut changes = client.conversations().window(window).per_page(9);
        while let Some(change) = changes.next().await {
            let conversation = change.unwrap().into_upsert().unwrap();
            *ids.entry(conversation.id.to_string()).or_insert(0) += 1;
            let time = conversation.updated_at.unwrap();
            assert!(window.from() <= time && time < window.until());
        }
        let cursor = changes.cursor();
        assert_eq!(window.behind(&cursor), None);
    }
    assert_eq!(ids.len(), 300);
    assert!(ids.values().all(|count| *count == 1));
}

#[tokio::test]
async fn part_of_a_window_is_read_by_another_process() {
    let (workspace, client) = start(Workspace::builder().seed(Seed::bulk(30, 0))).await;
    workspace.clock().set(1_800_000_000);
    let range = Timestamp::from_seconds(FROM)..Timestamp::from_seconds(UNTIL);
    let mut windows = client.contacts().windows(range).oldest_first();
    let window = windows.next().await.unwrap().unwrap();
    assert!(windows.next().await.is_none());
    let mut changes = client.contacts().window(&window).per_page(4);
    let mut ids = std::collections::BTreeSet::new();
    for _ in 0..10 {
        ids.insert(
            changes
                .next()
                .await
                .unwrap()
                .unwrap()
                .into_upsert()
                .unwrap()
                .id,
        );
    }
    let rest = window.behind(&changes.cursor()).unwrap();
    drop(changes);
    let mut changes = client.contacts().window(&rest);
    while let Some(change) = changes.next().await {
        ids.insert(change.unwrap().into_upsert().unwrap().id);
    }
    assert_eq!(ids.len(), 30);
}

#[tokio::test]
async fn several_windows_are_read_at_once() {
    let (workspace, client) = start(Workspace::builder().seed(Seed::bulk(10, 200))).await;
    workspace.clock().set(1_800_000_000);
    let windows = client.conversations().windows(FROM..UNTIL).max_items(20);
    let mut changes = windows.changes(4);
    let (mut count, mut complete) = (0, 0);
    while let Some(event) = changes.next().await {
        match event.unwrap() {
            WindowEvent::Change(window, change) => {
                let time = change.into_upsert().unwrap().updated_at.unwrap();
                assert!(window.from() <= time && time < window.until());
                count += 1;
            }
            WindowEvent::Complete(_) => complete += 1,
        }
    }
    assert_eq!(count, 200);
    assert!(complete >= 10);
}

#[tokio::test]
async fn window_of_another_resource_is_refused() {
    let (workspace, client) = start(Workspace::builder().seed(Seed::bulk(3, 3))).await;
    workspace.clock().set(1_800_000_000);
    let window = windows(&client, 100).await.remove(0);
    let error = client
        .tickets()
        .window(&window)
        .next()
        .await
        .unwrap()
        .unwrap_err();
    assert!(error.to_string().contains("another resource"), "{error}");
}
