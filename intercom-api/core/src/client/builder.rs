//! The settings of a client before they are checked: everything that can be wrong with them is
//! found here, before the first call.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use secrecy::SecretString;

use super::handle::ClientHandle;
use crate::error::Error;
use crate::policy::Retries;
use crate::policy::auth::{Auth, Token, TokenProvider};
use crate::policy::clock::{Clock, SystemClock};
use crate::policy::pace::Pacer;
use crate::policy::redact::{Redactor, Secret};
use crate::response::Reported;
use crate::transport::headers::{self, CustomHeaders};
use crate::transport::hooks::{OnRequest, OnResponse};
use crate::transport::http_client::{CONNECT_TIMEOUT, HttpClient, Sender};
use crate::transport::{Settings, Transport};
use crate::url::Region;
use crate::url::base_url::BaseUrl;

/// Default limit for a whole call: all attempts, and the waits between them.
const TIMEOUT: Duration = Duration::from_secs(120);

/// Default limit for one attempt, up to the last byte of its response.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);

/// Default limit of a response body in bytes: more than any page of the API has.
const MAX_RESPONSE_SIZE: usize = 64 * 1024 * 1024;

/// What the package for one version of the API sends with every request.
#[derive(Clone, Copy, Debug)]
pub struct ApiPackage {
    /// The value of the `Intercom-Version` header.
    pub version: &'static str,
    /// The `User-Agent`, such as `intercom-api/0.1.0`.
    pub user_agent: &'static str,
}

impl ApiPackage {
    /// The `User-Agent` of the package, and of a program; `None` where it cannot be a header value.
    pub(super) fn user_agent(&self, product: Option<&str>) -> Option<HeaderValue> {
        match product {
            Some(product) => HeaderValue::try_from([self.user_agent, product].join(" ")).ok(),
            None => Some(HeaderValue::from_static(self.user_agent)),
        }
    }
}

/// The unchecked settings behind the `ClientBuilder` of a package.
#[derive(Clone, Default)]
pub struct ClientOptions {
    /// The access token.
    pub token: Option<SecretString>,
    /// The source of access tokens, in place of one token.
    pub provider: Option<Arc<dyn TokenProvider>>,
    /// The region of the workspace.
    pub region: Option<Region>,
    /// The URL that every call starts with, in place of the region's.
    pub base_url: Option<String>,
    /// The limit for a whole call.
    pub timeout: Option<Duration>,
    /// The limit for one attempt.
    pub attempt_timeout: Option<Duration>,
    /// The limit for connecting.
    pub connect_timeout: Option<Duration>,
    /// How often a failed call is sent again.
    pub retries: Retries,
    /// The pacer that calls wait for.
    pub pacer: Option<Arc<dyn Pacer>>,
    /// The limit of a response body in bytes.
    pub max_response_size: Option<usize>,
    /// Whether spans follow OpenTelemetry's semantic conventions.
    pub opentelemetry: bool,
    /// The name of the program in the `User-Agent` header.
    pub user_agent: Option<String>,
    /// The HTTP client to send with.
    pub http: Option<reqwest::Client>,
    /// The transport to send with, in place of an HTTP client.
    pub transport: Option<Arc<dyn Transport>>,
    /// The headers of all calls.
    pub(crate) default_headers: CustomHeaders,
    /// What is wrong with them.
    pub(super) header_problem: Option<Cow<'static, str>>,
    /// The version of the API, in place of the package's.
    pub api_version: Option<String>,
    /// The function that is called before each attempt.
    pub on_request: Option<Arc<OnRequest>>,
    /// The function that is called after each attempt.
    pub on_response: Option<Arc<OnResponse>>,
    /// The clock to wait by.
    pub clock: Option<Arc<dyn Clock>>,
}

impl ClientOptions {
    /// Sets a header of all calls; `None` means an invalid header name or value.
    pub fn set_default_header(&mut self, name: Option<HeaderName>, value: Option<HeaderValue>) {
        if let Err(problem) = self.default_headers.set(name, value) {
            self.header_problem.get_or_insert(problem);
        }
    }

    /// Checks the settings and creates the client.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) with the name of the setting that is wrong.
    pub fn build(mut self, package: &ApiPackage) -> Result<ClientHandle, Error> {
        let auth = match (self.provider.take(), self.token.take()) {
            (Some(provider), _) => Auth::provider(provider),
            (None, Some(token)) => {
                let token = Token::new(&token).map_err(|reason| Error::config("token", reason))?;
                Auth::Static(Arc::new(token))
            }
            (None, None) => return Err(Error::config("token", "is not set")),
        };
        self.build_with(auth, package)
    }

    /// Makes a client that sends no token, for the call that fetches one.
    pub(crate) fn build_without_token(self, package: &ApiPackage) -> Result<ClientHandle, Error> {
        self.build_with(Auth::None, package)
    }

    fn build_with(self, auth: Auth, package: &ApiPackage) -> Result<ClientHandle, Error> {
        let base_url = match self.base_url {
            Some(text) => BaseUrl::parse(&text),
            None => BaseUrl::of_region(self.region.unwrap_or_default()),
        };
        let base_url = base_url.map_err(|reason| Error::config("base_url", reason))?;
        let product = self.user_agent;
        let user_agent = package
            .user_agent(product.as_deref())
            .ok_or_else(|| Error::config("user_agent", "cannot be a header value"))?;
        let connect_timeout = self.connect_timeout.unwrap_or(CONNECT_TIMEOUT);
        let sender = match (self.transport, self.http) {
            (Some(transport), _) => Sender::custom(transport),
            (None, Some(client)) => Sender::Http(HttpClient::given(client)),
            (None, None) => Sender::Http(HttpClient::made(&base_url, connect_timeout)?),
        };
        if let Some(problem) = self.header_problem {
            return Err(Error::config("default_header:", &problem));
        }
        let api_version = match self.api_version {
            Some(text) => headers::version(&text).ok_or_else(|| {
                Error::config("api_version", "is not one such as `2.13` or `Unstable`")
            })?,
            None => HeaderValue::from_static(package.version),
        };
        let mut redactor = Redactor::default();
        for secret in self.default_headers.secrets() {
            redactor.add(&Arc::new(Secret::new(secret)));
        }
        Ok(ClientHandle::new(Settings {
            sender,
            base_url,
            auth,
            user_agent,
            product,
            default_headers: self.default_headers,
            redactor,
            api_version,
            timeout: self.timeout.unwrap_or(TIMEOUT),
            attempt_timeout: self.attempt_timeout.unwrap_or(ATTEMPT_TIMEOUT),
            retries: self.retries,
            pacer: self.pacer,
            opentelemetry: self.opentelemetry,
            max_response_size: self.max_response_size.unwrap_or(MAX_RESPONSE_SIZE),
            on_request: self.on_request,
            on_response: self.on_response,
            clock: self.clock.unwrap_or_else(|| Arc::new(SystemClock)),
            reported: Reported::default(),
        }))
    }
}

impl fmt::Debug for ClientOptions {
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
