//! The transport that records.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use http::header::ACCEPT_ENCODING;
use http::{HeaderValue, Request, Response};

use super::body::Limits;
use super::builder::RecorderBuilder;
use super::cassette::Cassette;
use super::exchange::Draft;
use super::scrub::Scrubber;
use super::tee::Tee;
use crate::policy::BoxFuture;
use crate::response::{TransportBody, TransportError};
use crate::transport::{Transport, usual_http_client};

/// Records exchanges on a cassette, scrubbed of the data of customers. See the
/// [module](crate::record) for what is stored.
///
/// It is the transport of a client. Clones write to the same cassette, so several clients can share a
/// recorder, and calls can be concurrent. A line is written when the body of its response has been read
/// to its end; a process that is killed leaves the lines so far.
///
#[doc = example!("no_run")]
/// use intercom_api::Client;
/// use intercom_api::record::{Recorder, Rule};
///
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// let recorder = Recorder::builder("tests/cassettes/contacts.jsonl")
///     .scrub("custom_attributes.plan", Rule::Keep)
///     .build()?;
/// let intercom = Client::builder()
///     .token(std::env::var("INTERCOM_TOKEN")?)
///     .transport(recorder.clone())
///     .build()?;
/// intercom.contacts().list().await?;
/// recorder.finish()?;
/// # Ok(())
/// # }
/// ```
///
/// The requests that it passes on do not request a compressed response, because what is compressed
/// cannot be scrubbed on its way.
#[derive(Clone)]
pub struct Recorder(Arc<Shared>);

pub(super) struct Shared {
    inner: Inner,
    pub(super) scrubber: Scrubber,
    pub(super) cassette: Cassette,
    pub(super) limits: Limits,
}

/// What sends the requests.
pub(super) enum Inner {
    Given(Arc<dyn Transport>),
    /// The built-in HTTP client, made by the first request: for https, and for this machine.
    Usual([OnceLock<reqwest::Client>; 2]),
}

impl Inner {
    pub(super) fn usual() -> Self {
        Self::Usual([OnceLock::new(), OnceLock::new()])
    }

    async fn send(
        &self,
        request: Request<Bytes>,
    ) -> Result<Response<TransportBody>, TransportError> {
        let clients = match self {
            Self::Given(transport) => return transport.send(request).await,
            Self::Usual(clients) => clients,
        };
        let is_plain = request.uri().scheme_str() == Some("http");
        let slot = &clients[usize::from(is_plain)];
        let client = if let Some(client) = slot.get() {
            client
        } else {
            let client = usual_http_client(is_plain).map_err(TransportError::refused)?;
            slot.get_or_init(|| client)
        };
        Transport::send(client, request).await
    }
}

impl Recorder {
    /// Starts building a recorder that writes to a file.
    pub fn builder(path: impl Into<PathBuf>) -> RecorderBuilder {
        RecorderBuilder::new(path.into())
    }

    pub(super) fn new(
        inner: Inner,
        scrubber: Scrubber,
        cassette: Cassette,
        limits: Limits,
    ) -> Self {
        Self(Arc::new(Shared {
            inner,
            scrubber,
            cassette,
            limits,
        }))
    }

    /// Returns the number of exchanges on the cassette.
    pub fn exchanges(&self) -> usize {
        self.0.cassette.count()
    }

    /// Returns whether everything was written so far. Calls do not fail when the cassette cannot be
    /// written, so a program should check this at its end.
    ///
    /// # Errors
    ///
    /// The first failure to write, such as a full disk. Nothing is recorded after it.
    pub fn finish(&self) -> io::Result<()> {
        self.0.cassette.take_failure()
    }
}

impl Transport for Recorder {
    fn send(
        &self,
        mut request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<TransportBody>, TransportError>> {
        Box::pin(async move {
            if request.headers().contains_key(ACCEPT_ENCODING) {
                let identity = HeaderValue::from_static("identity");
                request.headers_mut().insert(ACCEPT_ENCODING, identity);
            }
            let mut draft = Draft::new(&self.0, &request);
            let response = self.0.inner.send(request).await?;
            draft.set_head(&response);
            let has_body = draft.has_body();
            let (head, body) = response.into_parts();
            let body = match body.into_chunks() {
                Some(chunks) if has_body => TransportBody::from_stream(Tee::new(chunks, draft)),
                _ => {
                    draft.finish();
                    TransportBody::empty()
                }
            };
            Ok(Response::from_parts(head, body))
        })
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder")
            .field("exchanges", &self.exchanges())
            .finish_non_exhaustive()
    }
}
