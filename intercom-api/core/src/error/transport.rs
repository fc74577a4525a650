//! The errors of sending: what the transport or the program's hook reports.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::time::Duration;

use super::causes::{MAX_FOUND, timeout_message};
use super::connect;
use super::{Error, ErrorKind};
use crate::operation::Context;
use crate::policy::redact::{Charset, Redactor};
use crate::response::TransportError;
use crate::response::body::Unread;
use crate::response::transport_error::TransportErrorKind;

impl Error {
    /// The program's hook refuses to send the request.
    pub(crate) fn hook(
        context: Context,
        source: Box<dyn StdError + Send + Sync>,
        redactor: &Redactor,
    ) -> Self {
        let error = Self::request(context, "the request hook refused the request");
        if connect::quotes_secret(&*source, redactor) {
            return error;
        }
        error.caused_by(source)
    }

    /// A file or a stream of the request body cannot be sent; `sent` is whether a part of it may have
    /// been.
    #[cfg(feature = "upload")]
    pub(crate) fn upload(
        context: Context,
        problem: crate::upload::Unsendable,
        sent: bool,
        redactor: &Redactor,
    ) -> Self {
        let mut error = Self::new(ErrorKind::Upload, Some(context), problem.message);
        error.0.may_have_been_sent = sent;
        match problem.source {
            Some(source) if !connect::quotes_secret(&source, redactor) => error.caused_by(source),
            _ => error,
        }
    }

    /// No response was received.
    pub(crate) fn transport(
        context: Context,
        source: TransportError,
        timeout: Duration,
        redactor: &Redactor,
    ) -> Self {
        let mut lasting = None;
        let (kind, message) = match source.kind() {
            TransportErrorKind::Refused => (
                ErrorKind::Request,
                Cow::Borrowed("the HTTP client refuses the request"),
            ),
            TransportErrorKind::Connect => {
                lasting = connect::lasting_cause(source.cause());
                let message = lasting.as_ref().map(|cause| {
                    let cause = redactor.clean(cause, Charset::Text, MAX_FOUND);
                    Cow::Owned(["cannot connect: ", &cause].concat())
                });
                let message = message.unwrap_or(Cow::Borrowed("cannot connect"));
                (ErrorKind::Connect, message)
            }
            TransportErrorKind::Timeout => (ErrorKind::Timeout, timeout_message(timeout)),
            TransportErrorKind::Redirect => {
                (ErrorKind::Redirect, Cow::Borrowed("too many redirects"))
            }
            TransportErrorKind::Broken => (
                ErrorKind::Transport,
                Cow::Borrowed("the connection broke before a response arrived"),
            ),
        };
        let mut error = Self::new(kind, Some(context), message);
        error.0.timed_out = source.is_timeout();
        error.0.is_lasting = lasting.is_some();
        error.caused_by_transport(source, redactor)
    }

    /// Keeps the cause of a transport's error, unless it contains a secret: a transport of the program
    /// may quote the request.
    fn caused_by_transport(self, error: TransportError, redactor: &Redactor) -> Self {
        if connect::quotes_secret(error.cause(), redactor) {
            return self;
        }
        self.caused_by(error.into_source())
    }

    pub(super) fn caused_by_unread(self, unread: Option<Unread>, redactor: &Redactor) -> Self {
        match unread {
            Some(Unread::Broken(source)) => self.caused_by_transport(source, redactor),
            Some(Unread::Undecodable(source)) => self.caused_by(source),
            Some(Unread::TooLarge(_) | Unread::Late | Unread::Short) | None => self,
        }
    }
}
