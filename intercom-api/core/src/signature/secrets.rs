//! The secrets that a signature is checked against.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

/// One secret, or several while they rotate; `Debug` shows only how many.
#[derive(Clone)]
pub struct Secrets(Vec<SecretString>);

impl Secrets {
    /// Creates a set of one secret.
    pub fn new(secret: impl Into<SecretString>) -> Self {
        Self(vec![secret.into()])
    }

    /// Adds a secret, such as the previous one while a rotation lasts.
    #[must_use]
    pub fn also(mut self, secret: impl Into<SecretString>) -> Self {
        self.0.push(secret.into());
        self
    }

    /// Returns the bytes of each secret that is not empty.
    ///
    /// An empty secret is usually an environment variable that is not set. Everyone can sign with
    /// it, so it never matches.
    pub fn keys(&self) -> impl Iterator<Item = &[u8]> {
        let secrets = self
            .0
            .iter()
            .map(|secret| secret.expose_secret().as_bytes());
        secrets.filter(|secret| !secret.is_empty())
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets([{} redacted])", self.0.len())
    }
}
