//! Downloads that break and are resumed, or must not be.

use std::sync::{Arc, Mutex};

use intercom_api::{Client, ErrorKind, Progress};
use intercom_test_server::{serve, write};

use crate::downloads::{all, quick_client};

/// Bytes that differ from place to place.
fn content() -> &'static [u8] {
    let numbers = (0_u32..50_000).flat_map(u32::to_le_bytes);
    numbers.collect::<Vec<u8>>().leak()
}

/// A server that breaks the first connections after a number of bytes. With ranges, it resumes at
/// the requested position.
async fn breaking(
    breaks: usize,
    ranges: bool,
    etags: [&'static str; 2],
) -> (String, Arc<Mutex<Vec<String>>>) {
    let heads = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&heads);
    let url = serve(move |number, head, mut stream| {
        let head = head.to_ascii_lowercase();
        seen.lock().unwrap().push(head.clone());
        async move {
            let from = head.split("range: bytes=").nth(1);
            let from = from.and_then(|range| range.split('-').next()?.parse().ok());
            let from: usize = from.filter(|_| ranges).unwrap_or(0);
            let all = content();
            let status = if from > 0 {
                format!(
                    "206 x\r\ncontent-range: bytes {from}-{}/{}",
                    all.len() - 1,
                    all.len()
                )
            } else {
                "200 x".to_owned()
            };
            let etag = etags[usize::from(number > 0)];
            let rest = &all[from..];
            let head = format!(
                "{status}\r\netag: \"{etag}\"\r\ncontent-length: {}",
                rest.len()
            );
            let end = if number < breaks {
                60_000.min(rest.len())
            } else {
                rest.len()
            };
            write(&mut stream, &head, &rest[..end]).await;
        }
    })
    .await;
    (url, heads)
}

#[tokio::test]
async fn broken_download_is_resumed_byte_for_byte() {
    for ranges in [true, false] {
        let (url, heads) = breaking(2, ranges, ["a", "a"]).await;
        let progress = Arc::new(Mutex::new(Vec::<Progress>::new()));
        let told = Arc::clone(&progress);
        let download = quick_client(url).data_exports().download("1").stream();
        let bytes = all(download.on_progress(move |p| told.lock().unwrap().push(p))).await;
        assert!(bytes == content(), "{ranges}");
        let heads = heads.lock().unwrap();
        assert_eq!(heads.len(), 3);
        assert!(!heads[0].contains("range"));
        assert!(heads[1].contains("range: bytes=") && heads[1].contains("if-range: \"a\""));
        let progress = progress.lock().unwrap();
        assert!(
            progress
                .windows(2)
                .all(|pair| pair[0].received < pair[1].received)
        );
        let last = progress.last().unwrap();
        assert_eq!((last.received, last.total), (200_000, Some(200_000)));
    }
}

#[tokio::test]
async fn what_has_changed_is_not_stuck_together() {
    let (url, _) = breaking(1, false, ["a", "b"]).await;
    let mut download = quick_client(url).data_exports().download("1").stream();
    let error = loop {
        match download.chunk().await {
            Ok(chunk) => assert!(chunk.is_some()),
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind(), ErrorKind::Body);
    assert!(error.to_string().contains("has changed"), "{error}");
}

/// The responses of a server to one request after the other: heads, and bodies that may be
/// incomplete.
async fn answering(answers: &'static [(&'static str, &'static str)]) -> Client {
    let url = serve(move |number, _, mut stream| async move {
        let (head, body) = answers[number.min(answers.len() - 1)];
        write(&mut stream, head, body.as_bytes()).await;
    })
    .await;
    quick_client(url)
}

#[tokio::test]
async fn part_may_be_smaller_than_requested() {
    let client = answering(&[
        ("200 x\r\netag: \"a\"\r\ncontent-length: 10", "01"),
        (
            "206 x\r\netag: \"a\"\r\ncontent-range: bytes 2-4/10\r\ncontent-length: 3",
            "234",
        ),
        (
            "206 x\r\netag: \"a\"\r\ncontent-range: bytes 5-9/10\r\ncontent-length: 5",
            "56789",
        ),
    ])
    .await;
    let bytes = all(client.data_exports().download("1").stream()).await;
    assert_eq!(bytes, b"0123456789");
}

/// A part without the version may be of another one: the server may have ignored `If-Range`. So the
/// file is read again, and only what follows the same bytes is given.
#[tokio::test]
async fn part_without_its_version_is_not_used() {
    const DATES: &str = "last-modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n\
                         date: Sun, 06 Nov 1994 08:59:37 GMT";
    for version in ["etag: \"a\"", DATES] {
        let first = format!("200 x\r\n{version}\r\ncontent-length: 4").leak();
        let part = "206 x\r\ncontent-range: bytes 2-3/4\r\ncontent-length: 2";
        let whole = "200 x\r\ncontent-length: 4";
        let answers = [(&*first, "01"), (part, "xx"), (whole, "0123")];
        let client = answering(Box::leak(Box::new(answers))).await;
        let bytes = all(client.data_exports().download("1").stream()).await;
        assert_eq!(bytes, b"0123");
    }
}

#[tokio::test]
async fn what_is_another_version_is_an_error() {
    for answers in [
        // A version with a weak validator only.
        &[
            ("200 x\r\netag: W/\"a\"\r\ncontent-length: 4", "01"),
            ("200 x\r\netag: W/\"b\"\r\ncontent-length: 4", "0023"),
        ][..],
        // Another length, another part, more than there was.
        &[
            ("200 x\r\ncontent-length: 4", "01"),
            ("200 x\r\ncontent-length: 5", "01234"),
        ],
        &[
            ("200 x\r\ncontent-length: 4", "01"),
            (
                "206 x\r\ncontent-range: bytes 1-3/4\r\ncontent-length: 3",
                "123",
            ),
        ],
        &[
            ("200 x\r\ncontent-length: 4", "01"),
            (
                "206 x\r\ncontent-range: bytes 2-4/4\r\ncontent-length: 3",
                "234",
            ),
            ("416 x\r\ncontent-length: 0", ""),
        ],
        // Less than before, without a length.
        &[
            ("200 x\r\ntransfer-encoding: chunked", "4\r\n0123\r\n4\r\n"),
            (
                "200 x\r\ntransfer-encoding: chunked",
                "2\r\n01\r\n0\r\n\r\n",
            ),
        ],
        // Nothing from there on.
        &[
            ("200 x\r\ncontent-length: 4", "01"),
            ("416 x\r\ncontent-range: bytes */1\r\ncontent-length: 0", ""),
        ],
    ] {
        let mut download = answering(answers)
            .await
            .data_exports()
            .download("1")
            .stream();
        let error = loop {
            match download.chunk().await {
                Ok(chunk) => assert!(chunk.is_some(), "{answers:?}"),
                Err(error) => break error,
            }
        };
        assert!(!error.is_connect(), "{answers:?}: {error}");
        assert!(download.chunk().await.unwrap().is_none());
    }
}
