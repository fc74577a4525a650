//! Sheets: pages of the app within the Messenger, which receive an encrypted user.

use aes_gcm::aead::Aead;
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use intercom_core::Extra;
use intercom_core::codegen::{read_json, record};
use intercom_core::signature::Secrets;
use sha2::{Digest, Sha256};

use super::{CanvasContext, CanvasError};
use crate::types::{Admin, Contact, Conversation};

/// An opened sheet, with the decrypted user.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Sheet {
    /// The user who opened the sheet. Intercom encrypted it with the secret.
    pub user: Contact,
    /// The request. The browser of the user sends it without a signature, so that nothing in it is
    /// proven.
    pub request: SheetRequest,
}

/// The request that opens a sheet. The browser of the user sends it without a signature; see
/// [`Verifier::open_sheet`](super::Verifier::open_sheet).
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct SheetRequest {
    /// Id of the workspace.
    pub workspace_id: Option<String>,
    /// Id of the workspace, as versions of Canvas Kit up to 1.2 name it.
    pub app_id: Option<String>,
    /// Where the workspace is hosted, such as `US`.
    pub workspace_region: Option<String>,
    /// The encrypted user. The key `user`.
    pub encrypted_user: Option<String>,
    /// Id of the component that opens the sheet.
    pub component_id: Option<String>,
    /// The teammate who uses the app.
    pub admin: Option<Admin>,
    /// Where the app is shown.
    pub context: Option<CanvasContext>,
    /// The conversation that the app is shown in.
    pub conversation: Option<Conversation>,
    /// The person who sees the app.
    pub contact: Option<Contact>,
    /// Fields that this type does not have.
    pub extra: Extra,
}

record!(SheetRequest {
    "workspace_id" => workspace_id,
    "app_id" => app_id,
    "workspace_region" => workspace_region,
    "user" => encrypted_user,
    "component_id" => component_id,
    "admin" => admin,
    "context" => context,
    "conversation" => conversation,
    "contact" => contact,
});

/// The field of a form that holds the request as JSON.
const FORM_FIELD: &str = "intercom_data";

/// Browsers and libraries differ in whether they write padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

const IV_SIZE: usize = 12;
const TAG_SIZE: usize = 16;

/// Reads a request: JSON, or a form with the JSON in one field.
#[inline]
pub(super) fn decode(body: &[u8]) -> Result<SheetRequest, CanvasError> {
    if let Some(request) = read_json(body) {
        return Ok(request);
    }
    let mut fields = form_urlencoded::parse(body);
    let field = fields.find(|(name, _)| name == FORM_FIELD);
    let (_, json) = field.ok_or(CanvasError::NotJson)?;
    read_json(json.as_bytes()).ok_or(CanvasError::NotJson)
}

/// Decrypts a value with the first secret that fits.
pub(super) fn decrypt(secrets: &Secrets, text: &str) -> Result<Vec<u8>, CanvasError> {
    let malformed = |_| CanvasError::MalformedUser;
    let bytes = BASE64.decode(text.trim()).map_err(malformed)?;
    if bytes.len() < IV_SIZE + TAG_SIZE {
        return Err(CanvasError::MalformedUser);
    }
    let (iv, sealed) = bytes.split_at(IV_SIZE);
    let iv = Nonce::try_from(iv).map_err(|_| CanvasError::MalformedUser)?;
    for secret in secrets.keys() {
        let key = Sha256::digest(secret);
        let Ok(cipher) = Aes256Gcm::new_from_slice(&key) else {
            continue;
        };
        if let Ok(plain) = cipher.decrypt(&iv, sealed) {
            return Ok(plain);
        }
    }
    Err(CanvasError::UserMismatch)
}
