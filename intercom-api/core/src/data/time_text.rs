//! Times that travel as ISO 8601 text instead of Unix seconds.

use crate::data::field::Field;
use crate::data::scalar::{Fit, Scalar, scalar_fields};
use crate::data::view::View;
use crate::data::{Nullable, Timestamp};

/// A time on its way from text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TimeText(pub(crate) Timestamp);

// Written by the table of its record, as text.
scalar_fields!(TimeText: |time| View::Time(time.0));

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
pub trait TimeField: Field {
    /// Takes a time.
    fn hold(&mut self, time: Timestamp);
    /// Takes a null.
    fn hold_null(&mut self) {}
}

impl TimeField for Timestamp {
    fn hold(&mut self, time: Timestamp) {
        *self = time;
    }
}

impl TimeField for Option<Timestamp> {
    fn hold(&mut self, time: Timestamp) {
        *self = Some(time);
    }
}

impl TimeField for Nullable<Timestamp> {
    fn hold(&mut self, time: Timestamp) {
        *self = Self::Value(time);
    }

    fn hold_null(&mut self) {
        *self = Self::Null;
    }
}
