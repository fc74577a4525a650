//! Leniency of the scalar types: text, numbers, booleans, and what is built on them.

use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::data::field::{Reading, collect_list, collect_object, visit_null};
use crate::data::view::View;

/// How a value fits a scalar type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fit<T> {
    /// It is written back as received, or with the same meaning in another JSON type.
    Whole(T),
    /// It is understood, but would lose information when it is written back.
    Partial(T),
    /// It does not fit.
    None,
}

impl<T> Fit<T> {
    /// `Whole` if there is a value.
    pub(crate) fn whole(value: Option<T>) -> Self {
        value.map_or(Self::None, Self::Whole)
    }

    /// `Whole` if the value is written as received, else `Partial`.
    pub(crate) fn unless(loses: bool, value: T) -> Self {
        if loses {
            Self::Partial(value)
        } else {
            Self::Whole(value)
        }
    }

    /// The value, whole or partial.
    pub(crate) fn value(self) -> Option<T> {
        match self {
            Self::Whole(value) | Self::Partial(value) => Some(value),
            Self::None => None,
        }
    }

    /// Applies `wrap` to the value.
    pub(crate) fn map<U>(self, wrap: impl FnOnce(T) -> U) -> Fit<U> {
        match self {
            Self::Whole(value) => Fit::Whole(wrap(value)),
            Self::Partial(value) => Fit::Partial(wrap(value)),
            Self::None => Fit::None,
        }
    }
}

/// A type that is read from a single JSON value which is neither list nor object. A kind of value
/// that has no method does not fit.
pub trait Scalar: Sized {
    /// What it takes, for messages.
    const EXPECTED: &'static str;

    /// From `true` or `false`.
    fn from_bool(_: bool) -> Fit<Self> {
        Fit::None
    }

    /// From an integer.
    fn from_integer(_: i64) -> Fit<Self> {
        Fit::None
    }

    /// From an integer above the range of `i64`.
    fn from_large(_: u64) -> Fit<Self> {
        Fit::None
    }

    /// From a number with a fraction, or beyond 64 bits.
    fn from_float(_: f64) -> Fit<Self> {
        Fit::None
    }

    /// From text.
    fn from_text(value: &str) -> Fit<Self>;
}

/// Reads a scalar; `Field` of every scalar type calls this.
///
/// # Errors
///
/// Only those of the input itself.
#[inline]
pub fn read<'de, T: Scalar + Default, D: Deserializer<'de>>(
    place: &mut T,
    input: D,
) -> Result<Reading, D::Error> {
    let mut read = None;
    let reading = read_optional(&mut read, input)?;
    // Of a key that is given twice, the last value counts, also if it does not fit.
    if !matches!(reading, Reading::Null) {
        *place = read.unwrap_or_default();
    }
    Ok(reading)
}

/// Reads an optional scalar.
///
/// # Errors
///
/// Only those of the input itself.
#[inline]
pub fn read_optional<'de, T: Scalar, D: Deserializer<'de>>(
    place: &mut Option<T>,
    input: D,
) -> Result<Reading, D::Error> {
    input.deserialize_any(ScalarVisitor(place))
}

struct ScalarVisitor<'a, T>(&'a mut Option<T>);

impl<T: Scalar> ScalarVisitor<'_, T> {
    #[inline]
    fn take(self, fit: Fit<T>, original: impl Into<Value>) -> Reading {
        match fit {
            Fit::Whole(value) => {
                *self.0 = Some(value);
                Reading::Fits
            }
            Fit::Partial(value) => {
                *self.0 = Some(value);
                Reading::respelled(original)
            }
            Fit::None => Reading::misfit(original, T::EXPECTED),
        }
    }
}

impl<'de, T: Scalar> Visitor<'de> for ScalarVisitor<'_, T> {
    type Value = Reading;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    #[inline]
    fn visit_bool<E>(self, value: bool) -> Result<Reading, E> {
        Ok(self.take(T::from_bool(value), value))
    }

    #[inline]
    fn visit_i64<E>(self, value: i64) -> Result<Reading, E> {
        Ok(self.take(T::from_integer(value), value))
    }

    #[inline]
    fn visit_u64<E>(self, value: u64) -> Result<Reading, E> {
        let fit = match i64::try_from(value) {
            Ok(value) => T::from_integer(value),
            Err(_) => T::from_large(value),
        };
        Ok(self.take(fit, value))
    }

    #[inline]
    fn visit_f64<E>(self, value: f64) -> Result<Reading, E> {
        Ok(self.take(T::from_float(value), value))
    }

    #[inline]
    fn visit_str<E>(self, value: &str) -> Result<Reading, E> {
        Ok(self.take(T::from_text(value), value))
    }

    visit_null!();

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Reading, A::Error> {
        Ok(Reading::misfit(collect_list(list)?, T::EXPECTED))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Reading, A::Error> {
        Ok(Reading::misfit(collect_object(map)?, T::EXPECTED))
    }
}

/// Makes scalar types fields.
///
/// Each type states how it is viewed.
macro_rules! scalar_fields {
    ($($name:ty: |$this:ident| $view:expr),* $(,)?) => {$(
        impl $crate::data::field::Field for $name {
            #[inline]
            fn read<'de, D: serde::Deserializer<'de>>(
                &mut self,
                input: D,
            ) -> Result<$crate::data::field::Reading, D::Error> {
                $crate::data::scalar::read(self, input)
            }

            #[inline]
            fn read_optional<'de, D: serde::Deserializer<'de>>(
                place: &mut Option<Self>,
                input: D,
            ) -> Result<$crate::data::field::Reading, D::Error> {
                $crate::data::scalar::read_optional(place, input)
            }

            #[inline]
            fn is_blank(&self) -> bool {
                true
            }

            #[inline]
            fn view(&self) -> $crate::data::view::View<'_> {
                let $this = self;
                $view
            }
        }
    )*};
}

