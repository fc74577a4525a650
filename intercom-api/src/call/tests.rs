//! Calls of made-up operations, one for each form of response.

mod canned;

use std::time::Duration;

use bytes::Bytes;
use http::Method;
use intercom_core::codegen::{ListStyle, ObjectStyle, operation_info};
use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use self::canned::{CannedResponse, Server};
use super::Call;
use crate::format::{Binary, Empty, Json, Location, Redirect, Text};
use crate::{Client, ErrorKind, Operation, OperationInfo, Repeat, Retries};

macro_rules! operation {
    ($name:ident, $method:ident $path:literal, $accept:literal, $format:ty => $output:ty) => {
        operation!($name, $method $path, Once, $accept, $format => $output);
    };
    ($name:ident, $method:ident $path:literal, $repeat:ident, $accept:literal,
        $format:ty => $output:ty) => {
        struct $name;

        impl Operation for $name {
            type Output = $output;
            type Format = $format;
            const INFO: &'static OperationInfo = &operation_info(
                "things",
                stringify!($name),
                "id",
                Method::$method,
                $path,
                $accept,
                Repeat::$repeat,
            );
        }
    };
}

operation!(Get, GET "/things/{thing_id}/parts/{id}", "application/json", Json => Value);
operation!(List, GET "/things", "application/json", Json => Vec<i64>);
operation!(Create, POST "/things", "application/json", Json => Value);
operation!(Delete, DELETE "/things/{id}", "application/json", Empty => ());
operation!(Transcript, GET "/transcript", "text/plain", Text => String);
operation!(Download, GET "/download", "application/octet-stream", Binary => Bytes);
operation!(Export, POST "/exports", OneAtATime, "application/json", Json => Value);
operation!(Recording, GET "/recording", "*/*", Redirect => Location);

fn client(url: impl Into<String>) -> Client {
    Client::builder()
        .token("s3cret")
        .base_url(url)
        .retries(Retries::none())
        .build()
        .unwrap()
}

fn server(answer: CannedResponse) -> (Server, Client) {
    let server = Server::start([answer]);
    let client = client_of(&server);
    (server, client)
}

/// A client whose requests go to a server.
fn client_of(server: &Server) -> Client {
    Client::builder()
        .token("s3cret")
        .base_url(server.url())
        .transport(server.clone())
        .retries(Retries::none())
        .build()
        .unwrap()
}

#[test]
fn calls_and_their_futures_can_go_anywhere() {
    fn anywhere<T: Send + Sync + 'static>(_: &T) {}
    fn unpin<T: Unpin>(_: &T) {}
    let client = client("http://localhost:1");
    anywhere(&Call::<Get>::new(&client));
    let value = Call::<List>::new(&client).into_future();
    let response = Call::<List>::new(&client).send();
    anywhere(&value);
    anywhere(&response);
    unpin(&value);
    unpin(&response);
}

#[tokio::test]
async fn path_query_headers_and_body_arrive_as_given() {
    let (server, client) = server(CannedResponse::json(200, "{\"a\": 1}"));
    let answer = Call::<Get>::new(&client)
        .path("a/b")
        .path(17)
        .query("per_page", 1)
        .query("display_as", "plain text")
        .query("per_page", 150)
        .query_list("ids", ["x", "y z"], ListStyle::Repeated)
        .query_object(
            "filter",
            &json!({"email": "a+b@c.d"}),
            ObjectStyle::Properties,
        )
        .with_query("per_page", true)
        .header("Prefer", "code=200")
        .with_header("x-trace", "1")
        .await
        .unwrap();
    assert_eq!(answer, json!({"a": 1}));

    let request = server.request();
    assert_eq!(
        request.line,
        "GET /things/a%2Fb/parts/17?per_page=150&display_as=plain%20text&ids=x&ids=y%20z\
         &email=a%2Bb%40c.d&per_page=true"
    );
    assert_eq!(request.header("prefer"), Some("code=200"));
    assert_eq!(request.header("x-trace"), Some("1"));
    assert_eq!(request.header("content-type"), None);
    assert_eq!(request.header("content-length"), None);
}

