//! Servers that never end, respond very slowly, or send little that grows large: each call ends in
//! an error, in bounded time and memory.

use std::io::Write;
use std::time::{Duration, Instant};

use intercom_api::{Error, ErrorKind, Retries};
use intercom_test_server::{serve, write};
use tokio::io::AsyncWriteExt;

use crate::support::builder_at;

/// Time for a response that is refused for its size.
const LIMIT: Duration = Duration::from_secs(1);

/// The limit where it is the limit that ends the call.
const SHORT: Duration = Duration::from_millis(300);

/// Returns the error of a call, which must not take much longer than its limit.
async fn error_of(url: String, limit: Duration) -> Error {
    let client = builder_at(url)
        .retries(Retries::none())
        .attempt_timeout(limit)
        .max_response_size(256 * 1024)
        .build()
        .unwrap();
    let began = Instant::now();
    let error = client.tags().list().await.unwrap_err();
    assert!(began.elapsed() < LIMIT * 4, "{:?}", began.elapsed());
    error
}

/// A server that repeats some bytes for as long as the connection is open.
async fn endless(head: &'static str, part: &'static [u8], pause: Duration) -> String {
    serve(move |_, _, mut stream| async move {
        let mut sent = stream.write_all(head.as_bytes()).await;
        while sent.is_ok() {
            tokio::time::sleep(pause).await;
            sent = stream.write_all(part).await;
        }
    })
    .await
}

#[tokio::test]
async fn endless_headers() {
    let url = endless("HTTP/1.1 200 OK\r\n", b"x-more: yes\r\n", Duration::ZERO).await;
    let error = error_of(url, SHORT).await;
    assert!(matches!(
        error.kind(),
        ErrorKind::Transport | ErrorKind::Timeout
    ));
    let url = endless("HTTP/1.1 200 OK\r\nx: ", &[b'x'; 4096], Duration::ZERO).await;
    let error = error_of(url, SHORT).await;
    assert!(matches!(
        error.kind(),
        ErrorKind::Transport | ErrorKind::Timeout
    ));
}

#[tokio::test]
async fn endless_body() {
    for status in [200, 500] {
        let head = format!("HTTP/1.1 {status} x\r\n\r\n").leak();
        let error = error_of(endless(head, &[b' '; 16_384], Duration::ZERO).await, LIMIT).await;
        if status == 200 {
            assert_eq!(error.kind(), ErrorKind::TooLarge);
            assert!(error.to_string().contains("larger than 262144 bytes"));
            assert!(!error.is_retryable());
        } else {
            assert_eq!(error.status().unwrap().as_u16(), 500);
        }
    }
    // What is announced is not waited for.
    let url = serve(|_, _, mut stream| async move {
        write(&mut stream, "200 x\r\ncontent-length: 99999999999999", b"").await;
    })
    .await;
    assert_eq!(error_of(url, LIMIT).await.kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn large_error_is_reported_by_its_status() {
    let numbers: &'static [u8] = ["[", &"1,".repeat(10_000_000), "1]"]
        .concat()
        .leak()
        .as_bytes();
    let url = serve(move |_, _, mut stream| async move {
        let head = format!("502 x\r\ncontent-length: {}", numbers.len());
        write(&mut stream, &head, numbers).await;
    })
    .await;
    // Not even where a successful response may be large.
    let builder = builder_at(url).retries(Retries::none());
    let error = builder.build().unwrap().tags().list().await.unwrap_err();
    let text = "tags.list: 502 Bad Gateway: unreadable body";
    assert_eq!(
        (error.to_string().as_str(), error.errors().len()),
        (text, 0)
    );
}

#[tokio::test]
async fn slow_drip() {
    let pause = Duration::from_millis(20);
    for head in ["HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nx: "] {
        let error = error_of(endless(head, b"x", pause).await, SHORT).await;
        assert!(error.is_timeout());
        assert_eq!(error.kind(), ErrorKind::Timeout);
    }
}

#[tokio::test]
async fn gzip_bomb() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let megabyte = vec![b' '; 1024 * 1024];
    for _ in 0..100 {
        encoder.write_all(&megabyte).unwrap();
    }
    // A hundred megabytes in a tenth of one.
    let bomb: &'static [u8] = encoder.finish().unwrap().leak();
    let url = serve(move |_, _, mut stream| async move {
        let head = format!(
            "200 x\r\ncontent-encoding: gzip\r\ncontent-length: {}",
            bomb.len()
        );
        write(&mut stream, &head, bomb).await;
    })
    .await;
    assert_eq!(
        error_of(url.clone(), LIMIT).await.kind(),
        ErrorKind::TooLarge
    );

    // A download with a limit is not different.
    let url = serve(move |_, _, mut stream| async move {
        let head = format!("200 x\r\ncontent-length: {}", bomb.len());
        write(&mut stream, &head, bomb).await;
    })
    .await;
    let client = builder_at(url).build().unwrap();
    let download = client.data_exports().download("1").stream();
    let mut download = download.gunzip().max_size(10 * 1024 * 1024);
    let mut largest = 0;
    let error = loop {
        match download.chunk().await {
            Ok(Some(bytes)) => largest = largest.max(bytes.len()),
            Ok(None) => panic!("the limit was not kept"),
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(largest <= 5 * 1024 * 1024, "{largest}");
    assert!(download.chunk().await.unwrap().is_none());
}
