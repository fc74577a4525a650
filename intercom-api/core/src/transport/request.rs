//! A request while it is built. It is not generic, so all of it is compiled once; the generic `Call`
//! around it only passes values on.

mod bodies;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use secrecy::SecretString;
use serde_json::Value;
use url::Url;

use super::headers::{self, CustomHeaders, INTERCOM_VERSION};
use super::settings::Settings;
use crate::error::Error;
use crate::operation::{Context, OperationInfo, Repeat};
use crate::policy::Retries;
use crate::policy::redact::{Redactor, Secret};
use crate::response::Success;
use crate::url::check_page_size;
use crate::url::path::Path;
use crate::url::query::{self, ListStyle, ObjectStyle, Query};

/// How many bytes a URL can have: what `http::Uri` takes.
const MAX_URL: usize = 65_534;

/// A request while it is built.
#[derive(Clone)]
pub struct Request {
    settings: Arc<Settings>,
    operation: Option<&'static OperationInfo>,
    method: Method,
    path: Path,
    query: Query,
    headers: CustomHeaders,
    body: Option<Bytes>,
    /// A body that is opened for each attempt, in place of `body`.
    #[cfg(feature = "upload")]
    outgoing: Option<crate::upload::Outgoing>,
    timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    connect_timeout: Option<Duration>,
    retries: Option<Retries>,
    success: Success,
    /// What must not be printed, beside the token.
    redactor: Redactor,
    /// Whether a good response contains a secret.
    returns_secret: bool,
    /// The first thing that went wrong while building; it comes out when sending.
    problem: Option<Cow<'static, str>>,
}

impl Request {
    /// Starts a request of an operation.
    pub fn of_operation(settings: &Arc<Settings>, operation: &'static OperationInfo) -> Self {
        let path = Path::of_template(operation.path);
        let mut request = Self::new(settings, operation.method.clone(), path);
        request.operation = Some(operation);
        request
    }

    /// Starts a request to a path that the crate has no operation for.
    pub(crate) fn raw(settings: &Arc<Settings>, method: Method, path: &str) -> Self {
        let (path, problem) = match Path::raw(path) {
            Ok(path) => (path, None),
            Err(problem) => (Path::of_template("/"), Some(Cow::Borrowed(problem))),
        };
        let mut request = Self::new(settings, method, path);
        request.problem = problem;
        request
    }

    fn new(settings: &Arc<Settings>, method: Method, path: Path) -> Self {
        Self {
            settings: Arc::clone(settings),
            operation: None,
            method,
            path,
            query: Query::default(),
            headers: CustomHeaders::default(),
            body: None,
            #[cfg(feature = "upload")]
            outgoing: None,
            timeout: None,
            attempt_timeout: None,
            connect_timeout: None,
            retries: None,
            success: Success::Ok,
            redactor: settings.redactor.clone(),
            returns_secret: false,
            problem: None,
        }
    }

    /// Fills the next placeholder of the path.
    pub fn fill_path(&mut self, value: &dyn fmt::Display) {
        let filled = self.path.fill(&value.to_string());
        self.check(filled);
    }

    /// Fills the placeholder of this name.
    pub fn fill_path_named(&mut self, name: &'static str, value: &dyn fmt::Display) {
        let filled = self.path.fill_named(name, &value.to_string());
        self.check(filled);
    }

    /// Sets a query parameter of the operation, in place of its earlier value.
    pub fn set_query(&mut self, name: &'static str, value: &str) {
        self.query.set(name, query::pair(name, value));
    }

    /// Sets the number of items per page. A number that Intercom refuses makes the call fail before
    /// anything is sent.
    pub fn set_page_size(&mut self, name: &'static str, size: u32) {
        self.check(check_page_size(size));
        self.set_query(name, &size.to_string());
    }

