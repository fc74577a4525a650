//! Why a request was not accepted, or a response cannot be sent.

use std::fmt;

use http::StatusCode;
use intercom_core::signature::SignatureError;

/// Why a request was not accepted, or a response cannot be sent.
///
/// It contains nothing of the request, the response or the secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CanvasError {
    /// The request does not have the header `X-Body-Signature`.
    MissingSignature,
    /// The request has the header `X-Body-Signature` more than once.
    RepeatedSignature,
    /// The value of the header is not a signature.
    MalformedSignature,
    /// No secret gives this signature for this body.
    SignatureMismatch,
    /// The body of the request is larger than the verifier accepts.
    TooLarge,
    /// The body of the request is not a JSON object.
    NotJson,
    /// The request to open a sheet does not have a user.
    MissingUser,
    /// The user of the sheet is not in the form of an encrypted value.
    MalformedUser,
    /// No secret decrypts the user of the sheet.
    UserMismatch,
    /// The components of the response are larger than Intercom accepts.
    ContentTooLarge {
        /// Size in bytes.
        size: usize,
        /// Limit in bytes.
        limit: usize,
    },
    /// The stored data of the response is larger than Intercom accepts.
    StoredDataTooLarge {
        /// Size in bytes.
        size: usize,
        /// Limit in bytes.
        limit: usize,
    },
}

impl CanvasError {
    /// Returns the status to respond with: 401, 413 or 400 for a request that was not accepted, 500
    /// for a response that cannot be sent.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::MissingSignature
            | Self::RepeatedSignature
            | Self::MalformedSignature
            | Self::SignatureMismatch
            | Self::UserMismatch => StatusCode::UNAUTHORIZED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotJson | Self::MissingUser | Self::MalformedUser => StatusCode::BAD_REQUEST,
            Self::ContentTooLarge { .. } | Self::StoredDataTooLarge { .. } => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }
}

impl From<SignatureError> for CanvasError {
    fn from(error: SignatureError) -> Self {
        match error {
            SignatureError::Missing => Self::MissingSignature,
            SignatureError::Repeated => Self::RepeatedSignature,
            SignatureError::Malformed => Self::MalformedSignature,
            // Also what a later version of the runtime may add.
            _ => Self::SignatureMismatch,
        }
    }
}

impl fmt::Display for CanvasError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, size, limit) = match self {
            Self::MissingSignature => return f.write_str("header `x-body-signature` is missing"),
            Self::RepeatedSignature => {
                return f.write_str("header `x-body-signature` occurs more than once");
            }
            Self::MalformedSignature => {
                return f.write_str("header `x-body-signature` is not a signature");
            }
            Self::SignatureMismatch => return f.write_str("the signature does not match the body"),
            Self::TooLarge => {
                return f.write_str("the body is larger than the limit of the verifier");
            }
            Self::NotJson => return f.write_str("the body is not a JSON object"),
            Self::MissingUser => return f.write_str("the sheet does not have a `user`"),
            Self::MalformedUser => return f.write_str("the `user` of the sheet is not encrypted"),
            Self::UserMismatch => {
                return f.write_str("the `user` of the sheet was not encrypted with the secret");
            }
            Self::ContentTooLarge { size, limit } => ("`content` of the canvas", size, limit),
            Self::StoredDataTooLarge { size, limit } => {
                ("`stored_data` of the canvas", size, limit)
            }
        };
        write!(f, "{what} has {size} bytes, more than the limit of {limit}")
    }
}

impl std::error::Error for CanvasError {}
