//! Exports: jobs that are requested, run, complete, and can then be downloaded.
//!
//! A job advances one step each time its status is requested.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use super::{Collection, Store};
use crate::exchange::{ApiError, Call, Outcome, Response, text};

pub(super) fn handle(store: &mut Store, call: &Call) -> Option<Outcome> {
    Some(match call.route() {
        "POST /export/content/data" => create(store, call),
        "GET /export/content/data/{}" => look(store, call, &Job::CONTENT),
        "POST /export/cancel/{}" => cancel(store, call),
        "GET /download/content/data/{}" => download(store, call, &Job::CONTENT),
        "POST /export/reporting_data/enqueue" => enqueue(store, call),
        "GET /export/reporting_data/{}" => look(store, call, &Job::REPORTING),
        "GET /download/reporting_data/{}" => download(store, call, &Job::REPORTING),
        _ => return None,
    })
}

/// What the two kinds of exports do not have in common.
struct Job {
    collection: Collection,
    /// The states of a job in order.
    states: [&'static str; 3],
    /// Where its result is downloaded.
    download: &'static str,
    /// The head of the file.
    columns: &'static str,
}

impl Job {
    const CONTENT: Self = Self {
        collection: Collection::Exports,
        states: ["pending", "in_progress", "completed"],
        download: "/download/content/data",
        columns: "user_id,email,name,content_id,content_type,received_at",
    };

    const REPORTING: Self = Self {
        collection: Collection::ReportingExports,
        states: ["pending", "running", "complete"],
        download: "/download/reporting_data",
        columns: "conversation_id,created_at,state",
    };

    fn show(&self, store: &Store, call: &Call, row: &Value) -> Value {
        let is_done = row["status"] == self.states[2];
        let id = text(&row["id"]).unwrap_or_default();
        json!({
            "job_identifier": id,
            "status": row["status"],
            "download_url": if is_done { format!("{}{}/{id}", call.base_url, self.download) } else { String::new() },
            "download_expires_at": if is_done { (store.now() + 172_800).to_string() } else { String::new() },
        })
    }

    fn is_running(&self, row: &Value) -> bool {
        self.states[..2].iter().any(|state| row["status"] == *state)
    }
}

/// One job runs at a time: another is refused while it does.
fn create(store: &mut Store, call: &Call) -> Outcome {
    if store
        .table(Collection::Exports)
        .rows()
        .any(|row| Job::CONTENT.is_running(&row))
    {
        return Err(ApiError::new(
            429,
            "rate_limit_exceeded",
            "An export is already running",
        ));
    }
    let job = store.add(Collection::Exports, json!({ "status": "pending" }));
    Ok(Job::CONTENT.show(store, call, &job).into())
}

fn enqueue(store: &mut Store, call: &Call) -> Outcome {
    let job = store.add(Collection::ReportingExports, json!({ "status": "pending" }));
    Ok(Job::REPORTING.show(store, call, &job).into())
}

fn look(store: &mut Store, call: &Call, job: &Job) -> Outcome {
    let row = store.change(job.collection, call.value(0), |row| {
        let step = job.states.iter().position(|state| row["status"] == *state);
        if let Some(next) = step.and_then(|step| job.states.get(step + 1)) {
            row["status"] = (*next).into();
        }
    })?;
    Ok(job.show(store, call, &row).into())
}

fn cancel(store: &mut Store, call: &Call) -> Outcome {
    let row = store.change(Collection::Exports, call.value(0), |row| {
        if Job::CONTENT.is_running(row) {
            row["status"] = "canceled".into();
        }
    })?;
    Ok(Job::CONTENT.show(store, call, &row).into())
}

/// Gzipped CSV, once the job is done.
fn download(store: &Store, call: &Call, job: &Job) -> Outcome {
    let row = store.fetch(job.collection, call.value(0))?;
    if row["status"] != job.states[2] {
        return Err(ApiError::not_found("Export"));
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let written = writeln!(encoder, "{}", job.columns).and_then(|()| encoder.finish());
    let bytes = written.map_err(|_| ApiError::of_status(500))?;
    Ok(Response::bytes("application/octet-stream", bytes))
}
