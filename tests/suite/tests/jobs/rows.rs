//! Exports as rows: every packing, jobs of others, links that expire, broken connections.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use intercom_api::{Client, Error, ErrorKind, Retries, Row, Rows, Timestamp};
use intercom_simulator::{Cut, ExportFiles, ExportFormat, Fault, Seed, Workspace};
use serde::Deserialize;
use serde_json::json;

use crate::support::{builder, client, workspace};

/// Between two looks at a job.
const MOMENT: Duration = Duration::from_millis(5);

const RECEIPTS: &str = "email,received_at\njoe@example.com,1700000000\n\"Ann, B.\",\n";

async fn with(files: ExportFiles) -> (Workspace, Client) {
    let workspace = workspace(Seed::example()).await;
    workspace.set_exports(files);
    let client = client(&workspace);
    (workspace, client)
}

fn days() -> std::ops::RangeInclusive<Timestamp> {
    Timestamp::from_seconds(1_700_000_000)..=Timestamp::from_seconds(1_700_600_000)
}

fn rows(client: &Client) -> Rows {
    client.data_exports().rows(days()).every(MOMENT, MOMENT)
}

async fn all(mut rows: Rows) -> Result<Vec<Row>, Error> {
    let mut all = Vec::new();
    while let Some(row) = rows.next().await {
        all.push(row?);
    }
    Ok(all)
}

#[tokio::test]
async fn every_packing_has_the_same_rows() {
    for (format, file) in [
        (ExportFormat::Gzip, None),
        (ExportFormat::Csv, None),
        (ExportFormat::Zip, Some("receipts.csv")),
        (ExportFormat::TarGz, Some("receipts.csv")),
    ] {
        let files = ExportFiles::new(format).file("receipts.csv", RECEIPTS);
        let (_workspace, client) = with(files).await;
        let rows = all(rows(&client)).await.unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].get("email"), Some("joe@example.com"));
        assert_eq!((rows[0].file(), rows[1].number()), (file, 2));
        assert_eq!(rows[1].to_map()["email"], "Ann, B.");
        assert_eq!(rows[1].get("none"), None);
        let json = serde_json::to_value(&rows[0]).unwrap();
        assert_eq!(
            json,
            json!({"email": "joe@example.com", "received_at": "1700000000"})
        );
    }
}

#[tokio::test]
async fn archive_gives_the_rows_of_all_its_files() {
    let files = ExportFiles::new(ExportFormat::Zip)
        .file("receipts.csv", RECEIPTS)
        .file("opens.csv", "id,opened\n1,yes\n");
    let (_workspace, client) = with(files).await;
    let rows = all(rows(&client)).await.unwrap();
    let files: Vec<_> = rows.iter().filter_map(Row::file).collect();
    assert_eq!(files, ["receipts.csv", "receipts.csv", "opens.csv"]);
    assert_eq!(
        rows[2].iter().collect::<Vec<_>>(),
        [("id", "1"), ("opened", "yes")]
    );
}

#[derive(Debug, Deserialize, PartialEq)]
struct Receipt {
    email: String,
    received_at: Option<i64>,
}

#[tokio::test]
async fn rows_are_read_into_a_type_and_bad_ones_do_not_end_the_stream() {
    let csv = "received_at,email\n1,a\nlate@example.com,b\n,c\n";
    let (_workspace, client) = with(ExportFiles::new(ExportFormat::Gzip).file("r", csv)).await;
    let mut receipts = rows(&client).deserialize::<Receipt>();
    let receipt = |email: &str, received_at| Receipt {
        email: email.to_owned(),
        received_at,
    };
    assert_eq!(
        receipts.next().await.unwrap().unwrap(),
        receipt("a", Some(1))
    );
    let error = receipts.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let text = error.to_string();
    assert!(
        text.contains("row 2, column `received_at`") && text.contains("Receipt"),
        "{text}"
    );
    assert!(!text.contains("late@"), "{text}");
    assert_eq!(receipts.next().await.unwrap().unwrap(), receipt("c", None));
    assert!(receipts.next().await.is_none());
}

#[tokio::test]
async fn days_without_messages_have_no_rows() {
    let (_workspace, client) = with(ExportFiles::no_data()).await;
    assert!(all(rows(&client)).await.unwrap().is_empty());
}

#[tokio::test]
async fn export_of_another_is_an_error_or_waited_for() {
    let (_workspace, client) = with(ExportFiles::new(ExportFormat::Gzip).file("r", RECEIPTS)).await;
    let exports = client.data_exports();
    let other = exports
        .create(days())
        .await
        .unwrap()
        .job_identifier
        .unwrap();
    let error = all(rows(&client)).await.unwrap_err();
    assert!(error.is_rate_limited());
    assert!(
        error
            .to_string()
            .contains("another export of the workspace is running"),
        "{error}"
    );
    let waiting = rows(&client).wait_for_others(Duration::from_secs(60));
    let (found, ended) = tokio::join!(all(waiting), async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        exports.wait(&other).every(MOMENT, MOMENT).await
    });
    assert!(ended.is_ok());
    assert_eq!(found.unwrap().len(), 2);
}

