//! Checks that a webhook is from Fin, and decodes it.

use http::HeaderMap;
use intercom_core::SecretString;
use intercom_core::codegen::read_json;
use intercom_core::signature::{BodyCheck, Scheme};
use serde_json::Value;

use super::FinEvent;
use crate::webhooks::WebhookError;

/// Checks that a webhook is from Fin, and decodes its event.
///
/// The secret is the signing secret in the settings of the Fin Agent API, and not the client secret
/// of an app. `Debug` does not show it.
///
/// ```
/// use intercom_api::fin_events::{FinEvent, Verifier};
/// use intercom_api::external::http::HeaderMap;
/// use intercom_api::webhooks::WebhookError;
///
/// fn receive(
///     verifier: &Verifier,
///     headers: &HeaderMap,
///     body: &[u8],
/// ) -> Result<(), WebhookError> {
///     if let FinEvent::Replied(reply) = verifier.verify(headers, body)? {
///         println!("{:?}", reply.message);
///     }
///     Ok(())
/// }
/// # let verifier = Verifier::new("signing-secret");
/// # let refused = receive(&verifier, &HeaderMap::new(), b"{}");
/// # assert_eq!(refused, Err(WebhookError::MissingSignature));
/// ```
#[derive(Clone, Debug)]
pub struct Verifier(BodyCheck);

impl Verifier {
    /// Creates a verifier with the signing secret. An empty secret never matches.
    pub fn new(secret: impl Into<SecretString>) -> Self {
        Self(BodyCheck::new(secret))
    }

    /// Accepts another secret, such as the previous one while a rotation lasts.
    #[must_use]
    pub fn also(self, secret: impl Into<SecretString>) -> Self {
        Self(self.0.also(secret))
    }

    /// Sets the number of bytes that a body may have. Defaults to
    /// [`DEFAULT_LIMIT`](crate::webhooks::DEFAULT_LIMIT).
    #[must_use]
    pub fn limit(self, bytes: usize) -> Self {
        Self(self.0.limit(bytes))
    }

    /// Returns the number of bytes that a body may have, for servers that read it themselves.
    pub fn max_bytes(&self) -> usize {
        self.0.max_bytes()
    }

    /// Verifies the signature of a webhook, and decodes its event.
    ///
    /// `body` must be the bytes that were received.
    ///
    /// # Errors
    ///
    /// A [`WebhookError`], whose [`status`](WebhookError::status) is the one to respond with.
    pub fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<FinEvent, WebhookError> {
        let too_large = WebhookError::TooLarge;
        self.0.verify(Scheme::Fin, headers, body, too_large)?;
        match read_json::<Value>(body) {
            Some(value @ Value::Object(_)) => Ok(FinEvent::from_value(value, None)),
            _ => Err(WebhookError::NotJson),
        }
    }
}
