//! Exports the messages of the last day into a CSV file, with a progress bar.
//!
//! ```text
//! cargo run -p intercom-api --example download
//! ```

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use intercom_api::Client;
use intercom_api::types::CreateDataExport;
use intercom_simulator::Workspace;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // With an account, `Client::from_env()?` takes the place of these lines.
    let workspace = Workspace::builder().start().await?;
    let intercom = Client::builder()
        .token(workspace.token())
        .base_url(workspace.base_url())
        .build()?;
    run(&intercom).await
}

pub(crate) async fn run(intercom: &Client) -> Result<(), Box<dyn Error>> {
    let file = std::env::temp_dir().join("intercom-messages.csv");
    let written = export(intercom, &file).await?;
    println!("{written} bytes in {}", file.display());
    std::fs::remove_file(&file)?;
    Ok(())
}

/// Exports the messages of the last day, and returns the size of the file.
async fn export(intercom: &Client, file: &Path) -> Result<u64, Box<dyn Error>> {
    let exports = intercom.data_exports();
    let now = intercom.now();
    let day = Duration::from_secs(24 * 60 * 60);
    let period = CreateDataExport::after(now - day).before(now);
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
        .write_to(file)
        .await?;
    bar.finish();
    Ok(written)
}
