//! Waits for the end of what Intercom does in the background: exports and other jobs.

use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use crate::call::Call;
use crate::clock::BoxFuture;
use crate::error::Error;
use crate::operation::Operation;

/// The first wait between two looks at a job; it doubles up to [`LONGEST`].
const FIRST: Duration = Duration::from_secs(1);

const LONGEST: Duration = Duration::from_secs(30);

/// How long a job is waited for unless told otherwise.
const TIMEOUT: Duration = Duration::from_secs(60 * 60);

/// What can be waited for: the operations that tell how far a job is.
pub trait Waitable: Operation + sealed::Sealed {
    /// How far the job is, in Intercom's words.
    fn status(job: &Self::Output) -> Option<&str>;
}

pub(crate) mod sealed {
    pub trait Sealed {}
}

/// Makes the `wait` of a resource of its operation that tells how far a job is.
///
/// ```text
/// waits!(Jobs: Get, get);
/// ```
macro_rules! waits {
    ($resource:ident: $marker:ident, $method:ident) => {
        impl $resource {
            #[doc = concat!(
                "Waits until a job has ended, and answers what [`", stringify!($method), "`](Self::",
                stringify!($method), ") then does."
            )]
            ///
            /// See [`Wait`](crate::Wait) for what it can fail with, and for an example.
            pub fn wait(&self, job: impl std::fmt::Display) -> $crate::Wait<$marker> {
                $crate::Wait::new(self.$method(job))
            }
        }

        impl $crate::wait::sealed::Sealed for $marker {}

        impl $crate::Waitable for $marker {
            fn status(job: &Self::Output) -> Option<&str> {
                // Text or an enumeration, as the description has it.
                job.status.as_ref().map(AsRef::as_ref)
            }
        }
    };
    ($($other:tt)*) => {
        compile_error!("expected `Resource: Marker, method`");
    };
}

pub(crate) use waits;

/// Waits for the end of a job; made by the `wait` of a resource that has jobs. Await it.
///
/// ```no_run
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
/// [`ErrorKind::Job`](crate::ErrorKind::Job) when the job failed or was cancelled,
/// [`Error::is_timeout`] when it did not end in time; what the calls in between can fail with. A
/// job without data (`no_data`) is no error.
#[must_use = "it does nothing until it is awaited"]
pub struct Wait<O: Operation> {
    call: Call<O>,
    first: Duration,
    longest: Duration,
    timeout: Duration,
}

impl<O: Waitable> Wait<O> {
    // Not every version of the API has jobs.
    #[allow(dead_code)]
    pub(crate) fn new(call: Call<O>) -> Self {
        Self {
            call,
            first: FIRST,
            longest: LONGEST,
            timeout: TIMEOUT,
        }
    }

    /// Sets the first wait between two looks at the job, which doubles each time, and the longest.
    /// Default: 1 second and 30 seconds.
    pub fn every(mut self, first: Duration, longest: Duration) -> Self {
        self.first = first;
        self.longest = longest;
        self
    }

    /// Sets how long the job is waited for. Default: an hour.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Waits in a program without an async runtime; as
    /// [`Call::send_blocking`](crate::Call::send_blocking).
    ///
    /// # Errors
    ///
    /// As awaiting it; [`ErrorKind::Request`](crate::ErrorKind::Request) within an async runtime.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<O::Output, Error> {
        let context = self.call.request.context();
        crate::blocking::block_on(context, self.run())?
    }

    async fn run(self) -> Result<O::Output, Error> {
        let clock = self.call.request.client().settings().clock.clone();
        let started = clock.now();
        let mut wait = self.first;
        loop {
            let response = self.call.clone().send().await?;
            match O::status(response.value()) {
                Some("completed" | "complete" | "success" | "no_data") => {
                    return Ok(response.into_value());
                }
                Some("failed") => return Err(Error::job(response.raw(), "failed")),
                Some("canceled") => return Err(Error::job(response.raw(), "was canceled")),
                // Pending, in progress, or a word that is new.
                _ => {}
            }
            let elapsed = clock.now().saturating_duration_since(started);
            if elapsed.saturating_add(wait) > self.timeout {
                return Err(Error::job_timeout(response.raw(), self.timeout));
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
            .field("call", &self.call)
            .field("first", &self.first)
            .field("longest", &self.longest)
            .field("timeout", &self.timeout)
            .finish()
    }
}
