//! Chooses the settings of a [`Client`].

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use intercom_core::codegen::ClientOptions;
use intercom_core::{
    AttemptRequest, Clock, Connect, Endpoint, Error, HookError, Pacer, Region, ResponseInfo,
    Retries, TokenProvider, Transport,
};
use secrecy::SecretString;

use super::{Client, PACKAGE};

/// The settings of a [`Client`]; returned by [`Client::builder`].
#[derive(Clone, Default)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder(ClientOptions);

impl ClientBuilder {
    /// Reads token, region and base URL from the environment, for programs that set more than
    /// these; [`Client::from_env`] is the short way and names the variables.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) with the name of the variable whose value
    /// is missing or wrong.
    pub fn from_env() -> Result<Self, Error> {
        ClientOptions::from_env().map(Self)
    }

    /// Sets the access token. Required, unless there is a
    /// [`token_provider`](Self::token_provider).
    pub fn token(mut self, token: impl Into<SecretString>) -> Self {
        self.0.token = Some(token.into());
        self
    }

    /// Calls a provider for the access token before each attempt of a call, in place of a fixed
    /// [`token`](Self::token). After a 401 the token is refreshed once, and the call is sent again.
    pub fn token_provider(mut self, provider: impl TokenProvider) -> Self {
        self.0.provider = Some(Arc::new(provider));
        self
    }

    /// Sets the region of the workspace. Defaults to [`Region::Us`].
    pub fn region(mut self, region: Region) -> Self {
        self.0.region = Some(region);
        self
    }

