//! Failures with a precise cause: a rate limit that does not fit, a certificate, a deletion that
//! was done already, a call too large to send.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};

use intercom_api::{BoxFuture, Clock, ErrorKind, Pace, Retries};
use intercom_test_server::{Tls, accept, listen, refusing_url, serve, write};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::support::builder_at;

const SHORT: Duration = Duration::from_millis(300);

#[tokio::test]
async fn rate_limit_stays_one_when_the_pacer_delays_the_next_attempt_too_long() {
    // The pacer waits for the reset of a minute; the retry would wait half a second.
    for headers in [
        "retry-after: 1\r\nx-ratelimit-limit: 10\r\nx-ratelimit-remaining: 0\r\n",
        "retry-after: 0\r\n",
    ] {
        let url = serve(move |_, _, mut stream| async move {
            let head = format!("429 x\r\n{headers}content-length: 0");
            write(&mut stream, &head, b"").await;
        })
        .await;
        // One call in each window: the second attempt waits for the pacer alone.
        let pace = Pace::per_window(1, Duration::from_secs(60));
        let retries = Retries::new().backoff(Duration::ZERO, Duration::ZERO);
        let builder = builder_at(url).pace(pace).retries(retries);
        let client = builder.build().unwrap();
        let limit = Duration::from_millis(1_500);
        let began = Instant::now();
        let error = client.tags().list().with_timeout(limit).await.unwrap_err();
        assert!(error.is_rate_limited() && !error.is_timeout(), "{error:?}");
        assert!(error.retry_after().is_some());
        assert_eq!(error.attempts(), 1);
        assert!(began.elapsed() < limit * 2);
    }
}

/// A clock that never moves, so that by it every call has all of its time left.
struct StoppedClock(Instant);

impl Clock for StoppedClock {
    fn now(&self) -> Instant {
        self.0
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}

#[tokio::test]
async fn call_ends_when_the_clock_of_the_program_stands_still() {
    let url = serve(|_, _, mut stream| async move {
        write(&mut stream, "429 x\r\ncontent-length: 0", b"").await;
    })
    .await;
    let client = builder_at(url)
        .clock(StoppedClock(Instant::now()))
        .pace(Pace::per_window(1, Duration::from_secs(60)))
        .build()
        .unwrap();
    let call = client.tags().list().with_timeout(SHORT);
    let error = tokio::time::timeout(SHORT * 20, call.into_future()).await;
    assert!(error.unwrap().unwrap_err().is_rate_limited());
    let call = client.tags().list().with_timeout(SHORT);
    let error = tokio::time::timeout(SHORT * 20, call.into_future()).await;
    assert!(error.unwrap().unwrap_err().is_timeout());
}

/// A server of TLS, and how many connections there were.
async fn tls(name: &str) -> (String, Arc<AtomicUsize>) {
    let tls = Tls::self_signed(name);
    let (listener, url) = listen().await;
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    let handle = move |_, stream: TcpStream| {
        seen.fetch_add(1, Ordering::SeqCst);
        let tls = tls.clone();
        async move { drop(tls.accept(stream).await) }
    };
    tokio::spawn(accept(listener, usize::MAX, handle));
    (url.replace("http:", "https:"), count)
}

/// A server that sends these bytes after the first message of a handshake.
async fn no_tls(bytes: &'static [u8]) -> (String, Arc<AtomicUsize>) {
    let (listener, url) = listen().await;
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    let handle = move |_, mut stream: TcpStream| {
        seen.fetch_add(1, Ordering::SeqCst);
        async move {
            drop(stream.write_all(bytes).await);
            tokio::time::sleep(SHORT).await;
        }
    };
    tokio::spawn(accept(listener, usize::MAX, handle));
    (url.replace("http:", "https:"), count)
}

#[tokio::test]
async fn tls_failure_is_not_retried_and_names_its_cause() {
    for ((url, count), cause) in [
        (tls("localhost").await, "certificate"),
        (tls("127.0.0.1").await, "certificate"),
        // A fatal alert: handshake failure.
        (no_tls(b"\x15\x03\x03\x00\x02\x02\x28").await, "alert"),
        (no_tls(b"HTTP/1.1 400 Bad Request\r\n\r\n").await, "message"),
    ] {
        let client = builder_at(url).build().unwrap();
        let error = client.tags().list().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect);
        assert!(!error.is_retryable() && !error.may_have_been_sent());
        assert_eq!(error.attempts(), 1);
        assert_eq!(count.load(Ordering::SeqCst), 1, "{error}");
        let text = error.to_string();
        assert!(text.starts_with("tags.list: cannot connect: "), "{text}");
        assert!(text.contains(cause), "{text}");
    }
}

