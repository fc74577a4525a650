//! Connections of the pool that the server has closed, or is about to: a call is neither lost nor
//! sent twice.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use intercom_api::types::CreateContact;
use intercom_api::{Client, Error};
use intercom_test_server::{read_body, read_head, serve};
use tokio::io::AsyncWriteExt;

use crate::support::builder_at;

const ANSWER: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-length: 26\r\n\r\n{\"type\":\"contact\",\"id\":\"\"}";

/// What a server does with a connection after its first response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    /// Closes it before the next request comes.
    Close,
    /// Resets it before the next request comes.
    Reset,
    /// Reads the next request, and resets the connection instead of a response.
    ResetOnRequest,
}

/// A server of such connections, and how many requests were completed.
async fn server(after: After) -> (String, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    let url = serve(move |_, head, mut stream| {
        let seen = Arc::clone(&seen);
        async move {
            read_body(&mut stream, &head).await;
            seen.fetch_add(1, Ordering::SeqCst);
            stream.write_all(ANSWER).await.unwrap();
            match after {
                After::Close => return,
                After::Reset => {}
                After::ResetOnRequest => {
                    let Some(head) = read_head(&mut stream).await else {
                        return;
                    };
                    read_body(&mut stream, &head).await;
                    seen.fetch_add(1, Ordering::SeqCst);
                }
            }
            stream.set_zero_linger().unwrap();
        }
    })
    .await;
    (url, count)
}

async fn create(client: &Client) -> Result<(), Error> {
    let contact = CreateContact::new().email("joe@example.com");
    client.contacts().create(contact).await.map(drop)
}

#[tokio::test]
async fn a_connection_that_was_closed_meanwhile_is_not_used() {
    for after in [After::Close, After::Reset] {
        let (url, count) = server(after).await;
        let client = builder_at(url).build().unwrap();
        for call in 1..=20 {
            create(&client).await.unwrap();
            assert_eq!(count.load(Ordering::SeqCst), call, "{after:?}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

#[tokio::test]
async fn a_race_with_the_end_of_a_connection_sends_nothing_twice() {
    for after in [After::Close, After::Reset] {
        let (url, count) = server(after).await;
        let client = builder_at(url).build().unwrap();
        let mut failed = 0;
        for call in 1..=200 {
            let before = count.load(Ordering::SeqCst);
            // No pause: the request may leave just when the connection ends.
            match create(&client).await {
                Ok(()) => assert_eq!(count.load(Ordering::SeqCst), before + 1, "{call}"),
                Err(error) => {
                    failed += 1;
                    assert!(count.load(Ordering::SeqCst) <= before + 1);
                    assert!(error.may_have_been_sent(), "{error:?}");
                    assert_eq!(error.attempts(), 1);
                }
            }
        }
        assert!(failed < 200, "{after:?}");
    }
}

#[tokio::test]
async fn a_request_that_was_read_is_not_sent_again() {
    let (url, count) = server(After::ResetOnRequest).await;
    let client = builder_at(url).build().unwrap();
    // The pool has the connection back shortly after the response.
    let pause = || tokio::time::sleep(Duration::from_millis(20));
    create(&client).await.unwrap();
    pause().await;
    let error = create(&client).await.unwrap_err();
    assert_eq!((error.attempts(), count.load(Ordering::SeqCst)), (1, 2));
    assert!(error.may_have_been_sent() && !error.is_retryable());
    // A call that reads is.
    create(&client).await.unwrap();
    pause().await;
    let response = client.tags().list().send().await.unwrap();
    assert_eq!((response.attempts(), count.load(Ordering::SeqCst)), (2, 5));
}
