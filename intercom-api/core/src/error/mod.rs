//! The one error type. What it says is made in [`causes`]; what may be asked of it is here.
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

/// At which step a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Building the client: a setting is missing or wrong. Nothing was sent.
    Config,
    /// Building the request: a path value, a header or the body cannot be sent. Nothing was sent.
    Request,
    /// The [`TokenProvider`](crate::TokenProvider) gave no token. Nothing was sent.
    Token,
    /// The client could not connect: refused, unknown host, TLS. Nothing was sent.
    Connect,
    /// The time limit of the call ran out.
    Timeout,
    /// The connection broke before the answer began.
    Transport,
    /// The connection broke, or the compression proved invalid, in the body of a good answer.
    Body,
    /// The response body, or the memory that its decoded value may take, is larger than
    /// [`max_response_size`](struct.ClientBuilder.html#method.max_response_size) allows.
    TooLarge,
    /// The API answered an error.
    Api,
    /// The answer is a success but cannot be read: its body does not have the documented form or has
    /// an unknown content coding, or the status of a download is not that of a file.
    Decode,
    /// The answer is a redirect that must not be followed, or one too many.
    Redirect,
    /// The file that a download goes to cannot be written.
    File,
    /// The job that was waited for has failed or was cancelled.
    Job,
    /// A page of a list leads nowhere, or back to where the walk has been.
    Paging,
    /// A scroll has broken off.
    Scroll,
}

/// Why a client could not be built or a call failed.
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

/// What is kept of an answer that became an error.
struct ResponseSummary {
    status: StatusCode,
    request_id: Option<String>,
    rate_limit: Option<RateLimit>,
    hint: Option<Hint>,
}

impl Error {
    /// At which step the call failed.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation that was called, displayed as `contacts.get`; `None` for a raw call or while
    /// a client is built.
    pub fn operation(&self) -> Option<&'static OperationInfo> {
        self.0.context?.operation
    }

    /// How often the call was sent; 0 when it never was.
    ///
    /// After more than one try, an earlier one may have been processed although its response was
    /// lost. For a deletion that then fails with 404, see
    /// [`is_already_deleted`](Self::is_already_deleted).
    pub fn attempts(&self) -> u32 {
        match (self.0.kind, self.0.context) {
            (ErrorKind::Config | ErrorKind::Request, _) | (_, None) => 0,
            (_, Some(context)) => context.attempts,
        }
    }

    /// The HTTP status, if there was an answer.
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

    /// Intercom's ID of the request, which its support asks for. It is safe to print: secrets and
    /// unusual characters are replaced, and it is cut after 100 characters.
    pub fn request_id(&self) -> Option<&str> {
        self.0.answer.as_ref()?.request_id.as_deref()
    }

    /// The state of the rate limit after this call.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.0.answer.as_ref()?.rate_limit
    }

    /// How long to wait before the next call, counted from the answer: what `Retry-After` says,
    /// or else, when calls are [limited](Self::is_rate_limited), the time until the limit resets.
    pub fn retry_after(&self) -> Option<Duration> {
        match self.0.answer.as_ref()?.hint? {
            Hint::RetryAfter(wait) | Hint::Reset(wait) => Some(wait),
        }
    }

    /// There is nothing under this id (404). Check the id, and that it is of this workspace and
    /// region; something deleted or merged away also answers this.
    ///
    /// A deletion that was sent again after a lost response fails like this when the first try
    /// succeeded: see [`is_already_deleted`](Self::is_already_deleted).
    pub fn is_not_found(&self) -> bool {
        self.has_status(StatusCode::NOT_FOUND)
    }

    /// Returns whether a deletion most likely succeeded although the call failed: an earlier try
    /// received no response, or a server error, and a later one found nothing to delete (404).
    ///
    /// A program can treat such a deletion as done. It cannot tell whether this call or another
    /// program deleted the object, or whether the object existed.
    ///
    /// ```no_run
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

    /// The token was not accepted (401): it is wrong, revoked or of another region. Repeating does
    /// not help; get a new token from the app's settings. A token provider has been asked for
    /// another one already; if that failed, [`source`](StdError::source) says why.
    pub fn is_unauthorized(&self) -> bool {
        self.has_status(StatusCode::UNAUTHORIZED)
    }

    /// Too many calls (429). Wait for [`retry_after`](Self::retry_after), then repeat. On the
    /// creation of an export it means that one is already running: wait for that one's end.
    pub fn is_rate_limited(&self) -> bool {
        self.has_status(StatusCode::TOO_MANY_REQUESTS)
    }

    /// It conflicts with what there is (409), such as a contact of the same email. Update
    /// the existing object: [`conflicting_id`](Self::conflicting_id) is its ID, if the message names it.
    pub fn is_conflict(&self) -> bool {
        self.has_status(StatusCode::CONFLICT)
    }

    /// Returns the ID of the existing object that the request conflicts with (409), if the message
    /// names one.
    ///
    /// ```no_run
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

    /// The API refuses what the request says (400, 422). [`errors`](Self::errors) names fields and
    /// reasons; change the request before repeating it.
    pub fn is_validation(&self) -> bool {
        // A scroll that is already open says nothing about the request.
        let refused = [StatusCode::BAD_REQUEST, StatusCode::UNPROCESSABLE_ENTITY];
        refused.into_iter().any(|status| self.has_status(status)) && !self.is_scroll_open()
    }

    /// A list cannot be walked to its end: a page leads back to an earlier one, repeats one, or names
    /// a next one that cannot be asked for, or too many pages in a row bring no new item (see
    /// [`max_empty_pages`](crate::paging::Pages::max_empty_pages)). The walk has ended; what it gave
    /// so far stands.
    pub fn is_paging(&self) -> bool {
        self.0.kind == ErrorKind::Paging
    }

    /// Another scroll is open, and there can be one at a time. It ends when nobody has used it for
    /// a minute; [`wait_for_scroll`](crate::paging::Items::wait_for_scroll) waits for that.
    pub fn is_scroll_open(&self) -> bool {
        self.0.kind == ErrorKind::Api && self.code() == ErrorCode::ScrollExists
    }

    /// A scroll has broken off: it has expired, or an answer was lost, and its place with it. The
    /// walk has ended; only a new scroll, from the start, can be sure to miss nothing.
    pub fn must_start_over(&self) -> bool {
        self.0.kind == ErrorKind::Scroll
    }

    /// A time limit of the client ran out. Raise it with
    /// [`with_timeout`](struct.Call.html#method.with_timeout) for what is slow by nature; before repeating,
    /// mind [`may_have_been_sent`](Self::may_have_been_sent).
    pub fn is_timeout(&self) -> bool {
        self.0.timed_out
    }

    /// The client could not connect. Check network, base URL and proxy; repeating is safe, and
    /// pointless when [`is_retryable`](Self::is_retryable) is `false`: the certificate is not valid,
    /// TLS failed, or a proxy refuses.
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// Whether the same call may succeed a little later and is safe to repeat: the server was
    /// unreachable, overloaded or broken, and a call that creates surely created nothing. The
    /// client has then already tried as often as its [`Retries`](crate::Retries) say. Wait for
    /// [`retry_after`](Self::retry_after), or else longer from time to time.
    pub fn is_retryable(&self) -> bool {
        let context = self.0.context;
        context.is_some_and(|context| may_pass(self.failure(), context.repeat))
    }

    /// How the last try failed.
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

    /// Whether the request may have reached the server. `false` is certain: nothing happened
    /// there. After `true` without an answer, look before creating the same thing again.
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
