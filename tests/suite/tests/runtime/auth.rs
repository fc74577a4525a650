//! Tokens that change while the client runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use intercom_api::{BoxFuture, ErrorKind, SecretString, TokenError, TokenProvider};
use intercom_simulator::Fault;

use crate::support::{JumpingClock, builder, workspace};

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
                0 => "s3cret-revoked",
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
    let client = builder(&workspace)
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
async fn token_that_stays_refused_fails_after_one_more_attempt() {
    let workspace = workspace().await;
    let vault = Vault {
        renewed: "s3cret-and-also-revoked".to_owned(),
        refreshes: Arc::default(),
    };
    let client = builder(&workspace)
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
    let client = builder(&workspace)
        .clock(JumpingClock::new())
        .token_provider(move || {
            let token = match seen.fetch_add(1, Ordering::SeqCst) {
                0 => "s3cret-about-to-be-rotated".to_owned(),
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
    assert_eq!(tokens[0], "Bearer s3cret-about-to-be-rotated");
    assert_eq!(tokens[1], format!("Bearer {}", workspace.token()));
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let workspace = workspace().await;
    let client = builder(&workspace)
        .token_provider(|| async { Err(TokenError::from("the vault is sealed")) })
        .build()
        .unwrap();
    let error = client.admins().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Token);
    assert_eq!((error.attempts(), error.may_have_been_sent()), (0, false));
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "the vault is sealed");
    assert!(workspace.requests().is_empty());

    let slow = builder(&workspace)
        .token_provider(std::future::pending)
        .timeout(Duration::from_millis(50))
        .build()
        .unwrap();
    let error = slow.admins().list().await.unwrap_err();
    assert!(error.is_timeout() && !error.may_have_been_sent());
}

/// Refuses to give a new token, slowly.
#[derive(Clone, Default)]
struct Sealed {
    refreshes: Arc<AtomicUsize>,
}

impl TokenProvider for Sealed {
    fn token(&self) -> BoxFuture<'_, Result<SecretString, TokenError>> {
        Box::pin(async { Ok(SecretString::from("s3cret-revoked")) })
    }

    fn refresh(&self) -> BoxFuture<'_, Result<SecretString, TokenError>> {
        self.refreshes.fetch_add(1, Ordering::SeqCst);
        Box::pin(async {
            tokio::time::sleep(Duration::from_millis(200)).await;
            Err(TokenError::from("the vault is sealed"))
        })
    }
}

#[tokio::test]
async fn a_refresh_that_fails_fails_for_all_that_wait_for_it() {
    let workspace = workspace().await;
    let sealed = Sealed::default();
    let builder = builder(&workspace).token_provider(sealed.clone());
    let client = builder.build().unwrap();
    let calls: Vec<_> = (0..100)
        .map(|_| tokio::spawn(client.admins().list().send()))
        .collect();
    let mut told = 0;
    for call in calls {
        let error = call.await.unwrap().unwrap_err();
        assert!(error.is_unauthorized());
        assert_eq!(error.attempts(), 1);
        told += usize::from(std::error::Error::source(&error).is_some());
    }
    // Not one refresh for each call; late calls may have begun another one.
    let refreshes = sealed.refreshes.load(Ordering::SeqCst);
    assert!((1..=5).contains(&refreshes), "{refreshes}");
    assert_eq!(told, refreshes);
    // The next call refreshes again.
    client.admins().list().await.unwrap_err();
    assert_eq!(sealed.refreshes.load(Ordering::SeqCst), refreshes + 1);
}

#[tokio::test]
async fn a_refresh_that_hangs_ends_with_its_call() {
    struct Hanging;
    impl TokenProvider for Hanging {
        fn token(&self) -> BoxFuture<'_, Result<SecretString, TokenError>> {
            Box::pin(async { Ok(SecretString::from("s3cret-revoked")) })
        }

        fn refresh(&self) -> BoxFuture<'_, Result<SecretString, TokenError>> {
            Box::pin(std::future::pending())
        }
    }
    let workspace = workspace().await;
    let builder = builder(&workspace).token_provider(Hanging);
    let client = builder.timeout(Duration::from_millis(300)).build().unwrap();
    let began = Instant::now();
    let calls: Vec<_> = (0..10)
        .map(|_| tokio::spawn(client.admins().list().send()))
        .collect();
    for call in calls {
        assert!(call.await.unwrap().unwrap_err().is_unauthorized());
    }
    assert!(began.elapsed() < Duration::from_secs(2));
}
