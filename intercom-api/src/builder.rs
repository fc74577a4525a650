//! Builds a [`Client`]: everything that can be wrong with its settings is found here, before the
//! first call.

mod environment;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use secrecy::SecretString;

use crate::anomalies::Reported;
use crate::auth::{Auth, Token, TokenProvider};
use crate::base_url::BaseUrl;
use crate::client::{Client, Settings};
use crate::clock::{Clock, SystemClock};
use crate::error::Error;
use crate::hooks::{OnResponse, ResponseInfo};
use crate::http_client::HttpClient;
use crate::pace::Pacer;
use crate::region::Region;
use crate::retry::Retries;

/// How long a call may take unless told otherwise: all its tries, and the waits between them.
const TIMEOUT: Duration = Duration::from_secs(120);

/// How long each try of a call may take, to the last byte of its answer.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);

/// How long the built-in HTTP client tries to connect: a host that takes longer is down.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The largest body of an answer, in bytes: more than any page of the API has.
const MAX_RESPONSE_SIZE: usize = 64 * 1024 * 1024;

const USER_AGENT: &str = concat!("intercom-api/", env!("CARGO_PKG_VERSION"));

/// The settings of a [`Client`]; made by [`Client::builder`].
#[derive(Clone, Default)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    token: Option<SecretString>,
    provider: Option<Arc<dyn TokenProvider>>,
    region: Option<Region>,
    base_url: Option<String>,
    timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    connect_timeout: Option<Duration>,
    retries: Retries,
    pacer: Option<Arc<dyn Pacer>>,
    max_response_size: Option<usize>,
    user_agent: Option<String>,
    http: Option<reqwest::Client>,
    on_response: Option<Arc<OnResponse>>,
    clock: Option<Arc<dyn Clock>>,
}

