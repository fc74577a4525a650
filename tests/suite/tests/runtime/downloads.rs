//! Downloads into files, decompressed, and the jobs that make them.

use std::future::Future;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::task::Poll;
use std::time::Duration;

use intercom_api::types::{CreateDataExport, DataExportStatus};
use intercom_api::{Client, Download, ErrorKind};
use intercom_simulator::{Cut, Fault};
use intercom_test_server::{serve, serve_bytes, write};
use serde_json::json;
use tokio::io::AsyncReadExt;

use crate::support::{JumpingClock, builder_at, client, workspace};

pub async fn all(mut download: Download) -> Vec<u8> {
    let mut bytes = Vec::new();
    download.read_to_end(&mut bytes).await.unwrap();
    bytes
}

pub fn quick_client(url: String) -> Client {
    builder_at(url).clock(JumpingClock::new()).build().unwrap()
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

#[test]
fn a_download_that_is_dropped_at_any_moment_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    for polls in 1..6 {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let url = serve(|_, _, stream| async {
                let _open = stream;
                std::future::pending::<()>().await;
            })
            .await;
            let download = quick_client(url).data_exports().download("1").stream();
            let mut writing = Box::pin(download.write_to(folder.path().join("export.gz")));
            for _ in 0..polls {
                let step = std::future::poll_fn(|cx| Poll::Ready(writing.as_mut().poll(cx)));
                assert!(step.await.is_pending());
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        });
        // What the runtime still does in the background is then done.
        drop(runtime);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_cannot_be_written_is_an_error() {
    let (url, count) = serve_bytes(b"HTTP/1.1 200 x\r\ncontent-length: 0\r\n\r\n").await;
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("no/such/folder/export.gz");
    let pipe = folder.path().join("pipe");
    std::os::unix::net::UnixListener::bind(&pipe).unwrap();
    for path in [&missing, &pipe, folder.path(), Path::new("..")] {
        let download = quick_client(url.clone()).data_exports().download("1");
        let error = download.stream().write_to(path).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::File);
        assert!(std::error::Error::source(&error).is_some());
    }
    assert!(!std::fs::metadata(&pipe).unwrap().is_file());
    // That is seen before anything is fetched.
    assert_eq!(count.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn an_export_from_its_creation_to_its_file() {
    let workspace = workspace().await;
    let (client, clock) = client(&workspace);
    let exports = client.data_exports();
    let period = CreateDataExport::after(1).before(2);
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
    // Cut at half, and the server does not support ranges.
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
async fn job_that_does_not_complete_is_an_error() {
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
    assert!(error.has_code("not_found"));
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

#[cfg(unix)]
#[tokio::test]
async fn file_mode_is_kept_and_a_new_file_is_private() {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;

    let (url, _) = serve_bytes(b"HTTP/1.1 200 x\r\ncontent-length: 3\r\n\r\nnew").await;
    let client = quick_client(url);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.csv");
    let mode = || std::fs::metadata(&path).unwrap().permissions().mode() & 0o7777;
    let download = || client.data_exports().download("1").stream();
    download().write_to(&path).await.unwrap();
    assert_eq!(mode(), 0o600);
    for before in [0o600, 0o644, 0o640, 0o400, 0o666, 0o755, 0o000] {
        std::fs::set_permissions(&path, Permissions::from_mode(before)).unwrap();
        download().write_to(&path).await.unwrap();
        assert_eq!(mode(), before);
    }
    std::fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"new");
}

#[cfg(unix)]
#[tokio::test]
async fn partial_file_is_private_while_it_grows() {
    use std::os::unix::fs::PermissionsExt;

    let url = serve(|_, _, mut stream| async move {
        let part = b"HTTP/1.1 200 x\r\ncontent-length: 10\r\n\r\nhalf";
        drop(tokio::io::AsyncWriteExt::write_all(&mut stream, part).await);
        std::future::pending::<()>().await;
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.csv");
    std::fs::write(&path, "old").unwrap();
    let mut writing = Box::pin(
        quick_client(url)
            .data_exports()
            .download("1")
            .stream()
            .write_to(&path),
    );
    let part = loop {
        drop(tokio::time::timeout(Duration::from_millis(5), &mut writing).await);
        let files = std::fs::read_dir(folder.path()).unwrap();
        let names = files.map(|file| file.unwrap().path());
        if let Some(part) = names.into_iter().find(|name| *name != path) {
            break part;
        }
    };
    let mode = std::fs::metadata(part).unwrap().permissions().mode();
    assert_eq!(mode & 0o7777, 0o600);
}

#[tokio::test]
async fn long_file_names_are_written() {
    let (url, _) = serve_bytes(b"HTTP/1.1 200 x\r\ncontent-length: 3\r\n\r\nnew").await;
    let client = quick_client(url);
    let folder = tempfile::tempdir().unwrap();
    let (ascii, multibyte) = ("x".repeat(255), "\u{1f600}".repeat(63));
    for name in [
        &ascii[..240],
        &ascii,
        &multibyte,
        &format!("a{multibyte}"),
        "x",
    ] {
        let path = folder.path().join(name);
        let download = client.data_exports().download("1").stream();
        assert_eq!(download.write_to(&path).await.unwrap(), 3);
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 5);
}
