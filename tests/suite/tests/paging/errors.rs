//! Pages that fail: the walk continues with the same page, or ends where the failure is permanent.

use std::time::Duration;

use intercom_api::{Client, Retries};
use intercom_simulator::{Cut, Fault, Seed, Workspace};

use crate::support::{all, client, some, stored, workspace};
use crate::until_error::until_error;

async fn contacts() -> (Workspace, Vec<String>) {
    let workspace = workspace(Seed::contacts(10)).await;
    let ids = stored(&workspace, "contacts");
    (workspace, ids)
}

#[tokio::test]
async fn after_an_error_the_same_page_is_requested() {
    let faults = [
        Fault::status(503),
        Fault::status(429),
        Fault::html(504),
        Fault::cut(Cut::BeforeAnswer),
        Fault::cut(Cut::InBody),
    ];
    for fault in faults {
        for page in 0..4 {
            for ahead in [0, 1, 3] {
                let (workspace, ids) = contacts().await;
                workspace.inject(fault.clone().on("GET /contacts").skip(page).times(2));
                let call = client(&workspace).contacts().list().per_page(3);
                let mut items = call.items().prefetch(ahead);
                let (mut found, error) = until_error(&mut items).await;
                assert_eq!(found, ids[..3 * page], "{error}");
                assert!(!error.is_paging());
                items.next().await.unwrap().unwrap_err();
                found.extend(all(items).await);
                assert_eq!(found, ids, "{error}");
            }
        }
    }
}

#[tokio::test]
async fn permanent_error_ends_the_stream_and_leaves_the_place() {
    let faults = [
        Fault::status(400),
        Fault::status(401),
        Fault::status(403),
        Fault::status(404),
        Fault::status(409),
        Fault::status(422),
        Fault::invalid_json(),
    ];
    for fault in faults {
        for page in 0..4 {
            for ahead in [0, 3] {
                let (workspace, ids) = contacts().await;
                workspace.inject(fault.clone().on("GET /contacts").skip(page).times(1));
                let list = || client(&workspace).contacts().list().per_page(3);
                let mut items = list().items().prefetch(ahead);
                let mut found = Vec::new();
                let mut errors = 0;
                while let Some(item) = items.next().await {
                    match item {
                        Ok(item) => found.push(String::from(item.id)),
                        Err(error) => {
                            assert!(!error.is_retryable(), "{error}");
                            errors += 1;
                        }
                    }
                }
                assert_eq!(errors, 1);
                assert_eq!(found, ids[..3 * page]);
                assert!(items.next().await.is_none());
                found.extend(all(list().items().resume(items.checkpoint())).await);
                assert_eq!(found, ids);
            }
        }
    }
}

#[tokio::test]
async fn error_that_every_poll_repeats_ends_the_stream() {
    for fault in [
        Fault::status(503),
        Fault::status(429),
        Fault::cut(Cut::BeforeAnswer),
    ] {
        let (workspace, ids) = contacts().await;
        workspace.inject(fault.on("GET /contacts").skip(1).times(16));
        let list = || client(&workspace).contacts().list().per_page(3);
        let mut items = list().items();
        let (mut found, _) = until_error(&mut items).await;
        let mut errors = 1;
        while let Some(item) = items.next().await {
            item.unwrap_err();
            errors += 1;
        }
        assert_eq!(errors, 16);
        found.extend(all(list().items().resume(items.checkpoint())).await);
        assert_eq!(found, ids);
    }
}

#[tokio::test]
async fn request_that_cannot_be_sent_ends_the_stream() {
    let (workspace, _) = contacts().await;
    let call = client(&workspace).contacts().list();
    let mut pages = call.with_header("host", "example.net").pages();
    pages.next().await.unwrap().unwrap_err();
    assert!(pages.next().await.is_none());
    assert!(workspace.requests().is_empty());
}

#[tokio::test]
async fn a_page_that_fails_is_repeated_by_the_clients_policy() {
    let (workspace, ids) = contacts().await;
    let brief = Duration::from_millis(1);
    let client = Client::builder()
        .token(workspace.token())
        .base_url(workspace.base_url())
        .retries(Retries::new().backoff(brief, brief))
        .build()
        .unwrap();
    workspace.inject(Fault::status(503).skip(1).times(2));
    let mut items = client.contacts().list().per_page(3).items();
    assert_eq!(some(&mut items, 10).await, ids);
    assert_eq!(workspace.requests().len(), 6);
}

#[tokio::test]
async fn nothing_is_sent_before_the_first_poll() {
    let (workspace, _) = contacts().await;
    let call = client(&workspace).contacts().list();
    let items = call.clone().items().prefetch(2);
    let pages = call.pages();
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert!(workspace.requests().is_empty());
    drop((items, pages));
}

#[tokio::test]
async fn a_future_that_is_dropped_loses_nothing() {
    let (workspace, ids) = contacts().await;
    workspace.inject(Fault::delay(Duration::from_millis(40)));
    for ahead in [0, 2] {
        workspace.clear_requests();
        let call = client(&workspace).contacts().list().per_page(3);
        let mut items = call.items().prefetch(ahead);
        let mut found = Vec::new();
        while found.len() < ids.len() {
            let next = tokio::time::timeout(Duration::from_millis(7), items.next()).await;
            if let Ok(item) = next {
                found.push(item.unwrap().unwrap().id);
            }
        }
        assert_eq!(found, ids);
        assert_eq!(workspace.requests().len(), 4);
    }
}

#[tokio::test]
async fn total_and_rate_limit_are_available() {
    let (workspace, _) = contacts().await;
    workspace.set_rate_limit(2, Duration::from_secs(60));
    let mut pages = client(&workspace).contacts().list().per_page(3).pages();
    assert_eq!((pages.total_count(), pages.rate_limit()), (None, None));
    let page = pages.next().await.unwrap().unwrap();
    assert_eq!(page.value().data.len(), 3);
    assert_eq!(page.value().pages.as_ref().unwrap().total_pages, Some(4));
    assert_eq!(pages.total_count(), Some(10));
    assert_eq!(pages.rate_limit(), page.rate_limit());
    assert_eq!(pages.rate_limit().unwrap().remaining, 1);
    pages.next().await.unwrap().unwrap();
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(error.is_rate_limited());
    assert_eq!(
        (pages.total_count(), pages.rate_limit()),
        (Some(10), error.rate_limit())
    );
}

#[tokio::test]
async fn number_of_pages_is_limited() {
    let (workspace, ids) = contacts().await;
    let list = || client(&workspace).contacts().list().per_page(3);
    for ahead in [0, 5] {
        workspace.clear_requests();
        let mut items = list().items().take_pages(2).prefetch(ahead);
        assert_eq!(some(&mut items, 99).await, ids[..6]);
        assert!(items.next().await.is_none());
        assert_eq!(workspace.requests().len(), 2);
        let rest = list().items().resume(items.checkpoint());
        assert_eq!(all(rest).await, ids[6..]);
    }
    assert_eq!(list().take_pages(3).collect_all().await.unwrap().len(), 3);
    assert!(list().take_pages(0).next().await.is_none());
    assert_eq!(list().items().collect_all().await.unwrap().len(), 10);
}
