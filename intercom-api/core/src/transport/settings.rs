//! What all calls of a client share.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::hooks::OnResponse;
use super::http_client::HttpClient;
use crate::policy::Retries;
use crate::policy::auth::Auth;
use crate::policy::clock::Clock;
use crate::policy::pace::Pacer;
use crate::response::Reported;
use crate::url::base_url::BaseUrl;

/// The settings of a client, after they were checked.
pub struct Settings {
    pub(crate) http: HttpClient,
    pub(crate) base_url: BaseUrl,
    pub(crate) auth: Auth,
    pub(crate) user_agent: HeaderValue,
    /// The value of the `Intercom-Version` header.
    pub(crate) api_version: HeaderValue,
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) retries: Retries,
    pub(crate) pacer: Option<Arc<dyn Pacer>>,
    pub(crate) max_response_size: usize,
    pub(crate) on_response: Option<Arc<OnResponse>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) reported: Reported,
}
