//! What is checked of every signed body: its size, then its signature.

use std::sync::Arc;

use http::HeaderMap;
use secrecy::SecretString;

use super::scheme::{Scheme, SignatureError};
use super::secrets::Secrets;

/// The size and the signature that a body must have. A clone shares the secrets.
#[derive(Clone, Debug)]
pub struct BodyCheck {
    secrets: Arc<Secrets>,
    limit: usize,
}

impl BodyCheck {
    /// Number of bytes that a body may have unless [`limit`](Self::limit) sets another: 4 MiB.
    pub const DEFAULT_LIMIT: usize = 4 * 1024 * 1024;

    /// Creates a check with one secret.
    pub fn new(secret: impl Into<SecretString>) -> Self {
        Self {
            secrets: Arc::new(Secrets::new(secret)),
            limit: Self::DEFAULT_LIMIT,
        }
    }

    /// Adds a secret, such as the previous one while a rotation lasts.
    #[must_use]
    pub fn also(self, secret: impl Into<SecretString>) -> Self {
        let secrets = Arc::unwrap_or_clone(self.secrets).also(secret);
        Self {
            secrets: Arc::new(secrets),
            ..self
        }
    }

    /// Sets the number of bytes that a body may have.
    #[must_use]
    pub fn limit(self, bytes: usize) -> Self {
        Self {
            limit: bytes,
            ..self
        }
    }

    /// Returns the number of bytes that a body may have.
    pub fn max_bytes(&self) -> usize {
        self.limit
    }

    /// Returns the secrets.
    pub fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// Returns whether the body is within the limit.
    pub fn fits(&self, body: &[u8]) -> bool {
        body.len() <= self.limit
    }

    /// Checks the size of a body, then its signature.
    ///
    /// # Errors
    ///
    /// `too_large`, or why the signature is not accepted.
    pub fn verify<E: From<SignatureError>>(
        &self,
        scheme: Scheme,
        headers: &HeaderMap,
        body: &[u8],
        too_large: E,
    ) -> Result<(), E> {
        if !self.fits(body) {
            return Err(too_large);
        }
        Ok(scheme.verify(&self.secrets, headers, body)?)
    }
}
