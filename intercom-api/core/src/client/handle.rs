//! The shared settings of a client, behind one pointer.

use std::fmt;
use std::sync::Arc;

use crate::data::Timestamp;
use crate::transport::{Request, Settings};
use crate::url::Region;

/// The shared settings of a client; cheap to clone.
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

    /// Returns the settings themselves.
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
