//! Pages of more than a megabyte, which are decoded on a blocking thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::FutureExt;
use intercom_api::paging::Checkpoint;
use intercom_api::{Client, ErrorKind};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

use crate::scripted::server;
use crate::support::{all, id};

const LARGE: usize = 2 << 20;

/// A runtime on this thread, and a counter of the threads that it starts: the blocking ones.
fn runtime() -> (Runtime, Arc<AtomicUsize>) {
    let started = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&started);
    let runtime = Builder::new_current_thread()
        .enable_all()
        .on_thread_start(move || _ = counter.fetch_add(1, Ordering::Relaxed))
        .build()
        .unwrap();
    (runtime, started)
}

/// A page of two contacts that is longer than its padding.
fn page(number: usize, next: Option<&Value>, padding: usize) -> String {
    let contact = |id: usize| json!({"type": "contact", "id": id.to_string()});
    let page = json!({
        "type": "list",
        "data": [contact(number * 2), contact(number * 2 + 1)],
        "padding": "x".repeat(padding),
        "pages": {"type": "pages", "next": next},
    });
    page.to_string()
}

/// A client of a list of two pages; the second one may be invalid JSON.
async fn client(padding: usize, is_broken: bool) -> Client {
    let pages = server(move |request| {
        let body = match request.query("starting_after") {
            None => page(0, Some(&json!({"starting_after": "a"})), padding),
            Some(_) if is_broken => format!("[{}", " ".repeat(padding)),
            Some(_) => page(1, None, padding),
        };
        (200, body)
    });
    pages.await.0
}

#[test]
fn large_page_is_decoded_on_another_thread() {
    for (padding, is_large) in [(0, false), (LARGE, true)] {
        let (runtime, started) = runtime();
        let found = runtime.block_on(async {
            let client = client(padding, false).await;
            all(client.contacts().list().items()).await
        });
        assert_eq!(found, ["0", "1", "2", "3"]);
        assert_eq!(started.load(Ordering::Relaxed) > 0, is_large);
    }
}

#[tokio::test]
async fn large_page_that_is_not_json_is_an_error() {
    let client = client(LARGE, true).await;
    let mut items = client.contacts().list().items();
    for _ in 0..2 {
        items.next().await.unwrap().unwrap();
    }
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn place_is_in_front_of_a_page_until_it_is_decoded() {
    let client = client(LARGE, false).await;
    for ahead in [0, 2] {
        let mut items = client.contacts().list().items().prefetch(ahead);
        let mut found = Vec::new();
        // What was found before each place.
        let mut places: Vec<(usize, Checkpoint)> = Vec::new();
        loop {
            // The future is dropped after one poll.
            match items.next().now_or_never() {
                Some(Some(item)) => found.push(id(&item.unwrap())),
                Some(None) => break,
                None => {
                    let place = (found.len(), items.checkpoint());
                    if places.last() != Some(&place) {
                        places.push(place);
                    }
                    tokio::task::yield_now().await;
                }
            }
        }
        assert_eq!(found, ["0", "1", "2", "3"]);
        assert!(places.len() >= 2);
        for (count, place) in places {
            let rest = all(client.contacts().list().items().resume(place)).await;
            assert_eq!(rest, found[count..]);
        }
    }
}
