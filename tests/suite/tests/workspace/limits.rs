//! The rate limit is part of every response, and is enforced.

use std::time::Duration;

use intercom_simulator::Workspace;

use crate::support::{empty, get};

#[tokio::test]
async fn every_response_has_the_limit() {
    let workspace = empty().await;
    let before = get(&workspace, "/me").await;
    assert_eq!(before.header("x-ratelimit-limit"), "10000");
    assert_eq!(before.header("x-ratelimit-remaining"), "9999");
    assert!(
        before
            .header("x-ratelimit-reset")
            .parse::<i64>()
            .expect("a time")
            > 1_700_000_000
    );
    let error = get(&workspace, "/nowhere").await;
    assert_eq!(
        (error.status, error.header("x-ratelimit-remaining")),
        (404, "9998")
    );
}

#[tokio::test]
async fn calls_past_the_limit_are_refused_until_the_window_ends() {
    let builder = Workspace::builder().rate_limit(2, Duration::from_secs(60));
    let workspace = builder.start().await.expect("a workspace");
    assert_eq!(get(&workspace, "/me").await.status, 200);
    assert_eq!(
        get(&workspace, "/me").await.header("x-ratelimit-remaining"),
        "0"
    );
    let refused = get(&workspace, "/me").await;
    assert_eq!(
        (refused.status, refused.code()),
        (429, "rate_limit_exceeded")
    );
    workspace.clock().advance(Duration::from_secs(59));
    assert_eq!(get(&workspace, "/me").await.status, 429);
    workspace.clock().advance(Duration::from_secs(1));
    assert_eq!(get(&workspace, "/me").await.status, 200);
}

#[tokio::test]
async fn the_limit_can_change_while_running() {
    let workspace = empty().await;
    workspace.set_rate_limit(1, Duration::from_secs(60));
    assert_eq!(get(&workspace, "/me").await.status, 200);
    assert_eq!(get(&workspace, "/me").await.status, 429);
}
