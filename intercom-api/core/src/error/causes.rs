//! How each kind of error is made: what happened, without data of customers.

use std::borrow::Cow;
use std::io;
use std::time::Duration;

use http::StatusCode;
use serde_json::error::Category;

use super::api_body;
use super::json_path::{JsonPath, short_type_name};
use super::{Error, ErrorKind, Inner, ResponseSummary};
use crate::operation::Context;
use crate::policy::auth::TokenError;
use crate::policy::redact::Charset;
use crate::policy::retry::Hint;
use crate::response::RawResponse;
use crate::response::body::Unread;
use crate::response::rate_limit::{RateLimit, retry_after};

/// How many characters of what was found in a body are shown.
pub(super) const MAX_FOUND: usize = 300;

impl Error {
    pub(super) fn new(
        kind: ErrorKind,
        context: Option<Context>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self(Box::new(Inner {
            kind,
            context,
            message: message.into(),
            may_have_been_sent: !matches!(
                kind,
                ErrorKind::Config | ErrorKind::Request | ErrorKind::Token | ErrorKind::Connect
            ),
            timed_out: kind == ErrorKind::Timeout,
            is_lasting: false,
            answer: None,
            errors: Vec::new(),
            source: None,
        }))
    }

    fn after(
        kind: ErrorKind,
        response: &RawResponse,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        let mut error = Self::new(kind, Some(response.context), message);
        error.0.answer = Some(ResponseSummary::of(response));
        error
    }

    pub(super) fn caused_by(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// A setting of the client is missing or wrong.
    pub(crate) fn config(setting: &str, reason: &str) -> Self {
        Self::new(ErrorKind::Config, None, [setting, " ", reason].concat())
    }

    /// The HTTP client cannot be set up.
    pub(crate) fn http_client(source: reqwest::Error) -> Self {
        Self::new(ErrorKind::Config, None, "the HTTP client cannot be set up")
            .caused_by(source.without_url())
    }

    /// The request cannot be built.
    pub(crate) fn request(context: Context, problem: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Request, Some(context), problem)
    }

    /// The time limit ran out before a response began; `sent` is false while the call still waited
    /// for its turn or its token.
    pub(crate) fn out_of_time(context: Context, limit: Duration, sent: bool) -> Self {
        let mut error = Self::new(ErrorKind::Timeout, Some(context), timeout_message(limit));
        error.0.may_have_been_sent = sent;
        error
    }

    /// The token provider has no token.
    pub(crate) fn token(context: Context, source: TokenError) -> Self {
        Self::new(
            ErrorKind::Token,
            Some(context),
            "the token provider returned no token",
        )
        .caused_by(source)
    }

    /// After a token was refused, no new one could be fetched.
    pub(crate) fn not_renewed(self, source: TokenError) -> Self {
        self.caused_by(source)
    }

    /// An earlier attempt of the same call may have reached the server.
    pub(crate) fn sent_before(mut self, sent: bool) -> Self {
        self.0.may_have_been_sent |= sent;
        self
    }

    /// The body of a successful response is incomplete.
    pub(crate) fn body(response: &RawResponse, unread: Unread, timeout: Duration) -> Self {
        let (kind, message) = match &unread {
            Unread::Broken(source) if source.is_timeout() => {
                (ErrorKind::Timeout, timeout_message(timeout))
            }
            Unread::Late => (ErrorKind::Timeout, timeout_message(timeout)),
            Unread::Broken(_) | Unread::Short => (
                ErrorKind::Body,
                Cow::Borrowed("the response body is incomplete or damaged"),
            ),
            Unread::Undecodable(source) => (coding_kind(source), coding_message(source)),
            Unread::TooLarge(limit) => (
                ErrorKind::TooLarge,
                Cow::Owned(format!("the response body is larger than {limit} bytes")),
            ),
        };
        Self::after(kind, response, message).caused_by_unread(Some(unread), &response.redactor)
    }

    /// The server does not keep a connection for events.
    #[cfg(feature = "sse")]
    pub(crate) fn subscription(context: Context, message: &'static str) -> Self {
        Self::new(ErrorKind::Transport, Some(context), message)
    }

