//! Many calls at once against a server.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::{StreamExt, stream};
use intercom_api::types::UpdateContact;
use intercom_api::{Error, Pace};
use intercom_simulator::{Fault, Seed};

use crate::support::{builder, client, stored, workspace};

#[tokio::test]
async fn results_come_in_the_order_of_the_source() {
    let workspace = workspace(Seed::contacts(30)).await;
    let client = client(&workspace);
    let ids = stored(&workspace, "contacts");
    let calls = ids.iter().map(|id| client.contacts().get(id));
    let contacts = client.run_all(calls, 8).try_collect().await.unwrap();
    let found: Vec<_> = contacts
        .iter()
        .map(|contact| contact.id.to_string())
        .collect();
    assert_eq!(found, ids);
}

#[tokio::test]
async fn failed_calls_do_not_end_the_others() {
    let workspace = workspace(Seed::contacts(10)).await;
    let client = client(&workspace);
    let mut ids = stored(&workspace, "contacts");
    ids.insert(3, "none".to_owned());
    let calls = ids.iter().map(|id| client.contacts().get(id));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let reports = seen.clone();
    let mut run = client.run_all(calls, 4).on_progress(move |progress| {
        reports.lock().unwrap().push(progress.to_string());
    });
    let mut failed = Vec::new();
    while let Some((index, result)) = run.next().await {
        if let Err(error) = result {
            assert!(error.is_not_found());
            failed.push(index);
        }
    }
    assert_eq!(failed, [3]);
    let progress = run.progress();
    assert_eq!(
        (progress.succeeded, progress.failed, progress.total),
        (10, 1, Some(11))
    );
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 11);
    assert!(
        seen[10].starts_with("11 of 11 calls, 1 failed"),
        "{}",
        seen[10]
    );
}

#[tokio::test]
async fn calls_of_a_stream_stop_on_an_error_and_those_under_way_finish() {
    let workspace = workspace(Seed::contacts(40)).await;
    let client = client(&workspace);
    workspace.inject(
        Fault::status(503)
            .on("GET /contacts/{contact_id}")
            .skip(9)
            .times(1),
    );
    let contacts = client.contacts();
    let calls = stream::iter(stored(&workspace, "contacts")).map(move |id| contacts.get(&id));
    let progress = client.run_all(calls, 5).stop_on_error().finish().await;
    assert!(progress.is_stopped);
    assert_eq!(progress.failed, 1);
    assert!((10..=15).contains(&progress.started), "{progress:?}");
    assert_eq!(progress.finished(), progress.started);
    assert_eq!(workspace.requests().len(), progress.started);
}

#[tokio::test]
async fn several_steps_and_kinds_run_together() {
    let workspace = workspace(Seed::contacts(5)).await;
    let client = client(&workspace);
    let ids = stored(&workspace, "contacts");
    let steps = ids.iter().map(|id| {
        let (contacts, id) = (client.contacts(), id.clone());
        async move {
            contacts.get(&id).await?;
            contacts.update(&id, UpdateContact::new().name("x")).await?;
            Ok::<_, Error>(id)
        }
    });
    let done = client.run_all(steps, 3).try_collect().await.unwrap();
    assert_eq!(done, ids);
    assert!(
        workspace
            .stored("contacts")
            .iter()
            .all(|contact| contact["name"] == "x")
    );
}

#[tokio::test]
async fn pacer_holds_for_all_of_them() {
    let workspace = workspace(Seed::contacts(1)).await;
    let client = builder(&workspace)
        .pace(Pace::per_window(20, Duration::from_millis(500)))
        .build()
        .unwrap();
    let began = Instant::now();
    let calls = (0..50).map(|_| client.admins().list());
    let progress = client.run_all(calls, 50).finish().await;
    assert_eq!(progress.succeeded, 50);
    assert!(
        began.elapsed() >= Duration::from_secs(1),
        "{:?}",
        began.elapsed()
    );
}