    /// Sets a query parameter to a list.
    pub fn set_query_list(
        &mut self,
        name: &'static str,
        values: &[Cow<'_, str>],
        style: ListStyle,
    ) {
        self.query.set(name, query::list(name, values, style));
    }

    /// Sets a query parameter to an object.
    pub fn set_query_object(
        &mut self,
        name: &'static str,
        value: serde_json::Result<Value>,
        style: ObjectStyle,
    ) {
        let encoded = value
            .ok()
            .and_then(|value| query::object(name, &value, style));
        match encoded {
            Some(encoded) => self.query.set(name, encoded),
            None => self.fail(["query parameter `", name, "` cannot be encoded"].concat()),
        }
    }

    /// Adds a query parameter beside all others.
    pub fn add_query(&mut self, name: String, value: &str) {
        self.query.add(name, value);
    }

    /// Sets query parameters in place of all others of their names.
    pub(crate) fn replace_query(&mut self, pairs: &[(&str, &str)]) {
        self.query.replace(pairs);
    }

    /// The value of a query parameter, percent-encoded.
    pub(crate) fn query_value(&self, name: &str) -> Option<&str> {
        self.query.value(name)
    }

    /// Replaces the body and keeps its headers.
    pub(crate) fn replace_body(&mut self, body: Bytes) {
        self.body = Some(body);
    }

    /// Sets a header in place of its earlier value; `None` means an invalid value.
    pub fn set_header(&mut self, name: Option<HeaderName>, value: Option<HeaderValue>) {
        let is_secret = name == Some(AUTHORIZATION);
        if let Err(problem) = self.headers.set(name, value) {
            return self.fail(problem);
        }
        if is_secret {
            for secret in self.headers.secrets() {
                self.hide(secret);
            }
        }
    }

    /// Sets the version of the API.
    pub fn set_api_version(&mut self, version: &str) {
        match headers::version(version) {
            Some(value) => self.set_header(Some(INTERCOM_VERSION), Some(value)),
            None => self.fail("the API version is not one such as `2.13` or `Unstable`"),
        }
    }

    /// Returns whether the call itself sets a header.
    pub(crate) fn has_header(&self, name: &HeaderName) -> bool {
        self.headers.map().contains_key(name)
    }

    /// Sets the limit for the whole call.
    pub fn set_timeout(&mut self, timeout: Duration) {
        self.timeout = Some(timeout);
    }

    /// Sets the limit for one attempt.
    pub fn set_attempt_timeout(&mut self, timeout: Duration) {
        self.attempt_timeout = Some(timeout);
    }

    /// Sets the limit for connecting.
    pub fn set_connect_timeout(&mut self, timeout: Duration) {
        self.connect_timeout = Some(timeout);
    }

    /// Sets how often the call is sent again.
    pub fn set_retries(&mut self, retries: Retries) {
        self.retries = Some(retries);
    }

    /// Keeps a secret of the request out of everything that is printed, should the server return
    /// it.
    pub(crate) fn hide(&mut self, secret: SecretString) {
        self.redactor.add(&Arc::new(Secret::new(secret)));
    }

    /// Marks the call as one whose good response contains a secret.
    pub(crate) fn return_secret(&mut self) {
        self.returns_secret = true;
    }

    /// Sets which statuses are a success.
    pub fn expect(&mut self, success: Success) {
        self.success = success;
    }

    /// Makes the call fail before anything is sent, unless the result is `Ok`.
    pub fn check(&mut self, result: Result<(), String>) {
        if let Err(problem) = result {
            self.fail(problem);
        }
    }

    /// Makes the call fail before anything is sent.
    pub(crate) fn fail(&mut self, problem: impl Into<Cow<'static, str>>) {
        self.problem.get_or_insert(problem.into());
    }

    pub(crate) fn settings(&self) -> &Arc<Settings> {
        &self.settings
    }

    pub(crate) fn redactor(&self) -> Redactor {
        self.redactor.clone()
    }

    pub(crate) fn returns_secret(&self) -> bool {
        self.returns_secret
    }

    pub(crate) fn success(&self) -> Success {
        self.success
    }

    pub(crate) fn method(&self) -> &Method {
        &self.method
    }

    pub(crate) fn body(&self) -> Option<&Bytes> {
        self.body.as_ref()
    }

    /// The call that errors report.
    pub(crate) fn context(&self) -> Context {
        let safe = [Method::GET, Method::HEAD, Method::PUT, Method::DELETE];
        let repeat = match self.operation {
            Some(operation) => operation.repeat,
            None if safe.contains(&self.method) => Repeat::Safe,
            None => Repeat::Once,
        };
        Context {
            operation: self.operation,
            repeat,
            deletes: self.method == Method::DELETE,
            attempts: 0,
            is_unclear: false,
        }
    }

    /// The time limit of this call.
    pub(crate) fn timeout(&self) -> Duration {
        self.timeout.unwrap_or(self.settings.timeout)
    }

    /// The time limit that was given to this call itself.
    pub(crate) fn own_timeout(&self) -> Option<Duration> {
        self.timeout
    }

    /// The time limit of each attempt.
    pub(crate) fn attempt_timeout(&self) -> Duration {
        self.attempt_timeout
            .unwrap_or(self.settings.attempt_timeout)
    }

    /// The time limit for connecting that was given to this call itself.
    pub(crate) fn own_connect_timeout(&self) -> Option<Duration> {
        self.connect_timeout
    }

    pub(crate) fn retries(&self) -> Retries {
        self.retries.unwrap_or(self.settings.retries)
    }

    /// The request as the HTTP client takes it, without the client's token.
    pub(crate) fn to_http(&self) -> Result<reqwest::Request, Error> {
        let failed = |problem| Error::request(self.context(), problem);
        if let Some(problem) = &self.problem {
            return Err(failed(problem.clone()));
        }
        let url = self.url().map_err(failed)?;
        let mut request = reqwest::Request::new(self.method.clone(), url);
        *request.headers_mut() = self.full_headers();
        *request.body_mut() = self.body.clone().map(Into::into);
        Ok(request)
    }

    fn url(&self) -> Result<Url, Cow<'static, str>> {
        let base = &self.settings.base_url;
        let mut text = String::with_capacity(128);
        text.push_str(base.path());
        self.path.push_to(&mut text)?;
        let end = text.len();
        self.query.push_to(&mut text);
        let (path, query) = text.split_at(end);
        let url = base
            .with(path, query.strip_prefix('?'))
            .ok_or("the path and the query do not form a URL")?;
        if url.as_str().len() > MAX_URL {
            return Err(format!("the URL is longer than {MAX_URL} bytes").into());
        }
        Ok(url)
    }