    /// The body would take too much memory after decoding.
    pub(crate) fn decoded_too_large(response: &RawResponse, limit: usize) -> Self {
        let message = format!(
            "decoding the values in the body could take more than {limit} bytes; \
             raise `max_response_size` or stream the response"
        );
        Self::after(ErrorKind::TooLarge, response, message)
    }

    /// The API returned an error; `unread` is why its body could not be read.
    pub(crate) fn api(response: &RawResponse, unread: Option<Unread>) -> Self {
        let body = api_body::parse(&response.body, &response.redactor);
        let message = if body.errors.is_empty() {
            let content = if unread.is_some() {
                "unreadable body".to_owned()
            } else {
                content_summary(response)
            };
            format!("{}: {content}", response.status)
        } else {
            format!(
                "{} {}",
                response.status.as_u16(),
                api_body::summary(&body.errors)
            )
        };
        let mut error = Self::after(ErrorKind::Api, response, message);
        if let (Some(answer), Some(id)) = (&mut error.0.answer, body.request_id) {
            answer.request_id = Some(id);
        }
        error.0.errors = body.errors;
        error.caused_by_unread(unread, &response.redactor)
    }

    /// The response redirects to a target that must not be followed. The message names only its
    /// scheme and host, because the rest may be a signature.
    pub(crate) fn redirect(response: &RawResponse) -> Self {
        let status = response.status.as_u16();
        let message = match response.origin() {
            Some(origin) => format!("{status} redirect to {origin}, which is not followed"),
            None => format!("{status} redirect without a valid location"),
        };
        Self::after(ErrorKind::Redirect, response, message)
    }

    /// The response redirects more often than is followed.
    pub(crate) fn too_many_redirects(response: &RawResponse) -> Self {
        let target = response.origin().unwrap_or_default();
        let message = format!("too many redirects; the last one led to {target}");
        Self::after(ErrorKind::Redirect, response, message)
    }

    /// A download went on with something else than it began with.
    pub(crate) fn changed(response: &RawResponse) -> Self {
        Self::after(
            ErrorKind::Body,
            response,
            "what is downloaded has changed since the download began",
        )
    }

    /// A download continues with bytes that are not the next ones.
    pub(crate) fn other_range(response: &RawResponse) -> Self {
        let message = "the server returned another range than the requested one";
        Self::after(ErrorKind::Body, response, message)
    }

    /// What is downloaded cannot be decompressed.
    pub(crate) fn undecodable(context: Context, source: io::Error) -> Self {
        let message = coding_message(&source);
        Self::new(coding_kind(&source), Some(context), message).caused_by(source)
    }

    /// A download got a success that is not the file.
    pub(crate) fn not_a_file(response: &RawResponse, reason: &str) -> Self {
        let message = format!("cannot download: {}, {reason}", response.status);
        Self::after(ErrorKind::Decode, response, message)
    }

    /// A download returned more bytes than its limit.
    pub(crate) fn download_too_large(context: Context, limit: u64) -> Self {
        let message = format!("the download is larger than {limit} bytes");
        Self::new(ErrorKind::TooLarge, Some(context), message)
    }

    /// The file of a download cannot be written.
    pub(crate) fn file(context: Context, source: io::Error) -> Self {
        let message = "the file of the download cannot be written";
        Self::new(ErrorKind::File, Some(context), message).caused_by(source)
    }

    /// The job ended without a result.
    pub(crate) fn job(response: &RawResponse, end: &str) -> Self {
        Self::after(ErrorKind::Job, response, ["the job ", end].concat())
    }

    /// The job did not end in time.
    pub(crate) fn job_timeout(
        context: Context,
        last: Option<&RawResponse>,
        limit: Duration,
    ) -> Self {
        let message = format!("the job did not end within {limit:?}");
        match last {
            Some(response) => Self::after(ErrorKind::Timeout, response, message),
            None => Self::new(ErrorKind::Timeout, Some(context), message),
        }
    }

    /// An export cannot be read.
    #[cfg(feature = "rows")]
    pub(crate) fn export(
        kind: ErrorKind,
        context: Context,
        message: impl Into<Cow<'static, str>>,
        source: Option<io::Error>,
    ) -> Self {
        let error = Self::new(kind, Some(context), message);
        match source {
            Some(source) => error.caused_by(source),
            None => error,
        }
    }

