//! A response whose body is still to be read, of the built-in HTTP client or of another transport.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Buf, Bytes};
use futures_core::Stream;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, StatusCode};
use url::Url;

use super::transport_error::TransportError;

/// The chunks of a body.
pub(crate) type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// The body of a response of a [`Transport`](crate::Transport): a stream of bytes.
///
/// Bytes and strings convert with [`From`].
pub struct TransportBody {
    /// `None` for a body without bytes.
    chunks: Option<Chunks>,
}

impl TransportBody {
    /// Creates a body without bytes.
    pub fn empty() -> Self {
        Self { chunks: None }
    }

    /// Creates a body of the bytes of a stream.
    pub fn from_stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<TransportError>,
    {
        Self {
            chunks: Some(Box::pin(Converted(Box::pin(stream)))),
        }
    }

    /// Creates a body of a body of the crate `http-body`, which libraries around `hyper` and `tower`
    /// use. Trailers are skipped.
    pub fn from_http_body<B>(body: B) -> Self
    where
        B: http_body::Body<Error: Into<TransportError>> + Send + 'static,
    {
        if body.is_end_stream() {
            return Self::empty();
        }
        Self {
            chunks: Some(Box::pin(Frames(Box::pin(body)))),
        }
    }

    /// Returns the chunks; `None` for a body without bytes.
    #[cfg(feature = "record")]
    pub(crate) fn into_chunks(self) -> Option<Chunks> {
        self.chunks
    }

    async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        let Some(chunks) = &mut self.chunks else {
            return Ok(None);
        };
        let chunk = poll_fn(|cx| chunks.as_mut().poll_next(cx))
            .await
            .transpose();
        // A stream must not be polled after its end.
        if !matches!(chunk, Ok(Some(_))) {
            self.chunks = None;
        }
        chunk
    }
}

/// A stream whose errors are converted.
struct Converted<S>(Pin<Box<S>>);

impl<S, E> Stream for Converted<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<TransportError>,
{
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = self.0.as_mut().poll_next(cx);
        next.map(|next| next.map(|chunk| chunk.map_err(Into::into)))
    }
}

/// The data of a body's frames.
struct Frames<B>(Pin<Box<B>>);

impl<B: http_body::Body<Error: Into<TransportError>>> Stream for Frames<B> {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = self.0.as_mut().poll_frame(cx);
        next.map(|next| {
            next.map(|frame| {
                let mut data = frame.map_err(Into::into)?.into_data();
                // Trailers are an empty chunk, which every reader passes over.
                Ok(data.as_mut().map_or_else(
                    |_| Bytes::new(),
                    |data| {
                        let length = data.remaining();
                        data.copy_to_bytes(length)
                    },
                ))
            })
        })
    }
}

impl From<Bytes> for TransportBody {
    fn from(bytes: Bytes) -> Self {
        if bytes.is_empty() {
            return Self::empty();
        }
        Self {
            chunks: Some(Box::pin(Whole(Some(bytes)))),
        }
    }
}

impl From<Vec<u8>> for TransportBody {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for TransportBody {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for TransportBody {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

/// A body in one piece.
struct Whole(Option<Bytes>);

impl Stream for Whole {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

impl Default for TransportBody {
    fn default() -> Self {
        Self::empty()
    }
}

impl fmt::Debug for TransportBody {
    /// Shows no byte of the body.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TransportBody")
    }
}

/// A response whose body is still to be read.
pub(crate) enum Incoming {
    /// Of the built-in HTTP client, which keeps the time limit of an attempt itself.
    Http(reqwest::Response),
    Other(Box<OtherResponse>),
}

/// The response of another transport.
pub(crate) struct OtherResponse {
    /// The URL of the request.
    url: Url,
    response: http::Response<TransportBody>,
}

impl Incoming {
    pub(crate) fn other(url: Url, response: http::Response<TransportBody>) -> Self {
        Self::Other(Box::new(OtherResponse { url, response }))
    }

    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Http(response) => response.status(),
            Self::Other(other) => other.response.status(),
        }
    }

    /// Returns the URL that the response is from.
    pub(crate) fn url(&self) -> &Url {
        match self {
            Self::Http(response) => response.url(),
            Self::Other(other) => &other.url,
        }
    }

    pub(crate) fn take_headers(&mut self) -> HeaderMap {
        std::mem::take(match self {
            Self::Http(response) => response.headers_mut(),
            Self::Other(other) => other.response.headers_mut(),
        })
    }

    /// Returns how many bytes the body is declared to have; `headers` are those of the response.
    pub(crate) fn content_length(&self, headers: &HeaderMap) -> Option<u64> {
        match self {
            Self::Http(response) => response.content_length(),
            Self::Other(_) => headers
                .get(CONTENT_LENGTH)?
                .to_str()
                .ok()?
                .trim()
                .parse()
                .ok(),
        }
    }

    /// Returns the next bytes of the body, or `None` at its end.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        match self {
            Self::Http(response) => response.chunk().await.map_err(TransportError::of_reqwest),
            Self::Other(other) => other.response.body_mut().chunk().await,
        }
    }
}
