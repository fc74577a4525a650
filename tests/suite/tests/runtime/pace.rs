//! The pacer against a server that counts.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use intercom_api::{Clock, Pace, Retries};
use intercom_test_server::{serve, write};

use crate::clock::SharedClock;
use crate::support::{builder, builder_at, limited_workspace, workspace};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_calls_never_exceed_the_limit() {
    let window = Duration::from_secs(1);
    let workspace = limited_workspace(250, window).await;
    let client = builder(&workspace)
        .pace(Pace::per_window(250, window))
        .clock(SharedClock::of(&workspace))
        .retries(Retries::none())
        .build()
        .unwrap();
    let calls: Vec<_> = (0..1_000)
        .map(|_| tokio::spawn(client.admins().list().into_future()))
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let requests = workspace.requests();
    assert_eq!(requests.len(), 1_000);
    assert!(requests.iter().all(|request| request.status == 200));
}

#[tokio::test]
async fn calls_in_flight_are_capped_and_keep_their_order() {
    let in_flight = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let seen = (Arc::clone(&in_flight), Arc::clone(&most));
    let url = serve(move |_, _, mut stream| {
        let (in_flight, most) = seen.clone();
        async move {
            most.fetch_max(
                in_flight.fetch_add(1, Ordering::SeqCst) + 1,
                Ordering::SeqCst,
            );
            tokio::time::sleep(Duration::from_millis(10)).await;
            in_flight.fetch_sub(1, Ordering::SeqCst);
            write(&mut stream, "200 x\r\ncontent-length: 2", b"{}").await;
        }
    })
    .await;
    let client = builder_at(url)
        .pace(Pace::per_window(1_000, Duration::from_secs(1)).max_in_flight(3))
        .build()
        .unwrap();
    let began = Instant::now();
    let mut waiting = Vec::new();
    for _ in 0..30 {
        let call = client.tags().list();
        waiting.push(tokio::spawn(async move {
            call.await.unwrap();
            began.elapsed()
        }));
        // Each is in the queue before the next one comes.
        tokio::task::yield_now().await;
    }
    let mut ended = Vec::new();
    for call in waiting {
        ended.push(call.await.unwrap());
    }
    assert_eq!(most.load(Ordering::SeqCst), 3);
    // Three at a time: the one ten places later ends later.
    assert!(ended.windows(10).all(|window| window[0] < window[9]));
}

#[tokio::test]
async fn a_waiter_that_leaves_takes_no_turn() {
    let workspace = workspace().await;
    let client = builder(&workspace)
        .pace(Pace::per_window(1_000, Duration::from_secs(1)).max_in_flight(1))
        .build()
        .unwrap();
    workspace.inject(intercom_simulator::Fault::delay(Duration::from_millis(200)).times(1));
    let first = tokio::spawn(client.tags().list().into_future());
    tokio::time::sleep(Duration::from_millis(20)).await;
    for _ in 0..5 {
        let waiter = tokio::spawn(client.tags().list().into_future());
        tokio::time::sleep(Duration::from_millis(5)).await;
        waiter.abort();
    }
    let limited = client.tags().list().with_timeout(Duration::from_millis(20));
    let error = limited.await.unwrap_err();
    assert!(error.is_timeout() && !error.may_have_been_sent());
    assert_eq!(error.attempts(), 0);
    first.await.unwrap().unwrap();
    client.tags().list().await.unwrap();
    assert_eq!(workspace.requests().len(), 2);
}

#[tokio::test]
async fn all_hold_back_when_nothing_remains() {
    let workspace = limited_workspace(5, Duration::from_secs(2)).await;
    // The pacer has the limit of the workspace from its responses only.
    let clock = SharedClock::of(&workspace);
    let client = builder(&workspace)
        .pace(Pace::default())
        .clock(clock.clone())
        .retries(Retries::none())
        .build()
        .unwrap();
    let began = clock.now();
    for _ in 0..8 {
        client.tags().list().await.unwrap();
    }
    assert!(clock.now() - began >= Duration::from_secs(2));
    assert!(
        workspace
            .requests()
            .iter()
            .all(|request| request.status == 200)
    );
}

#[tokio::test]
async fn a_smaller_limit_in_one_response_does_not_last() {
    for limit in ["0", "1", "-5"] {
        let url = serve(move |number, _, mut stream| async move {
            let named = if number == 0 { limit } else { "1666" };
            let head = format!(
                "200 x\r\nx-ratelimit-limit: {named}\r\nx-ratelimit-remaining: 5\r\n\
                 x-ratelimit-reset: 0\r\ncontent-length: 2"
            );
            write(&mut stream, &head, b"{}").await;
        })
        .await;
        let window = Duration::from_millis(500);
        let client = builder_at(url)
            .pace(Pace::per_window(1_000, window))
            .build()
            .unwrap();
        let began = Instant::now();
        for _ in 0..40 {
            client.tags().list().await.unwrap();
        }
        assert!(began.elapsed() < window * 6, "{:?}", began.elapsed());
    }
}
