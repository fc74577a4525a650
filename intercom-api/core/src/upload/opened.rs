//! An upload that is about to be sent: its size is known and checked, its file is open.

use std::borrow::Cow;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use tokio::fs::File;

use super::source::{OnceStream, Source};
use super::{OnProgress, Upload, UploadProgress};

/// Why an upload cannot be sent. Neither text contains a path or a name of a file.
#[derive(Debug)]
pub(crate) struct Unsendable {
    pub(crate) message: Cow<'static, str>,
    pub(crate) source: Option<io::Error>,
}

impl Unsendable {
    pub(super) fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            message: message.into(),
            source: None,
        }
    }

    pub(super) fn caused_by(message: &'static str, source: io::Error) -> Self {
        Self {
            message: message.into(),
            source: Some(source),
        }
    }

    pub(super) fn too_large(limit: u64) -> Self {
        let message = format!(
            "the upload is larger than its limit of {limit} bytes; raise it with `with_max_size`"
        );
        Self::new(message)
    }

    pub(super) fn already_sent() -> Self {
        Self::new("the stream of the upload was already sent; create a new upload for each call")
    }
}

/// Why the body of an attempt ended early, where the HTTP client only reports a broken connection.
#[derive(Debug, Default)]
pub(crate) struct Failure(Mutex<Option<Unsendable>>);

impl Failure {
    pub(super) fn set(&self, problem: Unsendable) {
        let mut place = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        place.get_or_insert(problem);
    }

    pub(crate) fn take(&self) -> Option<Unsendable> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// How far the progress of each upload of a call was reported, over all attempts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks(pub(super) Arc<[AtomicU64]>);

/// Reports the progress of one upload.
pub(super) struct Meter {
    progress: Arc<OnProgress>,
    total: Option<u64>,
    sent: u64,
    marks: Marks,
    index: usize,
}

impl Meter {
    pub(super) fn add(&mut self, bytes: usize) {
        let Self { total, index, .. } = *self;
        self.sent = self.sent.saturating_add(bytes as u64);
        let sent = self.sent;
        let Some(mark) = self.marks.0.get(index) else {
            return;
        };
        if mark.fetch_max(sent, Ordering::Relaxed) < sent {
            (self.progress)(UploadProgress { sent, total });
        }
    }
}

/// An upload that is about to be sent.
pub(super) struct Opened {
    pub(super) content: OpenContent,
    /// `None` where only the end of a stream will show it.
    pub(super) length: Option<u64>,
    pub(super) max_size: Option<u64>,
    pub(super) meter: Option<Meter>,
}

pub(super) enum OpenContent {
    Bytes(Bytes),
    File(File),
    /// Taken when its first bytes are requested: an attempt that cannot connect leaves it whole.
    Stream(OnceStream),
}

impl Upload {
    /// Opens the upload for an attempt; `index` is its place among the uploads of the call.
    pub(super) async fn open(&self, marks: &Marks, index: usize) -> Result<Opened, Unsendable> {
        if let Some(problem) = self.problem {
            return Err(Unsendable::new(problem));
        }
        let (content, length) = match &self.source {
            Source::Bytes(bytes) => (OpenContent::Bytes(bytes.clone()), Some(bytes.len() as u64)),
            Source::Path(path) => {
                let failed =
                    |error| Unsendable::caused_by("the file of the upload cannot be opened", error);
                // Looked at first: opening a pipe would wait for its writer.
                let about = tokio::fs::metadata(path).await.map_err(failed)?;
                if !about.is_file() {
                    let problem = "the path of the upload is not that of a regular file";
                    return Err(Unsendable::new(problem));
                }
                let file = File::open(path).await.map_err(failed)?;
                let length = file.metadata().await.map_err(failed)?.len();
                (OpenContent::File(file), Some(length))
            }
            Source::Stream(stream) if stream.is_taken() => return Err(Unsendable::already_sent()),
            Source::Stream(stream) => (OpenContent::Stream(stream.clone()), stream.length),
        };
        if let (Some(length), Some(limit)) = (length, self.max_size)
            && length > limit
        {
            return Err(Unsendable::too_large(limit));
        }
        let meter = self.progress.as_ref().map(|progress| Meter {
            progress: Arc::clone(progress),
            total: length,
            sent: 0,
            marks: marks.clone(),
            index,
        });
        Ok(Opened {
            content,
            length,
            max_size: self.max_size,
            meter,
        })
    }

    /// Whether another attempt would send the same bytes.
    pub(super) fn can_be_opened(&self) -> bool {
        match &self.source {
            Source::Bytes(_) | Source::Path(_) => true,
            Source::Stream(stream) => !stream.is_taken(),
        }
    }
}
