//! Downloads: responses that are read as they arrive, as a stream of bytes, a reader, or a file.

mod file;
mod transfer;
mod version;

use std::fmt;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::io::{AsyncRead, ReadBuf};

use self::transfer::Transfer;
use crate::call::RawCall;
use crate::error::Error;
use crate::operation;
use crate::policy::BoxFuture;
use crate::response::coding::Decoder;
use crate::transport::Request;

/// A response body that is read as it arrives; returned by
/// [`Call::stream`](struct.Call.html#method.stream).
///
/// It is a [`Stream`] of `Result<Bytes, Error>` and an [`AsyncRead`], and
/// [`write_to`](Self::write_to) makes a file of it. Nothing is sent before the first poll, and
/// dropping it ends the download.
///
/// Only status 200 is a file, after redirects that may be followed; another success, such as 202
/// while an export is not ready, is an error. A content coding is decoded.
///
/// A broken connection is replaced, as often as the [`Retries`](crate::Retries) of the call allow
/// without a byte in between. The download continues where it stopped if the server names the
/// version of the file with a strong validator: a strong `ETag`, or a `Last-Modified` at least a
/// minute before the `Date`. Otherwise the file is read again from its start, and the download
/// continues if those bytes are the same. If the file has changed, the download fails; bytes of two
/// versions are never mixed. The limit of an
/// [attempt](struct.Call.html#method.with_attempt_timeout) limits how long the server may send
/// nothing, or less than a kilobyte. The whole download has the limit that
/// [`Call::with_timeout`](struct.Call.html#method.with_timeout) sets, and no other.
///
#[doc = example!("no_run")]
/// # async fn run(intercom: intercom_api::Client) -> Result<(), intercom_api::Error> {
/// let recording = intercom.calls().get_recording("1234").stream();
/// let bytes = recording.write_to("recording.mp3").await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a download does nothing until it is polled"]
pub struct Download {
    /// The call that an error reports.
    pub(crate) context: operation::Context,
    /// `None` while `step` has it.
    source: Option<Box<Source>>,
    step: Option<BoxFuture<'static, Step>>,
    /// What a reader has not yet taken.
    unread: Bytes,
}

/// The source, returned with what it read.
type Step = (Box<Source>, Option<Result<Bytes, Error>>);

/// How the bytes that arrive become those that are given.
enum Decoding {
    /// Nothing has arrived yet.
    Undecided,
    Plain,
    Encoded(Box<Decoder>),
}

/// How far a download is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Bytes that have arrived over the wire, before they are decompressed.
    pub received: u64,
    /// Bytes of the whole file over the wire, if the server declares them.
    pub total: Option<u64>,
}

struct Source {
    transfer: Transfer,
    /// Whether the file is gzip and is decompressed.
    #[cfg(feature = "gzip")]
    is_gzip: bool,
    decoding: Decoding,
    on_progress: Option<Box<dyn FnMut(Progress) + Send>>,
    max_size: Option<u64>,
    /// Bytes given so far.
    given: u64,
    ended: bool,
}

impl Download {
    pub(crate) fn new(request: Request) -> Self {
        Self {
            context: request.context(),
            source: Some(Box::new(Source {
                transfer: Transfer::new(request),
                #[cfg(feature = "gzip")]
                is_gzip: false,
                decoding: Decoding::Undecided,
                on_progress: None,
                max_size: None,
                given: 0,
                ended: false,
            })),
            step: None,
            unread: Bytes::new(),
        }
    }

    /// Calls a function whenever bytes have arrived.
    pub fn on_progress(mut self, told: impl FnMut(Progress) + Send + 'static) -> Self {
        if let Some(source) = &mut self.source {
            source.on_progress = Some(Box::new(told));
        }
        self
    }

    /// Sets the most bytes that the download returns, decompressed if it is; more is an error.
    /// Defaults to no limit.
    pub fn max_size(mut self, bytes: u64) -> Self {
        if let Some(source) = &mut self.source {
            source.max_size = Some(bytes);
        }
        self
    }

    /// Decompresses the file, which must be gzip, as exports are. All members of a gzip file are
    /// read; anything behind the last one is an error.
    ///
    /// A content coding of the response is decoded in any case. Where a server declares the
    /// compression of the file itself as one (`Content-Encoding: gzip`), the file is decompressed
    /// once.
    #[cfg(feature = "gzip")]
    #[cfg_attr(docsrs_labels, doc(cfg(feature = "gzip")))]
    pub fn gunzip(mut self) -> Self {
        if let Some(source) = &mut self.source {
            source.is_gzip = true;
        }
        self
    }

