//! Downloads: whole, in pieces, resumed, decompressed, and the jobs that make them.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use intercom_api::types::{CreateDataExport, DataExportStatus};
use intercom_api::{Client, Download, ErrorKind, Progress, Timestamp};
use intercom_tests::{Cut, Fault};
use serde_json::json;
use tokio::io::AsyncReadExt;

use crate::support::{JumpingClock, builder_at, client, serve, workspace, write};

async fn all(mut download: Download) -> Vec<u8> {
    let mut bytes = Vec::new();
    download.read_to_end(&mut bytes).await.unwrap();
    bytes
}

/// Bytes that differ from place to place.
fn content() -> &'static [u8] {
    let numbers = (0_u32..50_000).flat_map(u32::to_le_bytes);
    numbers.collect::<Vec<u8>>().leak()
}

/// A server that breaks the first connections after so many bytes. With ranges, it goes on where it
/// is told to.
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

fn quick_client(url: String) -> Client {
    builder_at(url).clock(JumpingClock::new()).build().unwrap()
}

#[tokio::test]
async fn a_broken_download_goes_on_byte_for_byte() {
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

#[tokio::test]
async fn a_download_that_breaks_too_often_leaves_no_file() {
    let url = serve(|_, _, mut stream| async move {
        write(&mut stream, "200 x\r\ncontent-length: 10", b"").await;
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.gz");
    std::fs::write(&path, "old").unwrap();
    let download = quick_client(url).data_exports().download("1").stream();
    let error = download.write_to(&path).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Body);
    assert_eq!(std::fs::read(&path).unwrap(), b"old");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn a_dropped_download_leaves_no_file() {
    let url = serve(|_, _, mut stream| async move {
        let part = b"HTTP/1.1 200 x\r\ncontent-length: 10\r\n\r\nhalf";
        drop(tokio::io::AsyncWriteExt::write_all(&mut stream, part).await);
        tokio::time::sleep(Duration::from_secs(60)).await;
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let download = quick_client(url).data_exports().download("1").stream();
    let writing = download.write_to(folder.path().join("export.gz"));
    tokio::time::timeout(Duration::from_millis(200), writing)
        .await
        .unwrap_err();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_file_that_cannot_be_written_is_an_error() {
    let (url, _) = breaking(0, true, ["a", "a"]).await;
    let download = quick_client(url).data_exports().download("1").stream();
    let error = download
        .write_to("/no/such/folder/export.gz")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::File);
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn an_export_from_its_creation_to_its_file() {
    let workspace = workspace().await;
    let (client, clock) = client(&workspace);
    let exports = client.data_exports();
    let period = CreateDataExport::new(Timestamp::from_seconds(1), Timestamp::from_seconds(2));
    let job = exports
        .create(period)
        .await
        .unwrap()
        .job_identifier
        .unwrap();
    let done = exports.wait(&job).await.unwrap();
    assert_eq!(done.status, Some(DataExportStatus::Completed));
    assert!(!clock.waits().is_empty());

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.csv");
    // Cut at half, and the server knows no ranges.
    workspace.inject(
        Fault::cut(Cut::InBody)
            .on("GET /download/content/data/{job_identifier}")
            .times(1),
    );
    let written = exports
        .download(&job)
        .stream()
        .gunzip()
        .write_to(&path)
        .await
        .unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("user_id,email,"), "{text}");
    assert_eq!(written, text.len() as u64);

    let raw = all(exports.download(&job).stream()).await;
    let whole = exports.download(&job).await.unwrap();
    assert_eq!(raw, whole);
}

#[tokio::test]
async fn a_job_that_does_not_complete_is_told() {
    let workspace = workspace().await;
    let (client, clock) = client(&workspace);
    let exports = client.data_exports();
    for (status, kind) in [
        ("failed", ErrorKind::Job),
        ("canceled", ErrorKind::Job),
        ("in_progress", ErrorKind::Timeout),
        ("a_new_one", ErrorKind::Timeout),
    ] {
        workspace.clear_faults();
        workspace.inject(Fault::json(
            200,
            json!({"job_identifier": "1", "status": status}),
        ));
        let error = exports.wait("1").await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(error.operation().unwrap().to_string(), "data_exports.get");
    }
    assert!(
        clock
            .waits()
            .iter()
            .all(|wait| *wait <= Duration::from_secs(30))
    );
    workspace.clear_faults();
    workspace.inject(Fault::json(
        200,
        json!({"job_identifier": "1", "status": "no_data"}),
    ));
    assert_eq!(
        exports.wait("1").await.unwrap().status,
        Some(DataExportStatus::NoData)
    );
}

#[tokio::test]
async fn an_error_instead_of_a_download_is_an_api_error() {
    let workspace = workspace().await;
    let (client, _) = client(&workspace);
    let mut download = client.data_exports().download("none").stream();
    let error = download.chunk().await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.code(), Some("not_found"));
}

#[tokio::test]
async fn several_gzip_members_are_one_text() {
    let member = |text: &str| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    let body: &'static [u8] = [member("one\n"), member("two\n")].concat().leak();
    let url = serve(move |number, _, mut stream| async move {
        let body = if number == 0 { body } else { b"not gzip" };
        let head = format!("200 x\r\ncontent-length: {}", body.len());
        write(&mut stream, &head, body).await;
    })
    .await;
    let client = quick_client(url);
    let download = || client.data_exports().download("1").stream().gunzip();
    assert_eq!(all(download()).await, b"one\ntwo\n");
    let error = download().chunk().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Body);
    assert!(error.to_string().contains("not gzip"), "{error}");
}
