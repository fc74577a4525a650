//! What every failure becomes.

// In a test, a panic is a report.
#![allow(clippy::unwrap_used)]

use std::error::Error as _;
use std::time::{Duration, Instant};

use http::Method;
use intercom_api::{Client, Error, ErrorCode, ErrorKind, Retries};
use intercom_test_server::{CannedResponse, Server, everything_printed, refusing_url};
use serde_json::Value;

fn client(url: impl Into<String>) -> Client {
    Client::builder()
        .token("s3cret")
        .base_url(url)
        .retries(Retries::none())
        .build()
        .unwrap()
}

/// Returns the error of a call that receives this response.
async fn error_of(method: Method, answer: CannedResponse) -> Error {
    let server = Server::start([answer]);
    let call = client(server.url()).request(method, "/contacts/1");
    call.with_timeout(Duration::from_secs(10))
        .send_as::<Vec<Value>>()
        .await
        .unwrap_err()
}

async fn error_of_get(answer: CannedResponse) -> Error {
    error_of(Method::GET, answer).await
}

#[tokio::test]
async fn an_error_list_is_read_whole() {
    let error = error_of_get(CannedResponse::new(
        404,
        "x-request-id: header\r\nx-ratelimit-limit: 10\r\nx-ratelimit-remaining: 9\r\n\
         x-ratelimit-reset: 1700000000\r\n",
        r#"{"type":"error.list","request_id":"000abc","errors":[
            {"code":"not_found","message":"User Not Found"},
            {"code":"other","message":"Else","field":"email"}]}"#,
    ))
    .await;
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(
        error.to_string(),
        "client.request: 404 not_found: User Not Found; other: Else (field `email`) (request 000abc)"
    );
    assert_eq!(error.status().unwrap(), 404);
    assert!(error.code() == ErrorCode::NotFound);
    assert!(error.has_code("not_found") && error.has_code(ErrorCode::NotFound));
    assert_eq!(error.request_id(), Some("000abc"));
    assert_eq!(error.rate_limit().unwrap().remaining, 9);
    assert_eq!(error.retry_after(), None);
    assert_eq!(error.attempts(), 1);
    assert!(error.operation().is_none());
    assert!(error.may_have_been_sent());
    assert!(error.source().is_none());
    let second = &error.errors()[1];
    assert_eq!(
        (
            second.code().map(ErrorCode::as_str),
            second.message(),
            second.field()
        ),
        (Some("other"), Some("Else"), Some("email"))
    );
}