    /// A successful response that does not have the documented form.
    pub(crate) fn decode(response: &RawResponse, message: &'static str) -> Self {
        Self::after(ErrorKind::Decode, response, message)
    }

    /// A page leads nowhere.
    pub(crate) fn paging(response: &RawResponse, message: &'static str) -> Self {
        Self::after(ErrorKind::Paging, response, message)
    }

    /// The runtime shut down while a response was decoded in the background.
    pub(crate) fn decoding_ended(context: Context) -> Self {
        let message = "the runtime shut down while the response was decoded";
        Self::new(ErrorKind::Decode, Some(context), message)
    }

    /// The task that reads pages ahead was ended from outside.
    pub(crate) fn reading_ahead(context: Context) -> Self {
        let message = "the runtime has ended the task that reads pages ahead";
        Self::new(ErrorKind::Transport, Some(context), message)
    }

    /// What an error of a scroll means: its place is lost.
    pub(crate) fn scroll_lost(mut self) -> Self {
        self.0.kind = ErrorKind::Scroll;
        self.advised("the scroll has broken off and must start over")
    }

    /// The same error with what to do about it.
    pub(crate) fn advised(mut self, advice: &'static str) -> Self {
        self.0.message = [&self.0.message, "; ", advice].concat().into();
        self
    }

    /// The body is not the JSON that the type takes. serde's own message is not used, because it
    /// quotes values.
    pub(crate) fn json(
        response: &RawResponse,
        source: serde_json::Error,
        type_name: &'static str,
    ) -> Self {
        let category = source.classify();
        let place = JsonPath::of(&source, &response.body);
        let found = match category {
            _ if response.body.is_empty() || !looks_like_json(&response.body) => {
                content_summary(response)
            }
            Category::Data => format!("{} at {place}", place.found),
            Category::Eof => format!("the end of the body at {place}"),
            // serde_json reports it in no other way.
            _ if source.to_string().starts_with("recursion limit exceeded") => {
                let column = source.column();
                format!("more than 127 lists and objects in each other at column {column}")
            }
            Category::Syntax | Category::Io => format!("invalid JSON at {place}"),
        };
        // The path consists of keys of the body.
        let found = response.redactor.clean(&found, Charset::Text, MAX_FOUND);
        let name = short_type_name(type_name);
        let error = Self::after(
            ErrorKind::Decode,
            response,
            format!("cannot decode the response: expected JSON of `{name}`, found {found}"),
        );
        if category == Category::Data {
            error
        } else {
            error.caused_by(source)
        }
    }
}

impl ResponseSummary {
    fn of(response: &RawResponse) -> Self {
        let RawResponse {
            headers, received, ..
        } = response;
        let rate_limit = RateLimit::from_headers(headers);
        let until_reset = || {
            let limit = rate_limit.filter(|_| response.status == StatusCode::TOO_MANY_REQUESTS)?;
            Some(Hint::Reset(limit.resets_in(headers, *received)))
        };
        Self {
            status: response.status,
            request_id: response.request_id().map(str::to_owned),
            rate_limit,
            hint: retry_after(headers, *received)
                .map(Hint::RetryAfter)
                .or_else(until_reset),
        }
    }
}

/// A coding that is not supported does not pass; damage may.
fn coding_kind(source: &io::Error) -> ErrorKind {
    match source.kind() {
        io::ErrorKind::Unsupported => ErrorKind::Decode,
        _ => ErrorKind::Body,
    }
}

fn coding_message(source: &io::Error) -> Cow<'static, str> {
    Cow::Owned(format!("cannot decompress the body: {source}"))
}

pub(super) fn timeout_message(timeout: Duration) -> Cow<'static, str> {
    Cow::Owned(format!("no complete response within {timeout:?}"))
}

/// Media type and size of a body, in place of the body.
fn content_summary(response: &RawResponse) -> String {
    let size = response.body.len();
    match response.media_type() {
        _ if size == 0 => "an empty body".to_owned(),
        Some(media_type) => format!("{media_type} of {size} bytes"),
        None => format!("{size} bytes of no stated type"),
    }
}

fn looks_like_json(body: &[u8]) -> bool {
    let first = body.trim_ascii_start().first();
    first.is_some_and(|byte| b"{[\"-0123456789tfn".contains(byte))
}
