//! Copies one resource.

mod rows;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context;
use intercom_api::changes::{
    Change, ChangeCursor, ChangeOperation, DetailOperation, Detailed, DetailedChanges, RawChanges,
};
use intercom_api::paging::RawItem;
use intercom_api::types::Conversation;
use intercom_api::{Client, Error, Timestamp};

use crate::arguments::Resource;
use crate::database::{Database, Row};
use crate::progress::Line;

/// How many rows are committed at once. They and a page are all that is held in memory.
const BATCH: usize = 1_000;

/// How long rows wait to be committed.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// How many errors in a row that may pass are waited for.
const MAX_ERRORS: u32 = 8;

/// Copies one resource.
pub(crate) struct Copy {
    pub(crate) intercom: Client,
    pub(crate) database: Arc<Mutex<Database>>,
    pub(crate) line: Line,
    pub(crate) since: Option<Timestamp>,
    pub(crate) at_once: usize,
}

/// What was copied.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Copied {
    changed: u64,
    parts: u64,
    gone: u64,
    /// Conversations whose older parts could not be read.
    truncated: u64,
    took: Duration,
}

impl Copy {
    /// Copies what has changed since the last run.
    pub(crate) async fn run(self, resource: Resource) -> anyhow::Result<Copied> {
        let cursor = match self.lock().cursor(resource)? {
            Some(cursor) => cursor,
            None => self.since.map(ChangeCursor::since).unwrap_or_default(),
        };
        match resource {
            Resource::Contacts => {
                let changes = self.intercom.contacts().changes(cursor).raw();
                self.copy(resource, changes).await
            }
            Resource::Conversations => {
                let changes = self.intercom.conversations().changes(cursor);
                self.copy(resource, changes.with_details(self.at_once))
                    .await
            }
            Resource::Tickets => {
                let changes = self.intercom.tickets().changes(cursor).raw();
                self.copy(resource, changes).await
            }
            Resource::Companies => {
                let changes = self.intercom.companies().changes(cursor).raw();
                self.copy(resource, changes).await
            }
        }
    }

    async fn copy(&self, resource: Resource, mut changes: impl Feed) -> anyhow::Result<Copied> {
        let began = Instant::now();
        let (mut copied, mut rows) = (Copied::default(), Vec::new());
        let (mut stored, mut errors) = (Instant::now(), 0);
        while let Some(change) = changes.next(&mut rows).await {
            match change {
                Ok(added) => {
                    errors = 0;
                    copied.add(added);
                    self.line
                        .advance(copied.changed + copied.gone, changes.total());
                }
                Err(error) if error.is_retryable() && errors < MAX_ERRORS => {
                    // The stream resumes where it stopped.
                    errors += 1;
                    let wait = error.retry_after().unwrap_or(LONGEST_WAIT * errors);
                    tokio::time::sleep(wait).await;
                }
                Err(error) => {
                    self.lock().store(resource, &mut rows, &changes.cursor())?;
                    return Err(error.into());
                }
            }
            if rows.len() >= BATCH || stored.elapsed() >= LONGEST_WAIT {
                self.lock().store(resource, &mut rows, &changes.cursor())?;
                stored = Instant::now();
            }
        }
        let cursor = changes.cursor();
        self.lock()
            .store(resource, &mut rows, &cursor)
            .context("cannot store the end")?;
        self.line.end();
        copied.took = began.elapsed();
        Ok(copied)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Database> {
        self.database.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Copied {
    fn add(&mut self, more: Self) {
        self.changed += more.changed;
        self.parts += more.parts;
        self.gone += more.gone;
        self.truncated += more.truncated;
    }
}

impl fmt::Display for Copied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} copied", self.changed)?;
        let further = [
            (self.parts, "parts"),
            (self.truncated, "without their oldest parts"),
            (self.gone, "gone"),
        ];
        for (count, what) in further.into_iter().filter(|(count, _)| *count > 0) {
            write!(f, ", {count} {what}")?;
        }
        write!(f, " in {:.1} s", self.took.as_secs_f64())
    }
}

/// Changes that become rows.
trait Feed: Send {
    /// Adds the rows of the next change, and returns what they are.
    fn next(
        &mut self,
        rows: &mut Vec<Row>,
    ) -> impl Future<Output = Option<Result<Copied, Error>>> + Send;

    /// How far the changes have been received.
    fn cursor(&self) -> ChangeCursor;

    /// How many objects the search has found.
    fn total(&self) -> Option<u64>;
}

impl<O: ChangeOperation> Feed for RawChanges<O> {
    async fn next(&mut self, rows: &mut Vec<Row>) -> Option<Result<Copied, Error>> {
        let add = |change| match change {
            Change::Upsert(item) => changed::<O>(&item, rows),
            Change::Gone(id) => rows::gone(&id, rows),
        };
        Some(RawChanges::next(self).await?.map(add))
    }

    fn cursor(&self) -> ChangeCursor {
        RawChanges::cursor(self)
    }

    fn total(&self) -> Option<u64> {
        self.total_count()
    }
}

impl<O: DetailOperation<Detail = Conversation>> Feed for DetailedChanges<O> {
    async fn next(&mut self, rows: &mut Vec<Row>) -> Option<Result<Copied, Error>> {
        let add = |change| match change {
            Change::Upsert(detailed) => conversation(&detailed, rows),
            Change::Gone(id) => rows::gone(&id, rows),
        };
        Some(DetailedChanges::next(self).await?.map(add))
    }

    fn cursor(&self) -> ChangeCursor {
        DetailedChanges::cursor(self)
    }

    fn total(&self) -> Option<u64> {
        self.total_count()
    }
}

fn changed<O: ChangeOperation>(item: &RawItem<O::Item>, rows: &mut Vec<Row>) -> Copied {
    let id = O::id(&item.value).to_string();
    let updated_at = O::updated_at(&item.value).map(Timestamp::seconds);
    rows::object(id, updated_at, item.json_text(), rows)
}

fn conversation(detailed: &Detailed<Conversation>, rows: &mut Vec<Row>) -> Copied {
    rows::conversation(
        &detailed.value,
        detailed.json_text(),
        detailed.is_truncated,
        rows,
    )
}