#[tokio::test]
async fn every_shape_of_error_body_has_a_text() {
    for (answer, text) in [
        (
            CannedResponse::json(400, r#"{"status":400,"error":"Bad"}"#),
            "400 Bad",
        ),
        (
            CannedResponse::json(400, r#"{"error_key":"a","message":"B"}"#),
            "400 a: B",
        ),
        (
            CannedResponse::json(422, r#"{"errors":{"base":"closed"}}"#),
            "422 closed (field `base`)",
        ),
        (
            CannedResponse::new(
                504,
                "content-type: text/html; charset=utf-8\r\n",
                "<html>joe</html>",
            ),
            "504 Gateway Timeout: text/html of 16 bytes",
        ),
        (
            CannedResponse::new(503, "", ""),
            "503 Service Unavailable: an empty body",
        ),
        (
            CannedResponse::new(500, "", "joe"),
            "500 Internal Server Error: 3 bytes of no stated type",
        ),
        (
            CannedResponse::json(500, "{}"),
            "500 Internal Server Error: application/json of 2 bytes",
        ),
        (
            CannedResponse::cut(502, "{"),
            "502 Bad Gateway: unreadable body",
        ),
        (
            CannedResponse::new(304, "", ""),
            "304 Not Modified: an empty body",
        ),
        (
            CannedResponse::new(401, "X-Request-Id: 000abc\r\n", ""),
            "401 Unauthorized: an empty body (request 000abc)",
        ),
    ] {
        let error = error_of_get(answer).await;
        assert_eq!(error.to_string(), format!("client.request: {text}"));
        assert_eq!(error.kind(), ErrorKind::Api);
        assert!(!format!("{error:?}").contains("joe"));
    }
}

#[tokio::test]
async fn predicates_follow_the_status() {
    type Predicate = fn(&Error) -> bool;
    let predicates: [(&str, Predicate); 7] = [
        ("not_found", Error::is_not_found),
        ("unauthorized", Error::is_unauthorized),
        ("rate_limited", Error::is_rate_limited),
        ("conflict", Error::is_conflict),
        ("validation", Error::is_validation),
        ("timeout", Error::is_timeout),
        ("connect", Error::is_connect),
    ];
    for (status, body, holds) in [
        (404, "", &["not_found"][..]),
        (401, "", &["unauthorized"]),
        (429, "", &["rate_limited"]),
        (409, "", &["conflict"]),
        (400, "", &["validation"]),
        (422, "", &["validation"]),
        (400, r#"{"errors":[{"code":"scroll_exists"}]}"#, &[]),
        (403, "", &[]),
        (408, "", &[]),
        (500, "", &[]),
    ] {
        let error = error_of_get(CannedResponse::json(status, body)).await;
        let found = predicates.iter().filter(|(_, predicate)| predicate(&error));
        let found: Vec<_> = found.map(|(name, _)| *name).collect();
        assert_eq!(found, holds, "{status}");
    }
}

#[tokio::test]
async fn what_is_worth_repeating_depends_on_the_method() {
    for (status, get, post) in [
        (400, false, false),
        (401, false, false),
        (404, false, false),
        (408, true, false),
        (409, false, false),
        (429, true, true),
        (500, true, false),
        (501, false, false),
        (502, true, false),
        (503, true, false),
        (504, true, false),
    ] {
        for (method, retryable) in [
            (Method::GET, get),
            (Method::PUT, get),
            (Method::DELETE, get),
            (Method::POST, post),
            (Method::PATCH, post),
        ] {
            let error = error_of(method.clone(), CannedResponse::new(status, "", "")).await;
            assert_eq!(error.is_retryable(), retryable, "{method} {status}");
        }
    }
}

#[tokio::test]
async fn wait_is_the_one_that_the_response_requests() {
    let error = error_of_get(CannedResponse::new(503, "retry-after: 7\r\n", "")).await;
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));

    let limit = "x-ratelimit-limit: 10\r\nx-ratelimit-remaining: 0\r\nx-ratelimit-reset:";
    let error = error_of_get(CannedResponse::new(
        429,
        &format!("{limit} 99999999999\r\n"),
        "",
    ))
    .await;
    assert!(error.retry_after().unwrap() > Duration::from_secs(1_000_000));
    let error = error_of_get(CannedResponse::new(429, &format!("{limit} 1\r\n"), "")).await;
    assert_eq!(error.retry_after(), Some(Duration::ZERO));
    let both = format!("retry-after: 3\r\n{limit} 99999999999\r\n");
    let error = error_of_get(CannedResponse::new(429, &both, "")).await;
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3)));
}

#[tokio::test]
async fn refused_connection_was_not_sent() {
    let client = client(refusing_url());
    let error = client
        .request(Method::POST, "/contacts")
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), "client.request: cannot connect");
    assert_eq!((error.kind(), error.status()), (ErrorKind::Connect, None));
    assert!(error.is_connect() && error.is_retryable() && !error.is_timeout());
    assert!(!error.may_have_been_sent());
    assert!(error.source().is_some());
}

#[tokio::test]
async fn time_limits_cover_headers_and_body() {
    for (answer, status) in [
        (CannedResponse::none().then_silence(), None),
        (
            CannedResponse::cut(200, "[").then_silence(),
            Some(http::StatusCode::OK),
        ),
    ] {
        let server = Server::start([answer]);
        let client = Client::builder()
            .token("s3cret")
            .base_url(server.url())
            .timeout(Duration::from_millis(100))
            .build()
            .unwrap();
        let start = Instant::now();
        let error = client
            .request(Method::POST, "/contacts")
            .send()
            .await
            .unwrap_err();
        assert!(start.elapsed() < Duration::from_secs(2));
        assert_eq!(
            error.to_string(),
            "client.request: no complete response within 100ms"
        );
        assert_eq!((error.kind(), error.status()), (ErrorKind::Timeout, status));
        assert!(error.is_timeout() && error.may_have_been_sent() && !error.is_retryable());
    }
}

