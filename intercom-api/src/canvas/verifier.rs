//! Checks that a request is from Intercom, and decodes it.

use http::HeaderMap;
use intercom_core::SecretString;
use intercom_core::signature::{Scheme, Secrets};

use super::request::CanvasRequest;
use super::{CanvasError, Sheet, sheet};

/// How many bytes the body of a request can have, unless set otherwise.
const MAX_BODY_SIZE: usize = 2 * 1024 * 1024;

/// Checks that a request is from Intercom, and decodes it.
///
/// ```
/// use intercom_api::canvas::{CanvasError, SubmitRequest, Verifier};
/// use intercom_api::http::HeaderMap;
///
/// fn component(headers: &HeaderMap, body: &[u8]) -> Result<Option<String>, CanvasError> {
///     // The client secret of the app, and the previous one while both are in use.
///     let verifier = Verifier::new("9b1c…").also("4f7a…");
///     let request: SubmitRequest = verifier.verify(headers, body)?;
///     Ok(request.component_id)
/// }
/// # let refused = component(&HeaderMap::new(), b"{}");
/// # assert_eq!(refused, Err(CanvasError::MissingSignature));
/// ```
///
/// `Debug` does not show the secrets.
#[derive(Clone, Debug)]
pub struct Verifier {
    secrets: Secrets,
    max_body_size: usize,
}

impl Verifier {
    /// Creates a verifier with the client secret of the app. An empty secret verifies nothing.
    pub fn new(secret: impl Into<SecretString>) -> Self {
        Self {
            secrets: Secrets::new(secret),
            max_body_size: MAX_BODY_SIZE,
        }
    }

    /// Adds a secret, such as the previous one while a rotation lasts.
    #[must_use]
    pub fn also(mut self, secret: impl Into<SecretString>) -> Self {
        self.secrets = self.secrets.also(secret);
        self
    }

    /// Sets how many bytes the body of a request can have. Defaults to 2 MiB.
    #[must_use]
    pub fn max_body_size(mut self, bytes: usize) -> Self {
        self.max_body_size = bytes;
        self
    }

    /// Checks the signature of a request and decodes its body, which must be the bytes that were
    /// received.
    ///
    /// # Errors
    ///
    /// A [`CanvasError`] that names what is wrong; [`CanvasError::status`] is the status to respond
    /// with.
    pub fn verify<T: CanvasRequest>(
        &self,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<T, CanvasError> {
        self.check_size(body)?;
        Scheme::Canvas.verify(&self.secrets, headers, body)?;
        serde_json::from_slice(body).map_err(|_| CanvasError::NotJson)
    }

    /// Decodes the request that opens a sheet and decrypts its user, which proves that the user is
    /// from Intercom. Accepts JSON, and a form with the JSON in the field `intercom_data`.
    ///
    /// The browser of the user sends this request. Whoever records the encrypted user can send it
    /// again.
    ///
    /// # Errors
    ///
    /// A [`CanvasError`] that names what is wrong; [`CanvasError::status`] is the status to respond
    /// with.
    pub fn open_sheet(&self, body: &[u8]) -> Result<Sheet, CanvasError> {
        self.check_size(body)?;
        let request = sheet::decode(body)?;
        let encrypted = request.encrypted_user.as_deref();
        let user = self.decrypt(encrypted.ok_or(CanvasError::MissingUser)?)?;
        let user = serde_json::from_slice(&user).map_err(|_| CanvasError::MalformedUser)?;
        Ok(Sheet { user, request })
    }

    /// Decrypts the encrypted user of a sheet: Base64 of IV, ciphertext and tag of AES-256-GCM.
    ///
    /// # Errors
    ///
    /// [`CanvasError::MalformedUser`] or [`CanvasError::UserMismatch`].
    pub fn decrypt(&self, encrypted_user: &str) -> Result<Vec<u8>, CanvasError> {
        sheet::decrypt(&self.secrets, encrypted_user)
    }

    fn check_size(&self, body: &[u8]) -> Result<(), CanvasError> {
        let (size, limit) = (body.len(), self.max_body_size);
        if size > limit {
            return Err(CanvasError::BodyTooLarge { size, limit });
        }
        Ok(())
    }
}
