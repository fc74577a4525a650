//! The scroll over all companies. There is one at a time.

use std::time::Duration;

use intercom_api::{Clock, ErrorCode, ErrorKind};
use intercom_simulator::{Cut, Fault, Seed, Workspace};

use crate::clock::SharedClock;
use crate::support::{all, builder, client, some, stored};
use crate::until_error::until_error;

async fn companies(count: usize, expiry: Duration) -> Workspace {
    let builder = Workspace::builder().seed(Seed::companies(count));
    builder.scroll_expiry(expiry).start().await.unwrap()
}

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_scroll_that_is_open_already_is_reported() {
    let workspace = companies(150, MINUTE).await;
    let scroll = || client(&workspace).companies().scroll().items();
    let mut first = scroll();
    let mut found = some(&mut first, 1).await;
    let error = scroll().next().await.unwrap().unwrap_err();
    assert!(error.is_scroll_open() && !error.is_validation() && !error.must_start_over());
    assert!(error.code() == ErrorCode::ScrollExists);
    // It does not disturb the one that is open.
    found.extend(all(first).await);
    assert_eq!(found, stored(&workspace, "companies"));
}

#[tokio::test]
async fn open_scroll_is_waited_for_up_to_the_limit() {
    let workspace = companies(150, Duration::from_secs(1)).await;
    let clock = SharedClock::of(&workspace);
    let builder = builder(&workspace).clock(clock.clone());
    let client = builder.build().unwrap();
    let scroll = || client.companies().scroll();
    let mut first = scroll().items();
    some(&mut first, 1).await;
    let waiting = scroll().items().wait_for_scroll(Duration::from_secs(20));
    assert_eq!(all(waiting).await.len(), 150);

    let mut second = scroll().items();
    some(&mut second, 1).await;
    let began = clock.now();
    let mut pages = scroll().pages().wait_for_scroll(Duration::from_millis(100));
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(error.is_scroll_open());
    assert!(clock.now() - began >= Duration::from_millis(100));
}

#[tokio::test]
async fn a_scroll_that_breaks_must_start_over() {
    let breaks = [
        Fault::status(500),
        Fault::status(503),
        Fault::cut(Cut::BeforeAnswer),
        Fault::cut(Cut::InBody),
        Fault::invalid_json(),
    ];
    for fault in breaks {
        for ahead in [0, 2] {
            let workspace = companies(250, MINUTE).await;
            workspace.inject(fault.clone().skip(1).times(1));
            let mut items = client(&workspace)
                .companies()
                .scroll()
                .items()
                .prefetch(ahead);
            let (found, error) = until_error(&mut items).await;
            assert_eq!(found.len(), 100);
            assert!(error.must_start_over() && !error.is_retryable(), "{error}");
            assert_eq!(error.kind(), ErrorKind::Scroll);
            assert!(error.to_string().contains("must start over"), "{error}");
            assert!(items.next().await.is_none());
        }
    }
}

#[tokio::test]
async fn a_scroll_that_has_expired_must_start_over() {
    let workspace = companies(150, Duration::from_millis(50)).await;
    let mut items = client(&workspace).companies().scroll().items();
    some(&mut items, 100).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    let error = items.next().await.unwrap().unwrap_err();
    assert!(error.must_start_over());
    assert_eq!(error.status().unwrap().as_u16(), 404);
    assert!(error.code() == ErrorCode::NotFound);
}

#[tokio::test]
async fn page_of_a_scroll_that_was_certainly_not_sent_is_requested_again() {
    let workspace = companies(250, MINUTE).await;
    workspace.inject(Fault::status(429).skip(1).times(1));
    let mut items = client(&workspace).companies().scroll().items();
    let (mut found, error) = until_error(&mut items).await;
    assert!(!error.must_start_over());
    found.extend(all(items).await);
    assert_eq!(found, stored(&workspace, "companies"));
}

#[tokio::test]
async fn a_page_of_a_scroll_is_not_repeated_by_itself() {
    // The server has advanced with the lost response: repeating would skip a page.
    let workspace = companies(250, MINUTE).await;
    workspace.inject(Fault::cut(Cut::BeforeAnswer).skip(1).times(1));
    let client = intercom_api::Client::builder()
        .token(workspace.token())
        .base_url(workspace.base_url())
        .build()
        .unwrap();
    let (found, error) = until_error(&mut client.companies().scroll().items()).await;
    assert_eq!(
        (found.len(), error.must_start_over(), error.attempts()),
        (100, true, 1)
    );
}

#[tokio::test]
async fn error_at_the_end_of_the_list_of_companies_suggests_the_scroll() {
    let workspace = companies(10_050, MINUTE).await;
    let mut pages = client(&workspace)
        .companies()
        .list()
        .per_page(150)
        .page(65)
        .pages();
    let error = loop {
        match pages.next().await.unwrap() {
            Ok(page) => assert!(page.value().data.len() == 150),
            Err(error) => break error,
        }
    };
    assert!(error.is_validation());
    assert!(
        error
            .to_string()
            .contains("companies().scroll() reaches all of them"),
        "{error}"
    );
}