#[tokio::test]
async fn a_body_is_json_with_any_method() {
    let server = Server::start([
        CannedResponse::json(200, "{}"),
        CannedResponse::new(204, "", ""),
    ]);
    let client = client_of(&server);
    Call::<Create>::new(&client)
        .json(&json!({"name": "Zoë"}))
        .await
        .unwrap();
    Call::<Delete>::new(&client)
        .path("1")
        .json(&json!({"admin_id": "2"}))
        .await
        .unwrap();

    let [create, delete] = &server.requests()[..] else {
        panic!("not two requests");
    };
    assert_eq!(create.line, "POST /things");
    assert_eq!(create.header("content-type"), Some("application/json"));
    assert_eq!(create.body, r#"{"name":"Zoë"}"#.as_bytes());
    assert_eq!(delete.line, "DELETE /things/1");
    assert_eq!(&delete.body[..], br#"{"admin_id":"2"}"#);
}

#[tokio::test]
async fn each_format_is_read() {
    let (server_, client_) = server(CannedResponse::new(200, "", b"caf\xe9"));
    let text = Call::<Transcript>::new(&client_).send().await.unwrap();
    assert_eq!(text.value(), "caf\u{fffd}");
    assert_eq!(&text.bytes()[..], b"caf\xe9");
    assert_eq!(server_.request().header("accept"), Some("text/plain"));

    let (server_, client_) = server(CannedResponse::new(200, "", [0, 159, 146, 150]));
    let bytes = Call::<Download>::new(&client_).await.unwrap();
    assert_eq!(&bytes[..], [0, 159, 146, 150]);
    assert_eq!(
        server_.request().header("accept"),
        Some("application/octet-stream")
    );

    for answer in [
        CannedResponse::new(202, "", ""),
        CannedResponse::json(200, "{\"id\": 1}"),
    ] {
        let (_server, client_) = server(answer);
        Call::<Delete>::new(&client_).path("1").await.unwrap();
    }
}

#[tokio::test]
async fn redirect_is_a_response_where_one_is_expected() {
    for status in [301, 302, 303, 307, 308] {
        let location = "location: https://files.example/a?signature=s1gned\r\n";
        let (_server, client) = server(CannedResponse::new(status, location, ""));
        let location = Call::<Recording>::new(&client).await.unwrap();
        assert_eq!(location.url(), "https://files.example/a?signature=s1gned");
        assert_eq!(
            format!("{location:?}"),
            "Location(https://files.example/<redacted>)"
        );
    }

    let (server_, client_) = server(CannedResponse::new(302, "location: /other\r\n", ""));
    let location = Call::<Recording>::new(&client_).await.unwrap();
    assert_eq!(location.url(), format!("{}/other", server_.url()));

    for answer in [
        CannedResponse::new(302, "", ""),
        CannedResponse::new(200, "", "audio"),
    ] {
        let (_server, client_) = server(answer);
        let error = Call::<Recording>::new(&client_).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "things.Recording: expected a redirect with a valid location"
        );
        assert_eq!(error.kind(), ErrorKind::Decode);
    }

    let (_server, client_) = server(CannedResponse::json(
        404,
        r#"{"errors":[{"code":"not_found"}]}"#,
    ));
    let error = Call::<Recording>::new(&client_).await.unwrap_err();
    assert!(error.is_not_found());
}

/// A value that cannot be encoded, with a secret in its error.
struct Stubborn;

impl Serialize for Stubborn {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(S::Error::custom("joe@example.com is secret"))
    }
}

#[tokio::test]
async fn body_that_cannot_be_encoded_is_reported_and_not_sent() {
    let client = client("http://localhost:1");
    let call = client.request(Method::POST, "/things").json(&Stubborn);
    let error = call.send().await.unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("the body `Stubborn` cannot be encoded as JSON"),
        "{text}"
    );
    assert!(!format!("{error:?}").contains("joe@example.com"));
    assert_eq!(error.attempts(), 0);
}

#[tokio::test]
async fn value_that_cannot_be_encoded_is_reported_and_not_sent() {
    let client = client("http://localhost:1");
    let get = || Call::<Get>::new(&client);
    for (call, text) in [
        (get().path(""), "path parameter `thing_id` is empty"),
        (
            get().path("1").path(".."),
            "path parameter `id` is `.` or `..`",
        ),
        (get().path("1"), "path parameter `id` is missing"),
        (
            get().query_object("filter", &7, ObjectStyle::Deep),
            "query parameter `filter` cannot be encoded",
        ),
        (
            get().header("x-a", "a\nb"),
            "header `x-a` has an invalid value",
        ),
        (
            get().with_header("a b", "1"),
            "a header has an invalid name",
        ),
        (
            get().with_header("Host", "evil"),
            "header `host` is set by the HTTP client",
        ),
        // The first problem is the one to solve first.
        (
            get().path("").header("x-a", "a\nb"),
            "path parameter `thing_id` is empty",
        ),
    ] {
        let error = call.await.unwrap_err();
        assert_eq!(error.to_string(), format!("things.Get: {text}"));
        assert_eq!(error.kind(), ErrorKind::Request);
        assert_eq!(error.operation().unwrap().name, "Get");
        assert_eq!(error.attempts(), 0);
        assert!(!error.may_have_been_sent());
        assert!(!error.is_retryable());
    }
}

