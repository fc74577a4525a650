//! The traps that programs fall into which follow changes by hand.

use std::time::Duration;

use intercom_api::Client;
use intercom_api::changes::{Change, ChangeCursor};
use intercom_simulator::{Fault, Seed, Workspace};
use serde_json::{Value, json};

use crate::support::{NOW, client, start};

fn contacts(times: &[i64]) -> Seed {
    times.iter().fold(Seed::empty(), |seed, time| {
        let contact = json!({ "name": time.to_string(), "created_at": time, "updated_at": time });
        seed.and(Seed::value("contacts", contact))
    })
}

async fn names(client: &Client, cursor: impl Into<ChangeCursor>) -> (Vec<String>, ChangeCursor) {
    let mut changes = client.contacts().changes(cursor).per_page(2);
    let mut names = Vec::new();
    while let Some(change) = changes.next().await {
        let contact = change.unwrap().into_upsert().unwrap();
        names.push(contact.name.unwrap());
    }
    (names, changes.cursor())
}

#[tokio::test]
async fn rest_of_the_day_of_the_cursor_is_received() {
    for zone in ["UTC0", "<+14>-14", "<-14>14", "EST5EDT,M3.2.0,M11.1.0"] {
        let times = [NOW - 7_200, NOW - 3_600, NOW - 3_599, NOW - 1_000];
        let builder = Workspace::builder().seed(contacts(&times)).time_zone(zone);
        let (_workspace, client) = start(builder).await;
        let (names, _) = names(&client, ChangeCursor::since(NOW - 3_600)).await;
        let expected = times[1..].iter().map(ToString::to_string);
        assert_eq!(names, expected.collect::<Vec<_>>(), "{zone}");
    }
}

#[tokio::test]
async fn contact_that_the_search_shows_late_is_received_by_the_next_run() {
    let builder = Workspace::builder()
        .seed(contacts(&[NOW - 1_000]))
        .search_delay(Duration::from_secs(240));
    let (workspace, client) = start(builder).await;
    let fields = json!({ "name": "late" });
    workspace
        .edit(|edits| edits.create("contacts", &fields))
        .unwrap();
    workspace.clock().advance(Duration::from_secs(100));
    let (first, cursor) = names(&client, None).await;
    assert_eq!(first, [(NOW - 1_000).to_string()]);
    workspace.clock().advance(Duration::from_secs(200));
    let (second, _) = names(&client, cursor).await;
    assert_eq!(second, ["late"]);
}

#[tokio::test]
async fn objects_of_one_second_on_two_pages_are_all_received_after_a_kill() {
    let times = [NOW - 900, NOW - 800, NOW - 800, NOW - 800, NOW - 700];
    let (_workspace, client) = start(Workspace::builder().seed(contacts(&times))).await;
    let mut changes = client.contacts().changes(None).per_page(2);
    for _ in 0..2 {
        changes.next().await.unwrap().unwrap();
    }
    let cursor = changes.cursor();
    assert_eq!(cursor.complete_to().unwrap().seconds(), NOW - 801);
    drop(changes);
    let (rest, _) = names(&client, cursor).await;
    assert_eq!(rest.len(), 4);
}

#[tokio::test]
async fn object_that_changes_during_the_walk_comes_again() {
    let times = [NOW - 900, NOW - 800, NOW - 700];
    let (workspace, client) = start(Workspace::builder().seed(contacts(&times))).await;
    let mut changes = client.contacts().changes(None).per_page(1);
    let first = changes
        .next()
        .await
        .unwrap()
        .unwrap()
        .into_upsert()
        .unwrap();
    workspace.edit(|edits| {
        edits.advance(Duration::from_secs(1));
        edits.update("contacts", first.id.as_str(), &json!({ "name": "changed" }))
    });
    let mut names = Vec::new();
    while let Some(change) = changes.next().await {
        names.push(change.unwrap().into_upsert().unwrap().name.unwrap());
    }
    let between = times[1..].iter().map(ToString::to_string);
    let expected: Vec<_> = between.chain(["changed".to_owned()]).collect();
    assert_eq!(names, expected);
}

