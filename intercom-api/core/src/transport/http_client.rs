//! The HTTP client that calls are sent with: that of the program, or one created here.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;

use crate::error::Error;
use crate::operation::OperationInfo;
use crate::response::TransportError;
use crate::response::incoming::Incoming;
use crate::transport::connect::{ConnectLimit, within};
use crate::transport::custom::Transport;
use crate::url::base_url::BaseUrl;

/// How long an idle connection is kept: less than the minute after which load balancers often close
/// it, possibly while a call is being sent.
const IDLE: Duration = Duration::from_secs(45);

/// How long an HTTP/2 connection with calls on it may be silent until a ping is sent, and how long
/// its response may take. All calls share the connection, and each that reached its time limit
/// would be followed by the next one: together less than an attempt may take.
#[cfg(feature = "http2")]
const SILENCE: Duration = Duration::from_secs(10);

/// Default limit for connecting with the built-in HTTP client: a host that takes longer is down.
pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// What sends the requests of a client.
#[derive(Clone)]
pub(crate) enum Sender {
    /// The HTTP client.
    Http(HttpClient),
    /// A transport of the program.
    Custom(Arc<dyn Transport>),
}

impl Sender {
    /// Returns what sends with a transport of the program.
    pub(crate) fn custom(transport: Arc<dyn Transport>) -> Self {
        match transport.as_http_client() {
            Some(client) => Self::Http(HttpClient::given(client.clone())),
            None => Self::Custom(transport),
        }
    }

    /// Returns whether it keeps the time limit of a request.
    pub(crate) fn keeps_limit(&self) -> bool {
        matches!(self, Self::Http(_))
    }
}

/// Sends a request of the HTTP client with another transport.
pub(crate) async fn send_custom(
    transport: &dyn Transport,
    mut request: reqwest::Request,
    body: Option<Bytes>,
    operation: Option<&'static OperationInfo>,
) -> Result<Incoming, TransportError> {
    let other = converted(&mut request, body.unwrap_or_default(), operation)?;
    let response = transport.send(other).await?;
    Ok(Incoming::other(request.url().clone(), response))
}

/// Sends a request of the HTTP client with a body that is read while it is sent.
#[cfg(feature = "upload")]
pub(crate) async fn send_custom_upload(
    transport: &dyn Transport,
    mut request: reqwest::Request,
    body: crate::UploadBody,
    operation: Option<&'static OperationInfo>,
) -> Result<Incoming, TransportError> {
    let other = converted(&mut request, body, operation)?;
    let response = transport.send_upload(other).await?;
    Ok(Incoming::other(request.url().clone(), response))
}

/// Takes the head of a request of the HTTP client for another body.
fn converted<B>(
    request: &mut reqwest::Request,
    body: B,
    operation: Option<&'static OperationInfo>,
) -> Result<http::Request<B>, TransportError> {
    let mut other = http::Request::new(body);
    *other.uri_mut() = request
        .url()
        .as_str()
        .parse()
        .map_err(TransportError::refused)?;
    *other.method_mut() = request.method().clone();
    *other.headers_mut() = std::mem::take(request.headers_mut());
    if let Some(operation) = operation {
        other.extensions_mut().insert(operation);
    }
    Ok(other)
}

#[derive(Clone)]
pub(crate) struct HttpClient {
    usual: reqwest::Client,
    /// Sends the calls that have their own limits for connecting; created by the first of them.
    /// `reqwest` has one such limit for a whole client, and the layer that has more would cost
    /// every call a few percent.
    limited: OnceLock<reqwest::Client>,
    /// Whether it is for plain http; `None` for a client that was given.
    plain_http: Option<bool>,
}

impl HttpClient {
    pub(crate) fn given(client: reqwest::Client) -> Self {
        Self {
            usual: client,
            limited: OnceLock::new(),
            plain_http: None,
        }
    }

