//! Transports of the program: what the client does around one exchange holds over each of them.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::get;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::{StreamExt, stream};
use intercom_api::external::bytes::Bytes;
use intercom_api::external::http::{Request, Response};
use intercom_api::types::CreateContact;
use intercom_api::{
    BoxFuture, Client, Error, ErrorKind, Retries, ServiceTransport, Transport, TransportBody,
    TransportError,
};
use intercom_simulator::Fault;

use crate::output::TOKEN;
use crate::support::{JumpingClock, builder, builder_at, workspace};

type Exchange = Result<Response<TransportBody>, TransportError>;

/// Middleware around the HTTP client.
struct Forwarding(reqwest::Client);

impl Transport for Forwarding {
    fn send(&self, mut request: Request<Bytes>) -> BoxFuture<'_, Exchange> {
        let mark = intercom_api::external::http::HeaderValue::from_static("1");
        request.headers_mut().insert("x-forwarded", mark);
        self.0.send(request)
    }
}

/// A client over a function; the function gets each request with its number.
fn scripted<F, T>(send: F) -> Client
where
    F: Fn(usize, Request<Bytes>) -> T + Send + Sync + 'static,
    T: Future<Output = Exchange> + Send + 'static,
{
    let count = Mutex::new(0);
    let transport = move |request| {
        let mut count = count.lock().unwrap();
        *count += 1;
        send(*count, request)
    };
    builder_at("http://127.0.0.1:1")
        .clock(JumpingClock::new())
        .transport(transport)
        .build()
        .unwrap()
}

#[allow(clippy::unnecessary_wraps, reason = "what a transport returns")]
fn response(status: u16, headers: &[(&str, &str)], body: impl Into<TransportBody>) -> Exchange {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    Ok(response.body(body.into()).unwrap())
}

async fn tags(client: &Client) -> Result<usize, Error> {
    client.tags().list().await.map(|tags| tags.data.len())
}

const TAGS: &str = r#"{"type":"list","data":[{"type":"tag","id":"1"}]}"#;

#[tokio::test]
async fn middleware_sends_what_the_client_would_send() {
    let workspace = workspace().await;
    let client = builder(&workspace)
        .clock(JumpingClock::new())
        .transport(Forwarding(reqwest::Client::new()))
        .build()
        .unwrap();
    workspace.inject(Fault::status(502).times(1));
    let response = client.tags().list().send().await.unwrap();
    assert_eq!(response.attempts(), 2);
    assert!(response.request_id().is_some() && response.rate_limit().is_some());
    let request = workspace.last_request().unwrap();
    assert_eq!(request.header("x-forwarded"), Some("1"));
    let bearer = format!("Bearer {TOKEN}");
    assert_eq!(request.header("authorization"), Some(bearer.as_str()));

    let contact = CreateContact::new().email("over@example.com");
    client.contacts().create(contact).await.unwrap();
    let contacts = client
        .contacts()
        .list()
        .per_page(1)
        .items()
        .collect_all()
        .await;
    assert_eq!(contacts.unwrap().len(), workspace.stored("contacts").len());
    let error = client.contacts().get("nobody").await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
}

#[tokio::test]
async fn http_client_is_a_transport() {
    let workspace = workspace().await;
    let client = builder(&workspace).transport(Arc::new(reqwest::Client::new()));
    client.build().unwrap().tags().list().await.unwrap();
}

#[tokio::test]
async fn tower_service_is_a_transport() {
    let router = Router::new().route("/tags", get(|| async { TAGS }));
    let transport = ServiceTransport::<_, axum::body::Body>::new(router);
    let client = builder_at("http://127.0.0.1:1")
        .transport(transport)
        .build()
        .unwrap();
    assert_eq!(tags(&client).await.unwrap(), 1);
    let error = client.admins().list().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
}

#[tokio::test]
async fn redirects_follow_the_same_rules() {
    let heads = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&heads);
    let client = scripted(move |_, request| {
        let uri = request.uri().clone();
        let has_token = request.headers().contains_key("authorization");
        seen.lock().unwrap().push((uri.to_string(), has_token));
        async move {
            match uri.path() {
                "/tags" => response(302, &[("location", "/moved")], ""),
                "/moved" => response(307, &[("location", "https://files.example/a")], ""),
                "/contacts" => response(307, &[("location", "https://files.example/b")], ""),
                "/a" => response(200, &[], TAGS),
                "/admins" => response(302, &[("location", "http://files.example/c")], ""),
                _ => response(302, &[("location", "/teams")], ""),
            }
        }
    });
    assert_eq!(tags(&client).await.unwrap(), 1);
    let contact = CreateContact::new().email("to@example.com");
    let error = client.contacts().create(contact).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    let error = client.admins().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    let expected = [
        ("http://127.0.0.1:1/tags", true),
        ("http://127.0.0.1:1/moved", true),
        ("https://files.example/a", false),
        ("http://127.0.0.1:1/contacts", true),
        ("http://127.0.0.1:1/admins", true),
    ];
    let expected = expected.map(|(uri, has_token)| (uri.to_owned(), has_token));
    assert_eq!(*heads.lock().unwrap(), expected);
    let error = client.teams().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert_eq!(heads.lock().unwrap().len(), expected.len() + 6);
}

