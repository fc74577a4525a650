//! Tokens that change while the client runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use intercom_api::{
    BoxFuture, Client, ErrorKind, Region, SecretString, TokenError, TokenProvider, oauth,
};
use intercom_tests::Fault;
use secrecy::ExposeSecret;

use crate::support::{JumpingClock, serve, workspace, write};

/// Holds an old token until it is refreshed.
#[derive(Clone)]
struct Vault {
    renewed: String,
    refreshes: Arc<AtomicUsize>,
}

impl TokenProvider for Vault {
    fn token(&self) -> BoxFuture<'_, Result<SecretString, TokenError>> {
        Box::pin(async {
            let token = match self.refreshes.load(Ordering::SeqCst) {
                0 => "revoked",
                _ => &self.renewed,
            };
            Ok(SecretString::from(token))
        })
    }

    fn refresh(&self) -> BoxFuture<'_, Result<SecretString, TokenError>> {
        Box::pin(async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            self.refreshes.fetch_add(1, Ordering::SeqCst);
            self.token().await
        })
    }
}

#[tokio::test]
async fn a_refused_token_is_refreshed_once_for_all_calls() {
    let workspace = workspace().await;
    let vault = Vault {
        renewed: workspace.token().to_owned(),
        refreshes: Arc::default(),
    };
    let client = Client::builder()
        .base_url(workspace.base_url())
        .token_provider(vault.clone())
        .build()
        .unwrap();
    let calls: Vec<_> = (0..50)
        .map(|_| tokio::spawn(client.admins().list().send()))
        .collect();
    for call in calls {
        let response = call.await.unwrap().unwrap();
        assert!((1..=2).contains(&response.attempts()));
    }
    assert_eq!(vault.refreshes.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_token_that_stays_refused_fails_after_one_more_try() {
    let workspace = workspace().await;
    let vault = Vault {
        renewed: "also revoked".replace(' ', "-"),
        refreshes: Arc::default(),
    };
    let client = Client::builder()
        .base_url(workspace.base_url())
        .token_provider(vault.clone())
        .build()
        .unwrap();
    let error = client.admins().list().await.unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!(error.attempts(), 2);
    assert_eq!(vault.refreshes.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_token_rotated_during_a_retry_takes_hold() {
    let workspace = workspace().await;
    workspace.inject(Fault::status(503).times(1));
    let asked = Arc::new(AtomicUsize::new(0));
    let token = workspace.token().to_owned();
    let seen = Arc::clone(&asked);
    let client = Client::builder()
        .base_url(workspace.base_url())
        .clock(JumpingClock::new())
        .token_provider(move || {
            let token = match seen.fetch_add(1, Ordering::SeqCst) {
                0 => "about-to-be-rotated".to_owned(),
                _ => token.clone(),
            };
            async { Ok(SecretString::from(token)) }
        })
        .build()
        .unwrap();
    let response = client.admins().list().send().await.unwrap();
    assert_eq!((response.attempts(), asked.load(Ordering::SeqCst)), (2, 2));
    let tokens: Vec<_> = workspace
        .requests()
        .iter()
        .map(|request| request.header("authorization").unwrap().to_owned())
        .collect();
    assert_eq!(tokens[0], "Bearer about-to-be-rotated");
    assert_eq!(tokens[1], format!("Bearer {}", workspace.token()));
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let workspace = workspace().await;
    let client = Client::builder()
        .base_url(workspace.base_url())
        .token_provider(|| async { Err(TokenError::from("the vault is sealed")) })
        .build()
        .unwrap();
    let error = client.admins().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Token);
    assert_eq!((error.attempts(), error.may_have_been_sent()), (0, false));
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "the vault is sealed");
    assert!(workspace.requests().is_empty());

    let slow = Client::builder()
        .base_url(workspace.base_url())
        .token_provider(std::future::pending)
        .timeout(Duration::from_millis(50))
        .build()
        .unwrap();
    let error = slow.admins().list().await.unwrap_err();
    assert!(error.is_timeout() && !error.may_have_been_sent());
}

#[tokio::test]
async fn a_code_is_exchanged_for_a_token() {
    let url = oauth::authorize_url(Region::Au, "a b", "s&t", Some("https://app.example/?x=1"));
    assert_eq!(
        url,
        "https://app.au.intercom.com/oauth?client_id=a+b&state=s%26t\
         &redirect_uri=https%3A%2F%2Fapp.example%2F%3Fx%3D1"
    );
    for (body, found) in [
        (r#"{"token": "t0k", "token_type": "Bearer"}"#, Some("t0k")),
        (r#"{"access_token": "t0k"}"#, Some("t0k")),
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
        let builder = Client::builder().base_url(url);
        let secret = SecretString::from("s3cret");
        let result = oauth::exchange_with(builder, "id", &secret, "c0de").await;
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
