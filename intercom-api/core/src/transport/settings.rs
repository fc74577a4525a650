//! What all calls of a client share.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::headers::CustomHeaders;
use super::hooks::{OnRequest, OnResponse};
use super::http_client::Sender;
use crate::policy::Retries;
use crate::policy::auth::Auth;
use crate::policy::clock::Clock;
use crate::policy::pace::Pacer;
use crate::policy::redact::Redactor;
use crate::response::Reported;
use crate::url::base_url::BaseUrl;

/// The settings of a client, after they were checked.
#[derive(Clone)]
pub struct Settings {
    pub(crate) sender: Sender,
    pub(crate) base_url: BaseUrl,
    pub(crate) auth: Auth,
    pub(crate) user_agent: HeaderValue,
    /// The name of the program, which the `User-Agent` ends with.
    pub(crate) product: Option<String>,
    /// The headers that the program sets for all calls.
    pub(crate) default_headers: CustomHeaders,
    /// The secrets of these headers.
    pub(crate) redactor: Redactor,
    /// The value of the `Intercom-Version` header.
    pub(crate) api_version: HeaderValue,
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) retries: Retries,
    pub(crate) pacer: Option<Arc<dyn Pacer>>,
    pub(crate) max_response_size: usize,
    /// Whether spans follow OpenTelemetry's semantic conventions.
    #[cfg_attr(
        not(feature = "tracing"),
        allow(dead_code, reason = "only spans read it")
    )]
    pub(crate) opentelemetry: bool,
    pub(crate) on_request: Option<Arc<OnRequest>>,
    pub(crate) on_response: Option<Arc<OnResponse>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) reported: Reported,
}