pub(crate) use scalar_fields;

scalar_fields!(
    String: |text| View::Text(text),
    i64: |integer| View::Integer(*integer),
    u32: |integer| View::Integer(i64::from(*integer)),
    f64: |number| View::Float(*number),
    bool: |flag| View::Bool(*flag),
);

impl Scalar for String {
    const EXPECTED: &'static str = "a string";

    fn from_bool(value: bool) -> Fit<Self> {
        Fit::Whole(value.to_string())
    }

    fn from_integer(value: i64) -> Fit<Self> {
        Fit::Whole(value.to_string())
    }

    fn from_large(value: u64) -> Fit<Self> {
        Fit::Whole(value.to_string())
    }

    fn from_float(value: f64) -> Fit<Self> {
        Fit::Whole(Value::from(value).to_string())
    }

    #[inline]
    fn from_text(value: &str) -> Fit<Self> {
        Fit::Whole(value.to_owned())
    }
}

/// 2^53: above it a float no longer distinguishes neighboring integers.
const EXACT: f64 = 9_007_199_254_740_992.0;
/// 2^63, the first integer that is too large for `i64`.
const LIMIT: f64 = 9_223_372_036_854_775_808.0;

/// The whole part of a float, if `i64` holds it.
#[expect(
    clippy::cast_possible_truncation,
    reason = "within the range of `i64`, and the fraction is meant to go"
)]
pub(crate) fn whole_part(value: f64) -> Option<i64> {
    let whole = value.floor();
    (-LIMIT..LIMIT).contains(&whole).then_some(whole as i64)
}

impl Scalar for i64 {
    const EXPECTED: &'static str = "an integer";

    fn from_integer(value: i64) -> Fit<Self> {
        Fit::Whole(value)
    }

    fn from_float(value: f64) -> Fit<Self> {
        match whole_part(value) {
            Some(whole) if value.fract() == 0.0 => Fit::unless(value.abs() > EXACT, whole),
            _ => Fit::None,
        }
    }

    fn from_text(value: &str) -> Fit<Self> {
        match value.parse::<i64>() {
            // Of "007" and "+7" the spelling may matter.
            Ok(number) => Fit::unless(number.to_string() != value, number),
            Err(_) => match value.parse().map(Self::from_float) {
                Ok(Fit::Whole(number) | Fit::Partial(number)) => Fit::Partial(number),
                _ => Fit::None,
            },
        }
    }
}

impl Scalar for u32 {
    const EXPECTED: &'static str = "an integer from 0 to 4294967295";

    fn from_integer(value: i64) -> Fit<Self> {
        Fit::whole(Self::try_from(value).ok())
    }

    fn from_float(value: f64) -> Fit<Self> {
        from_wide(i64::from_float(value))
    }

    fn from_text(value: &str) -> Fit<Self> {
        from_wide(i64::from_text(value))
    }
}

fn from_wide(value: Fit<i64>) -> Fit<u32> {
    let narrow = |value| u32::try_from(value).ok();
    match value {
        Fit::Whole(value) => Fit::whole(narrow(value)),
        Fit::Partial(value) => narrow(value).map_or(Fit::None, Fit::Partial),
        Fit::None => Fit::None,
    }
}

impl Scalar for f64 {
    const EXPECTED: &'static str = "a number";

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "what the conversion loses is checked by converting back"
    )]
    fn from_integer(value: i64) -> Fit<Self> {
        let float = value as f64;
        Fit::unless(float as i64 != value || float >= LIMIT, float)
    }

    #[expect(clippy::cast_precision_loss, reason = "the original is kept beside it")]
    fn from_large(value: u64) -> Fit<Self> {
        Fit::Partial(value as f64)
    }

    fn from_float(value: f64) -> Fit<Self> {
        Fit::Whole(value)
    }

    fn from_text(value: &str) -> Fit<Self> {
        match value.parse::<f64>() {
            Ok(number) if number.is_finite() => {
                let spellings = [Value::from(number).to_string(), number.to_string()];
                Fit::unless(!spellings.iter().any(|spelling| spelling == value), number)
            }
            _ => Fit::None,
        }
    }
}

impl Scalar for bool {
    const EXPECTED: &'static str = "a boolean";

    fn from_bool(value: bool) -> Fit<Self> {
        Fit::Whole(value)
    }

    fn from_integer(value: i64) -> Fit<Self> {
        Fit::whole(match value {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        })
    }

    fn from_text(value: &str) -> Fit<Self> {
        Fit::whole(value.parse().ok())
    }
}

/// Reads a scalar outside of a record, for its `Deserialize`.
///
/// # Errors
///
/// When the input is broken, or holds something of another kind.
pub fn deserialize<'de, T: Scalar + Default, D: Deserializer<'de>>(
    input: D,
) -> Result<T, D::Error> {
    let mut value = T::default();
    match read(&mut value, input)?.refusal() {
        None => Ok(value),
        Some(found) => Err(D::Error::custom(format_args!(
            "expected {}, found {found}",
            T::EXPECTED
        ))),
    }
}
