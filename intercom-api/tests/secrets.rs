//! No failure shows the token, what was sent, or what was received, in any form that can be
//! printed.

// In a test, a panic is a report.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use http::Method;
use intercom_api::{Client, Retries};
use intercom_test_server::{CannedResponse, Server, everything_printed, refusing_url};
use serde::Deserialize;
use serde_json::json;

/// A part of everything that must not be shown.
const MARK: &str = "s3cret";

/// A type whose own errors quote what they found.
#[derive(Debug)]
struct Quoting;

impl<'de> Deserialize<'de> for Quoting {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = serde_json::Value::deserialize(deserializer)?;
        Err(serde::de::Error::custom(format!("{text}, expected {text}")))
    }
}

/// Fails a call that has the mark everywhere, and returns everything that can be printed of the
/// error.
async fn printed(url: String) -> String {
    let client = Client::builder()
        .token("s3cret-token")
        .base_url(url)
        .retries(Retries::none())
        .build()
        .unwrap();
    let error = client
        .request(Method::POST, "/contacts/s3cret-id")
        .query("email", "s3cret@example.com")
        .with_header("x-key", "s3cret")
        .json(&json!({"name": "s3cret"}))
        .with_timeout(Duration::from_millis(100))
        .send_as::<Quoting>()
        .await
        .unwrap_err();
    everything_printed(&error)
}

#[tokio::test]
async fn no_failure_shows_a_secret() {
    let location = "location: https://s3cret:s3cret@files.example/s3cret?signature=s3cret\r\n";
    let cookie = "set-cookie: session=s3cret\r\n";
    let echo = r#"{"errors":[{"code":"s3cret-token","message":"Bearer s3cret-token is bad"}],
        "request_id":"s3cret-token"}"#;
    for answer in [
        CannedResponse::none(),
        CannedResponse::none().then_silence(),
        CannedResponse::cut(200, "s3cret").then_silence(),
        CannedResponse::cut(200, "s3cret"),
        CannedResponse::cut(500, "s3cret"),
        CannedResponse::new(302, location, "s3cret"),
        CannedResponse::new(302, "location: s3cret s3cret\r\n", "s3cret"),
        CannedResponse::new(500, cookie, "s3cret"),
        CannedResponse::json(500, "{\"email\":\"s3cret\"}"),
        CannedResponse::json(401, echo),
        CannedResponse::json(200, "\"s3cret\""),
        CannedResponse::json(200, "{\"s3cret@\": s3cret}"),
        CannedResponse::new(200, "content-encoding: gzip\r\n", "s3cret"),
        CannedResponse::new(200, "content-type: text/html\r\n", "<s3cret>"),
    ] {
        let server = Server::start([answer]);
        let text = printed(server.url()).await;
        assert_eq!(server.requests().len(), 1);
        assert!(!text.contains(MARK), "{text}");
    }
    let text = printed(refusing_url()).await;
    assert!(!text.contains(MARK), "{text}");
}

#[tokio::test]
async fn a_token_of_the_call_itself_is_taken_out_too() {
    let echo = r#"{"errors":[{"code":"unauthorized","message":"Bearer s3cret-own is bad"}]}"#;
    let server = Server::start([CannedResponse::json(401, echo)]);
    let client = Client::builder().token("t").base_url(server.url());
    let error = client
        .build()
        .unwrap()
        .request(Method::GET, "/me")
        .with_header("authorization", "Bearer s3cret-own")
        .send()
        .await
        .unwrap_err();
    let text = everything_printed(&error);
    assert!(
        text.contains("Bearer <redacted> is bad") && !text.contains(MARK),
        "{text}"
    );
}