    /// Sets the URL that every call starts with, in place of the region's: a proxy, a mock, a
    /// simulated workspace. It may have a path. It must be https, or http to this machine
    /// (`localhost`, `127.0.0.0/8`, `::1`), because every call carries the token.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.0.base_url = Some(url.into());
        self
    }

    /// Sets how long a call may take, with all attempts and the waits between them. Defaults to 2
    /// minutes. [`Call::with_timeout`](crate::Call::with_timeout) overrides it.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.0.timeout = Some(timeout);
        self
    }

    /// Sets how long each attempt of a call may take, up to the last byte of its response. Defaults
    /// to 30 seconds. [`Call::with_attempt_timeout`](crate::Call::with_attempt_timeout) overrides
    /// it.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.0.attempt_timeout = Some(timeout);
        self
    }

    /// Sets how long connecting may take; it counts towards the limit of the attempt. Defaults to
    /// 10 seconds. [`Call::with_connect_timeout`](crate::Call::with_connect_timeout) overrides it.
    /// A client set with [`http_client`](Self::http_client) has its own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.0.connect_timeout = Some(timeout);
        self
    }

    /// Sets how often a failed call is sent again. Defaults to [`Retries::new`].
    /// [`Call::with_retries`](crate::Call::with_retries) overrides it.
    ///
    /// ```
    /// use intercom_api::{Client, Retries};
    ///
    /// let builder = Client::builder().retries(Retries::none());
    /// ```
    pub fn retries(mut self, retries: Retries) -> Self {
        self.0.retries = retries;
        self
    }

    /// Delays calls so that the rate limit is kept instead of hit; all clones of the client share
    /// it. By default, every call is sent at once. Use [`Pace`](crate::Pace) for one process;
    /// [`Pacer`] shows how several share a limit.
    pub fn pace(mut self, pacer: impl Pacer) -> Self {
        self.0.pacer = Some(Arc::new(pacer));
        self
    }

    /// Sets the most bytes of a response body, decompressed. Defaults to 64 MiB. A
    /// [`Download`](crate::Download) has no such limit.
    ///
    /// The limit also bounds the memory of the decoded value, estimated as 1,280 bytes for each object and
    /// 48 bytes for each other value; for that it counts as 64 MiB at least. A body above either limit
    /// is an error of the kind [`TooLarge`](crate::ErrorKind::TooLarge).
    pub fn max_response_size(mut self, bytes: usize) -> Self {
        self.0.max_response_size = Some(bytes);
        self
    }

    /// Names the fields of spans as OpenTelemetry's semantic conventions for HTTP clients do:
    /// `http.request.method`, `http.response.status_code`, `http.request.resend_count`, `url.template`,
    /// `server.address`, `server.port` and `error.type`, with `otel.name`, `otel.kind` and
    /// `otel.status_code` for bridges from `tracing`. Default: the names of this crate.
    ///
    /// `url.full` is left out, because it contains ids of objects. Requires the feature `tracing`.
    pub fn opentelemetry_spans(mut self) -> Self {
        self.0.opentelemetry = true;
        self
    }

    /// Calls a function before each attempt of each call. It can add headers, such as a trace context
    /// or the signature that a gateway requires, and it can refuse the attempt: its error becomes the
    /// source of an [`ErrorKind::Request`](crate::ErrorKind::Request), and nothing is sent. It should
    /// return at once.
    ///
    /// The function runs after the wait for the [pacer](Self::pace) and before the access token is
    /// added, which it never gets. Headers that it sets follow redirects within the API's host alone.
    ///
    /// ```
    /// use intercom_api::Client;
    ///
    /// let builder = Client::builder().on_request(|attempt| {
    ///     if attempt.method() != "GET" {
    ///         return Err("this program only reads".into());
    ///     }
    ///     attempt.set_header("x-attempt", attempt.attempt());
    ///     Ok(())
    /// });
    /// ```
    pub fn on_request(
        mut self,
        hook: impl Fn(&mut AttemptRequest<'_>) -> Result<(), HookError> + Send + Sync + 'static,
    ) -> Self {
        self.0.on_request = Some(Arc::new(hook));
        self
    }

    /// Calls a function after each attempt of each call, for metrics. It should return at once.
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
        self.0.on_response = Some(Arc::new(told));
        self
    }

    /// Sets the clock, for tests. Defaults to [`SystemClock`](crate::SystemClock).
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.0.clock = Some(Arc::new(clock));
        self
    }

    /// Names the program in the `User-Agent` header, after this crate's own
    /// `intercom-api/<version>`: `my-sync/2.1`.
    pub fn user_agent(mut self, product: impl Into<String>) -> Self {
        self.0.user_agent = Some(product.into());
        self
    }

    /// Sets a header of every call, in place of what the client would send under that name. A header
    /// that a call sets itself, with [`Call::with_header`](crate::Call::with_header) or for its body,
    /// takes precedence. It is not sent to the hosts that redirects lead to.
    ///
    /// A name or value that cannot be one, and a header that frames the message (`Host`,
    /// `Content-Length`, `Transfer-Encoding`, `Connection`), make [`build`](Self::build) fail.
    ///
    /// ```
    /// use intercom_api::Client;
    ///
    /// let builder = Client::builder().default_header("x-team", "billing");
    /// ```
    pub fn default_header(
        mut self,
        name: impl TryInto<HeaderName>,
        value: impl TryInto<HeaderValue>,
    ) -> Self {
        self.0
            .set_default_header(name.try_into().ok(), value.try_into().ok());
        self
    }

    /// Sets the version of the API that calls use, such as `2.13`. Defaults to
    /// [`API_VERSION`](crate::API_VERSION), which the types of this crate are made for; fields of
    /// another version are kept in `extra`. `Unstable` is the preview.
    /// [`Call::with_api_version`](crate::Call::with_api_version) overrides it.
    ///
    /// ```
    /// use intercom_api::Client;
    ///
    /// let builder = Client::builder().api_version("2.13");
    /// ```
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.0.api_version = Some(version.into());
        self
    }

    /// Sends with this transport instead of the built-in HTTP client: a test double, or middleware.
    /// It takes precedence over [`http_client`](Self::http_client). See [`Transport`] for an example,
    /// and [`ServiceTransport`](crate::ServiceTransport) for `tower` services.
    ///
    /// Attempts, time limits, redirects, content codings, limits of bodies and the handling of the
    /// token are the same over every transport.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.0.transport = Some(Arc::new(transport));
        self
    }

    /// Sends with this HTTP client, for a proxy, a certificate authority or a pool of its own.
    ///
    /// It should be built with `redirect(reqwest::redirect::Policy::none())`, as the built-in one
    /// is: this crate decides itself what may follow a redirect, and the response for the recording
    /// of a call is one. If the feature `gzip` of `reqwest` is on, call `no_gzip()`: this crate
    /// decompresses bodies itself, and `reqwest` returns only the first member of a gzip body that
    /// has several. With `http2_keep_alive_interval` it leaves a connection that has fallen silent.
    ///
    /// `reqwest` needs a provider of cryptography of its own to build a client: its feature `rustls`
    /// brings one. Without any, it panics.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.0.http = Some(client);
        self
    }

    /// Checks the settings and creates the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) with the name of the setting that is wrong:
    /// no token, or one that is empty, has white space or cannot be a header value; a base URL
    /// without host, with credentials, query or fragment, or plain http to another machine; a user
    /// agent that cannot be a header value; a default header or an API version that is not valid; TLS
    /// that cannot be set up on this machine.
    pub fn build(self) -> Result<Client, Error> {
        Ok(Client::new(self.0.build(&PACKAGE)?))
    }

    pub(crate) fn into_options(self) -> ClientOptions {
        self.0
    }
}

/// Starts with the endpoint, so that further settings can be added.
impl Connect for ClientBuilder {
    fn connect(endpoint: Endpoint) -> Result<Self, Error> {
        Ok(Self(endpoint.into()))
    }
}

impl fmt::Debug for ClientBuilder {
    /// Shows neither the token nor the base URL, which is unchecked and may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
