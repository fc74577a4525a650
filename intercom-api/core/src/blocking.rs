//! Blocking forms of what is awaited, for programs without an async runtime: a thread of this crate
//! does the work, and the calling one waits.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::OnceLock;
use std::thread;

use bytes::Bytes;
use http::Method;
use secrecy::SecretString;
use tokio::io::AsyncReadExt;
use tokio::runtime::{Builder, Handle};

use crate::call::{RawCall, Response};
use crate::client::{ApiPackage, ClientHandle, ClientOptions};
use crate::detect::{DetectedRegion, detect_region};
use crate::download::Download;
use crate::error::Error;
use crate::oauth::{self, exchange_with};
use crate::operation::Context;
use crate::paging::{Items, PagedOperation, Pages, RawItem, RawItems};
use crate::response::RawResponse;
use crate::transport::{Request, send};
use crate::wait::{Wait, Waitable};

/// The runtime of all blocking calls, started by the first one; `None` if it could not start.
static RUNTIME: OnceLock<Option<Handle>> = OnceLock::new();

/// Sends a request and decodes its response on the thread of blocking calls.
///
/// # Errors
///
/// As the call; [`ErrorKind::Request`](crate::ErrorKind::Request) within an async runtime.
pub fn send_blocking<T>(
    request: Request,
    decode: impl FnOnce(&RawResponse) -> Result<T, Error>,
) -> Result<Response<T>, Error> {
    let raw = block_on(request.context(), send(request))??;
    let value = decode(&raw)?;
    Ok(Response::new(raw, value))
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

/// The blocking form of a stream's `next`. `$inner` is the field that holds the state, if it is not the stream
/// itself.
macro_rules! next_blocking {
    ($item:ty $(, $inner:tt)?) => {
        /// [`next`](Self::next) in a program without an async runtime.
        ///
        /// Within an async runtime this is an error, which ends the stream.
        #[cfg_attr(docsrs_labels, doc(cfg(feature = "blocking")))]
        pub fn next_blocking(&mut self) -> Option<Result<$item, Error>> {
            if self$(.$inner)?.is_done() {
                return None;
            }
            let context = self$(.$inner)?.context();
            block_on(context, self.next()).unwrap_or_else(|error| {
                self$(.$inner)?.end();
                Some(Err(error))
            })
        }
    };
}

impl<O: PagedOperation> Items<O> {
    next_blocking!(O::Item);
}

impl<O: PagedOperation> RawItems<O> {
    next_blocking!(RawItem<O::Item>, 0);
}

impl<O: PagedOperation> Pages<O> {
    next_blocking!(Response<O::Output>);
}

#[cfg(feature = "sse")]
impl<T: Send + 'static> crate::sse::Events<T> {
    next_blocking!(crate::format::StreamedEvent<T>);
}

impl Download {
    /// [`chunk`](Self::chunk) in a program without an async runtime.
    ///
    /// # Errors
    ///
    /// As [`chunk`](Self::chunk); [`ErrorKind::Request`](crate::ErrorKind::Request) within an async
    /// runtime.
    #[cfg_attr(docsrs_labels, doc(cfg(feature = "blocking")))]
    pub fn chunk_blocking(&mut self) -> Result<Option<Bytes>, Error> {
        block_on(self.context, self.chunk())?
    }

    /// [`write_to`](Self::write_to) in a program without an async runtime.
    ///
    /// # Errors
    ///
    /// As [`write_to`](Self::write_to); [`ErrorKind::Request`](crate::ErrorKind::Request) within an
    /// async runtime.
    #[cfg_attr(docsrs_labels, doc(cfg(feature = "blocking")))]
    pub fn write_to_blocking(self, path: impl AsRef<Path>) -> Result<u64, Error> {
        block_on(self.context, self.write_to(path))?
    }

    /// Converts the download into a reader, for programs without an async runtime.
    #[cfg_attr(docsrs_labels, doc(cfg(feature = "blocking")))]
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

impl RawCall {
    /// Sends the call and waits for the bytes of the response body, as
    /// [`Call::send_blocking`](struct.Call.html#method.send_blocking).
    ///
    /// # Errors
    ///
    /// What awaiting the call can fail with; [`ErrorKind::Request`](crate::ErrorKind::Request)
    /// within an async runtime, which it would block.
    #[cfg_attr(docsrs_labels, doc(cfg(feature = "blocking")))]
    pub fn send_blocking(self) -> Result<Response<Bytes>, Error> {
        send_blocking(self.into_request(), |raw| Ok(raw.body().clone()))
    }
}

impl<O: Waitable> Wait<O> {
    /// Waits in a program without an async runtime; as
    /// [`Call::send_blocking`](struct.Call.html#method.send_blocking).
    ///
    /// # Errors
    ///
    /// As awaiting it; [`ErrorKind::Request`](crate::ErrorKind::Request) within an async runtime.
    #[cfg_attr(docsrs_labels, doc(cfg(feature = "blocking")))]
    pub fn send_blocking(self) -> Result<O::Output, Error> {
        let context = self.context();
        block_on(context, self.run())?
    }
}

/// [`detect_region`] in a program without an async runtime.
///
/// # Errors
///
/// As [`detect_region`]; [`ErrorKind::Request`](crate::ErrorKind::Request) within an async runtime.
pub fn detect_region_blocking(client: &ClientHandle) -> Result<DetectedRegion, Error> {
    let request = Request::raw(client.settings(), Method::GET, "/me");
    block_on(request.context(), detect_region(client))?
}

/// [`exchange_with`] in a program without an async runtime.
///
/// # Errors
///
/// As [`exchange_with`]; [`ErrorKind::Request`](crate::ErrorKind::Request) within an async runtime.
pub fn exchange_blocking(
    options: ClientOptions,
    package: &ApiPackage,
    client_id: &str,
    client_secret: &SecretString,
    code: &str,
) -> Result<SecretString, Error> {
    let exchange = exchange_with(options, package, client_id, client_secret, code);
    block_on(oauth::context(), exchange)?
}