    pub(crate) fn made(base_url: &BaseUrl, connect: Duration) -> Result<Self, Error> {
        let plain_http = base_url.is_plain_http();
        Ok(Self {
            usual: built(plain_http, connect, "http_client")?,
            limited: OnceLock::new(),
            plain_http: Some(plain_http),
        })
    }

    /// Sends a request, which may have a limit of its own for connecting.
    pub(crate) fn execute(
        &self,
        request: reqwest::Request,
        connect: Option<Duration>,
    ) -> impl Future<Output = reqwest::Result<reqwest::Response>> + use<> {
        let client = match (connect, self.plain_http) {
            (Some(_), Some(plain_http)) => self.limited.get_or_init(|| {
                let limited = secured(plain_http, |builder| builder.connector_layer(ConnectLimit));
                // What could be set up once can be again; if not, the call has the usual limit.
                limited.unwrap_or_else(|_| self.usual.clone())
            }),
            _ => &self.usual,
        };
        within(connect, client.execute(request))
    }
}

/// Returns an HTTP client like the one of a client without settings.
#[cfg(feature = "record")]
pub(crate) fn usual_http_client(plain_http: bool) -> Result<reqwest::Client, Error> {
    built(plain_http, CONNECT_TIMEOUT, "transport")
}

/// Builds an HTTP client. An error names the setting that takes one.
fn built(
    plain_http: bool,
    connect: Duration,
    setting: &'static str,
) -> Result<reqwest::Client, Error> {
    if !plain_http && !cfg!(any(feature = "rustls-no-provider", feature = "native-tls")) {
        return Err(Error::config(
            setting,
            "is not set, and the crate is built without TLS (feature `rustls` or `native-tls`)",
        ));
    }
    secured(plain_http, |builder| builder.connect_timeout(connect))
}

/// Builds a client with the TLS of the features.
fn secured(
    plain_http: bool,
    set: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
) -> Result<reqwest::Client, Error> {
    let builder = set(builder(plain_http));
    #[cfg(feature = "rustls-no-provider")]
    let builder = builder.tls_backend_preconfigured(super::tls::config()?);
    builder.build().map_err(Error::http_client)
}

fn builder(plain_http: bool) -> reqwest::ClientBuilder {
    let builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        // Bodies are decoded here, by `response/coding.rs`, even where another package of the program
        // turns these features of the HTTP client on.
        .no_gzip()
        .no_deflate()
        .no_brotli()
        .no_zstd()
        .pool_idle_timeout(IDLE);
    #[cfg(feature = "http2")]
    let builder = builder
        .http2_keep_alive_interval(SILENCE)
        .http2_keep_alive_timeout(SILENCE);
    if plain_http {
        // A proxy of the environment would carry the token off this machine, unencrypted.
        builder.no_proxy()
    } else {
        builder.https_only(true)
    }
}

#[cfg(test)]
#[cfg(feature = "http2")]
mod tests {
    use std::time::Duration;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::secured;

    #[tokio::test]
    async fn a_connection_that_falls_silent_is_left_before_its_calls_end() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let client = secured(true, reqwest::ClientBuilder::http2_prior_knowledge).unwrap();
        let call = tokio::spawn(client.get(url).send());
        let (mut stream, _) = listener.accept().await.unwrap();
        // Settings of HTTP/2, all unset; after them the server sends nothing.
        let settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
        stream.write_all(&settings).await.unwrap();
        let mut read = Vec::new();
        let request = [1, 5, 0, 0, 0, 1];
        while !read.windows(6).any(|bytes| bytes == request) {
            stream.read_buf(&mut read).await.unwrap();
        }
        // From here on time jumps to whatever is waited for.
        tokio::time::pause();
        let error = tokio::time::timeout(Duration::from_secs(25), call).await;
        let error = error.unwrap().unwrap().unwrap_err();
        assert!(error.is_request() && !error.is_connect(), "{error:?}");
        drop(stream);
    }
}
