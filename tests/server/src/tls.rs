//! Connections with TLS, with a certificate made for the test.

use std::sync::Arc;

use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;
use tokio_rustls::server::TlsStream;

/// The TLS identity of a host: a self-signed certificate and its key.
#[derive(Clone)]
pub struct Tls {
    acceptor: TlsAcceptor,
    certificate: Vec<u8>,
}

impl Tls {
    /// Creates a self-signed certificate for `host`.
    pub fn self_signed(host: &str) -> Self {
        let identity = rcgen::generate_simple_self_signed([host.to_owned()]).unwrap();
        let key = PrivatePkcs8KeyDer::from(identity.signing_key.serialize_der());
        let provider = Arc::new(ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![identity.cert.der().clone()], key.into())
            .unwrap();
        Self {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            certificate: identity.cert.der().to_vec(),
        }
    }

    /// Returns the certificate in DER, for a client to trust.
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// Performs the handshake on a connection. Returns `None` when the client breaks it off.
    pub async fn accept(&self, stream: TcpStream) -> Option<TlsStream<TcpStream>> {
        self.acceptor.accept(stream).await.ok()
    }
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tls").finish_non_exhaustive()
    }
}
