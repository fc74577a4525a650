//! How the type of a field reads the value that Intercom sent.
//!
//! Leniency belongs to the field's type: a `String` takes a number, an `i64` a numeric
//! string. A value is never refused. What does not fit at all is handed back as JSON, for
//! the record to keep in [`extra`](crate::Extra).
//!
//! A value is read into the place where it will stay: records are large, and moving them from
//! return value to return value would be much of the work.

mod list;
mod map;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess};
use serde_json::{Map, Value};

use crate::data::anomalies::Anomaly;
use crate::data::view::View;

/// What became of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// It fits, and nothing of it is lost.
    Fits,
    /// It is null, which means the same as absence. The field is unchanged.
    Null,
    /// There is more to be said.
    Odd(Box<Odd>),
}

/// A value that does not fit, fits in part, or would be written back as something else.
#[derive(Clone, Debug, PartialEq)]
pub struct Odd {
    /// Whether the field holds something now.
    pub(crate) holds: bool,
    /// What is to be written in place of the field.
    pub(crate) original: Option<Value>,
    /// Where in the value, or below it, something did not fit.
    pub(crate) anomalies: Vec<Anomaly>,
}

impl Reading {
    /// The value does not fit.
    #[cold]
    pub(crate) fn misfit(original: impl Into<Value>, expected: &'static str) -> Self {
        let original = original.into();
        if original.is_null() {
            return Self::Null;
        }
        let anomaly = Anomaly {
            path: String::new(),
            expected,
            found: kind(&original),
        };
        Self::odd(false, Some(original), vec![anomaly])
    }

    /// The value is not the object that was promised. Intercom also sends `""` and `[]` where there
    /// is none: these are as good as absent, and only kept to be written back.
    #[cold]
    pub(crate) fn no_object(original: Value, expected: &'static str) -> Self {
        let is_empty = original.as_str().is_some_and(str::is_empty)
            || original.as_array().is_some_and(Vec::is_empty);
        if !is_empty {
            return Self::misfit(original, expected);
        }
        Self::absent(original)
    }

    /// The value means that there is none, and is only kept to be written back.
    #[cold]
    pub(crate) fn absent(original: Value) -> Self {
        Self::odd(false, Some(original), Vec::new())
    }

    /// The value was understood, but the field writes it in another form than it was received.
    #[cold]
    pub(crate) fn respelled(original: impl Into<Value>) -> Self {
        Self::odd(true, Some(original.into()), Vec::new())
    }

    /// The field holds what fits of the value.
    pub(crate) fn held(original: Option<Value>, anomalies: Vec<Anomaly>) -> Self {
        if original.is_none() && anomalies.is_empty() {
            return Self::Fits;
        }
        Self::odd(true, original, anomalies)
    }

    #[cold]
    fn odd(holds: bool, original: Option<Value>, anomalies: Vec<Anomaly>) -> Self {
        Self::Odd(Box::new(Odd {
            holds,
            original,
            anomalies,
        }))
    }

    /// Of a type that takes any JSON.
    pub fn of_any(value: &Value) -> Self {
        if value.is_null() {
            Self::Null
        } else {
            Self::Fits
        }
    }

    /// Whether the field holds something now.
    pub(crate) fn holds(&self) -> bool {
        match self {
            Self::Fits => true,
            Self::Null => false,
            Self::Odd(odd) => odd.holds,
        }
    }

    /// Where in the value something did not fit.
    pub(crate) fn anomalies(self) -> Vec<Anomaly> {
        match self {
            Self::Fits | Self::Null => Vec::new(),
            Self::Odd(odd) => odd.anomalies,
        }
    }

    /// What did not fit, for a type outside of a record, which has nowhere to keep it.
    pub(crate) fn refusal(self) -> Option<&'static str> {
        match self {
            Self::Fits => None,
            Self::Null => Some("null"),
            Self::Odd(odd) if odd.holds => None,
            Self::Odd(odd) => odd.original.as_ref().map(kind),
        }
    }
}

/// A type that a field of a record can have.
pub trait Field: Default {
    /// Reads any value from the input. The value it is called on [is blank](Self::is_blank), and
    /// stays so when nothing fits.
    ///
    /// # Errors
    ///
    /// Only those of the input itself, such as broken JSON.
    fn read<'de, D: Deserializer<'de>>(&mut self, input: D) -> Result<Reading, D::Error>;

    /// Reads any value from the input, under the same conditions, for an optional field.
    ///
    /// # Errors
    ///
    /// Only those of the input itself.
    #[inline]
    fn read_optional<'de, D: Deserializer<'de>>(
        place: &mut Option<Self>,
        input: D,
    ) -> Result<Reading, D::Error> {
        let reading = place.insert(Self::default()).read(input)?;
        if !reading.holds() {
            *place = None;
        }
        Ok(reading)
    }

    /// Whether [`read`](Self::read) may be called on it: nothing was read into it yet, or nothing of
    /// that stays.
    #[inline]
    fn is_blank(&self) -> bool {
        false
    }

    /// What it holds.
    fn view(&self) -> View<'_>;

