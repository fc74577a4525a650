//! The shared settings of a client, behind one pointer.

use std::fmt;
use std::sync::Arc;

use http::HeaderValue;

use super::builder::ApiPackage;
use crate::data::Timestamp;
use crate::response::Reported;
use crate::transport::{Request, Settings};
use crate::url::Region;

/// What a client consists of: connections, token, pacer, limits. Cheap to clone.
///
/// Clients of several packages, each for its own version of the API, can share it: see `Client::handle`
/// and `Client::sharing` of a package.
#[derive(Clone)]
pub struct ClientHandle(Arc<Settings>);

impl ClientHandle {
    pub(super) fn new(settings: Settings) -> Self {
        Self(Arc::new(settings))
    }

    /// The client that a request belongs to.
    pub(crate) fn of_request(request: &Request) -> Self {
        Self(Arc::clone(request.settings()))
    }

    /// Returns the URL that every call starts with, without a slash at its end.
    pub fn base_url(&self) -> &str {
        self.0.base_url.as_str()
    }

    /// Returns the region of the client's host; `None` for a host that is not Intercom's.
    pub fn region(&self) -> Option<Region> {
        self.0.base_url.region()
    }

    /// Returns the time, by the clock of the client.
    pub fn now(&self) -> Timestamp {
        self.0.clock.system_time().into()
    }

    /// Returns the same for the package of another version of the API: connections, token, pacer, clock,
    /// hooks and limits are shared, and requests name the version of that package.
    #[doc(hidden)]
    #[must_use]
    pub fn with_package(&self, package: &ApiPackage) -> Self {
        let mut settings = Settings::clone(&self.0);
        settings.api_version = HeaderValue::from_static(package.version);
        let product = settings.product.as_deref();
        if let Some(user_agent) = package.user_agent(product) {
            settings.user_agent = user_agent;
        }
        settings.reported = Reported::default();
        Self::new(settings)
    }

    /// Returns the settings themselves.
    #[doc(hidden)]
    pub fn settings(&self) -> &Arc<Settings> {
        &self.0
    }
}

impl fmt::Debug for ClientHandle {
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
