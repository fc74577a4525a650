//! Clients that a workspace creates, and their clock.

use std::time::{Duration, Instant};

use intercom_api::{Client, ClientBuilder, Retries};
use intercom_simulator::{Fault, Seed, Workspace};

#[tokio::test]
async fn client_is_ready_for_calls() {
    let builder = Workspace::builder()
        .seed(Seed::contacts(60))
        .token("bWluZQ==");
    let workspace = builder.start().await.expect("a workspace");
    let client: Client = workspace.client().expect("a client");
    let contacts = client.contacts().list().items().collect_all().await;
    assert_eq!(contacts.expect("contacts").len(), 60);
}

#[tokio::test]
async fn builder_takes_further_settings() {
    let workspace = Workspace::builder().start().await.expect("a workspace");
    let builder: ClientBuilder = workspace.client().expect("a builder");
    let client = builder.retries(Retries::none()).build().expect("a client");
    workspace.inject(Fault::status(503).times(1));
    assert!(client.contacts().list().await.is_err());
    assert_eq!(workspace.requests().len(), 1);
}

#[tokio::test]
async fn client_of_another_package_is_created_too() {
    let workspace = Workspace::builder().start().await.expect("a workspace");
    let client: intercom_small::Client = workspace.client().expect("a client");
    assert_eq!(client.base_url(), workspace.base_url());
}

#[tokio::test]
async fn waits_take_no_time_while_the_clock_stands_still() {
    let start = 1_700_000_000;
    let workspace = Workspace::builder()
        .clock_at(start)
        .rate_limit(1, Duration::from_secs(90))
        .start()
        .await
        .expect("a workspace");
    let client: Client = workspace.client().expect("a client");
    assert_eq!(client.now().seconds(), start);
    let began = Instant::now();
    for _ in 0..2 {
        client.admins().list().await.expect("admins");
    }
    assert!(began.elapsed() < Duration::from_secs(20));
    assert!(workspace.clock().now() >= start + 90);
}

#[tokio::test]
async fn wait_takes_its_time_while_the_clock_runs() {
    let workspace = Workspace::builder().start().await.expect("a workspace");
    let builder: ClientBuilder = workspace.client().expect("a builder");
    let client = builder.build().expect("a client");
    let began = Instant::now();
    workspace.inject(Fault::status(503).header("retry-after", "1").times(1));
    client.admins().list().await.expect("admins");
    assert!(began.elapsed() >= Duration::from_secs(1));
    assert_eq!(workspace.clock().ahead(), Duration::ZERO);
}

#[tokio::test]
async fn wait_ends_when_a_test_moves_the_clock() {
    let workspace = Workspace::builder().start().await.expect("a workspace");
    let client: Client = workspace.client().expect("a client");
    workspace.inject(Fault::status(503).header("retry-after", "50").times(1));
    let began = Instant::now();
    let call = tokio::spawn(async move { client.admins().list().await });
    while workspace.requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // The client waits now, or is about to.
    while !call.is_finished() {
        workspace.clock().advance(Duration::from_secs(60));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    call.await.expect("a task").expect("admins");
    assert!(began.elapsed() < Duration::from_secs(30));
}
