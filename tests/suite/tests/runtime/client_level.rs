//! What a program sets for all calls of a client: headers, the version of the API, and a hook before
//! each attempt.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use intercom_api::types::CreateContact;
use intercom_api::{Client, ErrorKind};
use intercom_simulator::Fault;
use intercom_test_server::{serve, write};

use crate::output::TOKEN;
use crate::support::{JumpingClock, builder, builder_at, workspace};

#[tokio::test]
async fn default_headers_are_sent_with_every_call_that_has_none_of_its_own() {
    let workspace = workspace().await;
    let client = builder(&workspace)
        .default_header("x-team", "billing")
        .default_header("X-Team", "support")
        .default_header("user-agent", "mine")
        .default_header("content-type", "text/csv")
        .build()
        .unwrap();
    client.tags().list().await.unwrap();
    let request = workspace.last_request().unwrap();
    assert_eq!(request.header("x-team"), Some("support"));
    assert_eq!(request.header("user-agent"), Some("mine"));

    let contact = CreateContact::new().email("new@example.com");
    let call = client.contacts().create(contact);
    let curl = call.to_curl().unwrap();
    assert!(curl.contains("'x-team: support'"), "{curl}");
    call.with_header("x-team", "sales").await.unwrap();
    let request = workspace.last_request().unwrap();
    assert_eq!(request.header("x-team"), Some("sales"));
    assert_eq!(request.header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn default_headers_stay_on_the_host_of_the_api() {
    let heads = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&heads);
    let other = serve(move |_, head, mut stream| {
        seen.lock().unwrap().push(head.to_ascii_lowercase());
        async move { write(&mut stream, "200 x\r\ncontent-length: 2", b"{}").await }
    })
    .await;
    let url = serve(move |_, _, mut stream| {
        let head = format!("302 x\r\nlocation: {other}\r\ncontent-length: 0");
        async move { write(&mut stream, &head, b"").await }
    })
    .await;
    let client = builder_at(url)
        .default_header("x-tenant", "7")
        .on_request(|attempt| {
            attempt.set_header("x-signature", "8");
            Ok(())
        });
    client.build().unwrap().tags().list().await.unwrap();
    let heads = heads.lock().unwrap();
    assert_eq!(heads.len(), 1);
    assert!(!heads[0].contains("x-tenant") && !heads[0].contains("x-signature"));
}

#[test]
fn default_header_that_cannot_be_sent_is_refused_when_building() {
    for (name, value, problem) in [
        ("a b", "c", "a header has an invalid name"),
        ("x-a", "s3cret\n", "header `x-a` has an invalid value"),
        ("Host", "x", "header `host` is set by the HTTP client"),
        (
            "content-length",
            "1",
            "header `content-length` is set by the HTTP client",
        ),
        (
            "transfer-encoding",
            "x",
            "header `transfer-encoding` is set by the HTTP client",
        ),
        (
            "connection",
            "close",
            "header `connection` is set by the HTTP client",
        ),
    ] {
        let builder = Client::builder().token(TOKEN).default_header(name, value);
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        let expected = format!("client configuration: default_header: {problem}");
        assert_eq!(error.to_string(), expected);
    }
}

#[tokio::test]
async fn default_authorization_is_a_secret() {
    let echo = serve(move |_, _, mut stream| async move {
        let body = r#"{"type":"error.list","errors":[{"code":"x","message":"s3cret-default"}]}"#;
        let head = format!("400 x\r\ncontent-length: {}", body.len());
        write(&mut stream, &head, body.as_bytes()).await;
    })
    .await;
    let client = builder_at(echo).default_header("authorization", "Bearer s3cret-default");
    let client = client.build().unwrap();
    let error = client.tags().list().await.unwrap_err();
    assert!(!format!("{error} {error:?} {client:?}").contains("s3cret"));
    assert!(!client.tags().list().to_curl().unwrap().contains("s3cret"));
}

#[tokio::test]
async fn api_version_is_chosen_for_the_client_or_one_call() {
    let versions = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&versions);
    let url = serve(move |_, head: String, mut stream| {
        let version = head.lines().find_map(|line| {
            let line = line.to_ascii_lowercase();
            line.strip_prefix("intercom-version: ").map(str::to_owned)
        });
        seen.lock().unwrap().push(version.unwrap());
        async move { write(&mut stream, "200 x\r\ncontent-length: 2", b"{}").await }
    })
    .await;
    let usual = builder_at(url.clone()).build().unwrap();
    let older = builder_at(url).api_version("2.13").build().unwrap();
    usual.tags().list().await.unwrap();
    usual.tags().list().with_api_version("1.4").await.unwrap();
    older.tags().list().await.unwrap();
    older
        .tags()
        .list()
        .with_api_version("Preview")
        .await
        .unwrap();
    let raw = older.request(intercom_api::external::http::Method::GET, "/tags");
    raw.with_api_version("2.0").send().await.unwrap();
    let versions = versions.lock().unwrap();
    assert_eq!(
        *versions,
        [intercom_api::API_VERSION, "1.4", "2.13", "unstable", "2.0"]
    );
}

