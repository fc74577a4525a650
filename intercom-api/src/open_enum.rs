//! Enumerations that stay open: Intercom adds values without a new API version.

use std::fmt;

use crate::scalar::{Fit, Scalar};

/// A value of an enumeration that this version of the crate does not know.
///
/// Only reading makes one, so that it can never hide a value that is known.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    pub(crate) fn new(value: &str) -> Self {
        Self(value.into())
    }

    /// The value as Intercom writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An enumeration that can be read from any text.
pub trait OpenEnum: for<'a> From<&'a str> {}

/// Whatever has a text form is a value.
impl<T: OpenEnum> Scalar for T {
    const EXPECTED: &'static str = String::EXPECTED;

    fn from_bool(value: bool) -> Fit<Self> {
        from_string(String::from_bool(value))
    }

    fn from_integer(value: i64) -> Fit<Self> {
        from_string(String::from_integer(value))
    }

    fn from_large(value: u64) -> Fit<Self> {
        from_string(String::from_large(value))
    }

    fn from_float(value: f64) -> Fit<Self> {
        from_string(String::from_float(value))
    }

    fn from_text(value: &str) -> Fit<Self> {
        Fit::Whole(value.into())
    }
}

fn from_string<T: OpenEnum>(text: Fit<String>) -> Fit<T> {
    text.map(|text| text.as_str().into())
}

/// Maps variants to their values on the wire and makes the enumeration readable and writable.
///
/// ```text
/// open_enum!(ConversationState { Open = "open", Closed = "closed" });
/// ```
macro_rules! open_enum {
    ($name:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        impl $name {
            /// The value as Intercom writes it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown($crate::UnknownValue::new(text)),
                }
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        /// The empty value, which is none that Intercom knows.
        impl Default for $name {
            fn default() -> Self {
                Self::from("")
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::query::QueryValue for $name {
            fn text(&self) -> std::borrow::Cow<'_, str> {
                self.as_str().into()
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                output.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                $crate::scalar::deserialize(input)
            }
        }

        $crate::scalar::scalar_fields!($name);

        impl $crate::open_enum::OpenEnum for $name {}
    };
    ($($other:tt)*) => {
        compile_error!("expected `Enum { Variant = \"value\", .. }`");
    };
}

pub(crate) use open_enum;
