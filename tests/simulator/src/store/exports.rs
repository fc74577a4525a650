//! Exports: jobs that are requested, run, complete, and can then be downloaded.
//!
//! A job advances one step each time its status is requested. Requesting that of a complete one renews
//! the link to its result.

mod files;

use std::time::Duration;

use serde_json::{Value, json};

pub use self::files::{ExportFiles, ExportFormat};
use super::{Collection, Store};
use crate::exchange::{ApiError, Call, Outcome, Response, text};

/// How many reporting exports may wait.
const MAX_WAITING: usize = 5;

/// How long a link is valid.
const LINK_LIFE: Duration = Duration::from_secs(172_800);

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
}

impl Job {
    const CONTENT: Self = Self {
        collection: Collection::Exports,
        states: ["pending", "in_progress", "completed"],
        download: "/download/content/data",
    };

    const REPORTING: Self = Self {
        collection: Collection::ReportingExports,
        states: ["pending", "running", "complete"],
        download: "/download/reporting_data",
    };

    fn show(&self, call: &Call, row: &Value) -> Value {
        let is_done = row["status"] == self.states[2];
        let id = text(&row["id"]).unwrap_or_default();
        let expires = text(&row["_link_expires"]).unwrap_or_default();
        json!({
            "job_identifier": id,
            "status": row["status"],
            "download_url": if is_done { format!("{}{}/{id}", call.base_url, self.download) } else { String::new() },
            "download_expires_at": if is_done { expires } else { String::new() },
        })
    }

    fn is_running(&self, row: &Value) -> bool {
        self.states[..2].iter().any(|state| row["status"] == *state)
    }

    fn running(&self, store: &Store) -> usize {
        let rows = store.table(self.collection).rows();
        rows.filter(|row| self.is_running(row)).count()
    }
}

/// One job runs at a time: another is refused while it does.
fn create(store: &mut Store, call: &Call) -> Outcome {
    if Job::CONTENT.running(store) > 0 {
        return Err(ApiError::new(
            429,
            "rate_limit_exceeded",
            "An export is already running",
        ));
    }
    let job = store.add(Collection::Exports, json!({ "status": "pending" }));
    Ok(Job::CONTENT.show(call, &job).into())
}

fn enqueue(store: &mut Store, call: &Call) -> Outcome {
    if Job::REPORTING.running(store) >= MAX_WAITING {
        return Err(ApiError::new(
            429,
            "rate_limit_exceeded",
            "Too many exports are waiting",
        ));
    }
    let mut job = call.pick(&["attribute_ids", "start_time", "end_time"]);
    job = job
        .into_iter()
        .map(|(key, value)| (format!("_{key}"), value))
        .collect();
    job.insert("status".to_owned(), "pending".into());
    let job = store.add(Collection::ReportingExports, Value::Object(job));
    Ok(Job::REPORTING.show(call, &job).into())
}

fn look(store: &mut Store, call: &Call, job: &Job) -> Outcome {
    let files = store.exports.as_ref();
    let is_empty =
        files.is_some_and(ExportFiles::is_empty) && job.collection == Collection::Exports;
    let life = files.map_or(LINK_LIFE, ExportFiles::life);
    let life = i64::try_from(life.as_secs()).unwrap_or(i64::MAX);
    let expires = store.now().saturating_add(life);
    let row = store.change(job.collection, call.value(0), |row| {
        let step = job.states.iter().position(|state| row["status"] == *state);
        if let Some(next) = step.and_then(|step| job.states.get(step + 1)) {
            let is_last = *next == job.states[2];
            row["status"] = if is_last && is_empty {
                "no_data"
            } else {
                *next
            }
            .into();
        }
        if row["status"] == job.states[2] {
            row["_link_expires"] = expires.into();
        }
    })?;
    Ok(job.show(call, &row).into())
}

fn cancel(store: &mut Store, call: &Call) -> Outcome {
    let row = store.change(Collection::Exports, call.value(0), |row| {
        if Job::CONTENT.is_running(row) {
            row["status"] = "canceled".into();
        }
    })?;
    Ok(Job::CONTENT.show(call, &row).into())
}

/// The result, once the job is done and as long as its link is valid.
fn download(store: &Store, call: &Call, job: &Job) -> Outcome {
    let row = store.fetch(job.collection, call.value(0))?;
    if row["status"] != job.states[2] {
        return Err(ApiError::not_found("Export"));
    }
    let expires = row["_link_expires"].as_i64().unwrap_or(i64::MAX);
    if store.now() >= expires {
        return Err(ApiError::not_found("Link of the export"));
    }
    let written = match &store.exports {
        Some(files) => files.pack(),
        None if job.collection == Collection::Exports => ExportFiles::new(ExportFormat::Gzip)
            .file(
                "messages.csv",
                "user_id,email,name,content_id,content_type,received_at\n",
            )
            .pack(),
        None => conversations(store, &row).pack(),
    };
    let bytes = written.map_err(|_| ApiError::of_status(500))?;
    Ok(Response::bytes("application/octet-stream", bytes))
}

/// The conversations of a reporting export, with the columns that it asks for.
fn conversations(store: &Store, job: &Value) -> ExportFiles {
    let columns: Vec<_> = job["_attribute_ids"]
        .as_array()
        .into_iter()
        .flatten()
        .collect();
    let names: Vec<_> = columns.iter().filter_map(|column| text(column)).collect();
    let time = |value: &Value, default: i64| value.as_i64().unwrap_or(default);
    let range = time(&job["_start_time"], i64::MIN)..=time(&job["_end_time"], i64::MAX);
    let mut csv = names.join(",") + "\n";
    for row in store.table(Collection::Conversations).rows() {
        if !range.contains(&time(&row["created_at"], 0)) {
            continue;
        }
        let values = names.iter().map(|name| {
            let key = if name == "conversation_id" {
                "id"
            } else {
                name
            };
            files::quoted(&text(&row[key]).unwrap_or_default())
        });
        csv += &(values.collect::<Vec<_>>().join(",") + "\n");
    }
    ExportFiles::new(ExportFormat::TarGz).file("conversation.csv", csv)
}
