//! How programs that know a server, such as a simulated workspace, create a client of any generated
//! package.

use std::fmt;
use std::sync::Arc;

use secrecy::SecretString;

use super::ClientOptions;
use crate::error::Error;
use crate::policy::clock::Clock;

/// A client that can be created for the server that a library provides.
///
/// The clients of generated packages implement it, and so do their builders, which allow further
/// settings. A library that starts a server can then return a client of the type that its caller
/// uses, without a dependency on the package of one version of the API.
///
#[doc = example!()]
/// use intercom_core::{Connect, Endpoint, Error};
///
/// struct TestServer;
///
/// impl TestServer {
///     fn client<C: Connect>(&self) -> Result<C, Error> {
///         C::connect(Endpoint::new("http://127.0.0.1:4010", "dG9rOnRlc3Q="))
///     }
/// }
///
/// # fn run() -> Result<(), Error> {
/// let client: intercom_api::Client = TestServer.client()?;
/// # Ok(())
/// # }
/// ```
pub trait Connect: Sized {
    /// Creates a client that sends its calls to this server. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) where the URL or the token is not valid, or
    /// TLS cannot be set up on this machine.
    fn connect(endpoint: Endpoint) -> Result<Self, Error>;
}

/// The server that a client is to be connected to, for [`Connect`].
#[derive(Clone)]
#[non_exhaustive]
pub struct Endpoint {
    /// The URL that every call starts with: https, or http to this machine.
    pub base_url: String,
    /// The access token.
    pub token: SecretString,
    /// The clock that the client waits by; `None` for that of the machine.
    pub clock: Option<Arc<dyn Clock>>,
}

impl Endpoint {
    /// Returns the endpoint of a server, with the clock of the machine.
    pub fn new(base_url: impl Into<String>, token: impl Into<SecretString>) -> Self {
        Self {
            base_url: base_url.into(),
            token: token.into(),
            clock: None,
        }
    }

    /// Sets the clock that the client waits by between its attempts.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }
}

impl fmt::Debug for Endpoint {
    /// Shows neither the token nor the base URL, which is unchecked and may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint")
            .field("has_clock", &self.clock.is_some())
            .finish_non_exhaustive()
    }
}

impl From<Endpoint> for ClientOptions {
    fn from(endpoint: Endpoint) -> Self {
        Self {
            base_url: Some(endpoint.base_url),
            token: Some(endpoint.token),
            clock: endpoint.clock,
            ..Self::default()
        }
    }
}
