//! Why an identity cannot be signed.

use std::fmt;

/// Why an [`Identity`](super::Identity) cannot be signed. It contains no value of the identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IdentityError {
    /// The secret is empty. Often it is an environment variable that is not set.
    EmptySecret,
    /// The user id is empty or blank.
    EmptyUserId,
    /// The email address is empty or blank.
    EmptyEmail,
    /// The token would already be expired, or expire within the current second.
    Expired,
    /// The expiry is too far ahead to be written as a time.
    ExpiryOutOfRange,
    /// An attribute has the name `user_id` or `exp`, which have methods of their own.
    ReservedAttribute,
}

impl fmt::Display for IdentityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EmptySecret => "the secret is empty",
            Self::EmptyUserId => "the user id is empty",
            Self::EmptyEmail => "the email address is empty",
            Self::Expired => "the expiry is not in the future",
            Self::ExpiryOutOfRange => "the expiry is too far ahead",
            Self::ReservedAttribute => {
                "an attribute is named `user_id` or `exp`: use `Identity::new` and `expires_in`"
            }
        })
    }
}

impl std::error::Error for IdentityError {}
