//! The [`Client`], which every call is made with.

mod builder;

use std::fmt;

use http::Method;
use intercom_core::codegen::{self, ApiPackage, ClientHandle};
use intercom_core::{
    Connect, DetectedRegion, Endpoint, Error, IntoCalls, RawCall, Region, RunAll, Timestamp,
};

pub use self::builder::ClientBuilder;
use crate::generated::version::API_VERSION;

/// What this package sends with every request.
pub(crate) const PACKAGE: ApiPackage = ApiPackage {
    version: API_VERSION,
    user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
};

/// A client of the Intercom API.
///
/// Cheap to clone; all clones share one pool of connections. Calls are awaited on a Tokio runtime.
///
/// ```
/// use intercom_api::{Client, Region};
///
/// # fn main() -> Result<(), intercom_api::Error> {
/// let intercom = Client::builder().token("dG9rOjEyMw==").region(Region::Eu).build()?;
/// assert_eq!(intercom.base_url(), "https://api.eu.intercom.io");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client(ClientHandle);

/// Creates a client with the default settings for everything but the endpoint.
impl Connect for Client {
    fn connect(endpoint: Endpoint) -> Result<Self, Error> {
        ClientBuilder::connect(endpoint)?.build()
    }
}

impl Client {
    pub(crate) fn new(handle: ClientHandle) -> Self {
        Self(handle)
    }

    /// Starts building a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Creates a client from the environment:
    ///
    /// | variable | value |
    /// |---|---|
    /// | `INTERCOM_ACCESS_TOKEN` | the access token; required |
    /// | `INTERCOM_API_KEY` | an alias of `INTERCOM_ACCESS_TOKEN` |
    /// | `INTERCOM_REGION` | `us` (the default), `eu` or `au` |
    /// | `INTERCOM_BASE_URL` | what [`ClientBuilder::base_url`] takes; wins over the region |
    ///
    /// An empty variable counts as unset. The access token can be in either of its variables. If both
    /// are set, they must be equal: different tokens are an error, because using either could reach
    /// the wrong workspace.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) with the name of the variable whose value is
    /// missing or wrong, and the errors of [`ClientBuilder::build`].
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build()
    }

    /// Starts a call that this crate has no method for: any method on any path of the API.
    ///
    /// `path` starts with `/`, is percent-encoded and has no query: set it with [`RawCall::query`].
    /// A path that could leave the API's host or the base URL's path (`//`, `.` and `..` segments,
    /// a scheme) makes the call fail before anything is sent.
    ///
    /// ```no_run
    /// # async fn run(intercom: intercom_api::Client) -> Result<(), intercom_api::Error> {
    /// let me: serde_json::Value = intercom
    ///     .request(http::Method::GET, "/me")
    ///     .send_as()
    ///     .await?
    ///     .into_value();
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, method: Method, path: impl AsRef<str>) -> RawCall {
        codegen::raw_call(self.0.settings(), method, path.as_ref())
    }

    /// Runs many calls, at most `limit` (at least 1) at a time, under the client's pacer.
    ///
    /// `calls` is any iterator or stream of calls, or of other futures of a `Result`. The returned
    /// [`RunAll`] is a stream of their results; it has the settings for order, errors and progress.
    ///
    /// ```no_run
    /// # async fn run(
    /// #     intercom: intercom_api::Client,
    /// #     ids: Vec<String>,
    /// # ) -> Result<(), intercom_api::Error> {
    /// let calls = ids.iter().map(|id| intercom.contacts().get(id));
    /// let contacts = intercom.run_all(calls, 20).try_collect().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn run_all<'a, K, C>(&self, calls: C, limit: usize) -> RunAll<'a, C::Value, C::Error>
    where
        C: IntoCalls<K>,
        C::Calls: 'a,
    {
        codegen::run_all(self.0.settings(), calls, limit)
    }

    /// Returns the URL that every call starts with, without a slash at its end.
    pub fn base_url(&self) -> &str {
        self.0.base_url()
    }

    /// Returns the region of the client's host; `None` for a host that is not Intercom's.
    pub fn region(&self) -> Option<Region> {
        self.0.region()
    }

    /// Returns the time, by the clock of the client: that of the machine unless
    /// [`ClientBuilder::clock`] sets another.
    pub fn now(&self) -> Timestamp {
        self.0.now()
    }

    /// Reads the region of the workspace from the API (`GET /me`).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) when the response names an unknown region,
    /// and the errors of every call.
    pub async fn detect_region(&self) -> Result<DetectedRegion, Error> {
        codegen::detect_region(&self.0).await
    }

    /// [`detect_region`](Self::detect_region) in a program without an async runtime.
    ///
    /// # Errors
    ///
    /// As [`detect_region`](Self::detect_region); [`ErrorKind::Request`](crate::ErrorKind::Request)
    /// within an async runtime.
    #[cfg(feature = "blocking")]
    pub fn detect_region_blocking(&self) -> Result<DetectedRegion, Error> {
        codegen::detect_region_blocking(&self.0)
    }

    /// Returns what this client consists of, for a client of another version of the API that
    /// [shares](Self::sharing) it.
    pub fn handle(&self) -> &ClientHandle {
        &self.0
    }

    /// Creates a client that shares connections, token, pacer, clock, hooks, limits and default headers
    /// with a client of another package, generated for another version of the API. Its calls name the
    /// version of this package, [`API_VERSION`](crate::API_VERSION), whatever the other client sends.
    ///
    /// A rate limit is one for all versions, so two clients of one token should share a pacer. The
    /// errors of both are of the same type.
    ///
    /// ```
    /// # fn main() -> Result<(), intercom_api::Error> {
    /// let stable = intercom_api::Client::builder().token("dG9rOjEyMw==").build()?;
    /// // In a program, this is the `Client` of the other package.
    /// let preview = intercom_api::Client::sharing(stable.handle());
    /// # assert_eq!(preview.base_url(), stable.base_url());
    /// # Ok(())
    /// # }
    /// ```
    pub fn sharing(handle: &ClientHandle) -> Self {
        Self(handle.with_package(&PACKAGE))
    }
}

impl fmt::Debug for Client {
    /// Shows where the client sends to and its limits, never the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
