//! The access token: where it comes from, and the one place that shows it, the `Authorization`
//! header.

use std::error::Error as StdError;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex as SyncMutex, PoisonError};

use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;

use crate::policy::BoxFuture;
use crate::policy::redact::Secret;

/// The reason why a [`TokenProvider`] has no token. It becomes the source of an
/// [`Error`](crate::Error): it must not contain a secret.
pub type TokenError = Box<dyn StdError + Send + Sync>;

/// Returns the access token for each attempt of a call, for programs whose token can change while
/// they run. Any function without arguments that returns a future of a token is one.
///
#[doc = example!("no_run")]
/// use intercom_api::{Client, SecretString, TokenError};
///
/// # async fn read_vault() -> Result<String, TokenError> { Ok(String::new()) }
/// # fn main() -> Result<(), intercom_api::Error> {
/// let intercom = Client::builder()
///     .token_provider(|| async { Ok(SecretString::from(read_vault().await?)) })
///     .build()?;
/// # Ok(())
/// # }
/// ```
pub trait TokenProvider: Send + Sync + 'static {
    /// Returns the token to use now. It is called before each attempt of each call, so it should
    /// return a cached token.
    fn token(&self) -> BoxFuture<'_, Result<SecretString, TokenError>>;

    /// Fetches a new token after the API has returned 401. A client does this once at a time, no
    /// matter how many calls were refused, and then sends each of them again. When the token stays
    /// the same or there is none, the calls that have waited for it fail. [`token`](Self::token)
    /// must return the new one from then on. By default, `token` is called again.
    fn refresh(&self) -> BoxFuture<'_, Result<SecretString, TokenError>> {
        self.token()
    }
}

impl<F, T> TokenProvider for F
where
    F: Fn() -> T + Send + Sync + 'static,
    T: Future<Output = Result<SecretString, TokenError>> + Send + 'static,
{
    fn token(&self) -> BoxFuture<'_, Result<SecretString, TokenError>> {
        Box::pin(self())
    }
}

/// An access token that is known to fit into a header.
pub(crate) struct Token {
    text: SecretString,
    authorization: HeaderValue,
    secret: Arc<Secret>,
}

impl Token {
    /// Checks a token. The error states what is wrong, without the token.
    pub(crate) fn new(token: &SecretString) -> Result<Self, &'static str> {
        let text = token.expose_secret();
        if text.is_empty() {
            return Err("is empty");
        }
        if text.contains(char::is_whitespace) {
            return Err("contains white space");
        }
        let authorization = HeaderValue::try_from(["Bearer ", text].concat());
        match authorization {
            Ok(mut authorization) if text.is_ascii() => {
                authorization.set_sensitive(true);
                Ok(Self {
                    text: token.clone(),
                    authorization,
                    secret: Arc::new(Secret::new(token.clone())),
                })
            }
            _ => Err("contains characters that no token has"),
        }
    }

    /// The value of the `Authorization` header, marked sensitive.
    pub(crate) fn authorization(&self) -> HeaderValue {
        self.authorization.clone()
    }

    /// Returns the token as what must not be printed.
    pub(crate) fn secret(&self) -> &Arc<Secret> {
        &self.secret
    }

    fn is(&self, other: &SecretString) -> bool {
        self.text.expose_secret() == other.expose_secret()
    }
}

/// Where a client has its token from.
#[derive(Clone)]
pub(crate) enum Auth {
    /// There is none: the call that gets one.
    None,
    Static(Arc<Token>),
    Provider(Arc<Refreshing>),
}

/// A provider, and what it takes to refresh once at a time.
pub(crate) struct Refreshing {
    provider: Arc<dyn TokenProvider>,
    /// How often the token became another one.
    generation: AtomicU64,
    /// How often a refresh has ended, with any result.
    ended: AtomicU64,
    turn: Mutex<()>,
    /// The last token. Most attempts have the same one, which is then checked and prepared once.
    last: SyncMutex<Option<Arc<Token>>>,
}

/// The token of one attempt.
#[derive(Default)]
pub(crate) struct Credential {
    pub(crate) token: Option<Arc<Token>>,
    generation: u64,
}

impl Refreshing {
    fn prepared(&self, token: &SecretString) -> Result<Arc<Token>, &'static str> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some(known) if known.is(token) => Ok(Arc::clone(known)),
            _ => Ok(Arc::clone(last.insert(Arc::new(Token::new(token)?)))),
        }
    }
}

impl Auth {
    pub(crate) fn provider(provider: Arc<dyn TokenProvider>) -> Self {
        Self::Provider(Arc::new(Refreshing {
            provider,
            generation: AtomicU64::new(0),
            ended: AtomicU64::new(0),
            turn: Mutex::new(()),
            last: SyncMutex::new(None),
        }))
    }

    /// The token, if it needs no provider.
    pub(crate) fn cached(&self) -> Option<Credential> {
        let token = match self {
            Self::None => None,
            Self::Static(token) => Some(Arc::clone(token)),
            Self::Provider(_) => return None,
        };
        Some(Credential {
            token,
            generation: 0,
        })
    }

    /// The token for the next attempt.
    pub(crate) async fn credential(&self) -> Result<Credential, TokenError> {
        let Self::Provider(refreshing) = self else {
            return Ok(self.cached().unwrap_or_default());
        };
        // Read before the token: a refresh in between is then done twice, never missed.
        let generation = refreshing.generation.load(Ordering::Acquire);
        let token = refreshing.prepared(&refreshing.provider.token().await?);
        Ok(Credential {
            token: Some(token.map_err(|reason| ["the token ", reason].concat())?),
            generation,
        })
    }

    /// Sees to a new token after one was refused; whether there is one.
    pub(crate) async fn renew(&self, refused: &Credential) -> Result<bool, TokenError> {
        let (Self::Provider(refreshing), Some(token)) = (self, &refused.token) else {
            return Ok(false);
        };
        let ended = refreshing.ended.load(Ordering::Acquire);
        let _turn = refreshing.turn.lock().await;
        if refreshing.generation.load(Ordering::Acquire) != refused.generation {
            return Ok(true);
        }
        // The refresh that this call has waited for returned nothing: another one is for later
        // calls.
        if refreshing.ended.load(Ordering::Acquire) != ended {
            return Ok(false);
        }
        let renewed = refreshing.provider.refresh().await;
        refreshing.ended.fetch_add(1, Ordering::AcqRel);
        let is_new = !token.is(&renewed?);
        if is_new {
            refreshing.generation.fetch_add(1, Ordering::AcqRel);
        }
        Ok(is_new)
    }
}
