//! Request bodies that are not kept in memory: files and streams, alone or as parts of a
//! `multipart/form-data` body.
//!
//! Start with [`Upload`], which is one file, and [`MultipartForm`], which is a body of several parts.
//! What a request holds of them is an [`Outgoing`]; each attempt opens it and sends an [`UploadBody`].

mod body;
mod boundary;
mod form;
mod opened;
mod outgoing;
mod source;
mod typed;

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderValue;
use tokio::io::AsyncRead;

pub use self::body::UploadBody;
pub use self::form::MultipartForm;
pub(crate) use self::form::{Content, Part};
pub(crate) use self::opened::{Failure, Marks, Unsendable};
pub(crate) use self::outgoing::{Outgoing, Payload};
pub(crate) use self::source::Source;
pub use self::typed::{FileField, MultipartBody, form_of_record};

/// The media type of a file that states none.
pub(crate) const ANY_MEDIA_TYPE: &str = "application/octet-stream";

/// A file that a call sends: from memory, from a path, or from a stream.
///
/// The bytes are read while they are sent, so a large file needs little memory. Each attempt has the
/// client's [attempt limit](struct.ClientBuilder.html#method.attempt_timeout) for all of it: raise it with
/// [`with_attempt_timeout`](struct.Call.html#method.with_attempt_timeout) for large files.
///
/// # Retries
///
/// Bytes and paths are sent again under the rules of [`Retries`](crate::Retries); a file is opened for
/// each attempt. A stream can be read only once: as soon as its first byte was requested, the call is
/// not sent again, and neither is a clone of it.
///
#[doc = example!("no_run")]
/// use intercom_api::Upload;
///
/// let picture = Upload::from_path("cat.png")
///     .with_media_type("image/png")
///     .with_max_size(5 * 1024 * 1024)
///     .with_progress(|progress| println!("{} of {:?} bytes", progress.sent, progress.total));
/// ```
#[derive(Clone)]
#[must_use = "an upload does nothing until a call sends it"]
pub struct Upload {
    source: Source,
    file_name: Option<String>,
    media_type: Option<HeaderValue>,
    max_size: Option<u64>,
    progress: Option<Arc<OnProgress>>,
    problem: Option<&'static str>,
}

/// The function that is called as bytes are sent.
pub(crate) type OnProgress = dyn Fn(UploadProgress) + Send + Sync;

/// How much of an [`Upload`] was handed to the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UploadProgress {
    /// Bytes of the file so far.
    pub sent: u64,
    /// Length of the file; `None` for a stream of unknown length.
    pub total: Option<u64>,
}

impl Upload {
    fn new(source: Source) -> Self {
        Self {
            source,
            file_name: None,
            media_type: None,
            max_size: None,
            progress: None,
            problem: None,
        }
    }

    /// Creates an upload of bytes in memory.
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Self {
        Self::new(Source::Bytes(bytes.into()))
    }

    /// Creates an upload of the file at a path.
    ///
    /// It is opened when the call is sent. What is not a regular file is refused; use
    /// [`from_reader`](Self::from_reader) for pipes and devices. The file name that is sent is the last
    /// component of the path.
    pub fn from_path(path: impl Into<PathBuf>) -> Self {
        Self::new(Source::Path(Arc::from(path.into())))
    }

