//! How each kind of request is signed.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use sha1::Sha1;
use sha2::Sha256;
use subtle::{Choice, ConstantTimeEq};

use super::hex;
use super::secrets::Secrets;

/// How a kind of request is signed: the header, and the form of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scheme {
    /// Webhooks: `X-Hub-Signature: sha1=` and 40 digits, HMAC-SHA1.
    Webhook,
    /// Canvas Kit: `X-Body-Signature:` and 64 digits, HMAC-SHA256.
    Canvas,
    /// Events of the Fin Agent API: `X-Fin-Agent-API-Webhook-Signature: sha256=` and 64 digits,
    /// HMAC-SHA256.
    Fin,
}

/// Why a signature was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureError {
    /// The request does not have the header.
    Missing,
    /// The request has the header more than once.
    Repeated,
    /// The value of the header does not have the form of a signature.
    Malformed,
    /// No secret gives this signature for this body.
    Mismatch,
}

impl Scheme {
    /// Returns the name of the header, in lower case.
    pub const fn header(self) -> &'static str {
        match self {
            Self::Webhook => "x-hub-signature",
            Self::Canvas => "x-body-signature",
            Self::Fin => "x-fin-agent-api-webhook-signature",
        }
    }

    pub(super) const fn prefix(self) -> &'static str {
        match self {
            Self::Webhook => "sha1=",
            Self::Canvas => "",
            Self::Fin => "sha256=",
        }
    }

    /// Returns the value of the header for a body, as Intercom computes it.
    ///
    /// For tests, and for servers that act as Intercom.
    pub fn sign(self, secret: &[u8], body: &[u8]) -> String {
        let digits = match self {
            Self::Webhook => sha1(secret, body).map(|bytes| hex::encode(&bytes)),
            Self::Canvas | Self::Fin => sha256(secret, body).map(|bytes| hex::encode(&bytes)),
        };
        // HMAC takes keys of every length.
        let digits = digits.unwrap_or_default();
        format!("{}{digits}", self.prefix())
    }

    /// Checks the signature of a request.
    ///
    /// `body` must be the bytes that were received: parsing and printing JSON changes them. The
    /// digits may have either case, and spaces around the value are ignored.
    ///
    /// # Errors
    ///
    /// A [`SignatureError`], which contains nothing of the request.
    pub fn verify(
        self,
        secrets: &Secrets,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<(), SignatureError> {
        let mut values = headers.get_all(self.header()).iter();
        let value = values.next().ok_or(SignatureError::Missing)?;
        if values.next().is_some() {
            return Err(SignatureError::Repeated);
        }
        let digits = value.as_bytes().trim_ascii();
        let digits = digits
            .strip_prefix(self.prefix().as_bytes())
            .ok_or(SignatureError::Malformed)?;
        match self {
            Self::Webhook => matches(digits, secrets, |key| sha1(key, body)),
            Self::Canvas | Self::Fin => matches(digits, secrets, |key| sha256(key, body)),
        }
    }
}

impl SignatureError {
    /// Returns a short description without the name of the header.
    const fn text(self) -> &'static str {
        match self {
            Self::Missing => "the signature header is missing",
            Self::Repeated => "the signature header occurs more than once",
            Self::Malformed => "the signature header is malformed",
            Self::Mismatch => "the signature does not match the body",
        }
    }
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

impl std::error::Error for SignatureError {}

/// Compares a received signature with that of every secret, without stopping at the first match.
fn matches<const N: usize>(
    digits: &[u8],
    secrets: &Secrets,
    mac: impl Fn(&[u8]) -> Option<[u8; N]>,
) -> Result<(), SignatureError> {
    let received: [u8; N] = hex::decode(digits).ok_or(SignatureError::Malformed)?;
    let mut is_match = Choice::from(0);
    for key in secrets.keys() {
        if let Some(expected) = mac(key) {
            is_match |= expected.ct_eq(&received);
        }
    }
    if is_match.into() {
        Ok(())
    } else {
        Err(SignatureError::Mismatch)
    }
}

fn sha1(key: &[u8], body: &[u8]) -> Option<[u8; 20]> {
    let mac = Hmac::<Sha1>::new_from_slice(key).ok()?;
    Some(mac.chain_update(body).finalize().into_bytes().into())
}

fn sha256(key: &[u8], body: &[u8]) -> Option<[u8; 32]> {
    let mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    Some(mac.chain_update(body).finalize().into_bytes().into())
}
