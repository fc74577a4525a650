//! The check of a webhook: size, signature, form.

use http::HeaderMap;
use intercom_core::codegen::read_json;
use intercom_core::signature::{BodyCheck, Scheme};
use secrecy::SecretString;

use super::{Notification, WebhookError};

/// Number of bytes that a body may have, unless [`Verifier::limit`] sets another: 4 MiB.
pub const DEFAULT_LIMIT: usize = BodyCheck::DEFAULT_LIMIT;

/// Checks that a request comes from Intercom, and reads its notification.
///
/// A clone shares the secrets. `Debug` does not show them.
///
/// ```
/// use intercom_api::webhooks::Verifier;
///
/// // The client secret of the app, and the previous one while it is being replaced.
/// let verifier = Verifier::new("new-secret").also("old-secret");
/// # assert!(!format!("{verifier:?}").contains("new-secret"));
/// ```
#[derive(Clone, Debug)]
pub struct Verifier(BodyCheck);

impl Verifier {
    /// Creates a verifier with the client secret of the app.
    ///
    /// An empty secret never matches.
    pub fn new(secret: impl Into<SecretString>) -> Self {
        Self(BodyCheck::new(secret))
    }

    /// Accepts another secret, such as the previous one while a rotation lasts.
    #[must_use]
    pub fn also(self, secret: impl Into<SecretString>) -> Self {
        Self(self.0.also(secret))
    }

    /// Sets the number of bytes that a body may have. Defaults to [`DEFAULT_LIMIT`].
    #[must_use]
    pub fn limit(self, bytes: usize) -> Self {
        Self(self.0.limit(bytes))
    }

    /// Returns the number of bytes that a body may have, for servers that read it themselves.
    pub fn max_bytes(&self) -> usize {
        self.0.max_bytes()
    }

    /// Verifies the signature of a request, and reads its notification.
    ///
    /// `body` must be the bytes that were received. Nothing of the body is parsed before its
    /// signature has been verified, in constant time and with every secret.
    ///
    /// # Errors
    ///
    /// A [`WebhookError`], whose [`status`](WebhookError::status) is the one to respond with.
    // Compiled where it is called, as what it decodes.
    #[inline]
    pub fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<Notification, WebhookError> {
        let too_large = WebhookError::TooLarge;
        self.0.verify(Scheme::Webhook, headers, body, too_large)?;
        read_json(body).ok_or(WebhookError::NotJson)
    }
}