#[tokio::test]
async fn success_without_a_body_is_blank() {
    for status in [202, 204] {
        let (_server, client) = server(CannedResponse::json(status, ""));
        assert_eq!(Call::<List>::new(&client).await.unwrap(), [0; 0]);
    }
    // Any JSON may be absent; a list may not.
    let (_server, client) = server(CannedResponse::json(200, ""));
    assert_eq!(Call::<Create>::new(&client).await.unwrap(), Value::Null);
    let (_server, client) = server(CannedResponse::json(200, ""));
    let error = Call::<List>::new(&client).await.unwrap_err();
    assert!(
        error.to_string().ends_with("found an empty body"),
        "{error}"
    );
}

#[tokio::test]
async fn decode_error_names_the_place_and_not_the_value() {
    let deep = format!("[1, {}", "[".repeat(200_000));
    for (body, found) in [
        (r#"{"joe@example.com": 1}"#, "an object at $"),
        (
            r#"[1, "joe@example.com" 2]"#,
            "invalid JSON at $[1] (line 1, column 23)",
        ),
        (
            &deep,
            "more than 127 lists and objects in each other at column 131",
        ),
    ] {
        let (_server, client) = server(CannedResponse::json(200, body));
        let error = Call::<List>::new(&client).await.unwrap_err();
        let expected = "things.List: cannot decode the response: expected JSON of `Vec<i64>`";
        assert_eq!(error.to_string(), format!("{expected}, found {found}"));
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.status().unwrap(), 200);
    }
}

#[tokio::test]
async fn operation_states_whether_it_may_be_repeated() {
    let (_server, client_) = server(CannedResponse::new(429, "", ""));
    assert!(
        Call::<Create>::new(&client_)
            .await
            .unwrap_err()
            .is_retryable()
    );
    // These operations are marked as not safe, whatever their method.
    let (_server, client_) = server(CannedResponse::new(503, "", ""));
    assert!(
        !Call::<List>::new(&client_)
            .await
            .unwrap_err()
            .is_retryable()
    );
    // One export runs already: waiting for the rate limit does not help.
    let (_server, client_) = server(CannedResponse::new(429, "", ""));
    let error = Call::<Export>::new(&client_).await.unwrap_err();
    assert!(error.is_rate_limited() && !error.is_retryable());
}

#[tokio::test]
async fn a_clone_is_a_call_of_its_own() {
    let server = Server::start([
        CannedResponse::json(200, "[1]"),
        CannedResponse::json(200, "[2]"),
    ]);
    let call = Call::<List>::new(&client_of(&server)).query("page", 1);
    assert_eq!(call.clone().await.unwrap(), [1]);
    assert_eq!(call.query("page", 2).await.unwrap(), [2]);
    let targets: Vec<_> = server
        .requests()
        .iter()
        .map(|r| r.target().to_owned())
        .collect();
    assert_eq!(targets, ["/things?page=1", "/things?page=2"]);
}

#[tokio::test]
async fn nothing_is_sent_before_the_first_poll() {
    let (server, client) = server(CannedResponse::json(200, "[]"));
    let future = Call::<List>::new(&client).send();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(server.requests().is_empty());
    future.await.unwrap();
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn debug_shows_names_only() {
    let call = Call::<Get>::new(&client("http://localhost:1"))
        .path("v4lue")
        .query("email", "v4lue")
        .with_header("x-key", "v4lue")
        .json(&"v4lue".to_owned());
    let text = format!("{call:?}");
    assert!(
        !text.contains("v4lue") && !text.contains("s3cret"),
        "{text}"
    );
    for name in [
        "things.Get",
        "/things/{thing_id}/parts/{id}",
        "email",
        "x-key",
        "Some(7)",
    ] {
        assert!(text.contains(name), "{name} not in {text}");
    }
}
