//! What sending does for bodies that are opened for each attempt. Without the feature there are none,
//! and nothing of this costs anything.

use crate::error::Error;
use crate::operation::Context;
use crate::policy::redact::Redactor;
use crate::transport::Request;

#[cfg(feature = "upload")]
mod enabled {
    use std::sync::{Arc, Mutex, PoisonError};

    use super::{Context, Error, Redactor, Request};
    use crate::upload::{Failure, Marks, Outgoing, UploadBody};

    /// The body of a call on its way.
    #[derive(Default)]
    pub(crate) struct Uploading {
        outgoing: Option<Outgoing>,
        marks: Marks,
        attempt: Mutex<Attempt>,
    }

    #[derive(Default)]
    struct Attempt {
        body: Option<UploadBody>,
        /// Where the body notes why it ended early; `None` for a call without such a body.
        failure: Option<Arc<Failure>>,
    }

    impl Uploading {
        pub(crate) fn of(request: &Request) -> Self {
            let outgoing = request.outgoing().cloned();
            Self {
                marks: outgoing.as_ref().map(Outgoing::marks).unwrap_or_default(),
                outgoing,
                attempt: Mutex::default(),
            }
        }

        /// Opens the body for a request that is about to be sent.
        pub(crate) async fn open(
            &self,
            context: Context,
            sent: bool,
            redactor: &Redactor,
        ) -> Result<(), Error> {
            let Some(outgoing) = &self.outgoing else {
                return Ok(());
            };
            let body = outgoing.open(&self.marks).await;
            let body = body.map_err(|problem| Error::upload(context, problem, sent, redactor))?;
            let mut attempt = self.attempt.lock().unwrap_or_else(PoisonError::into_inner);
            attempt.failure = Some(body.failure());
            attempt.body = Some(body);
            Ok(())
        }

        /// Takes the body that was opened.
        pub(crate) fn take(&self) -> Option<UploadBody> {
            let mut attempt = self.attempt.lock().unwrap_or_else(PoisonError::into_inner);
            attempt.body.take()
        }

        /// Whether another attempt would send the same bytes.
        pub(crate) fn can_be_repeated(&self) -> bool {
            let outgoing = self.outgoing.as_ref();
            outgoing.is_none_or(Outgoing::can_be_repeated)
        }

        /// Returns the reason why the body ended early, in place of the connection that broke.
        pub(crate) fn explain(&self, context: Context, error: Error, redactor: &Redactor) -> Error {
            let attempt = self.attempt.lock().unwrap_or_else(PoisonError::into_inner);
            match attempt.failure.as_ref().and_then(|failure| failure.take()) {
                Some(problem) if error.status().is_none() => {
                    Error::upload(context, problem, true, redactor)
                }
                _ => error,
            }
        }
    }
}

#[cfg(not(feature = "upload"))]
mod disabled {
    use super::{Context, Error, Redactor, Request};

    /// Without the feature no body is opened.
    pub(crate) struct Uploading;

    #[allow(
        clippy::unused_self,
        clippy::unused_async,
        clippy::unnecessary_wraps,
        reason = "as with the feature"
    )]
    impl Uploading {
        pub(crate) fn of(_: &Request) -> Self {
            Self
        }

        pub(crate) async fn open(&self, _: Context, _: bool, _: &Redactor) -> Result<(), Error> {
            Ok(())
        }

        pub(crate) fn can_be_repeated(&self) -> bool {
            true
        }

        pub(crate) fn explain(&self, _: Context, error: Error, _: &Redactor) -> Error {
            error
        }
    }
}

#[cfg(not(feature = "upload"))]
pub(super) use self::disabled::Uploading;
#[cfg(feature = "upload")]
pub(super) use self::enabled::Uploading;
