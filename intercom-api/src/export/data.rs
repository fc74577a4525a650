//! The rows of data exports.

use std::ops::RangeInclusive;

use intercom_core::codegen::{self, ExportJob, Wait};
use intercom_core::{BoxFuture, Download, Error, Rows};

use crate::data_exports::{DataExports, Get};
use crate::types::CreateDataExport;
use crate::{Id, Timestamp};

impl From<RangeInclusive<Timestamp>> for CreateDataExport {
    /// The days from the first time to the last one, both inclusive.
    fn from(days: RangeInclusive<Timestamp>) -> Self {
        let (first, last) = days.into_inner();
        Self::after(first).before(last)
    }
}

impl DataExports {
    /// Exports the messages that were sent on these days, and returns the rows.
    ///
    /// Both ends are inclusive, as whole days: `first..=last`, or a
    /// [`CreateDataExport`]. Messages count by the time they were sent. One that was only updated on
    /// these days, such as opened, is left out: export its day of sending again.
    ///
    /// The result has a file for each kind of event, with columns of its own:
    /// [`Row::file`](crate::Row::file) names it. Days without messages have no rows.
    ///
    /// One export of a workspace runs at a time. [`Rows::wait_for_others`] waits for another one.
    ///
    /// ```no_run
    /// use std::time::Duration;
    ///
    /// # async fn run(intercom: intercom_api::Client) -> Result<(), intercom_api::Error> {
    /// let today = intercom.now();
    /// let week = (today - Duration::from_secs(7 * 24 * 60 * 60))..=today;
    /// let mut rows = intercom.data_exports().rows(week);
    /// while let Some(row) = rows.next().await {
    ///     println!("{:?}", row?.get("email"));
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn rows(&self, days: impl Into<CreateDataExport>) -> Rows {
        let job = Job {
            exports: self.clone(),
            days: days.into(),
        };
        codegen::rows(job)
    }
}

struct Job {
    exports: DataExports,
    days: CreateDataExport,
}

impl ExportJob for Job {
    type Look = Get;

    fn start(&self) -> BoxFuture<'static, Result<Option<Id>, Error>> {
        let call = self.exports.create(self.days.clone());
        Box::pin(async move { Ok(call.await?.job_identifier) })
    }

    fn wait(&self, job: &Id) -> Wait<Get> {
        self.exports.wait(job)
    }

    fn download(&self, job: &Id) -> Download {
        self.exports.download(job).stream()
    }
}
