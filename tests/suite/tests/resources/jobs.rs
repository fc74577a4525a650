//! Jobs of each kind, waited for.

use std::time::Duration;

use intercom_api::ErrorKind;
use intercom_api::types::{EnqueueReportingDataExport, JobStatus};
use intercom_simulator::{Fault, Workspace};
use serde_json::json;

use crate::support::client;

/// Between two looks at a job.
const MOMENT: Duration = Duration::from_millis(5);

#[tokio::test]
async fn an_export_of_reporting_data() {
    let workspace = Workspace::builder().start().await.unwrap();
    let client = client(&workspace);
    let exports = client.reporting_data_exports();
    let what = EnqueueReportingDataExport::dataset("conversation")
        .attributes(["conversation_id"])
        .from(1)
        .to(2);
    let job = exports.enqueue(what).await.unwrap().job_identifier.unwrap();
    let done = exports.wait(&job).every(MOMENT, MOMENT).await.unwrap();
    assert_eq!(done.status.as_deref(), Some("complete"));
    let download = exports.download(&job).stream().gunzip();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.tar");
    download.write_to(&path).await.unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("conversation_id\n"), "{text}");
}

#[tokio::test]
async fn a_job_in_the_background() {
    let workspace = Workspace::builder().start().await.unwrap();
    let client = client(&workspace);
    let state = |status| Fault::json(200, json!({"type": "job", "id": "1", "status": status}));
    for (end, expected) in [
        ("success", Ok(Some(JobStatus::Success))),
        ("failed", Err(ErrorKind::Job)),
        ("pending", Err(ErrorKind::Timeout)),
    ] {
        workspace.clear_faults();
        workspace.inject(state("pending").times(2));
        workspace.inject(state(end).skip(2));
        let job = client.jobs().wait("1").every(MOMENT, MOMENT);
        let ended = job.timeout(10 * MOMENT).await;
        assert_eq!(
            ended.map(|job| job.status).map_err(|error| error.kind()),
            expected
        );
    }
}
