//! Fields of sent types where null says something: it clears the value.

use std::time::SystemTime;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::data::field::{Field, Reading};
use crate::data::{Attributes, Timestamp};

/// What is said about a field that may be null: nothing, null, or a value.
///
/// Left out, Intercom keeps what it has; null clears it.
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
    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value, if there is one.
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

/// `None` is null: who has an `Option` in hand says what the value is to be.
impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
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
    i32 => i64,
    u32 => i64,
    i64 => Timestamp,
    SystemTime => Timestamp,
    &str => Value,
    String => Value,
    i32 => Value,
    i64 => Value,
    f64 => Value,
    bool => Value,
);

impl<K: Into<String>, V: Into<Value>, const N: usize> From<[(K, V); N]> for Nullable<Attributes> {
    fn from(entries: [(K, V); N]) -> Self {
        Self::Value(entries.into())
    }
}

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

    fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}
