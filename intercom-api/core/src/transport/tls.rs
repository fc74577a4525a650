//! TLS in Rust: which provider of cryptography it uses.
//!
//! The HTTP client has one built in, `aws-lc-rs`, whose C code takes a third of the compile time of a
//! small program. Here the program chooses.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls::crypto::CryptoProvider;
use rustls_platform_verifier::BuilderVerifierExt;

use crate::error::Error;

/// Returns the settings of TLS: the versions that are safe, and the certificates of the platform.
pub(super) fn config() -> Result<ClientConfig, Error> {
    let Some(provider) = provider() else {
        return Err(Error::config(
            "http_client",
            "is not set, and the process has no provider of cryptography: install a default \
             `CryptoProvider` of rustls, or enable the feature `rustls` or `rustls-aws-lc`",
        ));
    };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(BuilderVerifierExt::with_platform_verifier);
    let Ok(config) = config else {
        return Err(Error::config(
            "http_client",
            "is not set, and TLS cannot be set up with the certificates of the platform",
        ));
    };
    let mut config = config.with_no_client_auth();
    if cfg!(feature = "http2") {
        config.alpn_protocols.push(b"h2".to_vec());
    }
    config.alpn_protocols.push(b"http/1.1".to_vec());
    Ok(config)
}

/// Returns the provider that the program has installed, or else the one of a feature.
fn provider() -> Option<Arc<CryptoProvider>> {
    CryptoProvider::get_default().cloned().or_else(built_in)
}

#[cfg(feature = "rustls-aws-lc")]
#[expect(clippy::unnecessary_wraps, reason = "without a feature there is none")]
fn built_in() -> Option<Arc<CryptoProvider>> {
    Some(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
}

#[cfg(all(feature = "rustls", not(feature = "rustls-aws-lc")))]
#[expect(clippy::unnecessary_wraps, reason = "without a feature there is none")]
fn built_in() -> Option<Arc<CryptoProvider>> {
    Some(Arc::new(rustls::crypto::ring::default_provider()))
}

#[cfg(not(any(feature = "rustls", feature = "rustls-aws-lc")))]
fn built_in() -> Option<Arc<CryptoProvider>> {
    None
}

#[cfg(test)]
#[cfg(any(feature = "rustls", feature = "rustls-aws-lc"))]
mod tests {
    use super::config;

    #[test]
    fn http_client_takes_the_settings_as_its_own() {
        let config = config().unwrap();
        assert_eq!(config.alpn_protocols.last().unwrap(), b"http/1.1");
        // With settings of another version of rustls, this is an error.
        let client = reqwest::Client::builder().tls_backend_preconfigured(config);
        client.build().unwrap();
    }
}
