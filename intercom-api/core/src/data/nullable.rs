//! Fields of sent types where null has a meaning: it clears the value.

use std::borrow::Cow;
use std::time::SystemTime;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::data::Timestamp;
use crate::data::field::{Field, Reading};
use crate::data::view::View;

/// A field of a request that may be null: left out, null, or a value.
///
/// Intercom keeps what it has where the field is left out, and clears it where the field is null.
/// Clearing is always explicit: an `Option` does not convert, so `None` cannot clear by mistake.
/// `maybe` sets a field from an `Option`.
///
#[doc = example!()]
/// use intercom_api::Nullable;
/// use intercom_api::types::UpdateContact;
///
/// let phone: Option<String> = None;
/// let update = UpdateContact::new()
///     .maybe(phone, UpdateContact::phone) // left alone
///     .name(Nullable::Null); // cleared
/// assert_eq!(serde_json::to_string(&update)?, r#"{"name":null}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
#[doc = example!("compile_fail,E0277")]
/// use intercom_api::types::UpdateContact;
///
/// let phone: Option<String> = None;
/// let update = UpdateContact::new().phone(phone);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Nullable<T> {
    /// Not sent.
    #[default]
    Absent,
    /// Sent as null.
    Null,
    /// Sent.
    Value(T),
}

impl<T> Nullable<T> {
    /// Returns the value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Returns the value, if there is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// What converts into the value converts into the field, where a literal would not.
macro_rules! from_literals {
    ($($from:ty => $value:ty),* $(,)?) => {$(
        impl From<$from> for Nullable<$value> {
            fn from(value: $from) -> Self {
                Self::Value(value.into())
            }
        }
    )*};
}

from_literals!(
    &str => String,
    &String => String,
    Cow<'_, str> => String,
    Box<str> => String,
    char => String,
    i8 => i64,
    i16 => i64,
    i32 => i64,
    u8 => i64,
    u16 => i64,
    u32 => i64,
    f32 => f64,
    i32 => f64,
    u32 => f64,
    i64 => Timestamp,
    SystemTime => Timestamp,
);

impl<T: Serialize> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(output)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Nullable<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(input)?.map_or(Self::Null, Self::Value))
    }
}

impl<T: Field> Field for Nullable<T> {
    fn read<'de, D: Deserializer<'de>>(&mut self, input: D) -> Result<Reading, D::Error> {
        let mut value = T::default();
        let reading = value.read(input)?;
        if reading == Reading::Null {
            *self = Self::Null;
            return Ok(Reading::Fits);
        }
        if reading.holds() {
            *self = Self::Value(value);
        }
        Ok(reading)
    }

    fn view(&self) -> View<'_> {
        match self {
            Self::Absent => View::Absent,
            Self::Null => View::Null,
            Self::Value(value) => value.view(),
        }
    }
}