#[tokio::test]
async fn host_name_that_no_certificate_can_have_is_not_retried() {
    for host in ["a..b".to_owned(), format!("{}.invalid", "a".repeat(64))] {
        let client = builder_at(format!("https://{host}")).build().unwrap();
        let error = client.tags().list().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 1));
        assert_eq!(
            error.to_string(),
            "tags.list: cannot connect: invalid dns name"
        );
    }
}

#[tokio::test]
async fn refused_and_broken_connections_are_retried() {
    let (broken, _) = no_tls(b"").await;
    for url in [refusing_url(), broken] {
        let retries = Retries::new().backoff(Duration::ZERO, Duration::ZERO);
        let client = builder_at(url).retries(retries).build().unwrap();
        let error = client.tags().list().await.unwrap_err();
        assert_eq!(error.attempts(), 3, "{error:?}");
        assert!(error.is_retryable());
        assert_eq!(error.to_string(), "tags.list: cannot connect");
    }
}

#[tokio::test]
async fn deletion_after_a_lost_response_is_distinguished_from_one_of_nothing() {
    for (first, deleted, is_done) in [
        ("", true, true),
        ("502 x\r\ncontent-length: 0", true, true),
        // The first attempt was refused, so it deleted nothing.
        ("429 x\r\ncontent-length: 0", true, false),
        ("404 x\r\ncontent-length: 0", true, false),
        ("", false, false),
    ] {
        let url = serve(move |number, _, mut stream| async move {
            match number {
                0 if first.is_empty() => drop(stream.shutdown().await),
                0 => write(&mut stream, first, b"").await,
                _ => write(&mut stream, "404 x\r\ncontent-length: 0", b"").await,
            }
        })
        .await;
        let retries = Retries::new().backoff(Duration::ZERO, Duration::ZERO);
        let client = builder_at(url).retries(retries).build().unwrap();
        let error = if deleted {
            client.contacts().delete("1").await.unwrap_err()
        } else {
            client.contacts().get("1").await.unwrap_err()
        };
        assert!(error.is_not_found());
        assert_eq!(error.is_already_deleted(), is_done, "{first} {error:?}");
    }
}

#[tokio::test]
async fn too_many_headers_and_parameters_are_refused() {
    let client = builder_at(refusing_url()).build().unwrap();
    let refused = |error: intercom_api::Error, text: &str| {
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Request, 0));
        assert!(error.to_string().contains(text), "{error}");
    };
    let mut call = client.tags().list();
    for number in 0..30_000 {
        call = call.with_header(format!("x-{number}"), "1");
    }
    refused(call.await.unwrap_err(), "more than 1000 headers");
    let long = "x".repeat(300_000);
    let call = client.tags().list().with_header("x-long", long.as_str());
    refused(call.await.unwrap_err(), "headers of more than");
    let mut call = client.tags().list();
    for number in 0..100_000 {
        call = call.with_query(format!("q{number}"), "1");
    }
    refused(call.await.unwrap_err(), "URL is longer than 65534 bytes");
    let call = client.contacts().get(&long);
    refused(call.await.unwrap_err(), "URL is longer than 65534 bytes");
    let raw = client.request(http::Method::GET, format!("/{long}"));
    refused(
        raw.send().await.unwrap_err(),
        "URL is longer than 65534 bytes",
    );
}
