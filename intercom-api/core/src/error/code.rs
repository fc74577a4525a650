//! The codes of API errors.

use std::fmt;

use crate::data::UnknownValue;

/// Declares the known codes with their text.
macro_rules! codes {
    ($($(#[$documentation:meta])* $variant:ident = $text:literal,)*) => {
        /// What went wrong, in a form for programs.
        ///
        /// Intercom adds codes at any time: one that this version has no variant for is kept in
        /// [`Unknown`](Self::Unknown). A code compares with a variant and with text:
        ///
        #[doc = example!()]
        /// use intercom_api::{Error, ErrorCode};
        ///
        /// fn needs_new_token(error: &Error) -> bool {
        ///     error.code() == ErrorCode::TokenRevoked || error.has_code("token_expired")
        /// }
        ///
        /// assert_eq!(ErrorCode::from("token_revoked"), ErrorCode::TokenRevoked);
        /// assert_eq!(ErrorCode::TokenRevoked, "token_revoked");
        /// ```
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $(
                $(#[$documentation])*
                #[doc = concat!("\n\n`", $text, "`")]
                $variant,
            )*
            /// A code that this version of the crate has no variant for.
            Unknown(UnknownValue),
        }

        impl ErrorCode {
            /// Every known code.
            #[cfg(test)]
            const KNOWN: &[(Self, &str)] = &[$((Self::$variant, $text),)*];

            /// Returns the code as Intercom writes it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(code) => code.as_str(),
                }
            }
        }

        impl From<&str> for ErrorCode {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown(UnknownValue::new(text)),
                }
            }
        }
    };
}

codes! {
    /// The workspace's plan does not include the operation.
    ApiPlanRestricted = "api_plan_restricted",
    /// The request was refused for a reason without a code of its own.
    ClientError = "client_error",
    /// The request conflicts with stored data.
    Conflict = "conflict",
    /// The value of the `Intercom-Version` header is not valid.
    IntercomVersionInvalid = "intercom_version_invalid",
    /// The request has no `Authorization` header, or one without a token.
    MissingAuthorization = "missing_authorization",
    /// The object does not exist.
    NotFound = "not_found",
    /// The object is deleted and cannot be restored.
    NotRestorable = "not_restorable",
    /// A parameter has a value that is not valid.
    ParameterInvalid = "parameter_invalid",
    /// A required parameter is missing.
    ParameterMissing = "parameter_missing",
    /// Too many requests.
    RateLimitExceeded = "rate_limit_exceeded",
    /// The request took too long.
    RequestTimeout = "request_timeout",
    /// The request conflicts with an existing object.
    ResourceConflict = "resource_conflict",
    /// Another scroll is open.
    ScrollExists = "scroll_exists",
    /// The server failed.
    ServerError = "server_error",
    /// The server is temporarily unavailable.
    ServiceUnavailable = "service_unavailable",
    /// Other objects use the tag.
    TagHasDependentObjects = "tag_has_dependent_objects",
    /// The token is blocked.
    TokenBlocked = "token_blocked",
    /// The token has expired.
    TokenExpired = "token_expired",
    /// The token does not exist.
    TokenNotFound = "token_not_found",
    /// The token was revoked.
    TokenRevoked = "token_revoked",
    /// The token is suspended.
    TokenSuspended = "token_suspended",
    /// The token is not authorized for the operation.
    TokenUnauthorized = "token_unauthorized",
    /// A value has the wrong JSON type.
    TypeMismatch = "type_mismatch",
    /// The token was not accepted.
    Unauthorized = "unauthorized",
}

impl From<String> for ErrorCode {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl AsRef<str> for ErrorCode {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Compares with text, in both directions.
macro_rules! compares_with_text {
    ($($text:ty),*) => {$(
        impl PartialEq<$text> for ErrorCode {
            fn eq(&self, other: &$text) -> bool {
                self.as_str() == AsRef::<str>::as_ref(other)
            }
        }

        impl PartialEq<ErrorCode> for $text {
            fn eq(&self, other: &ErrorCode) -> bool {
                other == self
            }
        }
    )*};
}

compares_with_text!(str, &str, String);

/// Lets the code of an error, if there is one, be compared with a known code.
impl PartialEq<ErrorCode> for Option<&ErrorCode> {
    fn eq(&self, other: &ErrorCode) -> bool {
        self.is_some_and(|code| code == other)
    }
}

/// Lets a known code be compared with the code of an error, if there is one.
#[expect(
    clippy::ref_option_ref,
    reason = "the trait compares by reference, and `Error::code` returns an `Option`"
)]
impl PartialEq<Option<&Self>> for ErrorCode {
    fn eq(&self, other: &Option<&Self>) -> bool {
        other == self
    }
}

#[cfg(test)]
mod tests {
    use super::ErrorCode;

    #[test]
    fn known_codes_survive_a_round_trip() {
        for (code, text) in ErrorCode::KNOWN {
            assert_eq!(ErrorCode::from(*text), *code);
            assert_eq!(code.as_str(), *text);
            assert_eq!(code, text);
        }
    }

    #[test]
    fn unknown_code_keeps_its_text() {
        let code = ErrorCode::from("brand_new");
        assert!(matches!(code, ErrorCode::Unknown(_)));
        assert_eq!(code, "brand_new");
        assert_eq!("brand_new".to_owned(), code);
        assert_eq!(code.to_string(), "brand_new");
        assert_ne!(code, ErrorCode::NotFound);
    }

    #[test]
    fn missing_code_equals_no_code() {
        let missing: Option<&ErrorCode> = None;
        assert!(missing != ErrorCode::NotFound);
        assert!(Some(&ErrorCode::NotFound) == ErrorCode::NotFound);
        assert!(ErrorCode::NotFound == Some(&ErrorCode::NotFound));
    }
}
