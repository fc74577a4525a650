//! Connections that are reset at each stage: what creates is never sent twice, what reads is.

use intercom_api::types::CreateContact;
use intercom_api::{Client, Error, ErrorKind};
use intercom_test_server::{read_body, serve, serve_bytes};
use tokio::io::AsyncWriteExt;

use crate::support::{JumpingClock, builder_at};

/// What is sent before the connection is reset.
const STAGES: [&str; 7] = [
    "",
    "HTTP/1.1",
    "HTTP/1.1 200 OK\r\nconte",
    "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n",
    "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"data\":",
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"dat",
    "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 100\r\n\r\n\x1f",
];

fn client(url: String) -> Client {
    builder_at(url).clock(JumpingClock::new()).build().unwrap()
}

async fn create(client: &Client) -> Error {
    let contact = CreateContact::new().email("joe@example.com");
    client.contacts().create(contact).await.unwrap_err()
}

#[tokio::test]
async fn a_reset_at_each_stage() {
    for stage in STAGES {
        let heads = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let seen = std::sync::Arc::clone(&heads);
        let url = serve(move |_, head, mut stream| {
            seen.lock().unwrap().push(head.clone());
            async move {
                read_body(&mut stream, &head).await;
                stream.write_all(stage.as_bytes()).await.unwrap();
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                // Closing it now resets it.
                stream.set_zero_linger().unwrap();
            }
        })
        .await;
        let client = client(url);
        let error = client.tags().list().await.unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::Transport | ErrorKind::Body),
            "{stage:?}: {error}"
        );
        assert!(error.is_retryable() && error.may_have_been_sent());
        assert_eq!(
            (error.attempts(), heads.lock().unwrap().len()),
            (3, 3),
            "{stage:?}"
        );

        heads.lock().unwrap().clear();
        let error = create(&client).await;
        assert!(!error.is_retryable() && error.may_have_been_sent());
        assert_eq!(
            (error.attempts(), heads.lock().unwrap().len()),
            (1, 1),
            "{stage:?}"
        );
    }
}

#[tokio::test]
async fn a_body_that_breaks_the_rules_of_its_framing() {
    for bytes in [
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}XX0\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\ncontent-length: two\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nbroken header\r\ncontent-length: 2\r\n\r\n{}",
        "HTTP/1.1 99999 OK\r\ncontent-length: 2\r\n\r\n{}",
        "SSH-2.0-OpenSSH_9.2\r\n",
    ] {
        let (url, count) = serve_bytes(bytes.as_bytes()).await;
        let client = client(url);
        let error = client.tags().list().await.unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::Transport | ErrorKind::Body),
            "{bytes:?}: {error}"
        );
        let count = || count.swap(0, std::sync::atomic::Ordering::SeqCst);
        assert_eq!((error.attempts(), count()), (3, 3));
        let error = create(&client).await;
        assert_eq!((error.attempts(), count()), (1, 1), "{bytes:?}");
        assert!(error.may_have_been_sent());
    }
}
