//! Exports the messages of the last day into a CSV file, with a progress bar.
//!
//! ```text
//! INTERCOM_ACCESS_TOKEN=… cargo run -p intercom-api --example download --features gunzip -- messages.csv
//! ```
//!
//! Against a simulated workspace: `cargo xtask simulate` prints a URL and a token for
//! `INTERCOM_BASE_URL` and `INTERCOM_ACCESS_TOKEN`.

use std::error::Error;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use intercom_api::types::CreateDataExport;
use intercom_api::{Client, Timestamp};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1);
    let file = file.unwrap_or_else(|| "messages.csv".to_owned());
    let exports = Client::from_env()?.data_exports();

    let day = Duration::from_secs(24 * 60 * 60);
    let period = CreateDataExport::after(Timestamp::ago(day)).before(Timestamp::now());
    let job = exports.create(period).await?;
    let id = job.job_identifier.ok_or("the job has no identifier")?;
    println!("waiting for job {id}");
    exports.wait(&id).await?;

    let bar = ProgressBar::no_length().with_style(ProgressStyle::with_template(
        "{bar:40} {bytes}/{total_bytes} {bytes_per_sec}",
    )?);
    let shown = bar.clone();
    let written = exports
        .download(&id)
        .stream()
        .gunzip()
        .on_progress(move |progress| {
            if let Some(total) = progress.total {
                shown.set_length(total);
            }
            shown.set_position(progress.received);
        })
        .write_to(&file)
        .await?;
    bar.finish();
    println!("{written} bytes in {file}");
    Ok(())
}