#[tokio::test]
async fn api_version_that_is_not_one_is_refused_before_sending() {
    let workspace = workspace().await;
    let client = builder(&workspace).build().unwrap();
    for version in ["", "2", "latest", "2.14\r\nx-a: b", "2.14.0"] {
        let error = builder(&workspace)
            .api_version(version)
            .build()
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{version:?}");
        let call = client.tags().list().with_api_version(version);
        assert_eq!(
            call.await.unwrap_err().kind(),
            ErrorKind::Request,
            "{version:?}"
        );
    }
    assert!(workspace.last_request().is_none());
}

#[tokio::test]
async fn request_hook_is_called_before_each_attempt_and_adds_headers_to_it() {
    let workspace = workspace().await;
    let shown = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&shown);
    let client = builder(&workspace)
        .clock(JumpingClock::new())
        .default_header("authorization-hint", "none")
        .on_request(move |attempt| {
            assert!(!attempt.headers().contains_key("authorization"));
            seen.lock().unwrap().push((
                attempt.operation().unwrap().to_string(),
                attempt.attempt(),
                attempt.method().to_string(),
                attempt.body().map(<[u8]>::to_vec),
                format!("{attempt:?}"),
            ));
            attempt.set_header("x-attempt", attempt.attempt());
            Ok(())
        })
        .build()
        .unwrap();
    workspace.inject(Fault::status(502).times(1));
    client.tags().list().await.unwrap();
    let request = workspace.last_request().unwrap();
    assert_eq!(request.header("x-attempt"), Some("2"));
    let bearer = format!("Bearer {TOKEN}");
    assert_eq!(request.header("authorization"), Some(bearer.as_str()));
    let contact = CreateContact::new().email("hook@example.com");
    client.contacts().create(contact).await.unwrap();

    let shown = shown.lock().unwrap();
    let seen: Vec<_> = shown
        .iter()
        .map(|seen| (&*seen.0, seen.1, &*seen.2))
        .collect();
    let expected = [
        ("tags.list", 1, "GET"),
        ("tags.list", 2, "GET"),
        ("contacts.create", 1, "POST"),
    ];
    assert_eq!(seen, expected);
    assert!(shown[2].3.as_ref().unwrap().starts_with(b"{"));
    assert!(
        shown
            .iter()
            .all(|seen| !seen.4.contains("s3cret") && !seen.4.contains("@example"))
    );
}

#[tokio::test]
async fn request_hook_refuses_a_call_before_anything_is_sent() {
    let workspace = workspace().await;
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let client = builder(&workspace).on_request(move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
        Err("outside of office hours".into())
    });
    let error = client.build().unwrap().tags().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(!error.may_have_been_sent() && !error.is_retryable());
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "outside of office hours");
    assert_eq!(calls.load(Ordering::Relaxed), 1);

    for (name, value) in [("host", "x"), ("a b", "x"), ("x-a", "\n")] {
        let client = builder(&workspace).on_request(move |attempt| {
            attempt.set_header(name, value);
            Ok(())
        });
        let error = client.build().unwrap().tags().list().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request, "{name}");
    }
    assert!(workspace.last_request().is_none());
}