#[tokio::test]
async fn expired_link_is_renewed() {
    let files = ExportFiles::new(ExportFormat::Zip).file("r.csv", RECEIPTS);
    let (workspace, client) = with(files.link_life(Duration::from_secs(60))).await;
    let mut first = rows(&client);
    while first.next().await.is_some() {}
    let job = first.job_id().unwrap().clone();
    // Long after, the job is known and its link is not.
    workspace.clock().advance(Duration::from_secs(3_600));
    let download = client.data_exports().download(&job).await;
    assert!(download.unwrap_err().is_not_found());
    let again = rows(&client).of_job(&job);
    assert_eq!(all(again).await.unwrap().len(), 2);
    // The link that expires between the look and the download.
    workspace.inject(
        Fault::status(403)
            .on("GET /download/content/data/{job_identifier}")
            .times(2),
    );
    assert_eq!(all(rows(&client).of_job(&job)).await.unwrap().len(), 2);
    // A result that is gone for good.
    workspace.inject(Fault::status(404).on("GET /download/content/data/{job_identifier}"));
    let error = all(rows(&client).of_job(&job)).await.unwrap_err();
    assert!(error.is_not_found());
    assert!(error.to_string().contains("start a new export"), "{error}");
}

#[tokio::test]
async fn job_that_fails_is_an_error() {
    let (workspace, client) = with(ExportFiles::new(ExportFormat::Gzip)).await;
    let failed = json!({"job_identifier": "1", "status": "failed"});
    workspace.inject(Fault::json(200, failed).on("GET /export/content/data/{job_identifier}"));
    let error = all(rows(&client)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Job);
}

#[tokio::test]
async fn interrupted_download_resumes_without_duplicate_rows() {
    let expected: Vec<_> = (0..20_000)
        .map(|n| (n * 7_919 % 1_000_003).to_string())
        .collect();
    let csv = format!("n\n{}\n", expected.join("\n"));
    let workspace = workspace(Seed::example()).await;
    workspace.set_exports(ExportFiles::new(ExportFormat::Gzip).file("n", csv));
    let retries = Retries::default().backoff(Duration::ZERO, Duration::ZERO);
    let client = builder(&workspace).retries(retries).build().unwrap();
    workspace.inject(
        Fault::cut(Cut::InBody)
            .on("GET /download/content/data/{job_identifier}")
            .times(2),
    );
    let received = Arc::new(AtomicU64::new(0));
    let seen = received.clone();
    let rows = rows(&client).on_progress(move |progress| {
        seen.store(progress.received, Ordering::Relaxed);
    });
    let found = all(rows).await.unwrap();
    let found: Vec<_> = found.iter().filter_map(|row| row.get("n")).collect();
    assert!(found == expected);
    assert!(received.load(Ordering::Relaxed) > 10_000);
    let downloads = workspace.requests().into_iter();
    assert!(
        downloads
            .filter(|it| it.path.starts_with("/download"))
            .count()
            >= 3
    );
}

#[tokio::test]
async fn damaged_result_is_an_error() {
    let garbage = [&[0x1f, 0x8b][..], b"this is not gzip"].concat();
    let (_workspace, client) = with(ExportFiles::new(ExportFormat::Csv).file("r", garbage)).await;
    let error = all(rows(&client)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Body);
}

#[tokio::test]
async fn dropped_next_loses_no_row() {
    let numbers: Vec<_> = (0..2_000).map(|n: u32| n.to_string()).collect();
    let csv = format!("n\n{}\n", numbers.join("\n"));
    let (_workspace, client) = with(ExportFiles::new(ExportFormat::TarGz).file("n.csv", csv)).await;
    let mut rows = rows(&client);
    let mut found = Vec::new();
    loop {
        let next = tokio::time::timeout(Duration::from_micros(50), rows.next());
        match next.await {
            Err(_) => {}
            Ok(Some(row)) => found.push(row.unwrap().get("n").unwrap().parse::<u32>().unwrap()),
            Ok(None) => break,
        }
    }
    assert!(found == (0..2_000).collect::<Vec<_>>());
}

#[tokio::test]
async fn reporting_export_has_the_requested_columns() {
    let workspace = workspace(Seed::example()).await;
    let client = client(&workspace);
    let range = Timestamp::from_seconds(0)..client.now();
    let exports = client.reporting_data_exports();
    let columns = ["conversation_id", "state"];
    let rows = exports
        .rows("conversation", columns, range)
        .every(MOMENT, MOMENT);
    let rows = all(rows).await.unwrap();
    assert_eq!(rows.len(), workspace.count("conversations"));
    assert!(!rows.is_empty());
    assert_eq!(rows[0].columns().collect::<Vec<_>>(), columns);
    assert_eq!(rows[0].file(), Some("conversation.csv"));
    let sent = workspace
        .requests()
        .into_iter()
        .find(|it| it.path.ends_with("enqueue"));
    assert_eq!(sent.unwrap().json()["attribute_ids"], json!(columns));
}
