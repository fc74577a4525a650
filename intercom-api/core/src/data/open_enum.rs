//! Enumerations that stay open: Intercom adds values without a new API version.

use std::fmt;

use crate::data::scalar::{Fit, Scalar};

/// A value of an enumeration that this version of the crate has no variant for.
///
/// Only reading makes one, so that it can never hide a value that is known.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    pub(crate) fn new(value: &str) -> Self {
        Self(value.into())
    }

    /// Returns the value as Intercom writes it.
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
