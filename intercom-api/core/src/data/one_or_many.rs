//! Fields that take one value or a list of them.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::data::field::{Field, Reading, reread};
use crate::data::view::View;

/// One value, or a list; sent in the form it was given.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum OneOrMany<T> {
    /// Sent as the value itself.
    One(T),
    /// Sent as a list.
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    /// Returns the values, one or many.
    pub fn as_slice(&self) -> &[T] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl<T> From<T> for OneOrMany<T> {
    fn from(value: T) -> Self {
        Self::One(value)
    }
}

impl<T> From<Vec<T>> for OneOrMany<T> {
    fn from(values: Vec<T>) -> Self {
        Self::Many(values)
    }
}

impl<T: Serialize> Serialize for OneOrMany<T> {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(value) => value.serialize(output),
            Self::Many(values) => values.serialize(output),
        }
    }
}

impl<'de, T: Field> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let mut values = Self::default();
        match values.read(input)?.refusal() {
            None => Ok(values),
            Some(found) => Err(serde::de::Error::custom(format_args!(
                "expected one value or a list, found {found}"
            ))),
        }
    }
}

impl<T: Field> Field for OneOrMany<T> {
    fn read<'de, D: Deserializer<'de>>(&mut self, input: D) -> Result<Reading, D::Error> {
        let whole = Value::deserialize(input)?;
        if whole.is_array() {
            let (values, reading) = reread(&whole);
            *self = Self::Many(values);
            return Ok(reading);
        }
        let (value, reading) = reread(&whole);
        if reading.holds() {
            *self = Self::One(value);
        }
        Ok(reading)
    }

    fn view(&self) -> View<'_> {
        match self {
            Self::One(value) => value.view(),
            Self::Many(values) => View::List(values),
        }
    }
}
