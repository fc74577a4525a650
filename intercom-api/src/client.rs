//! The [`Client`]: the settings that every call shares, behind one pointer.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderValue, Method};

use crate::anomalies::Reported;
use crate::auth::Auth;
use crate::base_url::BaseUrl;
use crate::builder::ClientBuilder;
use crate::clock::Clock;
use crate::error::Error;
use crate::hooks::OnResponse;
use crate::http_client::HttpClient;
use crate::pace::Pacer;
use crate::raw::RawCall;
use crate::region::Region;
use crate::retry::Retries;

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
pub struct Client(Arc<Settings>);

/// What all calls of a client share.
pub(crate) struct Settings {
    pub(crate) http: HttpClient,
    pub(crate) base_url: BaseUrl,
    pub(crate) auth: Auth,
    pub(crate) user_agent: HeaderValue,
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) retries: Retries,
    pub(crate) pacer: Option<Arc<dyn Pacer>>,
    pub(crate) max_response_size: usize,
    pub(crate) on_response: Option<Arc<OnResponse>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) reported: Reported,
}

impl Client {
    pub(crate) fn new(settings: Settings) -> Self {
        Self(Arc::new(settings))
    }

    /// Starts building a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Makes a client from the environment:
    ///
    /// | variable | value |
    /// |---|---|
    /// | `INTERCOM_ACCESS_TOKEN` | the access token; required |
    /// | `INTERCOM_REGION` | `us` (the default), `eu` or `au` |
    /// | `INTERCOM_BASE_URL` | what [`ClientBuilder::base_url`] takes; wins over the region |
    ///
    /// An empty variable counts as unset.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) with the name of the variable whose value is
    /// missing or wrong, or what [`ClientBuilder::build`] answers.
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build()
    }

    /// A call that this crate has no method for: any method on any path of the API.
    ///
    /// `path` starts with `/`, is percent-encoded and has no query: that is given with
    /// [`RawCall::query`]. A path that could leave the API's host or the base URL's path (`//`,
    /// `.` and `..` segments, a scheme) makes the call fail before anything is sent.
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
        RawCall::new(self, method, path.as_ref())
    }

    /// The URL that every call starts with, without a slash at its end.
    pub fn base_url(&self) -> &str {
        self.0.base_url.as_str()
    }

    /// The region whose host the client talks to; `None` for a host that is not Intercom's.
    pub fn region(&self) -> Option<Region> {
        self.0.base_url.region()
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.base_url())
            .field("region", &self.region())
            .field("token", &format_args!("<redacted>"))
            .field("timeout", &self.0.timeout)
            .field("attempt_timeout", &self.0.attempt_timeout)
            .field("retries", &self.0.retries)
            .finish_non_exhaustive()
    }
}
