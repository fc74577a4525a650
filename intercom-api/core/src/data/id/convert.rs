//! Conversions into and out of ids.

use std::borrow::Cow;
use std::convert::Infallible;
use std::str::FromStr;

use serde_json::Value;

use super::Id;
use crate::data::Nullable;
use crate::url::QueryValue;

impl From<&str> for Id {
    #[inline]
    fn from(text: &str) -> Self {
        Self::of_text(text)
    }
}

/// Borrowed and owned forms of text.
macro_rules! from_texts {
    ($($text:ty),* $(,)?) => {$(
        impl From<$text> for Id {
            fn from(text: $text) -> Self {
                Self::of_text(&text)
            }
        }
    )*};
}
from_texts!(
    String,
    &String,
    Cow<'_, str>,
    &Cow<'_, str>,
    Box<str>,
    &&str
);

/// Integers, by value and by reference.
macro_rules! from_integers {
    ($($integer:ty as $wide:ty => $make:ident),* $(,)?) => {$(
        impl From<$integer> for Id {
            fn from(value: $integer) -> Self {
                Self::$make(<$wide>::from(value))
            }
        }

        impl From<&$integer> for Id {
            fn from(value: &$integer) -> Self {
                Self::$make(<$wide>::from(*value))
            }
        }
    )*};
}
from_integers!(
    i16 as i64 => of_i64, i32 as i64 => of_i64, i64 as i64 => of_i64,
    u16 as u64 => of_u64, u32 as u64 => of_u64, u64 as u64 => of_u64,
);

impl From<usize> for Id {
    fn from(value: usize) -> Self {
        // No platform has pointers of more than 64 bits.
        u64::try_from(value).map_or_else(|_| Self::of_text(&value.to_string()), Self::of_u64)
    }
}

impl From<&Id> for Id {
    fn from(id: &Id) -> Self {
        id.clone()
    }
}

impl FromStr for Id {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::of_text(text))
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.as_str().to_owned()
    }
}

impl From<&Id> for String {
    fn from(id: &Id) -> Self {
        id.as_str().to_owned()
    }
}

impl From<Id> for Value {
    fn from(id: Id) -> Self {
        Self::from(&id)
    }
}

impl From<&Id> for Value {
    /// Integers become numbers, text becomes a string.
    fn from(id: &Id) -> Self {
        match id.to_i64() {
            Some(number) if id.is_number() => number.into(),
            _ => match id.to_u64() {
                Some(number) if id.is_number() => number.into(),
                _ => id.as_str().into(),
            },
        }
    }
}

/// What converts into an id converts into a field that null clears.
macro_rules! nullable {
    ($($from:ty),* $(,)?) => {$(
        impl From<$from> for Nullable<Id> {
            fn from(value: $from) -> Self {
                Self::Value(value.into())
            }
        }
    )*};
}
nullable!(&str, String, &String, &Id, i32, i64, u32, u64);

impl AsRef<str> for Id {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl QueryValue for Id {
    fn text(&self) -> Cow<'_, str> {
        self.as_str().into()
    }
}