impl ClientBuilder {
    /// Sets the access token. Required, unless there is a
    /// [`token_provider`](Self::token_provider).
    pub fn token(mut self, token: impl Into<SecretString>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Asks for the access token before each try of a call, in place of one
    /// [`token`](Self::token) for good. After a 401 it is refreshed once, and the call sent once
    /// more.
    pub fn token_provider(mut self, provider: impl TokenProvider) -> Self {
        self.provider = Some(Arc::new(provider));
        self
    }

    /// Sets the region of the workspace. Default: [`Region::Us`].
    pub fn region(mut self, region: Region) -> Self {
        self.region = Some(region);
        self
    }

    /// Sets the URL that every call starts with, in place of the region's: a proxy, a mock, a
    /// simulated workspace. It may have a path. It must be https, or http to this machine
    /// (`localhost`, `127.0.0.0/8`, `::1`), because every call carries the token.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sets how long a call may take: all its tries, and the waits between them. Default: 2
    /// minutes. [`Call::with_timeout`](crate::Call::with_timeout) overrides it.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets how long each try of a call may take, to the last byte of its answer. Default: 30
    /// seconds. [`Call::with_attempt_timeout`](crate::Call::with_attempt_timeout) overrides it.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Sets how long it may take to connect; it counts towards the limit of the try. Default: 10
    /// seconds. [`Call::with_connect_timeout`](crate::Call::with_connect_timeout) overrides it. A
    /// client given with [`http_client`](Self::http_client) has its own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// Sets how often a failed call is sent again. Default: [`Retries::new`].
    /// [`Call::with_retries`](crate::Call::with_retries) overrides it.
    ///
    /// ```
    /// use intercom_api::{Client, Retries};
    ///
    /// let builder = Client::builder().retries(Retries::none());
    /// ```
    pub fn retries(mut self, retries: Retries) -> Self {
        self.retries = retries;
        self
    }

    /// Lets calls wait for their turn, so that the rate limit is kept instead of hit; all clones
    /// of the client share it. Default: every call is sent at once. [`Pace`](crate::Pace) suits
    /// one process, [`Pacer`] says how several share a limit.
    pub fn pace(mut self, pacer: impl Pacer) -> Self {
        self.pacer = Some(Arc::new(pacer));
        self
    }

    /// Sets how many bytes of an answer are read at most, decompressed: against a server that
    /// never ends. Default: 64 MiB. A [`Download`](crate::Download) has no such limit.
    pub fn max_response_size(mut self, bytes: usize) -> Self {
        self.max_response_size = Some(bytes);
        self
    }

    /// Calls a function after each try of each call, for metrics. It should return at once.
    ///
    /// ```
    /// use intercom_api::Client;
    ///
    /// let builder = Client::builder().on_response(|info| {
    ///     if let Some(operation) = info.operation {
    ///         println!("{operation}: {:?} in {:?}", info.status, info.duration);
    ///     }
    /// });
    /// ```
    pub fn on_response(mut self, told: impl Fn(&ResponseInfo<'_>) + Send + Sync + 'static) -> Self {
        self.on_response = Some(Arc::new(told));
        self
    }

    /// Waits by this clock, in tests. Default: [`SystemClock`].
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Names the program in the `User-Agent` header, behind this crate's own
    /// `intercom-api/<version>`: `my-sync/2.1`.
    pub fn user_agent(mut self, product: impl Into<String>) -> Self {
        self.user_agent = Some(product.into());
        self
    }

    /// Sends with this HTTP client, for a proxy, a certificate authority or a pool of its own.
    ///
    /// It should be made with `redirect(reqwest::redirect::Policy::none())`, as the built-in one
    /// is: this crate decides itself what may follow a redirect, and the recording of a call is
    /// answered by one. With `http2_keep_alive_interval` it leaves a connection that has fallen silent.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http = Some(client);
        self
    }

    /// Checks the settings and makes the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) with the name of the setting that is wrong:
    /// no token, or one that is empty, has white space or cannot be a header value; a base URL
    /// without host, with credentials, query or fragment, or plain http to another machine; a user
    /// agent that cannot be a header value; TLS that cannot be set up on this machine.
    pub fn build(mut self) -> Result<Client, Error> {
        let auth = match (self.provider.take(), self.token.take()) {
            (Some(provider), _) => Auth::provider(provider),
            (None, Some(token)) => {
                let token = Token::new(&token).map_err(|reason| Error::config("token", reason))?;
                Auth::Static(Arc::new(token))
            }
            (None, None) => return Err(Error::config("token", "is not set")),
        };
        self.build_with(auth)
    }

    /// Makes a client that sends no token, for the call that gets one.
    pub(crate) fn build_without_token(self) -> Result<Client, Error> {
        self.build_with(Auth::None)
    }

    fn build_with(self, auth: Auth) -> Result<Client, Error> {
        let base_url = match self.base_url {
            Some(text) => BaseUrl::parse(&text),
            None => BaseUrl::of_region(self.region.unwrap_or_default()),
        };
        let base_url = base_url.map_err(|reason| Error::config("base_url", reason))?;
        let user_agent = match self.user_agent {
            Some(product) => HeaderValue::try_from([USER_AGENT, product.as_str()].join(" "))
                .map_err(|_| Error::config("user_agent", "cannot be a header value"))?,
            None => HeaderValue::from_static(USER_AGENT),
        };
        let connect_timeout = self.connect_timeout.unwrap_or(CONNECT_TIMEOUT);
        let http = match self.http {
            Some(client) => HttpClient::given(client),
            None => HttpClient::made(&base_url, connect_timeout)?,
        };
        Ok(Client::new(Settings {
            http,
            base_url,
            auth,
            user_agent,
            timeout: self.timeout.unwrap_or(TIMEOUT),
            attempt_timeout: self.attempt_timeout.unwrap_or(ATTEMPT_TIMEOUT),
            retries: self.retries,
            pacer: self.pacer,
            max_response_size: self.max_response_size.unwrap_or(MAX_RESPONSE_SIZE),
            on_response: self.on_response,
            clock: self.clock.unwrap_or_else(|| Arc::new(SystemClock)),
            reported: Reported::default(),
        }))
    }
}

impl fmt::Debug for ClientBuilder {
    /// Shows neither the token nor the base URL, which is unchecked and may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let redacted = |is_set: bool| if is_set { "<redacted>" } else { "<unset>" };
        f.debug_struct("ClientBuilder")
            .field("token", &format_args!("{}", redacted(self.token.is_some())))
            .field("region", &self.region)
            .field(
                "base_url",
                &format_args!("{}", redacted(self.base_url.is_some())),
            )
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("retries", &self.retries)
            .finish_non_exhaustive()
    }
}
