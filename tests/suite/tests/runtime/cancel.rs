//! A call can be dropped at any point, and the client works as before.

use std::future::Future;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use http::Method;
use intercom_api::{BoxFuture, Client, Pace, SecretString};

use crate::support::{builder, workspace};

/// Polls a future a number of times, then drops it. Returns whether it had ended.
async fn polled<F: Future + Unpin>(mut future: F, times: usize) -> bool {
    let mut left = times;
    std::future::poll_fn(|cx| {
        if left == 0 {
            return Poll::Ready(false);
        }
        left -= 1;
        match Pin::new(&mut future).poll(cx) {
            Poll::Ready(_) => Poll::Ready(true),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// What a program may be doing when it is canceled.
type Doing = fn(&Client) -> BoxFuture<'static, ()>;

const DOINGS: [(&str, Doing); 4] = [
    ("a call", |client| {
        let call = client.admins().list();
        Box::pin(async { drop(call.await.unwrap()) })
    }),
    ("a download", |client| {
        let mut download = client.request(Method::GET, "/admins").stream();
        Box::pin(async move { while download.chunk().await.unwrap().is_some() {} })
    }),
    ("a list", |client| {
        let pages = client.contacts().list().per_page(1).pages().prefetch(2);
        Box::pin(async { drop(pages.collect_all().await.unwrap()) })
    }),
    ("a refused call", |client| {
        let call = client.contacts().get("none");
        Box::pin(async { drop(call.await.unwrap_err()) })
    }),
];

#[tokio::test]
async fn every_await_point_may_be_the_last() {
    let workspace = workspace().await;
    let token = workspace.token().to_owned();
    let client = builder(&workspace)
        .token_provider(move || {
            let token = SecretString::from(token.as_str());
            async {
                tokio::task::yield_now().await;
                Ok(token)
            }
        })
        .pace(Pace::per_window(100_000, Duration::from_secs(1)).max_in_flight(1))
        .build()
        .unwrap();
    for (name, doing) in DOINGS {
        let mut points = 0;
        loop {
            let ended = polled(doing(&client), points).await;
            // One call may be in flight: it runs only if the dropped one gave its place back.
            let next = client.admins().list().with_timeout(Duration::from_secs(5));
            next.await
                .unwrap_or_else(|error| panic!("{name} after {points}: {error}"));
            if ended {
                break;
            }
            points += 1;
        }
        assert!(points >= 3, "{name}: {points}");
    }
}
