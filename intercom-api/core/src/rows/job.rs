//! From the start of a job to the file that it made.

use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::path::Path;
use std::sync::{Arc, OnceLock, PoisonError};
use std::time::Duration;

use http::StatusCode;
use tokio::io::AsyncWriteExt;

use super::Settings;
use super::channel::{Received, read};
use crate::data::Id;
use crate::download::Download;
use crate::error::{Error, ErrorKind};
use crate::policy::BoxFuture;
use crate::wait::{Wait, Waitable};

/// How often a result is asked for again after its link has expired.
const MAX_RENEWALS: u32 = 3;

/// The first wait for the export of another, which doubles up to [`LONGEST`].
const FIRST: Duration = Duration::from_secs(1);

const LONGEST: Duration = Duration::from_secs(30);

/// The operations of a kind of export.
pub trait ExportJob: Send + Sync + 'static {
    /// The operation that returns the status of a job.
    type Look: Waitable;

    /// Starts a job. `None` is a response without an ID.
    fn start(&self) -> BoxFuture<'static, Result<Option<Id>, Error>>;

    /// Waits for the end of a job.
    fn wait(&self, job: &Id) -> Wait<Self::Look>;

    /// Downloads the result of a job.
    fn download(&self, job: &Id) -> Download;
}

/// Starts the job unless there is one, waits, downloads, and begins to read.
pub(super) async fn fetch<J: ExportJob>(
    job: J,
    mut settings: Settings,
    known_id: Arc<OnceLock<Id>>,
) -> Result<Option<Received>, Error> {
    let id = match settings.job_id.take() {
        Some(id) => id,
        None => start(&job, &settings).await?,
    };
    let id = known_id.get_or_init(|| id);
    let context = job.download(id).context;
    let mut renewals = 0;
    loop {
        // Looking at the job also renews its link.
        let ended = wait(&job, id, &settings).await?;
        if J::Look::status(&ended) == Some("no_data") {
            return Ok(None);
        }
        match download(job.download(id), &settings).await {
            Ok(file) => return Ok(Some(read(file, context))),
            Err(error) if is_stale(&error) && renewals < MAX_RENEWALS => {
                settings.clock.sleep(FIRST * renewals).await;
                renewals += 1;
            }
            Err(error) if is_stale(&error) && error.status() != Some(StatusCode::OK) => {
                return Err(error.advised("the result has expired; start a new export"));
            }
            Err(error) => return Err(error),
        }
    }
}

async fn start<J: ExportJob>(job: &J, settings: &Settings) -> Result<Id, Error> {
    let began = settings.clock.now();
    let mut wait = FIRST;
    loop {
        let error = match job.start().await {
            Ok(Some(id)) => return Ok(id),
            Ok(None) => {
                let context = job.download(&Id::default()).context;
                let problem = "the response has no job ID";
                return Err(Error::export(ErrorKind::Decode, context, problem, None));
            }
            Err(error) => error,
        };
        if !error.is_rate_limited() {
            return Err(error);
        }
        let elapsed = settings.clock.now().saturating_duration_since(began);
        let left = settings.others.saturating_sub(elapsed);
        if left.is_zero() {
            return Err(error.advised(
                "another export of the workspace is running; wait for its end, or use \
                 `wait_for_others`",
            ));
        }
        settings.clock.sleep(wait.min(left)).await;
        wait = (wait * 2).min(LONGEST);
    }
}

async fn wait<J: ExportJob>(
    job: &J,
    id: &Id,
    settings: &Settings,
) -> Result<<J::Look as crate::format::Operation>::Output, Error> {
    let mut wait = job.wait(id);
    if let Some((first, longest)) = settings.every {
        wait = wait.every(first, longest);
    }
    if let Some(timeout) = settings.timeout {
        wait = wait.timeout(timeout);
    }
    wait.await
}

/// Writes the result to a file without a name.
async fn download(mut download: Download, settings: &Settings) -> Result<File, Error> {
    let context = download.context;
    if let Some(report) = settings.on_progress.clone() {
        download = download.on_progress(move |progress| {
            let mut report = report.lock().unwrap_or_else(PoisonError::into_inner);
            report(progress);
        });
    }
    match save(download, settings.folder.as_deref()).await {
        Ok(file) => Ok(file),
        Err(Problem::Download(error)) => Err(error),
        Err(Problem::File(source)) => Err(Error::file(context, source)),
    }
}

enum Problem {
    Download(Error),
    File(std::io::Error),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self::Download(error)
    }
}

impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        Self::File(error)
    }
}

async fn save(mut download: Download, folder: Option<&Path>) -> Result<File, Problem> {
    let file = match folder {
        Some(folder) => tempfile::tempfile_in(folder)?,
        None => tempfile::tempfile()?,
    };
    let mut file = tokio::fs::File::from_std(file);
    while let Some(bytes) = download.chunk().await? {
        file.write_all(&bytes).await?;
    }
    file.flush().await?;
    let mut file = file.into_std().await;
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

/// Returns whether another download, after a look at the job, may succeed: the link has expired, or
/// the file has changed or broken off in the middle.
fn is_stale(error: &Error) -> bool {
    let gone = [
        StatusCode::FORBIDDEN,
        StatusCode::NOT_FOUND,
        StatusCode::GONE,
    ];
    error.kind() == ErrorKind::Body || error.status().is_some_and(|status| gone.contains(&status))
}
