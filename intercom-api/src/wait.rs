//! Waits until the export of message data has ended.

use std::fmt::Display;
use std::future::IntoFuture;
use std::time::Duration;

use crate::call::Call;
use crate::clock::BoxFuture;
use crate::data_exports::{DataExports, Get};
use crate::error::Error;
use crate::types::{DataExport, DataExportStatus};

/// The first wait between two looks at a job; it doubles up to [`LONGEST`].
const FIRST: Duration = Duration::from_secs(1);

const LONGEST: Duration = Duration::from_secs(30);

/// How long a job is waited for unless told otherwise.
const TIMEOUT: Duration = Duration::from_secs(60 * 60);

impl DataExports {
    /// Waits until a job has ended; the job tells how to get at its result.
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
    pub fn wait(&self, job_identifier: impl Display) -> Wait {
        Wait {
            call: self.get(job_identifier),
            first: FIRST,
            longest: LONGEST,
            timeout: TIMEOUT,
        }
    }
}

/// Waits for the end of a job; made by [`DataExports::wait`]. Await it.
///
/// # Errors
///
/// [`ErrorKind::Job`](crate::ErrorKind::Job) when the job failed or was cancelled,
/// [`Error::is_timeout`] when it did not end in time; what the calls in between can fail with. A
/// job without data (`no_data`) is no error.
#[derive(Clone, Debug)]
#[must_use = "it does nothing until it is awaited"]
pub struct Wait {
    call: Call<Get>,
    first: Duration,
    longest: Duration,
    timeout: Duration,
}

impl Wait {
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

    async fn run(self) -> Result<DataExport, Error> {
        let clock = self.call.request.client().settings().clock.clone();
        let started = clock.now();
        let mut wait = self.first;
        loop {
            let response = self.call.clone().send().await?;
            match response.value().status {
                Some(DataExportStatus::Completed | DataExportStatus::NoData) => {
                    return Ok(response.into_value());
                }
                Some(DataExportStatus::Failed) => return Err(Error::job(response.raw(), "failed")),
                Some(DataExportStatus::Canceled) => {
                    return Err(Error::job(response.raw(), "was canceled"));
                }
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

impl IntoFuture for Wait {
    type Output = Result<DataExport, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
