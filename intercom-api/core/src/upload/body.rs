//! The body of one attempt, read while it is sent.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame, SizeHint};
use tokio::fs::File;

use super::boundary::Watch;
use super::opened::{Failure, Meter, OpenContent, Opened, Unsendable};
use super::source::{ByteStream, CHUNK, OnceStream, poll_chunk};

/// The body of a request that sends files or streams: a body of the crate `http-body`.
///
/// A [`Transport`](crate::Transport) receives one in
/// [`send_upload`](crate::Transport::send_upload).
pub struct UploadBody {
    segments: VecDeque<Segment>,
    /// How many bytes are left, where every length is known.
    left: Option<u64>,
    /// Whether the boundary occurs in a file.
    watch: Option<Watch>,
    failure: Arc<Failure>,
}

/// A stretch of a body.
pub(super) enum Segment {
    Bytes {
        bytes: Bytes,
        meter: Option<Meter>,
    },
    File {
        file: File,
        left: u64,
        buffer: Vec<u8>,
        meter: Option<Meter>,
    },
    Stream {
        source: OnceStream,
        /// Never locked: the mutex makes `Sync` what only one owner can poll anyway.
        stream: Mutex<Option<ByteStream>>,
        left: Option<u64>,
        /// The last of the declared bytes, until the stream has ended where it should.
        held: Option<Bytes>,
        has_ended: bool,
        sent: u64,
        max_size: Option<u64>,
        meter: Option<Meter>,
    },
}

impl Segment {
    pub(super) fn of_text(text: String) -> Self {
        Self::Bytes {
            bytes: Bytes::from(text),
            meter: None,
        }
    }

    pub(super) fn of_upload(upload: Opened) -> Self {
        let Opened {
            content,
            length,
            max_size,
            meter,
        } = upload;
        match content {
            OpenContent::Bytes(bytes) => Self::Bytes { bytes, meter },
            OpenContent::File(file) => Self::File {
                file,
                left: length.unwrap_or_default(),
                buffer: Vec::new(),
                meter,
            },
            OpenContent::Stream(source) => Self::Stream {
                source,
                stream: Mutex::new(None),
                left: length,
                held: None,
                has_ended: false,
                sent: 0,
                max_size,
                meter,
            },
        }
    }

    fn length(&self) -> Option<u64> {
        match self {
            Self::Bytes { bytes, .. } => Some(bytes.len() as u64),
            Self::File { left, .. } => Some(*left),
            Self::Stream { left, .. } => *left,
        }
    }

    /// Whether the bytes are read while they are sent.
    fn is_read(&self) -> bool {
        !matches!(self, Self::Bytes { .. })
    }

    /// Returns the next bytes; none at the end.
    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Result<Bytes, Unsendable>> {
        let (bytes, meter) = match self {
            Self::Bytes { bytes, meter } => (bytes.split_to(bytes.len().min(CHUNK)), meter),
            Self::File {
                file,
                left,
                buffer,
                meter,
            } => (ready!(poll_file(file, left, buffer, cx))?, meter),
            Self::Stream {
                source,
                stream,
                left,
                held,
                has_ended,
                sent,
                max_size,
                meter,
            } => {
                let stream = stream.get_mut().unwrap_or_else(PoisonError::into_inner);
                while !*has_ended {
                    let bytes = ready!(poll_stream(source, stream, cx))?;
                    *has_ended = bytes.is_empty();
                    *sent = sent.saturating_add(bytes.len() as u64);
                    if let Some(limit) = max_size.filter(|limit| *sent > *limit) {
                        return Poll::Ready(Err(Unsendable::too_large(limit)));
                    }
                    count(left, &bytes)?;
                    if bytes.is_empty() {
                        break;
                    }
                    // The HTTP client stops at the declared length and would not see that more follows.
                    match left {
                        Some(0) => *held = Some(bytes),
                        _ => return Poll::Ready(Ok(metered(bytes, meter))),
                    }
                }
                (held.take().unwrap_or_default(), meter)
            }
        };
        Poll::Ready(Ok(metered(bytes, meter)))
    }
}

fn metered(bytes: Bytes, meter: &mut Option<Meter>) -> Bytes {
    if let Some(meter) = meter.as_mut().filter(|_| !bytes.is_empty()) {
        meter.add(bytes.len());
    }
    bytes
}