    /// The headers of the call and those that every call has, but for the token.
    fn full_headers(&self) -> HeaderMap {
        let settings = &self.settings;
        let accept = self
            .operation
            .map_or("application/json", |info| info.accept);
        let defaults = settings.default_headers.map();
        let own = self.headers.map();
        let mut headers = HeaderMap::with_capacity(own.len() + defaults.len() + 6);
        headers.extend(own.clone());
        let mut default = |name: HeaderName, value: HeaderValue| {
            headers.entry(name).or_insert(value);
        };
        for (name, value) in defaults {
            default(name.clone(), value.clone());
        }
        default(ACCEPT, HeaderValue::from_static(accept));
        default(INTERCOM_VERSION, settings.api_version.clone());
        default(USER_AGENT, settings.user_agent.clone());
        if !self.has_body() && [Method::POST, Method::PUT, Method::PATCH].contains(&self.method) {
            // The HTTP client omits it, and some gateways then return 411.
            default(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        headers
    }
}

impl fmt::Debug for Request {
    /// Shows names and sizes, never values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.operation.map_or("<raw>", |operation| operation.path);
        f.debug_struct("Request")
            .field("operation", &self.operation.map(ToString::to_string))
            .field("method", &self.method)
            .field("path", &path)
            .field("query", &self.query.names().collect::<Vec<_>>())
            .field("headers", &self.headers.map().keys().collect::<Vec<_>>())
            .field("body_len", &self.body.as_ref().map(Bytes::len))
            .field("timeout", &self.timeout())
            .finish_non_exhaustive()
    }
}
