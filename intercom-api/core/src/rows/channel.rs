//! From the thread that unpacks to the task that takes rows.

use std::fs::File;
use std::io;
use std::task::{Context, Poll, ready};

use tokio::sync::mpsc;

use super::row::Row;
use super::unpack::unpack;
use crate::error::{Error, ErrorKind};
use crate::operation;

/// How many batches may wait to be taken.
const WAITING: usize = 2;

/// A batch is sent once it has so many rows, or bytes.
const ROWS: usize = 128;

const BYTES: usize = 64 * 1024;

/// The end that takes rows.
pub(super) struct Received {
    batches: mpsc::Receiver<Result<Vec<Row>, Error>>,
    batch: std::vec::IntoIter<Row>,
}

impl Received {
    pub(super) fn poll_row(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Row, Error>>> {
        loop {
            if let Some(row) = self.batch.next() {
                return Poll::Ready(Some(Ok(row)));
            }
            match ready!(self.batches.poll_recv(cx)) {
                Some(Ok(batch)) => self.batch = batch.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// The end that rows are put into. It blocks while enough of them wait.
pub(super) struct Sender {
    batches: mpsc::Sender<Result<Vec<Row>, Error>>,
    batch: Vec<Row>,
    bytes: usize,
}

impl Sender {
    /// Puts a row in. Fails when nobody takes rows any more.
    pub(super) fn send(&mut self, row: Row) -> io::Result<()> {
        self.bytes += row.size();
        self.batch.push(row);
        if self.batch.len() >= ROWS || self.bytes >= BYTES {
            return self.flush();
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.bytes = 0;
        let batch = std::mem::take(&mut self.batch);
        if batch.is_empty() {
            return Ok(());
        }
        let sent = self.batches.blocking_send(Ok(batch));
        sent.map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

/// Unpacks a file on a thread of its own.
pub(super) fn read(file: File, context: operation::Context) -> Received {
    let (batches, received) = mpsc::channel(WAITING);
    tokio::task::spawn_blocking(move || {
        let mut sender = Sender {
            batches,
            batch: Vec::new(),
            bytes: 0,
        };
        let result = unpack(file, context, &mut sender).and_then(|()| sender.flush());
        if let Err(source) = result {
            // What was read before the error is given first.
            drop(sender.flush());
            let message = "the result of the export cannot be unpacked";
            let error = Error::export(ErrorKind::Body, context, message, Some(source));
            drop(sender.batches.blocking_send(Err(error)));
        }
    });
    Received {
        batches: received,
        batch: Vec::new().into_iter(),
    }
}
