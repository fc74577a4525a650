//! The error type. [`causes`] makes its messages; its methods are here.
//!
//! No error shows a token, a body, a query or path value, or any other data of customers. The
//! messages of the API's own errors are part of `Display`, because they explain the failure: the
//! first three, each cut and cleaned.

mod api_body;
mod causes;
mod code;
mod connect;
mod json_path;
mod named_id;
mod transport;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::StatusCode;

pub use self::api_body::ApiError;
pub use self::code::ErrorCode;
pub(crate) use self::json_path::short_type_name;
use crate::operation::{Context, OperationInfo};
use crate::policy::redact::{Charset, Redactor};
use crate::policy::retry::{Failure, Hint, may_pass};
use crate::response::RateLimit;

/// The step at which a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Building the client: a setting is missing or wrong. Nothing was sent.
    Config,
    /// Building the request: a path value, a header or the body cannot be sent. Nothing was sent.
    Request,
    /// A file or a stream of the request body cannot be read, is larger than its limit, or was already
    /// sent. [`may_have_been_sent`](Error::may_have_been_sent) returns whether a part of it was sent.
    Upload,
    /// The [`TokenProvider`](crate::TokenProvider) returned no token. Nothing was sent.
    Token,
    /// The client could not connect: refused, unknown host, TLS. Nothing was sent.
    Connect,
    /// The time limit of the call ran out.
    Timeout,
    /// The connection broke before the response began.
    Transport,
    /// The body of a successful response is incomplete, or its compression is invalid.
    Body,
    /// The response body, or the memory that its decoded value may take, is larger than
    /// [`max_response_size`](struct.ClientBuilder.html#method.max_response_size) allows.
    TooLarge,
    /// The API returned an error.
    Api,
    /// A successful response cannot be read: its body does not have the documented form or has an
    /// unknown content coding, or the status of a download is not that of a file.
    Decode,
    /// The response is a redirect that must not be followed, or there were too many redirects.
    Redirect,
    /// The file of a download cannot be written.
    File,
    /// The job has failed or was canceled.
    Job,
    /// A page of a list has an invalid next page, or leads back to an earlier one.
    Paging,
    /// A scroll has ended early.
    Scroll,
}

/// The reason why a client could not be built or a call failed.
///
/// The text names the operation, the status, the API's code and message, and the request id:
/// `contacts.get: 404 not_found: User Not Found (request 000abc)`.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    /// `None` while a client is built.
    context: Option<Context>,
    message: Cow<'static, str>,
    may_have_been_sent: bool,
    timed_out: bool,
    /// Whether the same call would fail again, whatever the kind.
    is_lasting: bool,
    answer: Option<ResponseSummary>,
    errors: Vec<ApiError>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What is kept of a response that became an error.
struct ResponseSummary {
    status: StatusCode,
    request_id: Option<String>,
    rate_limit: Option<RateLimit>,
    hint: Option<Hint>,
}

