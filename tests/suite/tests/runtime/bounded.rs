//! Decoded values: no more memory than the limit allows, no number changed, nothing added, and no
//! error taken for a value.

use std::mem::size_of;
use std::thread::{self, ThreadId};

use http::Method;
use intercom_api::types::{
    ActivityLog, Article, ArticleListItem, Collection, Company, Contact, Conversation,
    ConversationListItem, ConversationPart, Message, NewsItem, Ticket, TicketPart, TicketType,
    Visitor,
};
use intercom_api::{Client, ErrorKind};
use intercom_test_server::{serve, write};
use proptest::prelude::*;
use serde::de::{Deserialize, Deserializer, IgnoredAny};
use serde_json::{Value, json};

use crate::codings::gzip;
use crate::downloads::quick_client;
use crate::support::builder_at;

/// A server that always sends this body as JSON, compressed if requested.
async fn url_of(status: &'static str, head: &'static str, body: Vec<u8>) -> String {
    let body: &'static [u8] = body.leak();
    let head: &'static str = format!(
        "{status}\r\ncontent-type: application/json{head}\r\ncontent-length: {}",
        body.len()
    )
    .leak();
    serve(move |_, _, mut stream| async move { write(&mut stream, head, body).await }).await
}

async fn client_of(body: impl Into<Vec<u8>>) -> Client {
    quick_client(url_of("200 OK", "", body.into()).await)
}

async fn gzip_client_of(body: &[u8]) -> Client {
    quick_client(url_of("200 OK", "\r\ncontent-encoding: gzip", gzip(body)).await)
}

fn list_of(item: &str, count: usize) -> String {
    let items = vec![item; count].join(",");
    format!(r#"{{"type":"list","data":[{items}]}}"#)
}

#[tokio::test]
async fn list_of_empty_objects_does_not_become_gigabytes() {
    let body = list_of("{}", 300_000);
    let client = gzip_client_of(body.as_bytes()).await;
    let error = client.articles().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(!error.is_retryable());
    let mut items = client.articles().list().items();
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(items.next().await.is_none());
    // Any JSON takes memory for its objects, too.
    let call = client.request(Method::GET, "/articles");
    let error = call.send_as::<Value>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    // The bytes themselves are within the limit.
    let call = client.request(Method::GET, "/articles");
    assert_eq!(call.send().await.unwrap().value().len(), body.len());
}

#[tokio::test]
async fn limit_of_the_client_allows_more() {
    let url = url_of("200 OK", "", list_of("{}", 100_000).into()).await;
    let client = builder_at(&url)
        .max_response_size(256 << 20)
        .build()
        .unwrap();
    let list = client.articles().list().await.unwrap();
    assert_eq!(list.data.len(), 100_000);
    let client = builder_at(&url).build().unwrap();
    let error = client.articles().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

#[test]
fn no_record_is_larger_than_the_estimate_of_an_object() {
    let sizes = [
        size_of::<ActivityLog>(),
        size_of::<Article>(),
        size_of::<ArticleListItem>(),
        size_of::<Collection>(),
        size_of::<Company>(),
        size_of::<Contact>(),
        size_of::<Conversation>(),
        size_of::<ConversationListItem>(),
        size_of::<ConversationPart>(),
        size_of::<Message>(),
        size_of::<NewsItem>(),
        size_of::<Ticket>(),
        size_of::<TicketPart>(),
        size_of::<TicketType>(),
        size_of::<Visitor>(),
    ];
    assert!(sizes.iter().all(|size| *size <= 1_280), "{sizes:?}");
}

/// Notes which thread decodes it.
struct Decoded(ThreadId);

impl<'de> Deserialize<'de> for Decoded {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(input)?;
        Ok(Self(thread::current().id()))
    }
}

#[tokio::test]
async fn large_body_is_decoded_on_another_thread() {
    let here = thread::current().id();
    let raw = |client: &Client| client.request(Method::GET, "/x");
    let small = client_of("[1]").await;
    let decoded = raw(&small).send_as::<Decoded>().await.unwrap();
    assert_eq!(decoded.value().0, here);
    let large = client_of(format!("[\"{}\"]", "x".repeat(2 << 20))).await;
    let decoded = raw(&large).send_as::<Decoded>().await.unwrap();
    assert_ne!(decoded.value().0, here);
    let error = raw(&client_of(format!("[{}", " ".repeat(2 << 20))).await)
        .send_as::<Decoded>()
        .await
        .err();
    assert_eq!(error.unwrap().kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn numbers_that_no_type_holds_keep_their_digits() {
    let client = client_of(
        r#"{"id":18446744073709551617,"session_count":1e400,"owner_id":123456789012345678901,
            "custom_attributes":{"a":-9223372036854775809,"b":18446744073709551615},"new":[1e999]}"#,
    )
    .await;
    let contact = client.contacts().get("1").await.unwrap();
    let written = serde_json::to_value(&contact).unwrap();
    assert_eq!(written["id"], "18446744073709551617");
    assert_eq!(written["session_count"], "1e400");
    assert_eq!(written["owner_id"], "123456789012345678901");
    assert_eq!(written["custom_attributes"]["a"], "-9223372036854775809");
    assert_eq!(
        written["custom_attributes"]["b"],
        18_446_744_073_709_551_615_u64
    );
    assert_eq!(written["new"], json!(["1e999"]));
    let raw = client.request(Method::GET, "/x").send_as::<Value>();
    assert_eq!(raw.await.unwrap().value()["id"], "18446744073709551617");
}

#[tokio::test]
async fn control_characters_in_strings_are_kept() {
    let client = client_of("{\"id\":\"1\",\"name\":\"a\tb\nc\\\"\u{1}\"}").await;
    let contact = client.contacts().get("1").await.unwrap();
    assert_eq!(contact.name.as_deref(), Some("a\tb\nc\"\u{1}"));
}

#[test]
fn encoding_adds_no_attributes_that_were_not_received() {
    for text in [r#"{"id":"1"}"#, r#"{"id":"1","custom_attributes":{}}"#] {
        let contact: Contact = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&contact).unwrap(), text);
    }
}