#[tokio::test]
async fn workspace_that_never_rests_does_not_keep_a_run_from_its_end() {
    let times: Vec<i64> = (0..30).map(|number| NOW - 900 + number).collect();
    let (workspace, client) = start(Workspace::builder().seed(contacts(&times))).await;
    let mut number = 0;
    workspace.meanwhile(move |_, edits| {
        let ids = edits.ids("contacts");
        edits.advance(Duration::from_secs(1));
        number += 1;
        edits.update(
            "contacts",
            &ids[number % ids.len()],
            &json!({ "phone": "1" }),
        );
    });
    let mut changes = client.contacts().changes(None).per_page(1);
    let mut count = 0;
    while let Some(change) = changes.next().await {
        change.unwrap();
        count += 1;
        assert!(count < 1_000, "the run has no end");
    }
    assert!(changes.cursor().complete_to().unwrap().seconds() < NOW - 300);
}

#[tokio::test]
async fn server_that_does_not_sort_moves_the_cursor_at_the_end_only() {
    let times = [NOW - 700, NOW - 900, NOW - 800];
    let (workspace, client) = start(Workspace::builder().seed(contacts(&times))).await;
    let contacts: Vec<Value> = workspace.stored("contacts");
    let page = json!({ "type": "list", "data": contacts, "total_count": 3, "pages": {} });
    workspace.inject(Fault::json(200, page).on("POST /contacts/search"));
    let mut changes = client.contacts().changes(None);
    for _ in 0..3 {
        changes.next().await.unwrap().unwrap();
        assert_eq!(changes.cursor().complete_to(), None);
    }
    assert!(changes.next().await.is_none());
    assert_eq!(changes.cursor().complete_to().unwrap().seconds(), NOW - 300);
}

#[tokio::test]
async fn clock_of_the_program_that_is_ahead_does_not_move_the_cursor_too_far() {
    let (workspace, _) = start(Workspace::builder().seed(contacts(&[NOW - 900]))).await;
    // The machine's own clock is years ahead of this workspace.
    let client = Client::builder()
        .token(workspace.token())
        .base_url(workspace.base_url())
        .build()
        .unwrap();
    let (_, cursor) = names(&client, None).await;
    assert_eq!(cursor.complete_to().unwrap().seconds(), NOW - 300);
}

#[tokio::test]
async fn merged_lead_disappears_and_its_user_is_received() {
    let seed = Seed::value("contacts", json!({ "role": "lead", "name": "lead" })).and(Seed::value(
        "contacts",
        json!({ "role": "user", "name": "user" }),
    ));
    let (workspace, client) = start(Workspace::builder().seed(seed)).await;
    let (_, cursor) = names(&client, None).await;
    workspace.edit(|edits| {
        edits.advance(Duration::from_secs(1_000));
        let ids = edits.ids("contacts");
        assert!(edits.merge(&ids[0], &ids[1]));
    });
    let (changed, _) = names(&client, cursor).await;
    assert_eq!(changed, ["user"]);
}

#[tokio::test]
async fn scroll_that_breaks_off_is_started_over_and_an_open_one_is_waited_for() {
    let builder = Workspace::builder().seed(Seed::bulk(2_500, 0));
    let (workspace, client_of_killed) = start(builder).await;
    let mut killed = client_of_killed.companies().changes(None);
    killed.next().await.unwrap().unwrap();
    drop(killed);
    let client = client(&workspace);
    let mut changes = client.companies().changes(None);
    let mut ids = std::collections::BTreeSet::new();
    let mut has_failed = false;
    while let Some(change) = changes.next().await {
        if let Change::Upsert(company) = change.unwrap() {
            ids.insert(company.id);
        }
        if ids.len() == 150 && !has_failed {
            has_failed = true;
            let fault = Fault::status(500).on("GET /companies/scroll");
            workspace.inject(fault.times(1));
        }
        if ids.len() < 250 {
            assert_eq!(changes.cursor().complete_to(), None);
        }
    }
    assert_eq!(ids.len(), 250);
    assert!(changes.cursor().complete_to().is_some());
}
