//! Counts attempts and measures their duration, by a hook that runs after each attempt.
//!
//! ```text
//! cargo run -p intercom-api --example metrics
//! ```

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use intercom_api::{Client, ResponseInfo};
use intercom_simulator::{Fault, Workspace};

/// What is known of an operation and a status. A program hands this to its metrics library instead.
#[derive(Clone, Copy, Default)]
struct Series {
    attempts: u32,
    retried: u32,
    duration: Duration,
}

#[derive(Clone, Default)]
struct Metrics(Arc<Mutex<BTreeMap<String, Series>>>);

impl Metrics {
    fn record(&self, info: &ResponseInfo<'_>) {
        let operation = info.operation.map_or("raw", |operation| operation.id);
        let status = info.status.map_or(0, |status| status.as_u16());
        let mut series = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Operations and statuses are few; ids of objects would make a series each.
        let series = series.entry(format!("{operation} {status}")).or_default();
        series.attempts += 1;
        series.retried += u32::from(info.retry_in.is_some());
        series.duration += info.duration;
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run().await
}

pub(crate) async fn run() -> Result<(), Box<dyn Error>> {
    let workspace = Workspace::builder().start().await?;
    let metrics = Metrics::default();
    let recorder = metrics.clone();
    let intercom = Client::builder()
        .token(workspace.token())
        .base_url(workspace.base_url())
        .on_response(move |info| recorder.record(info))
        .build()?;

    workspace.inject(Fault::status(503).times(1));
    intercom.admins().list().await?;
    intercom.tags().list().await?;

    let series = metrics.0.lock().unwrap_or_else(PoisonError::into_inner);
    assert_eq!(series.len(), 3);
    for (name, series) in series.iter() {
        let Series {
            attempts,
            retried,
            duration,
        } = series;
        println!("{name}: {attempts} attempts, {retried} retried, {duration:.1?}");
    }
    Ok(())
}
