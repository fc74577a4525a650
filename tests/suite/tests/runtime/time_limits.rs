//! Time limits: of a connection, of a silence, of the whole.

use std::time::{Duration, Instant};

use intercom_api::{ErrorKind, Retries};
use intercom_test_server::{accept, listen, serve};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::support::builder_at;

const SHORT: Duration = Duration::from_millis(150);
const LONG: Duration = Duration::from_secs(20);

/// A server that accepts connections and sends nothing.
async fn no_handshake() -> String {
    let (listener, url) = listen().await;
    let keep = |_, stream: TcpStream| async move {
        std::future::pending::<()>().await;
        drop(stream);
    };
    tokio::spawn(accept(listener, usize::MAX, keep));
    url.replace("http:", "https:")
}

#[tokio::test]
async fn a_call_has_its_own_limit_for_connecting() {
    let builder = builder_at(no_handshake().await).retries(Retries::none());
    let patient = builder.clone().connect_timeout(LONG).build().unwrap();
    let began = Instant::now();
    let call = patient.tags().list().with_connect_timeout(SHORT);
    let error = call.await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 1));
    assert!(error.is_timeout() && error.is_connect() && error.is_retryable());
    assert!(!error.may_have_been_sent());
    let raw = patient.request(http::Method::POST, "/contacts");
    let error = raw.with_connect_timeout(SHORT).send().await.unwrap_err();
    assert!(error.is_connect() && !error.may_have_been_sent());
    assert!(began.elapsed() < LONG / 4, "{:?}", began.elapsed());

    // A limit of the call that is longer than the client's holds too.
    let hasty = builder.connect_timeout(SHORT).build().unwrap();
    let began = Instant::now();
    let call = hasty.tags().list().with_connect_timeout(LONG);
    let error = call.with_attempt_timeout(SHORT * 4).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(began.elapsed() >= SHORT * 4);
    let began = Instant::now();
    let error = hasty.tags().list().await.unwrap_err();
    assert!(error.is_connect() && error.is_timeout());
    assert!(began.elapsed() < LONG / 4);
    // So does that of a download.
    let began = Instant::now();
    let call = patient.data_exports().download("1");
    let mut download = call.with_connect_timeout(SHORT).stream();
    assert!(download.chunk().await.unwrap_err().is_connect());
    assert!(began.elapsed() < LONG / 4);
}

/// A download of bytes that drip, one in each pause.
async fn dripping(pause: Duration) -> String {
    serve(move |_, _, mut stream| async move {
        let mut sent = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
        while sent.is_ok() {
            sent = stream.write_all(b"x").await;
            tokio::time::sleep(pause).await;
        }
    })
    .await
}

#[tokio::test]
async fn a_download_that_drips_is_as_good_as_silent() {
    let url = dripping(SHORT / 10).await;
    let client = builder_at(url).retries(Retries::none()).build().unwrap();
    let began = Instant::now();
    let call = client.data_exports().download("1");
    let mut download = call.with_attempt_timeout(SHORT * 3).stream();
    let error = loop {
        match download.chunk().await {
            Ok(bytes) => assert!(bytes.is_some()),
            Err(error) => break error,
        }
    };
    assert!(error.is_timeout());
    let took = began.elapsed();
    assert!(SHORT * 2 < took && took < LONG / 4, "{took:?}");
}

#[tokio::test]
async fn a_download_is_not_hurried_by_those_who_read_it_slowly() {
    let url = serve(|_, _, mut stream| async move {
        let head = b"HTTP/1.1 200 OK\r\ncontent-length: 40\r\n\r\n";
        stream.write_all(head).await.unwrap();
        for _ in 0..4 {
            stream.write_all(&[b'x'; 10]).await.unwrap();
            stream.flush().await.unwrap();
            tokio::time::sleep(SHORT / 10).await;
        }
    })
    .await;
    let client = builder_at(url).retries(Retries::none()).build().unwrap();
    let call = client.data_exports().download("1");
    let mut download = call.with_attempt_timeout(SHORT).stream();
    let mut length = 0;
    while let Some(bytes) = download.chunk().await.unwrap() {
        length += bytes.len();
        tokio::time::sleep(SHORT).await;
    }
    assert_eq!(length, 40);
}

#[tokio::test]
async fn the_whole_of_a_download_has_a_limit_where_one_is_set() {
    let url = serve(|_, _, mut stream| async move {
        let mut sent = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
        while sent.is_ok() {
            sent = stream.write_all(&[b'x'; 4_096]).await;
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
    let client = builder_at(url).build().unwrap();
    let began = Instant::now();
    let call = client.data_exports().download("1");
    let mut download = call.with_timeout(SHORT * 3).stream();
    let error = loop {
        match download.chunk().await {
            Ok(bytes) => assert!(bytes.is_some()),
            Err(error) => break error,
        }
    };
    assert!(error.is_timeout(), "{error:?}");
    assert!(began.elapsed() < LONG / 4);
}

#[tokio::test]
async fn a_download_ends_at_its_limit_while_data_is_ready() {
    let url = serve(|_, _, mut stream| async move {
        let head = b"HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n";
        let mut sent = stream.write_all(head).await;
        while sent.is_ok() {
            sent = stream.write_all(&vec![b'x'; 65_536]).await;
        }
    })
    .await;
    let client = builder_at(url).build().unwrap();
    for retries in [Retries::none(), Retries::new()] {
        let began = Instant::now();
        let call = client.data_exports().download("1").with_retries(retries);
        let mut download = call.with_timeout(SHORT * 2).stream();
        let error = loop {
            match download.chunk().await {
                Ok(bytes) => assert!(bytes.is_some()),
                Err(error) => break error,
            }
            // The reader is so slow that bytes are always there.
            tokio::time::sleep(SHORT / 5).await;
            assert!(began.elapsed() < SHORT * 8, "never ends");
        };
        assert!(error.is_timeout(), "{error:?}");
        assert!(began.elapsed() < SHORT * 4, "{:?}", began.elapsed());
    }
}

#[tokio::test]
async fn a_wait_for_a_job_has_no_call_beyond_its_limit() {
    // Each request takes longer than the last: the third one has no response.
    let url = serve(|number, _, mut stream| async move {
        if number > 1 {
            tokio::time::sleep(LONG).await;
        }
        let body = br#"{"job_identifier": "1", "status": "in_progress"}"#;
        let head = format!("200 x\r\ncontent-length: {}", body.len());
        intercom_test_server::write(&mut stream, &head, body).await;
    })
    .await;
    let client = builder_at(url).build().unwrap();
    let pause = Duration::from_millis(10);
    for limit in [SHORT * 3, Duration::ZERO] {
        let began = Instant::now();
        let wait = client.data_exports().wait("1").every(pause, pause);
        let error = wait.timeout(limit).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
        assert!(error.to_string().contains("the job did not end within"));
        let took = began.elapsed();
        assert!(took < limit + LONG / 10, "{took:?}");
    }
}

#[tokio::test]
async fn wait_for_a_job_requests_its_status_again_before_its_limit() {
    let url = serve(|number, _, mut stream| async move {
        let status = if number == 0 {
            "in_progress"
        } else {
            "completed"
        };
        let body = format!(r#"{{"job_identifier": "1", "status": "{status}"}}"#);
        let head = format!("200 x\r\ncontent-length: {}", body.len());
        intercom_test_server::write(&mut stream, &head, body.as_bytes()).await;
    })
    .await;
    let client = builder_at(url).build().unwrap();
    // The second look would be due after the limit.
    let wait = client.data_exports().wait("1").every(LONG, LONG);
    wait.timeout(SHORT * 4).await.unwrap();
}
