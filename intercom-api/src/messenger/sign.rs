//! HMAC-SHA256, in the two forms that the Messenger accepts.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

use super::IdentityError;

/// `{"alg":"HS256","typ":"JWT"}`: the algorithm is never chosen by a caller.
const HEADER: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";

/// Returns a JWT with these claims, which are a JSON object.
pub(super) fn jwt(secret: &SecretString, claims: &[u8]) -> Result<String, IdentityError> {
    let mut token = String::from(HEADER);
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(claims, &mut token);
    let signature = mac(secret, token.as_bytes())?;
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(signature, &mut token);
    Ok(token)
}

/// Returns the MAC of a text in lower-case hexadecimal digits.
pub(super) fn hex(secret: &SecretString, text: &str) -> Result<String, IdentityError> {
    let mut digits = String::with_capacity(64);
    for byte in mac(secret, text.as_bytes())? {
        // Writing to a `String` cannot fail.
        _ = write!(digits, "{byte:02x}");
    }
    Ok(digits)
}

fn mac(secret: &SecretString, message: &[u8]) -> Result<[u8; 32], IdentityError> {
    let key = secret.expose_secret().as_bytes();
    // Everyone can sign with an empty secret.
    if key.is_empty() {
        return Err(IdentityError::EmptySecret);
    }
    // HMAC takes keys of every length, so that this error does not occur.
    let mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| IdentityError::EmptySecret)?;
    Ok(mac.chain_update(message).finalize().into_bytes().into())
}