#[tokio::test]
async fn only_an_error_of_connecting_lets_a_call_be_sent_twice() {
    let create = |error: fn() -> TransportError| async move {
        let sent = Arc::new(Mutex::new(0));
        let counted = Arc::clone(&sent);
        let client = scripted(move |number, _| {
            *counted.lock().unwrap() += 1;
            async move {
                match number {
                    1 => Err(error()),
                    _ => response(200, &[], r#"{"type":"contact","id":"1"}"#),
                }
            }
        });
        let contact = CreateContact::new().email("once@example.com");
        let result = client.contacts().create(contact).await;
        let sent = *sent.lock().unwrap();
        (
            result
                .map(drop)
                .map_err(|error| (error.kind(), error.may_have_been_sent())),
            sent,
        )
    };
    assert_eq!(create(|| TransportError::connect("x")).await, (Ok(()), 2));
    let refused = || io::Error::from(io::ErrorKind::ConnectionRefused).into();
    assert_eq!(create(refused).await, (Ok(()), 2));
    let broken = (Err((ErrorKind::Transport, true)), 1);
    assert_eq!(create(|| TransportError::broken("x")).await, broken);
    assert_eq!(create(|| io::Error::other("x").into()).await, broken);
    let late = (Err((ErrorKind::Timeout, true)), 1);
    assert_eq!(create(|| TransportError::timeout("x")).await, late);
    let refused = (Err((ErrorKind::Request, false)), 1);
    assert_eq!(create(|| TransportError::refused("x")).await, refused);
}

#[tokio::test]
async fn error_that_quotes_the_token_loses_its_cause() {
    let client = scripted(|_, request| async move {
        let header = request.headers()["authorization"]
            .to_str()
            .unwrap()
            .to_owned();
        if request.uri().path() == "/tags" {
            return Err(TransportError::broken(format!("sent {header}")));
        }
        let chunk = Err(io::Error::other(format!("read after {header}")));
        response(200, &[], TransportBody::from_stream(stream::iter([chunk])))
    });
    for error in [
        client.tags().list().await.unwrap_err(),
        client.admins().list().await.unwrap_err(),
    ] {
        assert!(std::error::Error::source(&error).is_none());
        assert!(!format!("{error} {error:?}").contains(TOKEN));
    }
}

#[tokio::test]
async fn time_limits_hold_for_head_and_body() {
    let limit = Duration::from_millis(100);
    let client = scripted(|_, request| async move {
        if request.uri().path() == "/tags" {
            std::future::pending::<()>().await;
        }
        let endless = stream::once(async { Ok::<_, io::Error>(Bytes::from("{")) });
        let body = TransportBody::from_stream(endless.chain(stream::pending()));
        response(200, &[], body)
    });
    let began = Instant::now();
    let head = client
        .tags()
        .list()
        .with_attempt_timeout(limit)
        .with_retries(Retries::none());
    let body = client
        .admins()
        .list()
        .with_attempt_timeout(limit)
        .with_retries(Retries::none());
    for error in [head.await.unwrap_err(), body.await.unwrap_err()] {
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert!(error.is_timeout() && error.may_have_been_sent());
    }
    assert!(began.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn bodies_are_limited_decoded_and_complete() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(TAGS.as_bytes()).unwrap();
    let gzip = Bytes::from(gzip.finish().unwrap());
    let transport = move |request: Request<Bytes>| {
        let gzip = gzip.clone();
        async move {
            match request.uri().path() {
                "/tags" => response(200, &[("content-encoding", "gzip")], gzip),
                "/admins" => {
                    let chunk = || Ok::<_, io::Error>(Bytes::from_static(&[b' '; 1024]));
                    let endless = stream::repeat_with(chunk);
                    response(200, &[], TransportBody::from_stream(endless))
                }
                "/teams" => response(200, &[("content-length", "99999999")], "{}"),
                "/segments" => response(200, &[("content-length", "3")], "{}"),
                _ => response(204, &[], ""),
            }
        }
    };
    let client = builder_at("http://127.0.0.1:1")
        .transport(transport)
        .retries(Retries::none())
        .max_response_size(1 << 20)
        .build()
        .unwrap();
    assert_eq!(tags(&client).await.unwrap(), 1);
    let kind = |error: Error| error.kind();
    assert_eq!(
        client.admins().list().await.map_err(kind).unwrap_err(),
        ErrorKind::TooLarge
    );
    assert_eq!(
        client.teams().list().await.map_err(kind).unwrap_err(),
        ErrorKind::TooLarge
    );
    assert_eq!(
        client.segments().list().await.map_err(kind).unwrap_err(),
        ErrorKind::Body
    );
}

#[tokio::test]
async fn download_is_resumed_over_a_transport() {
    let ranges = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&ranges);
    let client = scripted(move |number, request| {
        let range = request
            .headers()
            .get("range")
            .map(|range| range.to_str().unwrap().to_owned());
        seen.lock().unwrap().push(range);
        async move {
            if number == 1 {
                let chunks = [Ok(Bytes::from("0123")), Err(io::Error::other("broken"))];
                let body = TransportBody::from_stream(stream::iter(chunks));
                return response(200, &[("content-length", "8"), ("etag", "\"a\"")], body);
            }
            let headers = [("content-range", "bytes 4-7/8"), ("etag", "\"a\"")];
            response(206, &headers, "4567")
        }
    });
    let mut file = client
        .request(intercom_api::external::http::Method::GET, "/file")
        .stream();
    let mut bytes = Vec::new();
    while let Some(chunk) = file.chunk().await.unwrap() {
        bytes.extend_from_slice(&chunk);
    }
    assert_eq!(bytes, b"01234567");
    assert_eq!(*ranges.lock().unwrap(), [None, Some("bytes=4-".to_owned())]);
}
