//! The rows of reporting data exports.

use std::ops::Range;

use intercom_core::codegen::{self, ExportJob, Wait};
use intercom_core::{BoxFuture, Download, Error, Rows};

use crate::reporting_data_exports::{Get, ReportingDataExports};
use crate::types::EnqueueReportingDataExport;
use crate::{Id, Timestamp};

impl ReportingDataExports {
    /// Exports a dataset of a range of time, and returns the rows.
    ///
    /// `attributes` are the columns; [`list_datasets`](Self::list_datasets) returns the datasets with
    /// their attributes. At most five exports of a workspace wait at a time.
    /// [`Rows::wait_for_others`] waits until one can be added.
    ///
    /// ```no_run
    /// use intercom_api::Timestamp;
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Row {
    ///     conversation_id: String,
    ///     conversation_started_at: Option<String>,
    /// }
    ///
    /// # async fn run(intercom: intercom_api::Client) -> Result<(), intercom_api::Error> {
    /// let range = Timestamp::from_seconds(1_760_000_000)..Timestamp::from_seconds(1_760_086_400);
    /// let columns = ["conversation_id", "conversation_started_at"];
    /// let exports = intercom.reporting_data_exports();
    /// let mut rows = exports.rows("conversation", columns, range).deserialize::<Row>();
    /// while let Some(row) = rows.next().await {
    ///     let row = row?;
    ///     println!("{} {:?}", row.conversation_id, row.conversation_started_at);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn rows<T: Into<Id>>(
        &self,
        dataset: impl Into<Id>,
        attributes: impl IntoIterator<Item = T>,
        range: Range<Timestamp>,
    ) -> Rows {
        let body = EnqueueReportingDataExport::dataset(dataset)
            .attributes(attributes)
            .from(range.start)
            .to(range.end);
        let job = Job {
            exports: self.clone(),
            body,
        };
        codegen::rows(job)
    }
}

struct Job {
    exports: ReportingDataExports,
    body: EnqueueReportingDataExport,
}

impl ExportJob for Job {
    type Look = Get;

    fn start(&self) -> BoxFuture<'static, Result<Option<Id>, Error>> {
        let call = self.exports.enqueue(self.body.clone());
        Box::pin(async move { Ok(call.await?.job_identifier) })
    }

    fn wait(&self, job: &Id) -> Wait<Get> {
        self.exports.wait(job)
    }

    fn download(&self, job: &Id) -> Download {
        self.exports.download(job).stream()
    }
}