    /// Creates an upload of the bytes of a stream, which can be sent once.
    ///
    /// State the length with [`with_length`](Self::with_length) where it is known: many servers refuse
    /// bodies of unknown length.
    pub fn from_stream<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        Self::new(source::of_stream(stream))
    }

    /// Creates an upload of the bytes of a reader, which can be sent once; see
    /// [`from_stream`](Self::from_stream).
    pub fn from_reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::new(source::of_reader(reader))
    }

    /// Creates an upload of the bytes of a blocking reader, for programs without an async runtime. It
    /// can be sent once; see [`from_stream`](Self::from_stream). The reader works on a thread of its own.
    #[cfg(feature = "blocking")]
    pub fn from_blocking_reader(reader: impl std::io::Read + Send + 'static) -> Self {
        Self::new(source::of_blocking_reader(reader))
    }

    /// Sets the length of a stream or a reader in bytes. The call fails when the stream turns out
    /// shorter or longer. Has no effect on bytes and paths.
    pub fn with_length(mut self, bytes: u64) -> Self {
        if let Source::Stream(stream) = &mut self.source {
            stream.length = Some(bytes);
        }
        self
    }

    /// Sets the file name that is sent in a form. Defaults to the last component of the path, or to
    /// `file`.
    ///
    /// Quotes, backslashes and control characters are percent-encoded.
    pub fn with_file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sets the media type, such as `image/png`. Defaults to what the operation documents, or to
    /// `application/octet-stream`.
    ///
    /// A text that is not a media type makes the call fail before anything is sent.
    pub fn with_media_type(mut self, media_type: impl AsRef<str>) -> Self {
        match checked(media_type.as_ref()) {
            Some(value) => self.media_type = Some(value),
            None => {
                self.problem = Some("the media type of an upload is not one such as `image/png`");
            }
        }
        self
    }

    /// Sets the largest size in bytes.
    ///
    /// A larger file makes the call fail before anything is sent. A stream of unknown length is cut off
    /// at the limit, and the call fails.
    pub fn with_max_size(mut self, bytes: u64) -> Self {
        self.max_size = Some(bytes);
        self
    }

    /// Calls a function as bytes of the file are handed to the connection, from 64 KiB to 64 KiB or
    /// as they arrive from a stream.
    ///
    /// The numbers only grow: a second attempt is reported from where the first one had come to.
    pub fn with_progress(
        mut self,
        progress: impl Fn(UploadProgress) + Send + Sync + 'static,
    ) -> Self {
        self.progress = Some(Arc::new(progress));
        self
    }

    pub(crate) fn source(&self) -> &Source {
        &self.source
    }

    pub(crate) fn media_type(&self) -> Option<&HeaderValue> {
        self.media_type.as_ref()
    }

    /// Sets the documented media type, unless the program has set one.
    pub(crate) fn or_media_type(mut self, media_type: &'static str) -> Self {
        if self.media_type.is_none() {
            self.media_type = checked(media_type);
        }
        self
    }

    /// The name that is sent.
    pub(crate) fn file_name(&self) -> Cow<'_, str> {
        let of_path = || match &self.source {
            Source::Path(path) => path.file_name().map(std::ffi::OsStr::to_string_lossy),
            Source::Bytes(_) | Source::Stream(_) => None,
        };
        let own = self.file_name.as_deref().map(Cow::Borrowed);
        own.or_else(of_path).unwrap_or(Cow::Borrowed("file"))
    }
}

/// A media type with an optional list of parameters.
fn checked(media_type: &str) -> Option<HeaderValue> {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let (kind, subtype) = essence.split_once('/')?;
    let is_token = |text: &str| {
        let mut bytes = text.bytes();
        !text.is_empty()
            && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    if !is_token(kind) || !is_token(subtype) {
        return None;
    }
    HeaderValue::from_str(media_type).ok()
}

impl Default for Upload {
    /// An upload without bytes.
    fn default() -> Self {
        Self::from_bytes(Bytes::new())
    }
}

impl PartialEq for Upload {
    /// Compares bytes, paths, file names and media types. A stream only equals its own clones.
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
            && self.file_name == other.file_name
            && self.media_type == other.media_type
    }
}

impl From<Bytes> for Upload {
    fn from(bytes: Bytes) -> Self {
        Self::from_bytes(bytes)
    }
}

impl From<Vec<u8>> for Upload {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from_bytes(bytes)
    }
}

impl From<&'static [u8]> for Upload {
    fn from(bytes: &'static [u8]) -> Self {
        Self::from_bytes(bytes)
    }
}

impl<const N: usize> From<&'static [u8; N]> for Upload {
    fn from(bytes: &'static [u8; N]) -> Self {
        Self::from_bytes(bytes.as_slice())
    }
}

impl From<PathBuf> for Upload {
    fn from(path: PathBuf) -> Self {
        Self::from_path(path)
    }
}

impl From<&Path> for Upload {
    fn from(path: &Path) -> Self {
        Self::from_path(path)
    }
}

impl fmt::Debug for Upload {
    /// Shows neither the bytes nor the names of files.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("source", &self.source)
            .field("media_type", &self.media_type)
            .field("max_size", &self.max_size)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::{Upload, checked};

    #[test]
    fn media_type_cannot_add_a_header() {
        for (text, fits) in [
            ("image/png", true),
            ("text/plain; charset=utf-8", true),
            ("application/vnd.api+json", true),
            ("image", false),
            ("image/", false),
            ("image/png\r\nx: y", false),
            ("image/png; a=\"b\r\nc\"", false),
            ("ima ge/png", false),
            ("", false),
        ] {
            assert_eq!(checked(text).is_some(), fits, "{text:?}");
            assert_eq!(
                Upload::default().with_media_type(text).problem.is_none(),
                fits
            );
        }
    }

    #[test]
    fn file_name_is_the_last_component_of_the_path() {
        assert_eq!(Upload::from_path("a/b/c.png").file_name(), "c.png");
        assert_eq!(Upload::from_path("..").file_name(), "file");
        assert_eq!(Upload::from_bytes("x").file_name(), "file");
        let named = Upload::from_path("a/b.png").with_file_name("d");
        assert_eq!(named.file_name(), "d");
    }

    #[test]
    fn debug_shows_neither_bytes_nor_names() {
        let uploads = [
            Upload::from_bytes("s3cret"),
            Upload::from_path("s3cret/s3cret.png"),
            Upload::from_bytes("").with_file_name("s3cret"),
        ];
        assert!(!format!("{uploads:?}").contains("s3cret"), "{uploads:?}");
    }
}
