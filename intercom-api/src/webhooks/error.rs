//! Why a request is not an acceptable webhook.

use std::fmt;

use http::StatusCode;
use intercom_core::signature::SignatureError;

/// Why a request was not accepted as a webhook.
///
/// Neither `Display` nor `Debug` contains anything of the request or a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WebhookError {
    /// The request does not have the header of the signature.
    MissingSignature,
    /// The request has the header of the signature more than once.
    RepeatedSignature,
    /// The header of the signature does not have the form of one.
    MalformedSignature,
    /// No secret gives the signature for the body.
    SignatureMismatch,
    /// The body is larger than the limit of the receiver.
    TooLarge,
    /// The signature is right, but the body is not a JSON object in UTF-8.
    NotJson,
    /// The body ended early, or could not be read for another reason.
    Unreadable,
}

impl WebhookError {
    /// Returns the status to respond with: 401, 413 or 400.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::MissingSignature
            | Self::RepeatedSignature
            | Self::MalformedSignature
            | Self::SignatureMismatch => StatusCode::UNAUTHORIZED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotJson | Self::Unreadable => StatusCode::BAD_REQUEST,
        }
    }

    /// Returns whether the signature is missing or wrong.
    pub const fn is_signature(self) -> bool {
        matches!(self.status(), StatusCode::UNAUTHORIZED)
    }
}

impl From<SignatureError> for WebhookError {
    fn from(error: SignatureError) -> Self {
        match error {
            SignatureError::Missing => Self::MissingSignature,
            SignatureError::Repeated => Self::RepeatedSignature,
            SignatureError::Malformed => Self::MalformedSignature,
            // A kind of failure that this version does not have is not a success.
            _ => Self::SignatureMismatch,
        }
    }
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MissingSignature => "the signature header is missing",
            Self::RepeatedSignature => "the signature header occurs more than once",
            Self::MalformedSignature => "the signature header is malformed",
            Self::SignatureMismatch => "the signature does not match the body",
            Self::TooLarge => "the body is larger than the limit of the receiver",
            Self::NotJson => "the body is not a JSON object",
            Self::Unreadable => "the body could not be read",
        })
    }
}

impl std::error::Error for WebhookError {}
