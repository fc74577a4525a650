//! Times that travel as ISO 8601 text instead of Unix seconds.

use serde::{Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::field::{Field, Reading};
use crate::scalar::{self, Scalar};
use crate::{Nullable, Timestamp};

/// A time on its way from or to text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TimeText(pub(crate) Timestamp);

impl Serialize for TimeText {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.collect_str(&self.0)
    }
}

impl Field for TimeText {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Reading<Self>, D::Error> {
        Ok(match scalar::read::<Self, D>(input)? {
            // A number is as good a time, but would be written back as text: keep it.
            Reading::Misfit(whole @ Value::Number(_)) => match Timestamp::read(&whole) {
                Ok(Reading::Fits(time) | Reading::Partly(time, _)) => {
                    Reading::Partly(Self(time), whole)
                }
                _ => Reading::Misfit(whole),
            },
            reading => reading,
        })
    }
}

impl Scalar for TimeText {
    fn from_bool(_: bool) -> Option<Self> {
        None
    }

    fn from_integer(_: i64) -> Option<Self> {
        None
    }

    fn from_float(_: f64) -> Option<Self> {
        None
    }

    fn from_text(value: &str) -> Option<Self> {
        value.parse().ok().map(Self)
    }

    fn loses(&self, text: &str) -> bool {
        self.0.to_string() != text
    }
}

/// A field that holds a time.
pub trait TimeField {
    /// Takes a time.
    fn hold(&mut self, time: Timestamp);
    /// Takes a null.
    fn hold_null(&mut self) {}
    /// The time it holds.
    fn held(&self) -> Option<Timestamp>;
    /// Whether it holds a null that is to be written.
    fn is_null(&self) -> bool {
        false
    }
}

impl TimeField for Timestamp {
    fn hold(&mut self, time: Timestamp) {
        *self = time;
    }

    fn held(&self) -> Option<Timestamp> {
        Some(*self)
    }
}

impl TimeField for Option<Timestamp> {
    fn hold(&mut self, time: Timestamp) {
        *self = Some(time);
    }

    fn held(&self) -> Option<Timestamp> {
        *self
    }
}

impl TimeField for Nullable<Timestamp> {
    fn hold(&mut self, time: Timestamp) {
        *self = Self::Value(time);
    }

    fn hold_null(&mut self) {
        *self = Self::Null;
    }

    fn held(&self) -> Option<Timestamp> {
        self.value().copied()
    }

    fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}
