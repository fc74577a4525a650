//! The HTTP client that calls are sent with: one that the program gave, or one made here.

use std::sync::OnceLock;
use std::time::Duration;

use crate::base_url::BaseUrl;
use crate::connect::{ConnectLimit, within};
use crate::error::Error;

/// How long a connection is kept that nobody uses: less than the minute after which load balancers
/// often close it, just when a call might be on its way.
const IDLE: Duration = Duration::from_secs(45);

pub(crate) struct HttpClient {
    usual: reqwest::Client,
    /// Sends the calls that have limits of their own for connecting; made by the first of them.
    /// `reqwest` knows one such limit for a whole client, and the layer that knows more would cost
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
        if !plain_http && !cfg!(any(feature = "rustls", feature = "native-tls")) {
            return Err(Error::config(
                "http_client",
                "is not set, and the crate is built without TLS (feature `rustls` or `native-tls`)",
            ));
        }
        let usual = builder(plain_http).connect_timeout(connect).build();
        Ok(Self {
            usual: usual.map_err(Error::http_client)?,
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
                let limited = builder(plain_http).connector_layer(ConnectLimit).build();
                // What could be set up once can be again; if not, the call has the usual limit.
                limited.unwrap_or_else(|_| self.usual.clone())
            }),
            _ => &self.usual,
        };
        within(connect, client.execute(request))
    }
}

fn builder(plain_http: bool) -> reqwest::ClientBuilder {
    let builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .pool_idle_timeout(IDLE);
    if plain_http {
        // A proxy of the environment would carry the token off this machine, unencrypted.
        builder.no_proxy()
    } else {
        builder.https_only(true)
    }
}