fn poll_file(
    file: &mut File,
    left: &mut u64,
    buffer: &mut Vec<u8>,
    cx: &mut Context<'_>,
) -> Poll<Result<Bytes, Unsendable>> {
    if *left == 0 {
        return Poll::Ready(Ok(Bytes::new()));
    }
    let read = ready!(poll_chunk(Pin::new(file), buffer, cx));
    let mut bytes = read
        .map_err(|error| Unsendable::caused_by("the file of the upload cannot be read", error))?;
    if bytes.is_empty() {
        let problem = "the file of the upload became shorter while it was sent";
        return Poll::Ready(Err(Unsendable::new(problem)));
    }
    // What was appended in the meantime is not part of the length that was declared.
    bytes.truncate(usize::try_from(*left).unwrap_or(usize::MAX));
    *left -= bytes.len() as u64;
    Poll::Ready(Ok(bytes))
}

fn poll_stream(
    source: &OnceStream,
    stream: &mut Option<ByteStream>,
    cx: &mut Context<'_>,
) -> Poll<Result<Bytes, Unsendable>> {
    if stream.is_none() {
        *stream = Some(source.take().ok_or_else(Unsendable::already_sent)?);
    }
    let Some(stream) = stream else {
        return Poll::Ready(Ok(Bytes::new()));
    };
    loop {
        return Poll::Ready(match ready!(stream.as_mut().poll_next(cx)) {
            // Empty bytes would look like the end.
            Some(Ok(bytes)) if bytes.is_empty() => continue,
            Some(Ok(bytes)) => Ok(bytes),
            Some(Err(error)) => {
                let message = "the stream of the upload failed";
                Err(Unsendable::caused_by(message, error))
            }
            None => Ok(Bytes::new()),
        });
    }
}

/// Holds a stream against the length that it was declared to have.
fn count(left: &mut Option<u64>, bytes: &Bytes) -> Result<(), Unsendable> {
    let Some(left) = left else {
        return Ok(());
    };
    let length = bytes.len() as u64;
    if bytes.is_empty() && *left > 0 {
        let problem = "the stream of the upload is shorter than its declared length";
        return Err(Unsendable::new(problem));
    }
    *left = left.checked_sub(length).ok_or_else(|| {
        Unsendable::new("the stream of the upload is longer than its declared length")
    })?;
    Ok(())
}

impl UploadBody {
    pub(super) fn new(segments: impl IntoIterator<Item = Segment>, watch: Option<Watch>) -> Self {
        let segments: VecDeque<_> = segments.into_iter().collect();
        Self {
            left: segments.iter().map(Segment::length).sum(),
            segments,
            watch,
            failure: Arc::default(),
        }
    }

    /// Where the reason is found if the body ends early.
    pub(crate) fn failure(&self) -> Arc<Failure> {
        Arc::clone(&self.failure)
    }

    /// Returns the length in bytes; `None` when a stream of unknown length is part of it.
    pub fn content_length(&self) -> Option<u64> {
        self.left
    }

    /// Reads the whole body into memory, for transports that cannot send it while it is read.
    ///
    /// # Errors
    ///
    /// When a file or a stream cannot be read.
    pub async fn into_bytes(mut self) -> io::Result<Bytes> {
        let mut whole = BytesMut::new();
        while let Some(bytes) = poll_fn(|cx| self.poll_bytes(cx)).await? {
            whole.extend_from_slice(&bytes);
        }
        Ok(whole.freeze())
    }

    fn poll_bytes(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Option<Bytes>>> {
        while let Some(segment) = self.segments.front_mut() {
            let is_read = segment.is_read();
            let bytes = match ready!(segment.poll_next(cx)) {
                Ok(bytes) => bytes,
                Err(problem) => return Poll::Ready(Err(self.fail(problem))),
            };
            if bytes.is_empty() {
                self.segments.pop_front();
                if let Some(watch) = &mut self.watch {
                    watch.restart();
                }
                continue;
            }
            if let Some(watch) = self.watch.as_mut().filter(|_| is_read)
                && watch.finds_in(&bytes)
            {
                let problem = "the boundary of the form occurs in a file; send the call again";
                return Poll::Ready(Err(self.fail(Unsendable::new(problem))));
            }
            if let Some(left) = &mut self.left {
                *left = left.saturating_sub(bytes.len() as u64);
            }
            return Poll::Ready(Ok(Some(bytes)));
        }
        Poll::Ready(Ok(None))
    }

    /// Ends the body, and notes why.
    fn fail(&mut self, problem: Unsendable) -> io::Error {
        self.segments.clear();
        let error = io::Error::other(problem.message.clone().into_owned());
        self.failure.set(problem);
        error
    }
}

impl Body for UploadBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let next = ready!(self.poll_bytes(cx)).transpose();
        Poll::Ready(next.map(|bytes| bytes.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.segments.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        self.left
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

impl fmt::Debug for UploadBody {
    /// Shows no byte of the body.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadBody")
            .field("content_length", &self.left)
            .finish_non_exhaustive()
    }
}
