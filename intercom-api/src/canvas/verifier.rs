//! Checks that a request is from Intercom, and decodes it.

use http::HeaderMap;
use intercom_core::SecretString;
use intercom_core::codegen::read_json;
use intercom_core::signature::{BodyCheck, Scheme};

use super::request::CanvasRequest;
use super::{CanvasError, Sheet, sheet};

/// Checks that a request is from Intercom, and decodes it.
///
/// ```
/// use intercom_api::canvas::{CanvasError, SubmitRequest, Verifier};
/// use intercom_api::external::http::HeaderMap;
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
pub struct Verifier(BodyCheck);

impl Verifier {
    /// Creates a verifier with the client secret of the app. An empty secret verifies nothing.
    pub fn new(secret: impl Into<SecretString>) -> Self {
        Self(BodyCheck::new(secret))
    }

    /// Adds a secret, such as the previous one while a rotation lasts.
    #[must_use]
    pub fn also(self, secret: impl Into<SecretString>) -> Self {
        Self(self.0.also(secret))
    }

    /// Sets the number of bytes that a body may have. Defaults to 4 MiB.
    #[must_use]
    pub fn limit(self, bytes: usize) -> Self {
        Self(self.0.limit(bytes))
    }

    /// Returns the number of bytes that a body may have, for servers that read it themselves.
    pub fn max_bytes(&self) -> usize {
        self.0.max_bytes()
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
        let too_large = CanvasError::TooLarge;
        self.0.verify(Scheme::Canvas, headers, body, too_large)?;
        read_json(body).ok_or(CanvasError::NotJson)
    }

    /// Decodes the request that opens a sheet and decrypts its user, which proves that the user is
    /// from Intercom. Accepts JSON, and a form with the JSON in the field `intercom_data`.
    ///
    /// The browser of the user sends this request. An attacker who records the encrypted user can
    /// replay it.
    ///
    /// # Errors
    ///
    /// A [`CanvasError`] that names what is wrong; [`CanvasError::status`] is the status to respond
    /// with.
    // Compiled where it is called, as what it decodes.
    #[inline]
    pub fn open_sheet(&self, body: &[u8]) -> Result<Sheet, CanvasError> {
        if !self.0.fits(body) {
            return Err(CanvasError::TooLarge);
        }
        let request = sheet::decode(body)?;
        let encrypted = request.encrypted_user.as_deref();
        let user = self.decrypt(encrypted.ok_or(CanvasError::MissingUser)?)?;
        let user = read_json(&user).ok_or(CanvasError::MalformedUser)?;
        Ok(Sheet { user, request })
    }

    /// Decrypts the encrypted user of a sheet: Base64 of IV, ciphertext and tag of AES-256-GCM.
    ///
    /// # Errors
    ///
    /// [`CanvasError::MalformedUser`] or [`CanvasError::UserMismatch`].
    pub fn decrypt(&self, encrypted_user: &str) -> Result<Vec<u8>, CanvasError> {
        sheet::decrypt(self.0.secrets(), encrypted_user)
    }
}
