//! Why a transport could not send a request or finish a response.

use std::error::Error as StdError;
use std::fmt;
use std::io;

/// The cause of a [`TransportError`].
type Source = Box<dyn StdError + Send + Sync>;

/// Why a [`Transport`](crate::Transport) failed.
///
/// The constructor decides what the client does next: an error of [`connect`](Self::connect) proves
/// that the server did not receive the request, so that any call can be sent again. After
/// [`timeout`](Self::timeout) and [`broken`](Self::broken) the server may have received it, so that
/// only calls that are safe to repeat are sent again. [`refused`](Self::refused) is final.
///
/// `?` converts every other error with [`From`]: a `reqwest::Error` keeps its meaning, and any error
/// of unknown meaning is treated as [`broken`](Self::broken).
///
/// The cause becomes the source of an [`Error`](crate::Error). A cause that contains the access token
/// is dropped.
pub struct TransportError {
    kind: TransportErrorKind,
    source: Source,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TransportErrorKind {
    Refused,
    Connect,
    Timeout,
    Redirect,
    Broken,
}

impl TransportError {
    /// Creates the error of a request that the transport refuses to send.
    pub fn refused(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(TransportErrorKind::Refused, source.into())
    }

    /// Creates the error of a connection that could not be made. Nothing was sent.
    pub fn connect(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(TransportErrorKind::Connect, source.into())
    }

    /// Creates the error of a time limit of the transport itself. The request may have been sent.
    pub fn timeout(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(TransportErrorKind::Timeout, source.into())
    }

    /// Creates the error of a connection that broke. The request may have been sent.
    pub fn broken(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(TransportErrorKind::Broken, source.into())
    }

    fn new(kind: TransportErrorKind, source: Source) -> Self {
        Self { kind, source }
    }

    /// Classifies the error of another library.
    pub(crate) fn of_boxed(source: Source) -> Self {
        match source.downcast::<reqwest::Error>() {
            Ok(error) => Self::of_reqwest(*error),
            Err(source) if is_connect(&*source) => Self::connect(source),
            Err(source) => Self::broken(source),
        }
    }

    pub(crate) fn of_reqwest(error: reqwest::Error) -> Self {
        let kind = if error.is_builder() {
            TransportErrorKind::Refused
        } else if error.is_connect() {
            TransportErrorKind::Connect
        } else if error.is_timeout() {
            TransportErrorKind::Timeout
        } else if error.is_redirect() {
            TransportErrorKind::Redirect
        } else {
            TransportErrorKind::Broken
        };
        // The URL may hold data of customers.
        Self::new(kind, error.without_url().into())
    }

    pub(crate) fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns whether a time limit ran out, also that for connecting.
    pub(crate) fn is_timeout(&self) -> bool {
        let source = self.source.downcast_ref::<reqwest::Error>();
        self.kind == TransportErrorKind::Timeout || source.is_some_and(reqwest::Error::is_timeout)
    }

    /// Returns the cause.
    pub(crate) fn cause(&self) -> &(dyn StdError + 'static) {
        &*self.source
    }

    pub(crate) fn into_source(self) -> Source {
        self.source
    }
}

/// Returns whether a cause of an error proves that no connection was made.
fn is_connect(error: &(dyn StdError + 'static)) -> bool {
    let mut next = Some(error);
    for _ in 0..MAX_CAUSES {
        let Some(cause) = next else { break };
        let http = cause.downcast_ref::<reqwest::Error>();
        let io = cause.downcast_ref::<io::Error>();
        if http.is_some_and(reqwest::Error::is_connect)
            || io.is_some_and(|io| io.kind() == io::ErrorKind::ConnectionRefused)
        {
            return true;
        }
        next = cause.source();
    }
    false
}

/// How many causes of an error are looked at.
const MAX_CAUSES: usize = 20;

impl<E: Into<Box<dyn StdError + Send + Sync>>> From<E> for TransportError {
    fn from(error: E) -> Self {
        Self::of_boxed(error.into())
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError")
            .field("kind", &self.kind)
            .field("source", &self.source)
            .finish()
    }
}
