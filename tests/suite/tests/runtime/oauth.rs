//! Apps that others install: where people are sent, and what becomes of their code.

use intercom_api::{ErrorKind, Region, SecretString, oauth};
use intercom_test_server::{read_body, serve, write};
use secrecy::ExposeSecret;

use crate::support::builder_at;

#[tokio::test]
async fn a_code_is_exchanged_for_a_token() {
    let url = oauth::authorize_url(Region::Au, "a b", "s&t", Some("https://app.example/?x=1"));
    assert_eq!(
        url,
        "https://app.au.intercom.com/oauth?client_id=a+b&state=s%26t\
         &redirect_uri=https%3A%2F%2Fapp.example%2F%3Fx%3D1"
    );
    for (body, found) in [
        (
            r#"{"token": "s3cret-t0k", "token_type": "Bearer"}"#,
            Some("s3cret-t0k"),
        ),
        (r#"{"access_token": "s3cret-t0k"}"#, Some("s3cret-t0k")),
        ("{}", None),
        ("<html>", None),
    ] {
        let url = serve(move |_, head, mut stream| async move {
            assert!(head.starts_with("POST /auth/eagle/token HTTP/1.1\r\n"));
            assert!(!head.to_ascii_lowercase().contains("authorization"));
            let head = format!("200 x\r\ncontent-length: {}", body.len());
            write(&mut stream, &head, body.as_bytes()).await;
        })
        .await;
        let builder = builder_at(url);
        let secret = SecretString::from("s3cret");
        let result = oauth::exchange_with(builder, "id", &secret, "s3cret-code").await;
        if let Some(token) = found {
            assert_eq!(result.unwrap().expose_secret(), token);
            continue;
        }
        let error = result.unwrap_err();
        assert_eq!(error.operation().unwrap().to_string(), "oauth.exchange");
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(!format!("{error:?}").contains("s3cret"));
    }
}

#[tokio::test]
async fn refusal_is_reported_without_what_was_sent() {
    for (status, body, text) in [
        (
            "401 x",
            r#"{"error":"invalid_client","error_description":"no s3cret-of-app"}"#,
            "oauth.exchange: 401 invalid_client: no <redacted>",
        ),
        (
            "400 x",
            r#"{"type":"error.list","errors":[{"code":"bad_code","message":"s3cret-code is old"}]}"#,
            "oauth.exchange: 400 bad_code: <redacted> is old",
        ),
        (
            "502 x",
            "<html>client_secret=s3cret-of-app</html>",
            "oauth.exchange: 502 Bad Gateway: text/html of 40 bytes",
        ),
        (
            "200 x",
            r#"{"token": ""}"#,
            "oauth.exchange: expected JSON with a token",
        ),
    ] {
        let url = serve(move |_, head, mut stream| async move {
            let sent = read_body(&mut stream, &head).await;
            let sent: serde_json::Value = serde_json::from_slice(&sent).unwrap();
            assert_eq!(sent["client_secret"], "s3cret-of-app");
            let media_type = if body.starts_with('{') {
                "application/json"
            } else {
                "text/html"
            };
            let length = body.len();
            let head =
                format!("{status}\r\ncontent-type: {media_type}\r\ncontent-length: {length}");
            write(&mut stream, &head, body.as_bytes()).await;
        })
        .await;
        let secret = SecretString::from("s3cret-of-app");
        let exchange = oauth::exchange_with(builder_at(url), "id", &secret, "s3cret-code");
        let error = exchange.await.unwrap_err();
        assert_eq!(error.to_string(), text);
        assert!(!format!("{error:?}").contains("s3cret"));
    }
}
