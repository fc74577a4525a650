//! Waits for the end of background jobs of Intercom, such as exports.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::time::Duration;

use crate::call::ResponseFuture;
use crate::error::Error;
use crate::format::{Format, Operation};
#[cfg(feature = "blocking")]
use crate::operation::Context;
use crate::policy::BoxFuture;
use crate::transport::Request;

/// The first wait between two requests of a job's status; it doubles up to [`LONGEST`].
const FIRST: Duration = Duration::from_secs(1);

const LONGEST: Duration = Duration::from_secs(30);

/// How much time is reserved for the last request.
const LAST_LOOK: Duration = Duration::from_secs(2);

/// How long a job is waited for by default.
const TIMEOUT: Duration = Duration::from_secs(60 * 60);

/// An operation that can be waited for: it returns the status of a job.
pub trait Waitable: Operation + sealed::Sealed {
    /// Returns the status of the job, as Intercom writes it.
    fn status(job: &Self::Output) -> Option<&str>;
}

#[doc(hidden)]
pub mod sealed {
    pub trait Sealed {}
}

/// Waits for the end of a job; returned by the `wait` of a resource that has jobs. Await it.
///
#[doc = example!("no_run")]
/// # async fn run(
/// #     intercom: intercom_api::Client,
/// #     period: intercom_api::types::CreateDataExport,
/// # ) -> Result<(), intercom_api::Error> {
/// let exports = intercom.data_exports();
/// let job = exports.create(period).await?.job_identifier.unwrap_or_default();
/// exports.wait(&job).await?;
/// exports.download(&job).stream().write_to("messages.zip").await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [`ErrorKind::Job`](crate::ErrorKind::Job) when the job failed or was canceled,
/// [`Error::is_timeout`] when it did not end in time, and the errors of the calls in between. A job
/// without data (`no_data`) is not an error.
#[must_use = "it does nothing until it is awaited"]
pub struct Wait<O: Operation> {
    request: Request,
    operation: PhantomData<fn() -> O>,
    first: Duration,
    longest: Duration,
    timeout: Duration,
}

impl<O: Waitable> Wait<O> {
    pub(crate) fn new(request: Request) -> Self {
        Self {
            request,
            operation: PhantomData,
            first: FIRST,
            longest: LONGEST,
            timeout: TIMEOUT,
        }
    }

    /// Sets the first wait between two requests of the job's status, which doubles each time, and
    /// the longest. Default: 1 second and 30 seconds.
    pub fn every(mut self, first: Duration, longest: Duration) -> Self {
        self.first = first;
        self.longest = longest;
        self
    }

    /// Sets how long the job is waited for, with all calls and waits in between. Defaults to an
    /// hour.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    #[cfg(feature = "rows")]
    pub(crate) fn clock(&self) -> std::sync::Arc<dyn crate::policy::Clock> {
        self.request.settings().clock.clone()
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn context(&self) -> Context {
        self.request.context()
    }

    /// Sends the call, which has this much time at most.
    fn send(&self, limit: Duration) -> ResponseFuture<O::Output> {
        let decode = <O::Format as Format<O::Output>>::decode;
        let mut request = self.request.clone();
        request.set_timeout(limit.min(request.timeout()));
        ResponseFuture::new(request, decode)
    }

    pub(crate) async fn run(self) -> Result<O::Output, Error> {
        let clock = self.request.settings().clock.clone();
        let started = clock.now();
        let left = || {
            let elapsed = clock.now().saturating_duration_since(started);
            self.timeout.saturating_sub(elapsed)
        };
        let mut wait = self.first;
        let mut is_last = false;
        loop {
            let response = match self.send(left()).await {
                Err(error) if error.is_timeout() && left().is_zero() => {
                    let context = self.request.context();
                    return Err(Error::job_timeout(context, None, self.timeout));
                }
                response => response?,
            };
            match O::status(response.value()) {
                Some("completed" | "complete" | "success" | "no_data") => {
                    return Ok(response.into_value());
                }
                Some("failed") => return Err(Error::job(response.raw(), "failed")),
                Some("canceled") => return Err(Error::job(response.raw(), "was canceled")),
                // Pending, in progress, or a word that is new.
                _ => {}
            }
            let left = left();
            if is_last || left.is_zero() {
                let raw = response.raw();
                return Err(Error::job_timeout(raw.context, Some(raw), self.timeout));
            }
            if wait >= left {
                // The last look needs some time of its own.
                wait = left.saturating_sub(LAST_LOOK.min(left / 2));
                is_last = true;
            }
            clock.sleep(wait).await;
            wait = wait.saturating_mul(2).min(self.longest);
        }
    }
}

impl<O: Waitable> IntoFuture for Wait<O> {
    type Output = Result<O::Output, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<O: Operation> fmt::Debug for Wait<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait")
            .field("call", &self.request)
            .field("first", &self.first)
            .field("longest", &self.longest)
            .field("timeout", &self.timeout)
            .finish()
    }
}
