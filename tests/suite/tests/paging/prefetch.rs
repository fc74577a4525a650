//! Reading ahead: the same items in the same order, not too far, and faster.

use std::pin::Pin;
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use intercom_api::Client;
use intercom_simulator::{Fault, Seed, Workspace};

use crate::support::{all, client, some, stored, workspace};

#[tokio::test]
async fn the_order_is_the_same() {
    let workspace = workspace(Seed::contacts(50)).await;
    let ids = stored(&workspace, "contacts");
    for ahead in [1, 2, 7, 100, 100_000, usize::MAX] {
        let call = client(&workspace).contacts().list().per_page(3);
        assert_eq!(all(call.items().prefetch(ahead)).await, ids);
        let pages = call_pages(&workspace, ahead).await;
        assert_eq!(pages.concat(), ids);
    }
}

async fn call_pages(workspace: &Workspace, ahead: usize) -> Vec<Vec<String>> {
    let pages = client(workspace).contacts().list().per_page(3).pages();
    let pages = pages.prefetch(ahead).collect_all().await.unwrap();
    let ids = |page: intercom_api::types::ContactList| {
        page.data.into_iter().map(|c| c.id.into()).collect()
    };
    pages
        .into_iter()
        .map(|page| ids(page.into_value()))
        .collect()
}

#[tokio::test]
async fn no_more_pages_are_requested_than_set() {
    let workspace = workspace(Seed::contacts(60)).await;
    let mut items = client(&workspace)
        .contacts()
        .list()
        .per_page(3)
        .items()
        .prefetch(2);
    some(&mut items, 1).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    // The current page, and two ahead of it.
    assert_eq!(workspace.requests().len(), 3);
    some(&mut items, 3).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(workspace.requests().len(), 4);
}

#[tokio::test]
async fn dropping_the_stream_ends_the_task() {
    let workspace = workspace(Seed::contacts(300)).await;
    workspace.inject(Fault::delay(Duration::from_millis(30)));
    let mut items = client(&workspace)
        .contacts()
        .list()
        .per_page(3)
        .items()
        .prefetch(50);
    some(&mut items, 1).await;
    drop(items);
    tokio::time::sleep(Duration::from_millis(100)).await;
    let count = workspace.requests().len();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(workspace.requests().len(), count);
    assert!(count < 20);
}

/// Twenty pages from a server that takes its time, to a program that does too.
async fn walk(client: &Client, ahead: usize) -> Duration {
    let began = Instant::now();
    let mut pages = client.contacts().list().per_page(3).pages().prefetch(ahead);
    while let Some(page) = pages.next().await {
        page.unwrap();
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
    began.elapsed()
}

#[tokio::test]
async fn the_program_works_while_the_server_does() {
    let workspace = workspace(Seed::contacts(60)).await;
    workspace.inject(Fault::delay(Duration::from_millis(60)));
    let client = client(&workspace);
    let apart = walk(&client, 0).await;
    let together = walk(&client, 2).await;
    // 20 × 100 ms against 20 × 60 ms and 40 ms, and what the machine adds to both.
    assert!(apart >= Duration::from_secs(2));
    assert!(together < apart.mul_f64(0.85), "{together:?} of {apart:?}");
}

#[tokio::test]
async fn items_and_pages_are_streams_that_can_go_anywhere() {
    fn anywhere<T: Send + Unpin + 'static>(stream: T) -> T {
        stream
    }
    let workspace = workspace(Seed::contacts(10)).await;
    let call = client(&workspace).contacts().list().per_page(4);
    let items = anywhere(call.clone().items());
    let names = items
        .map(|item| item.unwrap().name.unwrap())
        .collect::<Vec<_>>();
    assert_eq!(names.await[9], "Contact 9");
    let mut pages = anywhere(call.pages().prefetch(1));
    let first = Pin::new(&mut pages).next().await.unwrap().unwrap();
    assert_eq!(first.value().data.len(), 4);
    let moved = tokio::spawn(async move { pages.collect_all().await.unwrap().len() });
    assert_eq!(moved.await.unwrap(), 2);
}