    /// Returns the next bytes; `None` at the end, and after an error.
    ///
    /// # Errors
    ///
    /// What every call can fail with; [`ErrorKind::Body`](crate::ErrorKind::Body) when the
    /// connection broke too often, what is downloaded has changed meanwhile, or is not valid gzip;
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) when the status is not that of a file, or the
    /// content coding is not supported.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx))
            .await
            .transpose()
    }
}

impl RawCall {
    /// Returns the response body as it arrives.
    pub fn stream(self) -> Download {
        Download::new(self.into_request())
    }
}

impl Source {
    async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        if self.ended {
            return None;
        }
        let next = self.decoded().await.and_then(|bytes| self.counted(bytes));
        self.ended = !matches!(next, Ok(Some(_)));
        next.transpose()
    }

    async fn decoded(&mut self) -> Result<Option<Bytes>, Error> {
        loop {
            self.transfer.check_time()?;
            if let Decoding::Encoded(decoder) = &mut self.decoding
                && let Some(bytes) = decoder.next().map_err(|error| self.undecodable(error))?
            {
                return Ok(Some(bytes));
            }
            let arrived = self.transfer.next().await?;
            if let (Some(told), Some(_)) = (&mut self.on_progress, &arrived) {
                told(self.transfer.progress());
            }
            if matches!(self.decoding, Decoding::Undecided) {
                self.decoding = self.decide(arrived.is_some())?;
            }
            match (&mut self.decoding, arrived) {
                (Decoding::Encoded(decoder), Some(arrived)) => decoder.push(arrived),
                (Decoding::Encoded(decoder), None) => {
                    let last = decoder.end().map_err(|error| self.undecodable(error))?;
                    return Ok(Some(last).filter(|last| !last.is_empty()));
                }
                (Decoding::Undecided | Decoding::Plain, arrived) => return Ok(arrived),
            }
        }
    }

    /// Decides how to decode, after the head has arrived. An empty body has nothing to decode,
    /// whatever its headers declare.
    fn decide(&self, has_bytes: bool) -> Result<Decoding, Error> {
        let decoder = match self.transfer.headers() {
            #[cfg(feature = "gzip")]
            Some(headers) if self.is_gzip => Decoder::of_gzip_file(headers).map(Some),
            Some(headers) if has_bytes => Decoder::of(headers),
            _ => Ok(None),
        };
        let decoder = decoder.map_err(|error| self.undecodable(error))?;
        Ok(decoder.map_or(Decoding::Plain, |decoder| {
            Decoding::Encoded(Box::new(decoder))
        }))
    }

    fn undecodable(&self, source: io::Error) -> Error {
        Error::undecodable(self.transfer.context(), source)
    }

    fn counted(&mut self, bytes: Option<Bytes>) -> Result<Option<Bytes>, Error> {
        let length = bytes.as_ref().map_or(0, Bytes::len);
        self.given = self
            .given
            .saturating_add(u64::try_from(length).unwrap_or(u64::MAX));
        match self.max_size {
            Some(max) if self.given > max => {
                Err(Error::download_too_large(self.transfer.context(), max))
            }
            _ => Ok(bytes),
        }
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Some(mut source) = this.source.take() {
            this.step = Some(Box::pin(async move {
                let item = source.next().await;
                (source, item)
            }));
        }
        let Some(step) = &mut this.step else {
            return Poll::Ready(None);
        };
        let (source, item) = ready!(step.as_mut().poll(cx));
        this.step = None;
        this.source = Some(source);
        Poll::Ready(item)
    }
}

impl AsyncRead for Download {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        while self.unread.is_empty() {
            match ready!(self.as_mut().poll_next(cx)) {
                Some(Ok(bytes)) => self.unread = bytes,
                Some(Err(error)) => return Poll::Ready(Err(io::Error::other(error))),
                None => return Poll::Ready(Ok(())),
            }
        }
        // A reader may take one byte at a time.
        if let Some(Err(error)) = self
            .source
            .as_ref()
            .map(|source| source.transfer.check_time())
        {
            return Poll::Ready(Err(io::Error::other(error)));
        }
        let length = buffer.remaining().min(self.unread.len());
        buffer.put_slice(&self.unread.split_to(length));
        Poll::Ready(Ok(()))
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Download")
    }
}
