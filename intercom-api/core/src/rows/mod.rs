//! The rows of exports: jobs that run, are downloaded, unpacked and read as CSV.
//!
//! Start at [`Rows`]. The operations of an export come from above, as an [`ExportJob`].

mod channel;
mod job;
mod row;
mod table;
mod unpack;

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use serde::de::DeserializeOwned;

use self::channel::Received;
pub use self::job::ExportJob;
pub use self::row::Row;
use crate::data::Id;
use crate::download::Progress;
use crate::error::Error;
use crate::policy::{BoxFuture, Clock};

/// The rows of an export, as they are read from its files; made by `rows` of a resource that exports.
///
/// It is a [`Stream`] of `Result<Row, Error>`. The first poll starts the job, waits for its end and
/// downloads the result; then rows come. A job without data has no rows.
///
/// The result is downloaded to a temporary file without a name, which the operating system removes
/// even when the program is killed. If the connection breaks, the download resumes where it stopped.
/// Nothing else holds the whole export: gzip, zip and tar archives are recognized by their
/// content, also inside each other, and read piece by piece. Memory stays the same for an export of
/// any size: a few hundred rows, or the longest row, which may have 16 MiB.
///
#[doc = example!("no_run")]
/// # async fn run(
/// #     intercom: intercom_api::Client,
/// #     days: intercom_api::types::CreateDataExport,
/// # ) -> Result<(), intercom_api::Error> {
/// let mut rows = intercom.data_exports().rows(days);
/// while let Some(row) = rows.next().await {
///     let row = row?;
///     println!("{:?} {:?}", row.file(), row.get("email"));
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// What starting, waiting and downloading can fail with; [`ErrorKind::Job`](crate::ErrorKind::Job)
/// when the job failed or was canceled; [`Error::is_rate_limited`] when another export is running
/// (see [`wait_for_others`](Self::wait_for_others)); [`ErrorKind::Body`](crate::ErrorKind::Body)
/// when the result cannot be unpacked; [`ErrorKind::File`](crate::ErrorKind::File) when the temporary
/// file cannot be written. The stream ends after an error. Rows before it are good, but an archive
/// that is damaged can show it only at its end.
#[must_use = "no export is started before it is polled"]
pub struct Rows {
    state: State,
    job_id: Arc<OnceLock<Id>>,
}

enum State {
    Idle(Fetch, Box<Settings>),
    Fetching(BoxFuture<'static, Result<Option<Received>, Error>>),
    Reading(Received),
    Ended,
}

type Fetch = Box<
    dyn FnOnce(Settings, Arc<OnceLock<Id>>) -> BoxFuture<'static, Result<Option<Received>, Error>>
        + Send,
>;

/// What is set before the first poll.
struct Settings {
    job_id: Option<Id>,
    clock: Arc<dyn Clock>,
    every: Option<(Duration, Duration)>,
    timeout: Option<Duration>,
    others: Duration,
    folder: Option<PathBuf>,
    on_progress: Option<Arc<Mutex<OnProgress>>>,
}

type OnProgress = dyn FnMut(Progress) + Send;

impl Rows {
    pub(crate) fn new<J: ExportJob>(job: J) -> Self {
        let clock = job.wait(&Id::default()).clock();
        let fetch: Fetch = Box::new(|settings, id| Box::pin(job::fetch(job, settings, id)));
        Self {
            state: State::Idle(
                fetch,
                Box::new(Settings {
                    job_id: None,
                    clock,
                    every: None,
                    timeout: None,
                    others: Duration::ZERO,
                    folder: None,
                    on_progress: None,
                }),
            ),
            job_id: Arc::default(),
        }
    }

    fn with(mut self, set: impl FnOnce(&mut Settings)) -> Self {
        if let State::Idle(_, settings) = &mut self.state {
            set(settings);
        }
        self
    }

    /// Reads the result of a job that was started before, instead of starting one. Its ID is what
    /// [`job_id`](Self::job_id) returned.
    pub fn of_job(self, job_id: impl Into<Id>) -> Self {
        self.with(|settings| settings.job_id = Some(job_id.into()))
    }

    /// Sets the first wait between two looks at the job, which doubles each time, and the longest.
    /// Default: 1 second and 30 seconds.
    pub fn every(self, first: Duration, longest: Duration) -> Self {
        self.with(|settings| settings.every = Some((first, longest)))
    }

    /// Sets how long the job is waited for. Default: an hour.
    pub fn timeout(self, timeout: Duration) -> Self {
        self.with(|settings| settings.timeout = Some(timeout))
    }

