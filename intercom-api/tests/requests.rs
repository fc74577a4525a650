//! What is sent over the wire, and what a response contains.

// In a test, a panic is a report.
#![allow(clippy::unwrap_used)]

use std::time::{Duration, SystemTime};

use http::Method;
use intercom_api::{Client, ClientBuilder, ErrorKind};
use intercom_test_server::{CannedResponse, Server};
use serde_json::{Value, json};

fn builder(server: &Server) -> ClientBuilder {
    Client::builder().token("s3cret").base_url(server.url())
}

#[tokio::test]
async fn every_call_has_these_headers_and_no_others() {
    let server = Server::start([CannedResponse::json(200, "{}")]);
    let client = builder(&server).build().unwrap();
    client.request(Method::GET, "/me").send().await.unwrap();

    let request = server.request();
    assert_eq!(request.line, "GET /me HTTP/1.1");
    let host = server.url().replace("http://", "");
    let agent = concat!("intercom-api/", env!("CARGO_PKG_VERSION"));
    let headers: Vec<_> = request
        .headers
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    assert_eq!(
        headers,
        [
            ("accept", "application/json"),
            ("accept-encoding", "gzip"),
            ("authorization", "Bearer s3cret"),
            ("host", host.as_str()),
            ("intercom-version", intercom_api::API_VERSION),
            ("user-agent", agent),
        ]
    );
    assert!(request.body.is_empty());
}

#[tokio::test]
async fn an_own_http_client_sends_the_same_headers() {
    let server = Server::start([CannedResponse::json(200, "{}")]);
    let http = reqwest::Client::builder()
        .no_proxy()
        .user_agent("other")
        .build()
        .unwrap();
    let client = builder(&server)
        .http_client(http)
        .user_agent("my-sync/2.1")
        .build()
        .unwrap();
    client.request(Method::GET, "/me").send().await.unwrap();

    let request = server.request();
    let agent = concat!("intercom-api/", env!("CARGO_PKG_VERSION"), " my-sync/2.1");
    assert_eq!(request.header("user-agent"), Some(agent));
    assert_eq!(request.header("authorization"), Some("Bearer s3cret"));
}

#[tokio::test]
async fn a_call_may_set_its_own_headers() {
    let server = Server::start([CannedResponse::json(200, "{}")]);
    let client = builder(&server).build().unwrap();
    client
        .request(Method::GET, "/me")
        .with_header("Intercom-Version", "Unstable")
        .with_header("accept", String::from("text/plain"))
        .with_header(http::header::AUTHORIZATION, "Bearer 0ther")
        .send()
        .await
        .unwrap();

    let request = server.request();
    assert_eq!(request.header("intercom-version"), Some("Unstable"));
    assert_eq!(request.header("accept"), Some("text/plain"));
    assert_eq!(request.header("authorization"), Some("Bearer 0ther"));
    assert_eq!(
        request
            .headers
            .iter()
            .filter(|(name, _)| name == "authorization")
            .count(),
        1
    );
}

#[tokio::test]
async fn path_and_query_are_added_to_the_base_url() {
    let server = Server::start([CannedResponse::json(200, "{}")]);
    let client = Client::builder()
        .token("s3cret")
        .base_url(format!("{}/pre%20fix/v1/", server.url()))
        .build()
        .unwrap();
    client
        .request(Method::GET, "/contacts/a%2Fb")
        .query("a b", "1&2=3")
        .query("ids", 1)
        .query("ids", 2)
        .send()
        .await
        .unwrap();
    assert_eq!(
        server.request().target(),
        "/pre%20fix/v1/contacts/a%2Fb?a%20b=1%262%3D3&ids=1&ids=2"
    );
}

#[tokio::test]
async fn bodies_of_both_kinds() {
    let answers = [
        CannedResponse::json(200, "{}"),
        CannedResponse::json(200, "{}"),
        CannedResponse::json(200, "{}"),
    ];
    let server = Server::start(answers);
    let client = builder(&server).build().unwrap();
    let post = || client.request(Method::POST, "/things");
    post()
        .json(&json!({"name": "Zoë", "n": null}))
        .send()
        .await
        .unwrap();
    post().body(&b"a,b"[..], "text/csv").send().await.unwrap();
    post().send().await.unwrap();

    let requests = server.requests();
    let body: Value = serde_json::from_slice(&requests[0].body).unwrap();
    assert_eq!(body, json!({"name": "Zoë", "n": null}));
    assert_eq!(requests[0].header("content-type"), Some("application/json"));
    assert_eq!(requests[1].body, b"a,b");
    assert_eq!(requests[1].header("content-type"), Some("text/csv"));
    assert_eq!(requests[1].header("content-length"), Some("3"));
    assert_eq!(requests[2].header("content-type"), None);
    assert_eq!(requests[2].header("content-length"), Some("0"));
}

#[tokio::test]
async fn a_path_that_leaves_the_api_is_refused() {
    let server = Server::start([]);
    let client = builder(&server).build().unwrap();
    for path in [
        "https://evil.example",
        "//evil.example",
        "@evil.example",
        "/a/../b",
        "/%2e%2e",
        "/a?b",
    ] {
        let error = client.request(Method::GET, path).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request, "{path}");
        assert!(
            error.to_string().starts_with("client.request: the path "),
            "{error}"
        );
        assert!(!error.to_string().contains("evil"));
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn response_keeps_status_headers_and_body() {
    let server = Server::start([CannedResponse::new(
        201,
        "X-Request-Id: 000abc\r\nX-RateLimit-Limit: 1666\r\nX-RateLimit-Remaining: 1665\r\n\
         X-RateLimit-Reset: 1700000000\r\n",
        r#"{"id":"1","n":2}"#,
    )]);
    let client = builder(&server).build().unwrap();
    let response = client
        .request(Method::GET, "/me")
        .send_as::<Value>()
        .await
        .unwrap();

    assert_eq!(response.status(), 201);
    assert_eq!(response.headers()["x-request-id"], "000abc");
    assert_eq!(response.request_id(), Some("000abc"));
    let limit = response.rate_limit().unwrap();
    assert_eq!((limit.limit, limit.remaining), (1666, 1665));
    assert_eq!(
        limit.reset,
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)
    );
    assert_eq!(&response.bytes()[..], br#"{"id":"1","n":2}"#);
    assert_eq!(response.json_value().unwrap(), json!({"id": "1", "n": 2}));
    assert_eq!(response.value()["n"], 2);
    assert!(!format!("{response:?}").contains("\"1\""));
    let response = response.map(|value| value["id"].as_str().map(str::to_owned));
    assert_eq!(response.request_id(), Some("000abc"));
    assert_eq!(response.into_value().as_deref(), Some("1"));
}

#[tokio::test]
async fn gzip_is_decompressed() {
    let compressed = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 202, 76, 81, 178, 82, 50, 84, 170, 5, 0, 243,
        200, 24, 246, 10, 0, 0, 0,
    ];
    let server = Server::start([CannedResponse::new(
        200,
        "content-encoding: gzip\r\n",
        compressed,
    )]);
    let client = builder(&server).build().unwrap();
    let response = client
        .request(Method::GET, "/me")
        .send_as::<Value>()
        .await
        .unwrap();
    assert_eq!(response.value(), &json!({"id": "1"}));
    assert_eq!(&response.bytes()[..], br#"{"id":"1"}"#);
}
