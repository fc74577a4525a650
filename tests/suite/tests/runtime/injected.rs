//! A client whose HTTP client was given to it.

use std::sync::{Arc, Mutex};

use http::{HeaderName, HeaderValue};
use intercom_test_server::{serve, write};

use crate::output::TOKEN;
use crate::support::{builder, builder_at, workspace};

#[tokio::test]
async fn it_is_what_sends() {
    let workspace = workspace().await;
    let mine = (
        HeaderName::from_static("x-mine"),
        HeaderValue::from_static("1"),
    );
    let http = reqwest::Client::builder().default_headers([mine].into_iter().collect());
    let builder = builder(&workspace).http_client(http.build().unwrap());
    builder.build().unwrap().tags().list().await.unwrap();
    let request = workspace.last_request().unwrap();
    assert_eq!(request.header("x-mine"), Some("1"));
    let bearer = format!("Bearer {TOKEN}");
    assert_eq!(request.header("authorization"), Some(bearer.as_str()));
}

#[tokio::test]
async fn client_that_follows_redirects_sends_the_token_to_no_other_host() {
    let heads = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&heads);
    let other = serve(move |_, head, mut stream| {
        seen.lock().unwrap().push(head);
        async move { write(&mut stream, "200 x\r\ncontent-length: 2", b"{}").await }
    })
    .await;
    let url = serve(move |_, _, mut stream| {
        let head = format!("302 x\r\nlocation: {other}\r\ncontent-length: 0");
        async move { write(&mut stream, &head, b"").await }
    })
    .await;
    let builder = builder_at(url).http_client(reqwest::Client::new());
    builder.build().unwrap().tags().list().await.unwrap();
    let heads = heads.lock().unwrap();
    assert_eq!(heads.len(), 1);
    assert!(!heads[0].contains(TOKEN) && !heads[0].to_ascii_lowercase().contains("authorization"));
}
