//! What can be read again is sent again; a stream never is.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use intercom_simulator::Fault;
use intercom_small::types::PictureRequest;
use intercom_small::{ErrorKind, Retries, Upload};
use intercom_test_server::refusing_url;

use crate::clock::SharedClock;
use crate::support::{Reports, TOKEN, builder, client, streamed, workspace};

fn picture(upload: Upload) -> PictureRequest {
    PictureRequest::new("A cat", upload)
}

#[tokio::test]
async fn bytes_and_files_are_sent_again_whole() {
    let workspace = workspace().await;
    let client = client(&workspace);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cat.png");
    std::fs::write(&path, "a cat").unwrap();
    for upload in [Upload::from_bytes("a cat"), Upload::from_path(&path)] {
        workspace.clear_requests();
        workspace.inject(Fault::status(503).times(2));
        let reports = Reports::default();
        let picture = picture(reports.of(upload));
        let response = client.pictures().update("1", picture).send().await.unwrap();
        assert_eq!(response.attempts(), 3);
        assert_eq!(
            &workspace.last_request().unwrap().parts[1].content[..],
            b"a cat"
        );
        // The attempts are one progress.
        let sent: Vec<_> = reports.take().iter().map(|report| report.sent).collect();
        assert_eq!(sent, [5]);
    }
}

#[tokio::test]
async fn creation_is_sent_again_only_where_nothing_was_created() {
    let workspace = workspace().await;
    let client = builder(workspace.base_url()).clock(SharedClock::of(&workspace));
    let client = client.build().unwrap();
    let create = || {
        client
            .pictures()
            .create(picture(Upload::from_bytes("a cat")))
            .send()
    };
    workspace.inject(Fault::status(503).times(1));
    assert_eq!(create().await.unwrap_err().attempts(), 1);
    workspace.inject(Fault::status(429).times(1));
    assert_eq!(create().await.unwrap().attempts(), 2);
}

#[tokio::test]
async fn stream_that_was_begun_is_not_sent_again() {
    let workspace = workspace().await;
    let client = client(&workspace);
    for status in [401, 429, 503] {
        workspace.clear_requests();
        workspace.inject(Fault::status(status).times(1));
        let call = client
            .pictures()
            .update("1", picture(streamed(["a ", "cat"])));
        let error = call.clone().send().await.unwrap_err();
        assert_eq!(
            (error.attempts(), workspace.requests().len()),
            (1, 1),
            "{status}"
        );
        // Neither is a clone of the call.
        let error = call.send().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Upload, 0));
        assert!(!error.may_have_been_sent() && !error.is_retryable());
        assert_eq!(workspace.requests().len(), 1);
    }
}

#[tokio::test]
async fn stream_is_whole_after_attempts_that_could_not_connect() {
    let reads = Arc::new(AtomicU32::new(0));
    let seen = Arc::clone(&reads);
    let stream = futures_util::stream::once(async move {
        seen.fetch_add(1, Ordering::SeqCst);
        Ok::<_, std::io::Error>(b"a cat".to_vec())
    });
    let workspace = workspace().await;
    let upload = Upload::from_stream(stream);
    let nowhere = builder(&refusing_url()).build().unwrap();
    let error = nowhere
        .pictures()
        .update("1", picture(upload.clone()))
        .await;
    let error = error.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3));
    assert_eq!(reads.load(Ordering::SeqCst), 0);
    client(&workspace)
        .pictures()
        .update("1", picture(upload))
        .await
        .unwrap();
    assert_eq!(
        &workspace.last_request().unwrap().parts[1].content[..],
        b"a cat"
    );
}

#[tokio::test]
async fn refused_token_is_replaced_for_what_can_be_read_again() {
    let workspace = workspace().await;
    let builder = || {
        let count = AtomicU32::new(0);
        let provider = move || {
            let is_first = count.fetch_add(1, Ordering::SeqCst) == 0;
            let token = if is_first { "s3cret-old" } else { TOKEN };
            async move { Ok(token.into()) }
        };
        let url = workspace.base_url();
        intercom_small::Client::builder()
            .base_url(url)
            .token_provider(provider)
    };
    let client = builder().retries(Retries::none()).build().unwrap();
    let updated = client
        .pictures()
        .update("1", picture(Upload::from_bytes("x")));
    assert_eq!(updated.send().await.unwrap().attempts(), 2);
    let client = builder().build().unwrap();
    let updated = client.pictures().update("1", picture(streamed(["x"])));
    let error = updated.send().await.unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!(error.attempts(), 1);
}