#[tokio::test]
async fn a_call_may_have_its_own_time_limit() {
    let server = Server::start([CannedResponse::none().then_silence()]);
    let call = client(server.url()).request(Method::GET, "/me");
    let error = call
        .with_timeout(Duration::from_millis(50))
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "client.request: no complete response within 50ms"
    );
    assert!(error.is_timeout() && error.is_retryable());
}

#[tokio::test]
async fn broken_connection_is_described_by_where_it_broke() {
    let error = error_of_get(CannedResponse::none()).await;
    assert_eq!(
        error.to_string(),
        "client.request: the connection broke before a response arrived"
    );
    assert_eq!((error.kind(), error.status()), (ErrorKind::Transport, None));
    assert!(error.may_have_been_sent() && error.is_retryable());
    assert!(
        !error_of(Method::POST, CannedResponse::none())
            .await
            .is_retryable()
    );

    let error = error_of_get(CannedResponse::cut(200, "[{\"email\":")).await;
    assert_eq!(
        error.to_string(),
        "client.request: the response body is incomplete or damaged"
    );
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Body, 200)
    );
    assert!(error.may_have_been_sent() && error.is_retryable());
    assert!(error.source().is_some());
}

#[tokio::test]
async fn a_redirect_that_must_not_be_followed_is_an_error() {
    let elsewhere = Server::start([CannedResponse::json(200, "[]")]);
    let location = format!("location: {}/a?signature=s1gned\r\n", elsewhere.url());
    let error = error_of(Method::POST, CannedResponse::new(302, &location, "")).await;
    assert_eq!(
        error.to_string(),
        format!(
            "client.request: 302 redirect to {}, which is not followed",
            elsewhere.url()
        )
    );
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Redirect, 302)
    );
    assert!(elsewhere.requests().is_empty());

    let error = error_of_get(CannedResponse::new(307, "location: http://[\r\n", "")).await;
    assert_eq!(
        error.to_string(),
        "client.request: 307 redirect without a valid location"
    );
    let location = "location: http://files.example/a?signature=s1gned\r\n";
    let error = error_of_get(CannedResponse::new(302, location, "")).await;
    assert_eq!(
        error.to_string(),
        "client.request: 302 redirect to http://files.example, which is not followed"
    );
}

#[tokio::test]
async fn response_that_cannot_be_read_is_described() {
    let html = "content-type: text/html\r\n";
    for (answer, found) in [
        (
            CannedResponse::json(200, "{\"email\":\"joe\"}"),
            "an object at $ (line 1, column 0)",
        ),
        (
            CannedResponse::json(200, "\"joe\""),
            "a string at $ (line 1, column 5)",
        ),
        (
            CannedResponse::json(200, "[{\"id\": joe}]"),
            "invalid JSON at $[0].id (line 1, column 9)",
        ),
        (
            CannedResponse::json(200, "[1,\n{\"joe@\": "),
            "the end of the body at $[1].* (line 2, column 9)",
        ),
        (
            CannedResponse::json(200, "[1] joe"),
            "invalid JSON at $ (line 1, column 5)",
        ),
        (
            CannedResponse::new(200, html, "<html>joe</html>"),
            "text/html of 16 bytes",
        ),
        (
            CannedResponse::new(200, "X-Request-Id: 000abc\r\n", ""),
            "an empty body (request 000abc)",
        ),
    ] {
        let error = error_of_get(answer).await;
        assert_eq!(
            error.to_string(),
            format!(
                "client.request: cannot decode the response: expected JSON of `Vec<Value>`, found {found}"
            )
        );
        assert_eq!(
            (error.kind(), error.status().unwrap().as_u16()),
            (ErrorKind::Decode, 200)
        );
        assert!(error.may_have_been_sent() && !error.is_retryable());
        assert!(!everything_printed(&error).contains("joe"));
    }
}