    /// Waits up to `limit` for other exports that are running in the workspace. By default, does not
    /// wait and returns an error that another export is running.
    ///
    /// Intercom runs one data export of a workspace at a time, and lets few reporting exports wait.
    /// Another one is refused with `429`, like a call too many.
    pub fn wait_for_others(self, limit: Duration) -> Self {
        self.with(|settings| settings.others = limit)
    }

    /// Sets the folder of the temporary file. Default: that of the operating system, which on some
    /// systems is held in memory.
    pub fn temporary_folder(self, folder: impl Into<PathBuf>) -> Self {
        self.with(|settings| settings.folder = Some(folder.into()))
    }

    /// Calls a function whenever bytes of the result have arrived.
    pub fn on_progress(self, report: impl FnMut(Progress) + Send + 'static) -> Self {
        self.with(|settings| settings.on_progress = Some(Arc::new(Mutex::new(report))))
    }

    /// Reads each row into a type of the program, by the names of columns.
    ///
    /// An empty field is `None` for an `Option`. Columns that the type does not have are ignored.
    /// A row that does not fit is an error of its own, and the next row follows it.
    ///
    #[doc = example!("no_run")]
    /// # use intercom_api::Timestamp;
    /// #[derive(serde::Deserialize)]
    /// struct Receipt {
    ///     email: Option<String>,
    ///     received_at: i64,
    /// }
    ///
    /// # async fn run(intercom: intercom_api::Client) -> Result<(), intercom_api::Error> {
    /// let week = Timestamp::from_seconds(1_760_000_000)..=Timestamp::from_seconds(1_760_600_000);
    /// let mut receipts = intercom.data_exports().rows(week).deserialize::<Receipt>();
    /// while let Some(receipt) = receipts.next().await {
    ///     println!("{}", receipt?.received_at);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn deserialize<T: DeserializeOwned>(self) -> TypedRows<T> {
        TypedRows {
            rows: self,
            row: PhantomData,
        }
    }

    /// Returns the ID of the job, once it is known: `None` before the job was started.
    ///
    /// With it, [`of_job`](Self::of_job) reads the result again, and `cancel` of data exports ends
    /// the job. Dropping the rows does not end it.
    pub fn job_id(&self) -> Option<&Id> {
        self.job_id.get()
    }

    /// Returns the next row; `None` at the end, and after an error.
    ///
    /// It can be dropped at any time without losing a row.
    ///
    /// # Errors
    ///
    /// See [`Rows`].
    pub async fn next(&mut self) -> Option<Result<Row, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl Stream for Rows {
    type Item = Result<Row, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            let (next, item) = match &mut this.state {
                State::Idle(..) => match std::mem::replace(&mut this.state, State::Ended) {
                    State::Idle(fetch, settings) => {
                        let fetching = fetch(*settings, this.job_id.clone());
                        (State::Fetching(fetching), None)
                    }
                    state => (state, None),
                },
                State::Fetching(fetching) => match ready!(fetching.as_mut().poll(cx)) {
                    Ok(Some(received)) => (State::Reading(received), None),
                    Ok(None) => (State::Ended, None),
                    Err(error) => (State::Ended, Some(Err(error))),
                },
                State::Reading(received) => match ready!(received.poll_row(cx)) {
                    Some(Ok(row)) => return Poll::Ready(Some(Ok(row))),
                    end => (State::Ended, end),
                },
                State::Ended => return Poll::Ready(None),
            };
            this.state = next;
            if item.is_some() {
                return Poll::Ready(item);
            }
        }
    }
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match &self.state {
            State::Idle(..) => "idle",
            State::Fetching(_) => "fetching",
            State::Reading(_) => "reading",
            State::Ended => "ended",
        };
        f.debug_struct("Rows")
            .field("job_id", &self.job_id())
            .field("state", &state)
            .finish()
    }
}

/// The rows of an export in a type of the program; made by [`Rows::deserialize`].
#[must_use = "no export is started before it is polled"]
pub struct TypedRows<T> {
    rows: Rows,
    row: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> TypedRows<T> {
    /// Returns the ID of the job, as [`Rows::job_id`] does.
    pub fn job_id(&self) -> Option<&Id> {
        self.rows.job_id()
    }

    /// Returns the next row; `None` at the end, and after an error that is not of the row alone.
    ///
    /// # Errors
    ///
    /// What [`Row::deserialize`] and [`Rows::next`] can fail with.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<T: DeserializeOwned> Stream for TypedRows<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let row = ready!(Pin::new(&mut self.rows).poll_next(cx));
        Poll::Ready(row.map(|row| row?.deserialize()))
    }
}

impl<T> fmt::Debug for TypedRows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rows.fmt(f)
    }
}
