//! Times that travel as ISO 8601 text instead of Unix seconds.

use serde::{Serialize, Serializer};

use crate::data::scalar::{Fit, Scalar, scalar_fields};
use crate::data::{Nullable, Timestamp};

/// A time on its way from or to text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TimeText(pub(crate) Timestamp);

impl Serialize for TimeText {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.collect_str(&self.0)
    }
}

scalar_fields!(TimeText);

impl Scalar for TimeText {
    const EXPECTED: &'static str = Timestamp::EXPECTED;

    fn from_integer(value: i64) -> Fit<Self> {
        number(Timestamp::from_integer(value))
    }

    fn from_large(value: u64) -> Fit<Self> {
        number(Timestamp::from_large(value))
    }

    fn from_float(value: f64) -> Fit<Self> {
        number(Timestamp::from_float(value))
    }

    fn from_text(value: &str) -> Fit<Self> {
        match value.parse::<Timestamp>() {
            Ok(time) => Fit::unless(time.to_string() != value, Self(time)),
            Err(_) => Fit::None,
        }
    }
}

/// A number is as good a time, but would be written back as text.
fn number(fit: Fit<Timestamp>) -> Fit<TimeText> {
    fit.value()
        .map_or(Fit::None, |time| Fit::Partial(TimeText(time)))
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
