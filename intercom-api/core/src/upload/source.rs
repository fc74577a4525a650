//! Where the bytes of an upload are from.

use std::fmt;
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::io::{AsyncRead, ReadBuf};

/// How many bytes are read at once.
pub(super) const CHUNK: usize = 64 * 1024;

/// Where the bytes of an upload are from.
#[derive(Clone)]
pub(crate) enum Source {
    Bytes(Bytes),
    Path(Arc<Path>),
    Stream(OnceStream),
}

pub(super) type ByteStream = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

/// A stream that can be read once, by one of its clones.
#[derive(Clone)]
pub(crate) struct OnceStream {
    stream: Arc<Mutex<Option<ByteStream>>>,
    pub(super) length: Option<u64>,
}

impl OnceStream {
    fn new(stream: ByteStream) -> Self {
        Self {
            stream: Arc::new(Mutex::new(Some(stream))),
            length: None,
        }
    }

    /// Takes the stream, unless it was taken.
    pub(super) fn take(&self) -> Option<ByteStream> {
        let mut stream = self.stream.lock().unwrap_or_else(PoisonError::into_inner);
        stream.take()
    }

    /// Returns whether bytes of the stream were requested.
    pub(super) fn is_taken(&self) -> bool {
        let stream = self.stream.lock().unwrap_or_else(PoisonError::into_inner);
        stream.is_none()
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bytes(one), Self::Bytes(other)) => one == other,
            (Self::Path(one), Self::Path(other)) => one == other,
            (Self::Stream(one), Self::Stream(other)) => Arc::ptr_eq(&one.stream, &other.stream),
            _ => false,
        }
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Self::Path(_) => f.write_str("path"),
            Self::Stream(_) => f.write_str("stream"),
        }
    }
}

/// A source of the items of a stream.
pub(super) fn of_stream<S, B, E>(stream: S) -> Source
where
    S: Stream<Item = Result<B, E>> + Send + 'static,
    B: Into<Bytes>,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    Source::Stream(OnceStream::new(Box::pin(Converted(Box::pin(stream)))))
}

/// A source of the bytes of a reader.
pub(super) fn of_reader(reader: impl AsyncRead + Send + 'static) -> Source {
    let chunks = Chunks {
        reader: Box::pin(reader),
        buffer: Vec::new(),
    };
    Source::Stream(OnceStream::new(Box::pin(chunks)))
}

/// A source of the bytes of a blocking reader.
#[cfg(feature = "blocking")]
pub(super) fn of_blocking_reader(reader: impl io::Read + Send + 'static) -> Source {
    Source::Stream(OnceStream::new(Box::pin(Blocking::Idle(Box::new(reader)))))
}

/// A stream whose items are converted.
struct Converted<S>(Pin<Box<S>>);

impl<S, B, E> Stream for Converted<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = ready!(self.0.as_mut().poll_next(cx));
        Poll::Ready(next.map(|item| item.map(Into::into).map_err(io::Error::other)))
    }
}

/// The bytes of a reader.
struct Chunks<R> {
    reader: Pin<Box<R>>,
    buffer: Vec<u8>,
}

impl<R: AsyncRead> Stream for Chunks<R> {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { reader, buffer } = &mut *self;
        let read = ready!(poll_chunk(reader.as_mut(), buffer, cx))?;
        Poll::Ready(Some(read).filter(|bytes| !bytes.is_empty()).map(Ok))
    }
}

/// Reads the next bytes of a reader; none at its end.
pub(super) fn poll_chunk<R: AsyncRead + ?Sized>(
    reader: Pin<&mut R>,
    buffer: &mut Vec<u8>,
    cx: &mut Context<'_>,
) -> Poll<io::Result<Bytes>> {
    buffer.resize(CHUNK, 0);
    let mut read = ReadBuf::new(buffer);
    ready!(reader.poll_read(cx, &mut read))?;
    Poll::Ready(Ok(Bytes::copy_from_slice(read.filled())))
}

/// A blocking reader, which reads on a thread for blocking work.
#[cfg(feature = "blocking")]
enum Blocking {
    Idle(Box<dyn io::Read + Send>),
    Reading(tokio::task::JoinHandle<(Box<dyn io::Read + Send>, io::Result<Bytes>)>),
    Done,
}

#[cfg(feature = "blocking")]
impl Stream for Blocking {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Self::Idle(_) = &*self
            && let Self::Idle(mut reader) = std::mem::replace(&mut *self, Self::Done)
        {
            *self = Self::Reading(tokio::task::spawn_blocking(move || {
                let mut buffer = vec![0; CHUNK];
                let read = reader.read(&mut buffer).map(|length| {
                    buffer.truncate(length);
                    Bytes::from(buffer)
                });
                (reader, read)
            }));
        }
        let Self::Reading(task) = &mut *self else {
            return Poll::Ready(None);
        };
        match ready!(Pin::new(task).poll(cx)) {
            Ok((reader, Ok(bytes))) if !bytes.is_empty() => {
                *self = Self::Idle(reader);
                Poll::Ready(Some(Ok(bytes)))
            }
            Ok((_, Ok(_))) => {
                *self = Self::Done;
                Poll::Ready(None)
            }
            Ok((_, Err(error))) => {
                *self = Self::Done;
                Poll::Ready(Some(Err(error)))
            }
            Err(error) => {
                *self = Self::Done;
                Poll::Ready(Some(Err(io::Error::other(error))))
            }
        }
    }
}