    /// Whether there is nothing to write.
    fn is_absent(&self) -> bool {
        matches!(self.view(), View::Absent)
    }

    /// Whether it is an object with a key `errors` that its type does not have, as a list of errors
    /// is.
    fn has_foreign_errors(&self) -> bool {
        match self.view() {
            View::Record(record) => record.extra().contains_key("errors"),
            View::Json(value) => value.get("errors").is_some(),
            _ => false,
        }
    }
}

impl<T: Field> Field for Option<T> {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(&mut self, input: D) -> Result<Reading, D::Error> {
        T::read_optional(self, input)
    }

    #[inline]
    fn is_blank(&self) -> bool {
        self.is_none()
    }

    #[inline]
    fn view(&self) -> View<'_> {
        self.as_ref().map_or(View::Absent, T::view)
    }
}

impl<T: Field> Field for Box<T> {
    fn read<'de, D: Deserializer<'de>>(&mut self, input: D) -> Result<Reading, D::Error> {
        T::read(self, input)
    }

    fn is_blank(&self) -> bool {
        T::is_blank(self)
    }

    fn view(&self) -> View<'_> {
        T::view(self)
    }
}

impl Field for Value {
    fn read<'de, D: Deserializer<'de>>(&mut self, input: D) -> Result<Reading, D::Error> {
        *self = Self::deserialize(input)?;
        Ok(Reading::of_any(self))
    }

    fn view(&self) -> View<'_> {
        if self.is_null() {
            View::Absent
        } else {
            View::Json(self)
        }
    }
}

/// Hands a value to the place where it belongs.
pub(crate) struct FieldSeed<'a, T>(pub(crate) &'a mut T);

impl<'de, T: Field> DeserializeSeed<'de> for FieldSeed<'_, T> {
    type Value = Reading;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Reading, D::Error> {
        self.0.read(input)
    }
}

/// Reads a value that has been read as JSON already, because only its contents decide its type, such as a
/// variant of a union.
///
/// It is written as text and read again, so that only the code that reads responses is compiled. A value that
/// the type refuses comes back as one that does not fit.
#[cold]
pub fn reread<T: Field>(value: &Value) -> (T, Reading) {
    let text = value.to_string();
    let mut read = T::default();
    match read.read(&mut serde_json::Deserializer::from_str(&text)) {
        Ok(reading) => (read, reading),
        // JSON that was just written can be read, unless it is nested too deeply.
        Err(_) => (T::default(), Reading::misfit(value.clone(), "JSON")),
    }
}

/// The rest of a list as JSON.
///
/// # Errors
///
/// Only those of the input itself.
pub(crate) fn collect_list<'de, A: SeqAccess<'de>>(mut list: A) -> Result<Value, A::Error> {
    let mut values = Vec::new();
    while let Some(value) = list.next_element()? {
        values.push(value);
    }
    Ok(Value::Array(values))
}

/// The rest of an object as JSON.
///
/// # Errors
///
/// Only those of the input itself.
pub(crate) fn collect_object<'de, A: MapAccess<'de>>(mut map: A) -> Result<Value, A::Error> {
    let mut values = Map::new();
    while let Some((key, value)) = map.next_entry()? {
        values.insert(key, value);
    }
    Ok(Value::Object(values))
}

/// Returns whether the type of an object is that of a list: `tag.list`.
pub(crate) fn is_list(object: &Map<String, Value>) -> bool {
    let kind = object.get("type").and_then(Value::as_str);
    kind.is_some_and(|kind| kind.ends_with("list"))
}

/// The kind of a JSON value, for messages: never the value itself.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// The visits of scalars, each handled by `$scalar(self, value)` with the value as JSON, and of null.
macro_rules! visit_scalars {
    ($scalar:expr) => {
        fn visit_bool<E>(self, value: bool) -> Result<Reading, E> {
            Ok($scalar(self, serde_json::Value::from(value)))
        }

        fn visit_i64<E>(self, value: i64) -> Result<Reading, E> {
            Ok($scalar(self, serde_json::Value::from(value)))
        }

        fn visit_u64<E>(self, value: u64) -> Result<Reading, E> {
            Ok($scalar(self, serde_json::Value::from(value)))
        }

        fn visit_f64<E>(self, value: f64) -> Result<Reading, E> {
            Ok($scalar(self, serde_json::Value::from(value)))
        }

        fn visit_str<E>(self, value: &str) -> Result<Reading, E> {
            Ok($scalar(self, serde_json::Value::from(value)))
        }

        $crate::data::field::visit_null!();
    };
}

/// The visits of null, as formats have it.
macro_rules! visit_null {
    () => {
        #[inline]
        fn visit_unit<E>(self) -> Result<Reading, E> {
            Ok(Reading::Null)
        }

        fn visit_none<E>(self) -> Result<Reading, E> {
            Ok(Reading::Null)
        }

        fn visit_some<D: serde::Deserializer<'de>>(self, input: D) -> Result<Reading, D::Error> {
            input.deserialize_any(self)
        }
    };
}

pub(crate) use {visit_null, visit_scalars};
