//! Blocking forms of what is awaited, for programs without an async runtime: a thread of this crate
//! does the work, and the calling one waits.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::OnceLock;
use std::thread;

use bytes::Bytes;
use tokio::io::AsyncReadExt;
use tokio::runtime::{Builder, Handle};

use crate::client::Client;
use crate::detect::DetectedRegion;
use crate::download::Download;
use crate::error::{Context, Error};
use crate::paging::{Items, PagedOperation, Pages};
use crate::request::Request;
use crate::response::{RawResponse, Response};
use crate::send::send;

/// The runtime of all blocking calls, started by the first one; `None` if it could not start.
static RUNTIME: OnceLock<Option<Handle>> = OnceLock::new();

/// Sends a request and waits for the answer.
pub(crate) fn send_blocking(request: Request) -> Result<RawResponse, Error> {
    block_on(request.context(), send(request))?
}

/// Runs a future to its end. Timers and connections live on the runtime's own thread.
pub(crate) fn block_on<F: Future>(context: Context, future: F) -> Result<F::Output, Error> {
    Ok(runtime(context)?.block_on(future))
}

fn runtime(context: Context) -> Result<&'static Handle, Error> {
    if Handle::try_current().is_ok() {
        return Err(Error::request(
            context,
            "a blocking call would block the async runtime that it is made in; await the call",
        ));
    }
    let runtime = RUNTIME.get_or_init(start).as_ref();
    runtime.ok_or_else(|| Error::request(context, "the thread of blocking calls cannot be started"))
}

fn start() -> Option<Handle> {
    let runtime = Builder::new_current_thread().enable_all().build().ok()?;
    let handle = runtime.handle().clone();
    thread::Builder::new()
        .name("intercom-api".to_owned())
        .spawn(move || runtime.block_on(std::future::pending::<()>()))
        .ok()?;
    Some(handle)
}

impl<O: PagedOperation> Items<O> {
    /// [`next`](Self::next) in a program without an async runtime.
    pub fn next_blocking(&mut self) -> Option<Result<O::Item, Error>> {
        let context = self.context();
        block_on(context, self.next()).unwrap_or_else(|error| Some(Err(error)))
    }
}

impl<O: PagedOperation> Pages<O> {
    /// [`next`](Self::next) in a program without an async runtime.
    pub fn next_blocking(&mut self) -> Option<Result<Response<O::Output>, Error>> {
        let context = self.context();
        block_on(context, self.next()).unwrap_or_else(|error| Some(Err(error)))
    }
}

impl Download {
    /// [`chunk`](Self::chunk) in a program without an async runtime.
    ///
    /// # Errors
    ///
    /// As [`chunk`](Self::chunk); [`ErrorKind::Request`](crate::ErrorKind::Request) within an async
    /// runtime.
    pub fn chunk_blocking(&mut self) -> Result<Option<Bytes>, Error> {
        block_on(self.context, self.chunk())?
    }

    /// [`write_to`](Self::write_to) in a program without an async runtime.
    ///
    /// # Errors
    ///
    /// As [`write_to`](Self::write_to); [`ErrorKind::Request`](crate::ErrorKind::Request) within an
    /// async runtime.
    pub fn write_to_blocking(self, path: impl AsRef<Path>) -> Result<u64, Error> {
        block_on(self.context, self.write_to(path))?
    }

    /// The download as a reader for programs without an async runtime.
    pub fn into_reader(self) -> DownloadReader {
        DownloadReader(self)
    }
}

/// A download as an [`io::Read`]; made by [`Download::into_reader`].
#[must_use = "a download does nothing until it is read"]
pub struct DownloadReader(Download);

impl io::Read for DownloadReader {
    /// The [`Error`] of the download is inside the [`io::Error`].
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        block_on(self.0.context, self.0.read(buffer)).map_err(io::Error::other)?
    }
}

impl fmt::Debug for DownloadReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DownloadReader")
    }
}

impl Client {
    /// [`detect_region`](Self::detect_region) in a program without an async runtime.
    ///
    /// # Errors
    ///
    /// As [`detect_region`](Self::detect_region); [`ErrorKind::Request`](crate::ErrorKind::Request)
    /// within an async runtime.
    pub fn detect_region_blocking(&self) -> Result<DetectedRegion, Error> {
        let context = Request::raw(self, http::Method::GET, "/me").context();
        block_on(context, self.detect_region())?
    }
}
