//! What a field's type makes of the value that Intercom sent for it.
//!
//! Leniency belongs to the field's type: a `String` takes a number, an `i64` a numeric
//! string. A value is never refused. What does not fit at all is handed back as JSON, for
//! the record to keep in [`extra`](crate::Extra).

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::record::FieldSeed;

/// What became of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading<T> {
    /// It fits, and nothing of it is lost.
    Fits(T),
    /// It could be read, but not be written back as it came: the original goes along.
    Partly(T, Value),
    /// It does not fit. Null is a misfit that means nothing was said.
    Misfit(Value),
}

impl<T> Reading<T> {
    /// Applies `wrap` to what was read.
    pub fn map<U>(self, wrap: impl FnOnce(T) -> U) -> Reading<U> {
        match self {
            Self::Fits(value) => Reading::Fits(wrap(value)),
            Self::Partly(value, whole) => Reading::Partly(wrap(value), whole),
            Self::Misfit(whole) => Reading::Misfit(whole),
        }
    }
}

/// A type that a field of a record can have.
pub trait Field: Serialize + Sized {
    /// Reads whatever stands in the input.
    ///
    /// # Errors
    ///
    /// Only those of the input itself, such as broken JSON.
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Reading<Self>, D::Error>;

    /// Whether there is nothing to write.
    fn is_absent(&self) -> bool {
        false
    }
}

impl<T: Field> Field for Option<T> {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Reading<Self>, D::Error> {
        Ok(T::read(input)?.map(Some))
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Field> Field for Box<T> {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Reading<Self>, D::Error> {
        Ok(T::read(input)?.map(Box::new))
    }

    fn is_absent(&self) -> bool {
        T::is_absent(self)
    }
}

impl Field for Value {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Reading<Self>, D::Error> {
        Self::deserialize(input).map(Reading::Fits)
    }

    fn is_absent(&self) -> bool {
        self.is_null()
    }
}

impl<T: Field> Field for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Reading<Self>, D::Error> {
        input.deserialize_any(ListVisitor(PhantomData))
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<T: Field> ListVisitor<T> {
    /// One value where a list was promised is a list of one, if it fits.
    fn single(whole: Value) -> Reading<Vec<T>> {
        match T::read(&whole) {
            Ok(Reading::Fits(value) | Reading::Partly(value, _)) => {
                Reading::Partly(vec![value], whole)
            }
            _ => Reading::Misfit(whole),
        }
    }
}

impl<'de, T: Field> Visitor<'de> for ListVisitor<T> {
    type Value = Reading<Vec<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut values = Vec::with_capacity(list.size_hint().unwrap_or(0).min(1024));
        while let Some(reading) = list.next_element_seed(FieldSeed(PhantomData))? {
            match reading {
                Reading::Fits(value) => values.push(value),
                // A null among the elements holds nothing.
                Reading::Misfit(Value::Null) => {}
                odd => return odd_list(values, odd, list),
            }
        }
        Ok(Reading::Fits(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let whole = collect_object(map)?;
        // Intercom wraps many lists in an object: `{"type": "list", "data": […]}`.
        if let Some(Value::Array(data)) = whole.get("data") {
            let values = data.iter().filter_map(|value| match T::read(value) {
                Ok(Reading::Fits(value) | Reading::Partly(value, _)) => Some(value),
                _ => None,
            });
            return Ok(Reading::Partly(values.collect(), whole));
        }
        Ok(Self::single(whole))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Self::single(value.into()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Self::single(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Self::single(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Self::single(value.into()))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Self::single(value.into()))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Reading::Misfit(Value::Null))
    }
}

/// Goes on after an element that does not fit: those that do are kept, and the whole list
/// beside them as it came.
#[cold]
fn odd_list<'de, T: Field, A: SeqAccess<'de>>(
    mut values: Vec<T>,
    odd: Reading<T>,
    mut list: A,
) -> Result<Reading<Vec<T>>, A::Error> {
    let mut whole = values
        .iter()
        .map(serde_json::to_value)
        .collect::<Result<Vec<_>, _>>()
        .map_err(A::Error::custom)?;
    let mut next = Some(odd);
    while let Some(reading) = next {
        match reading {
            Reading::Fits(value) => {
                whole.push(serde_json::to_value(&value).map_err(A::Error::custom)?);
                values.push(value);
            }
            Reading::Partly(value, original) => {
                values.push(value);
                whole.push(original);
            }
            Reading::Misfit(original) => whole.push(original),
        }
        next = list.next_element_seed(FieldSeed(PhantomData))?;
    }
    Ok(Reading::Partly(values, Value::Array(whole)))
}

impl<T: Field> Field for BTreeMap<String, T> {
    fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Reading<Self>, D::Error> {
        input.deserialize_any(MapVisitor(PhantomData))
    }
}

struct MapVisitor<T>(PhantomData<T>);

impl<'de, T: Field> Visitor<'de> for MapVisitor<T> {
    type Value = Reading<BTreeMap<String, T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut values = BTreeMap::new();
        let mut odd = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            match map.next_value_seed(FieldSeed(PhantomData))? {
                Reading::Fits(value) => {
                    values.insert(key, value);
                }
                Reading::Partly(value, whole) => {
                    odd.insert(key.clone(), whole);
                    values.insert(key, value);
                }
                Reading::Misfit(whole) => {
                    odd.insert(key, whole);
                }
            }
        }
        if odd.is_empty() {
            return Ok(Reading::Fits(values));
        }
        let mut whole = odd;
        for (key, value) in &values {
            if !whole.contains_key(key) {
                whole.insert(
                    key.clone(),
                    serde_json::to_value(value).map_err(A::Error::custom)?,
                );
            }
        }
        Ok(Reading::Partly(values, Value::Object(whole)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        collect_list(list).map(Reading::Misfit)
    }

    scalars_are_misfits!();
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

/// The visits of a type that no scalar fits.
macro_rules! scalars_are_misfits {
    () => {
        fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
            Ok(Reading::Misfit(value.into()))
        }

        fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
            Ok(Reading::Misfit(value.into()))
        }

        fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
            Ok(Reading::Misfit(value.into()))
        }

        fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
            Ok(Reading::Misfit(value.into()))
        }

        fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
            Ok(Reading::Misfit(value.into()))
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Reading::Misfit(Value::Null))
        }
    };
}

pub(crate) use scalars_are_misfits;
