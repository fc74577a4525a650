//! Files that cannot be sent, and transports of the program.

use std::io;
use std::sync::{Arc, Mutex};

use intercom_simulator::Workspace;
use intercom_small::external::bytes::Bytes;
use intercom_small::external::http::{Request, Response};
use intercom_small::{
    BoxFuture, Client, Error, ErrorKind, MultipartForm, Transport, TransportBody, TransportError,
    Upload, UploadBody,
};

use crate::support::{builder, client, streamed, workspace};

async fn send(client: &Client, upload: Upload) -> Result<(), Error> {
    client
        .pets()
        .upload(MultipartForm::new().file("file", upload))
        .await
}

#[tokio::test]
async fn what_is_too_large_or_missing_fails_before_anything_is_sent() {
    let workspace = workspace().await;
    let client = client(&workspace);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s3cret.txt");
    std::fs::write(&path, "12345").unwrap();
    let too_large = "the upload is larger than its limit of 4 bytes";
    for (upload, message) in [
        (Upload::from_bytes("12345").with_max_size(4), too_large),
        (Upload::from_path(&path).with_max_size(4), too_large),
        (
            streamed(["12345"]).with_length(5).with_max_size(4),
            too_large,
        ),
        (
            Upload::from_path(folder.path()),
            "not that of a regular file",
        ),
        (
            Upload::from_path(folder.path().join("s3cret")),
            "the file of the upload cannot be opened",
        ),
        (Upload::from_bytes("").with_media_type("png"), "media type"),
    ] {
        let error = send(&client, upload).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Upload, 0));
        assert!(!error.may_have_been_sent() && !error.is_retryable());
        assert!(error.to_string().contains(message), "{error}");
        assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
    }
    assert!(workspace.requests().is_empty());
    for upload in [
        Upload::from_bytes("12345").with_max_size(5),
        Upload::from_path(&path).with_max_size(5),
        streamed(["12345"]).with_max_size(5),
    ] {
        send(&client, upload).await.unwrap();
    }
}

/// Sends what fails on its way, and returns the error.
async fn broken(client: &Client, workspace: &Workspace, upload: Upload) -> Error {
    workspace.clear_requests();
    let form = send(client, upload.clone()).await.unwrap_err();
    assert_eq!(form.kind(), ErrorKind::Upload, "{form:?}");
    assert_eq!((form.attempts(), form.may_have_been_sent()), (1, true));
    assert!(
        workspace
            .requests()
            .iter()
            .all(|request| request.status == 400 || request.status == 0)
    );
    form
}

#[tokio::test]
async fn stream_that_breaks_its_word_breaks_the_call() {
    let workspace = workspace().await;
    let client = client(&workspace);
    let failing = || {
        let pieces = [
            Ok(Bytes::from("123")),
            Err(io::Error::other("disk on fire")),
        ];
        Upload::from_stream(futures_util::stream::iter(pieces))
    };
    for (upload, message) in [
        (
            streamed(["123", "45"]).with_max_size(4),
            "larger than its limit of 4 bytes",
        ),
        (
            streamed(["123", "45"]).with_length(4),
            "longer than its declared length",
        ),
        (
            streamed(["123", "4"]).with_length(3),
            "longer than its declared length",
        ),
        (
            streamed(["123"]).with_length(4),
            "shorter than its declared length",
        ),
        (failing(), "the stream of the upload failed"),
    ] {
        let error = broken(&client, &workspace, upload).await;
        assert!(error.to_string().contains(message), "{error}");
    }
    // As the whole body, too, where the HTTP client would stop at the declared length.
    for upload in [
        streamed(["123", "4"]).with_length(3),
        streamed(["123"]).with_length(4),
        failing().with_length(5),
    ] {
        let error = client.pictures().set_file("1", upload).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Upload, "{error:?}");
    }
    let error = broken(&client, &workspace, failing()).await;
    assert!(format!("{error:?}").contains("disk on fire"));
}

type Exchange = Result<Response<TransportBody>, TransportError>;

/// Forwards to the HTTP client, and notes which way a body came.
#[derive(Clone)]
struct Forwarding {
    http: reqwest::Client,
    is_streaming: bool,
    ways: Arc<Mutex<Vec<String>>>,
}

impl Forwarding {
    fn note(&self, way: &str, length: Option<u64>) {
        self.ways.lock().unwrap().push(format!("{way} {length:?}"));
    }
}

impl Transport for Forwarding {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Exchange> {
        self.note("whole", Some(request.body().len() as u64));
        self.http.send(request)
    }

    fn send_upload(&self, request: Request<UploadBody>) -> BoxFuture<'_, Exchange> {
        self.note("upload", request.body().content_length());
        if self.is_streaming {
            return self.http.send_upload(request);
        }
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.into_bytes().await.map_err(TransportError::refused)?;
            self.send(Request::from_parts(head, body)).await
        })
    }
}

#[tokio::test]
async fn transports_of_the_program_receive_uploads() {
    let workspace = workspace().await;
    for is_streaming in [true, false] {
        let transport = Forwarding {
            http: reqwest::Client::new(),
            is_streaming,
            ways: Arc::default(),
        };
        let client = builder(workspace.base_url()).transport(transport.clone());
        let client = client.build().unwrap();
        client
            .pictures()
            .set_file("1", streamed(["12", "345"]))
            .await
            .unwrap();
        assert_eq!(&workspace.last_request().unwrap().body[..], b"12345");
        client
            .pictures()
            .set_file("1", Upload::from_bytes("12345"))
            .await
            .unwrap();
        client.pictures().set_notes("1").body("text").await.unwrap();
        let ways = transport.ways.lock().unwrap().join(", ");
        let expected = if is_streaming {
            "upload None, upload Some(5), whole Some(4)"
        } else {
            "upload None, whole Some(5), upload Some(5), whole Some(5), whole Some(4)"
        };
        assert_eq!(ways, expected);
        let error = client
            .pictures()
            .set_file("1", streamed(["1"]).with_length(2))
            .await;
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Upload);
    }
}

#[tokio::test]
async fn function_as_a_transport_receives_the_whole_body() {
    let bodies = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&bodies);
    let transport = move |request: Request<Bytes>| {
        seen.lock().unwrap().push(request.into_body());
        std::future::ready(Ok(Response::new(TransportBody::empty())))
    };
    let client = builder("http://127.0.0.1:1")
        .transport(transport)
        .build()
        .unwrap();
    client
        .pictures()
        .set_file("1", streamed(["12", "345"]))
        .await
        .unwrap();
    assert_eq!(*bodies.lock().unwrap(), ["12345"]);
}
