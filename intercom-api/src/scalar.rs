//! Leniency of the scalar types: text, numbers, booleans, and what is built on them.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::field::{Field, Reading, collect_list, collect_object, kind};

/// A type that is read from a single JSON value which is neither list nor object.
///
/// Each method answers `None` where the value does not fit.
pub trait Scalar: Sized {
    /// From `true` or `false`.
    fn from_bool(value: bool) -> Option<Self>;
    /// From a whole number.
    fn from_integer(value: i64) -> Option<Self>;
    /// From a number with a fraction, or beyond 64 bits.
    fn from_float(value: f64) -> Option<Self>;
    /// From text.
    fn from_text(value: &str) -> Option<Self>;

    /// From a number above the range of `i64`.
    fn from_large(value: u64) -> Option<Self> {
        let _ = value;
        None
    }

    /// Whether a value read from `text` is written back as something that says less.
    fn loses(&self, text: &str) -> bool {
        let _ = text;
        false
    }
}

/// Reads a scalar; `Field` of every scalar type calls this.
///
/// # Errors
///
/// Only those of the input itself.
pub fn read<'de, T: Scalar, D: Deserializer<'de>>(input: D) -> Result<Reading<T>, D::Error> {
    input.deserialize_any(ScalarVisitor(PhantomData))
}

struct ScalarVisitor<T>(PhantomData<T>);

fn reading<T, V: Into<Value>>(read: Option<T>, original: V) -> Reading<T> {
    match read {
        Some(value) => Reading::Fits(value),
        None => Reading::Misfit(original.into()),
    }
}

impl<'de, T: Scalar> Visitor<'de> for ScalarVisitor<T> {
    type Value = Reading<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a single value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(reading(T::from_bool(value), value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(reading(T::from_integer(value), value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        let read = match i64::try_from(value) {
            Ok(value) => T::from_integer(value),
            Err(_) => T::from_large(value),
        };
        Ok(reading(read, value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(reading(T::from_float(value), value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(match T::from_text(value) {
            Some(read) if read.loses(value) => Reading::Partly(read, value.into()),
            read => reading(read, value),
        })
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Reading::Misfit(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        collect_list(list).map(Reading::Misfit)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        collect_object(map).map(Reading::Misfit)
    }
}

macro_rules! scalar_fields {
    ($($name:ty),*) => {$(
        impl Field for $name {
            fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Reading<Self>, D::Error> {
                read(input)
            }
        }
    )*};
}

scalar_fields!(String, i64, f64, bool);

impl Scalar for String {
    fn from_bool(value: bool) -> Option<Self> {
        Some(value.to_string())
    }

    fn from_integer(value: i64) -> Option<Self> {
        Some(value.to_string())
    }

    fn from_float(value: f64) -> Option<Self> {
        Some(Value::from(value).to_string())
    }

    fn from_large(value: u64) -> Option<Self> {
        Some(value.to_string())
    }

    fn from_text(value: &str) -> Option<Self> {
        Some(value.to_owned())
    }
}

impl Scalar for i64 {
    fn from_bool(_: bool) -> Option<Self> {
        None
    }

    fn from_integer(value: i64) -> Option<Self> {
        Some(value)
    }

    fn from_float(value: f64) -> Option<Self> {
        // 2^53: above it a float no longer tells neighbouring integers apart.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a whole number within the range where floats are exact"
        )]
        (value.fract() == 0.0 && value.abs() <= EXACT).then_some(value as i64)
    }

    fn from_text(value: &str) -> Option<Self> {
        // Only the number's own spelling: "007" is a name, not a seven.
        value
            .parse::<i64>()
            .ok()
            .filter(|number| number.to_string() == value)
    }
}

impl Scalar for f64 {
    fn from_bool(_: bool) -> Option<Self> {
        None
    }

    fn from_integer(value: i64) -> Option<Self> {
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            reason = "checked by converting back"
        )]
        (value as f64 as i64 == value).then_some(value as f64)
    }

    fn from_float(value: f64) -> Option<Self> {
        Some(value)
    }

    fn from_text(value: &str) -> Option<Self> {
        value
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
    }

    fn loses(&self, text: &str) -> bool {
        let spellings = [Value::from(*self).to_string(), self.to_string()];
        !spellings.iter().any(|spelling| spelling == text)
    }
}

impl Scalar for bool {
    fn from_bool(value: bool) -> Option<Self> {
        Some(value)
    }

    fn from_integer(value: i64) -> Option<Self> {
        match value {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    fn from_float(_: f64) -> Option<Self> {
        None
    }

    fn from_text(value: &str) -> Option<Self> {
        value.parse().ok()
    }
}

/// Reads a scalar that stands alone, for its `Deserialize`.
///
/// # Errors
///
/// When the input is broken, or holds something of another kind.
pub fn deserialize<'de, T: Scalar, D: Deserializer<'de>>(
    input: D,
    expected: &str,
) -> Result<T, D::Error> {
    match read(input)? {
        Reading::Fits(value) | Reading::Partly(value, _) => Ok(value),
        Reading::Misfit(value) => Err(serde::de::Error::custom(format_args!(
            "expected {expected}, found {}",
            kind(&value)
        ))),
    }
}