#[tokio::test]
async fn list_of_errors_is_an_error_with_any_status() {
    let body = r#"{"type":"error.list","request_id":"r1",
        "errors":[{"code":"not_found","message":"User Not Found"}]}"#;
    let client = client_of(body).await;
    let error = client.contacts().get("1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.to_string().matches("User Not Found").count(), 1);
    assert_eq!(error.request_id(), Some("r1"));
    assert!(client.contacts().list().await.is_err());
    assert!(
        client
            .contacts()
            .list()
            .items()
            .next()
            .await
            .unwrap()
            .is_err()
    );
    // A value that merely has such a key is a value.
    let client = client_of(r#"{"id":"1","errors":[]}"#).await;
    assert_eq!(client.contacts().get("1").await.unwrap().id, "1");
}

/// Keys of a contact list: the described name of its list, an alias, a misfit, an unknown key.
const ENTRIES: [&str; 8] = [
    r#""data":[{"id":"1"},{"id":"2"}]"#,
    r#""data":7"#,
    r#""data":null"#,
    r#""companies":[{"id":"3"}]"#,
    r#""companies":null"#,
    r#""total_count":[1]"#,
    r#""total_count":5"#,
    r#""new":{"a":1}"#,
];

proptest! {
    #[test]
    fn repeated_keys_end_with_their_last_value(picks in prop::collection::vec(0..ENTRIES.len(), 0..40)) {
        let entries: Vec<_> = picks.iter().map(|pick| ENTRIES[*pick]).collect();
        let text = format!("{{{}}}", entries.join(","));
        let list: intercom_api::types::ContactAttachedCompanies =
            serde_json::from_str(&text).unwrap();
        let written = serde_json::to_value(&list).unwrap();
        let last: Value = serde_json::from_str(&text).unwrap();
        // The value of the last of equal keys is there, under its key.
        for key in ["total_count", "new"] {
            prop_assert_eq!(written.get(key), last.get(key));
        }
    }
}

/// Quadratic work here would take minutes: each repetition once wrote the list of 2,000 companies.
#[test]
fn repeating_a_key_does_not_read_the_other_fields_again() {
    let companies = vec![r#"{"id":"1"}"#; 2_000].join(",");
    let repeated = |key: &str| vec![key; 20_000].join(",");
    for key in [r#""data":1"#, r#""companies":null"#, r#""total_count":[1]"#] {
        let text = format!(r#"{{"companies":[{companies}],{}}}"#, repeated(key));
        let list: intercom_api::types::ContactAttachedCompanies =
            serde_json::from_str(&text).unwrap();
        assert_eq!(list.companies.len(), 2_000, "{key}");
        let text = format!(r#"{{"data":[{companies}],{}}}"#, repeated(key));
        let list: intercom_api::types::ContactAttachedCompanies =
            serde_json::from_str(&text).unwrap();
        assert!(list.companies.len() <= 2_000, "{key}");
    }
}