impl Error {
    /// Returns the step at which the call failed.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the operation that was called, displayed as `contacts.get`; `None` for a raw call or
    /// while a client is built.
    pub fn operation(&self) -> Option<&'static OperationInfo> {
        self.0.context?.operation
    }

    /// Returns the number of attempts that were sent; 0 when there was none.
    ///
    /// After more than one attempt, an earlier one may have been processed although its response
    /// was lost. For a deletion that then fails with 404, see
    /// [`is_already_deleted`](Self::is_already_deleted).
    pub fn attempts(&self) -> u32 {
        match (self.0.kind, self.0.context) {
            (ErrorKind::Config | ErrorKind::Request, _) | (_, None) => 0,
            (_, Some(context)) => context.attempts,
        }
    }

    /// Returns the HTTP status, if there was a response.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.answer.as_ref().map(|answer| answer.status)
    }

    /// Returns the code of the first error in the response that has one.
    ///
    /// It compares with a known code, `error.code() == ErrorCode::NotFound`; for text, see
    /// [`has_code`](Self::has_code) and [`ErrorCode::as_str`].
    pub fn code(&self) -> Option<&ErrorCode> {
        self.0.errors.iter().find_map(ApiError::code)
    }

    /// Returns whether [`code`](Self::code) is this one, given as an [`ErrorCode`] or as text.
    pub fn has_code(&self, code: impl AsRef<str>) -> bool {
        self.code().is_some_and(|own| own.as_str() == code.as_ref())
    }

    /// Returns the errors in the response, at most 100. There is often one, and none when the
    /// response has no known form.
    pub fn errors(&self) -> &[ApiError] {
        &self.0.errors
    }

    /// Returns Intercom's ID of the request, which its support needs. It is safe to print: secrets
    /// and unusual characters are replaced, and it is cut after 100 characters.
    pub fn request_id(&self) -> Option<&str> {
        self.0.answer.as_ref()?.request_id.as_deref()
    }

    /// Returns the state of the rate limit after this call.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.0.answer.as_ref()?.rate_limit
    }

    /// Returns how long to wait before the next call, counted from the response: the value of
    /// `Retry-After`, or else, for [rate-limited](Self::is_rate_limited) calls, the time until the
    /// limit resets.
    pub fn retry_after(&self) -> Option<Duration> {
        match self.0.answer.as_ref()?.hint? {
            Hint::RetryAfter(wait) | Hint::Reset(wait) => Some(wait),
        }
    }

    /// Returns whether the object does not exist (404). Check the id, the workspace and the region.
    /// Deleted and merged objects return this status as well.
    ///
    /// A deletion that was sent again after a lost response fails like this when the first attempt
    /// succeeded: see [`is_already_deleted`](Self::is_already_deleted).
    pub fn is_not_found(&self) -> bool {
        self.has_status(StatusCode::NOT_FOUND)
    }

    /// Returns whether a deletion most likely succeeded although the call failed: an earlier
    /// attempt received no response, or a server error, and a later one found nothing to delete
    /// (404).
    ///
    /// A program can treat such a deletion as done. It is unknown whether this call or another
    /// program deleted the object, or whether the object existed.
    ///
    #[doc = example!("no_run")]
    /// # async fn run(intercom: intercom_api::Client) -> Result<(), intercom_api::Error> {
    /// match intercom.contacts().delete("6579").await {
    ///     Err(error) if error.is_already_deleted() => {}
    ///     result => drop(result?),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_already_deleted(&self) -> bool {
        let context = self.0.context;
        let is_repeated = context.is_some_and(|context| context.deletes && context.is_unclear);
        is_repeated && self.is_not_found()
    }

    /// Returns whether the token was not accepted (401): it is wrong, revoked or of another region.
    /// Repeating does not help; get a new token from the settings of the app. A token provider has
    /// already been called for another one; if that failed, [`source`](StdError::source) is the
    /// reason.
    pub fn is_unauthorized(&self) -> bool {
        self.has_status(StatusCode::UNAUTHORIZED)
    }

    /// Returns whether there were too many calls (429). Wait for
    /// [`retry_after`](Self::retry_after), then repeat. On the creation of an export it means that
    /// one is already running: wait for that one's end.
    pub fn is_rate_limited(&self) -> bool {
        self.has_status(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Returns whether the request conflicts with an existing object (409), such as a contact with
    /// the same email. Update the existing object: [`conflicting_id`](Self::conflicting_id) is its
    /// ID, if the message names it.
    pub fn is_conflict(&self) -> bool {
        self.has_status(StatusCode::CONFLICT)
    }

    /// Returns the ID of the existing object that the request conflicts with (409), if the message
    /// names one.
    ///
    #[doc = example!("no_run")]
    /// # use intercom_api::types::{CreateContact, UpdateContact};
    /// # async fn run(intercom: intercom_api::Client) -> Result<(), intercom_api::Error> {
    /// let contact = CreateContact::new().email("joe@example.com");
    /// if let Err(error) = intercom.contacts().create(contact).await {
    ///     let Some(id) = error.conflicting_id() else {
    ///         return Err(error);
    ///     };
    ///     let update = UpdateContact::new().name("Joe");
    ///     intercom.contacts().update(id, update).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn conflicting_id(&self) -> Option<&str> {
        if !self.is_conflict() {
            return None;
        }
        let mut messages = self.0.errors.iter().filter_map(ApiError::message);
        messages.find_map(named_id::named_id)
    }

    /// Returns whether the API refuses the contents of the request (400, 422).
    /// [`errors`](Self::errors) names fields and reasons; change the request before repeating it.
    pub fn is_validation(&self) -> bool {
        // A scroll that is already open does not make the request wrong.
        let refused = [StatusCode::BAD_REQUEST, StatusCode::UNPROCESSABLE_ENTITY];
        refused.into_iter().any(|status| self.has_status(status)) && !self.is_scroll_open()
    }

    /// Returns whether a list cannot be walked to its end: a page leads back to an earlier one,
    /// repeats one, or has a next page that cannot be requested, or too many pages in a row have no
    /// new item (see [`max_empty_pages`](crate::paging::Pages::max_empty_pages)). The walk has
    /// ended; the items that it has returned are valid.
    pub fn is_paging(&self) -> bool {
        self.0.kind == ErrorKind::Paging
    }

    /// Returns whether another scroll is open; there can be one at a time. It ends after a minute
    /// without a call; [`wait_for_scroll`](crate::paging::Items::wait_for_scroll) waits for that.
    pub fn is_scroll_open(&self) -> bool {
        self.0.kind == ErrorKind::Api && self.code() == ErrorCode::ScrollExists
    }

    /// Returns whether a scroll has ended early: it has expired, or its position was lost with a
    /// response. The walk has ended; only a new scroll from the start is certain to miss nothing.
    pub fn must_start_over(&self) -> bool {
        self.0.kind == ErrorKind::Scroll
    }

    /// Returns whether a time limit of the client ran out. Raise it with
    /// [`with_timeout`](struct.Call.html#method.with_timeout) for what is slow by nature; before repeating,
    /// mind [`may_have_been_sent`](Self::may_have_been_sent).
    pub fn is_timeout(&self) -> bool {
        self.0.timed_out
    }

    /// Returns whether the client could not connect. Check network, base URL and proxy; repeating
    /// is safe, and pointless when [`is_retryable`](Self::is_retryable) is `false`: the certificate
    /// is not valid, TLS failed, or a proxy refuses.
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// Returns whether the same call may succeed later and is safe to repeat: the server was
    /// unreachable, overloaded or broken, and a call that creates cannot have created anything. The
    /// client has already made as many attempts as its [`Retries`](crate::Retries) allow. Wait for
    /// [`retry_after`](Self::retry_after), or else for increasing times.
    pub fn is_retryable(&self) -> bool {
        let context = self.0.context;
        context.is_some_and(|context| may_pass(self.failure(), context.repeat))
    }

    /// How the last attempt failed.
    pub(crate) fn failure(&self) -> Failure {
        match (self.0.kind, self.status()) {
            _ if self.0.is_lasting => Failure::Lasting,
            (ErrorKind::Connect, _) => Failure::Broken { sent: false },
            (ErrorKind::Timeout | ErrorKind::Transport | ErrorKind::Body, _) => Failure::Broken {
                sent: self.0.may_have_been_sent,
            },
            (ErrorKind::Api, Some(status)) => Failure::Status(status),
            _ => Failure::Lasting,
        }
    }

    pub(crate) fn hint(&self) -> Option<Hint> {
        self.0.answer.as_ref()?.hint
    }

    /// Returns whether the request may have reached the server. `false` is certain: nothing
    /// happened there. After `true` without a response, check before you create the same object
    /// again.
    pub fn may_have_been_sent(&self) -> bool {
        self.0.may_have_been_sent
    }

    fn has_status(&self, status: StatusCode) -> bool {
        self.0.kind == ErrorKind::Api && self.status() == Some(status)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.context {
            None => f.write_str("client configuration")?,
            Some(Context {
                operation: Some(operation),
                ..
            }) => write!(f, "{operation}")?,
            Some(_) => f.write_str("client.request")?,
        }
        write!(f, ": {}", self.0.message)?;
        match self.request_id() {
            Some(id) => write!(f, " (request {id})"),
            None => Ok(()),
        }
    }
}

/// How many errors of a response, and how many causes, `Debug` shows.
const SHOWN: usize = 10;

/// How many characters of a cause `Debug` shows.
const SHOWN_LENGTH: usize = 300;

/// An error and its causes, outermost first. Their own `Debug` may be of any length.
struct Chain<'a>(&'a (dyn StdError + 'static));

impl fmt::Debug for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nothing = Redactor::default();
        let mut list = f.debug_list();
        let mut next = Some(self.0);
        for _ in 0..SHOWN {
            let Some(cause) = next else { break };
            list.entry(&nothing.clean(&cause.to_string(), Charset::Text, SHOWN_LENGTH));
            next = cause.source();
        }
        list.finish()
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug
            .field("kind", &self.0.kind)
            .field("text", &self.to_string());
        if !self.0.errors.is_empty() {
            let shown = self.0.errors.get(..SHOWN).unwrap_or(&self.0.errors);
            debug.field("errors", &shown);
            debug.field("errors_len", &self.0.errors.len());
        }
        if let Some(source) = &self.0.source {
            debug.field("source", &Chain(&**source));
        }
        debug.finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source: &(dyn StdError + 'static) = self.0.source.as_deref()?;
        Some(source)
    }
}
