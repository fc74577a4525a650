//! Lists: also where Intercom sends a single value, or wraps the list in an object.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{Field, Reading, collect_object, is_list, reread, visit_scalars};
use crate::data::anomalies::{Anomaly, gather};
use crate::data::view::{Form, View, to_json};

const EXPECTED: &str = "a list";
/// How a path names the elements of a list.
const STEP: &str = "[]";

impl<T: Field> Field for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(&mut self, input: D) -> Result<Reading, D::Error> {
        input.deserialize_any(ListVisitor(self))
    }

    #[inline]
    fn is_blank(&self) -> bool {
        self.is_empty()
    }

    #[inline]
    fn view(&self) -> View<'_> {
        View::List(self)
    }
}

struct ListVisitor<'a, T>(&'a mut Vec<T>);

impl<T: Field> ListVisitor<'_, T> {
    /// One value where a list was promised is a list of one, if it fits. Of `""`, as of `{}`, there is none.
    #[cold]
    fn single(self, whole: Value) -> Reading {
        if whole == "" {
            return Reading::absent(whole);
        }
        let (value, reading) = reread::<T>(&whole);
        if !reading.holds() {
            return Reading::misfit(whole, EXPECTED);
        }
        self.0.push(value);
        Reading::held(Some(whole), reading.anomalies())
    }
}

impl<'de, T: Field> Visitor<'de> for ListVisitor<'_, T> {
    type Value = Reading;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(EXPECTED)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Reading, A::Error> {
        let mut anomalies = Vec::new();
        while let Some(reading) = list.next_element_seed(ElementSeed(self.0))? {
            let Reading::Odd(odd) = reading else { continue };
            gather(&mut anomalies, STEP, odd.anomalies);
            if let Some(original) = odd.original {
                return odd_list(self.0, original, odd.holds, anomalies, list);
            }
        }
        Ok(Reading::held(None, anomalies))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Reading, A::Error> {
        let whole = collect_object(map)?;
        let Value::Object(object) = &whole else {
            return Ok(Reading::misfit(whole, EXPECTED));
        };
        let Some((key, list)) = wrapped(object) else {
            let is_none = object.is_empty() || is_list(object);
            return Ok(if is_none {
                Reading::absent(whole)
            } else {
                self.single(whole)
            });
        };
        let (values, reading) = reread::<Vec<T>>(list);
        *self.0 = values;
        let mut anomalies = Vec::new();
        gather(&mut anomalies, key, reading.anomalies());
        Ok(Reading::held(Some(whole), anomalies))
    }

    visit_scalars!(Self::single);
}

/// The list in an object that wraps one, and its key: `{"type": "list", "data": […]}`,
/// `{"type": "tag.list", "tags": […]}`.
fn wrapped(object: &Map<String, Value>) -> Option<(&str, &Value)> {
    if let Some(data @ Value::Array(_)) = object.get("data") {
        return Some(("data", data));
    }
    let mut lists = object.iter().filter(|(_, value)| value.is_array());
    match (lists.next(), lists.next()) {
        (Some((key, list)), None) if is_list(object) => Some((key, list)),
        _ => None,
    }
}

/// Hands an element to a new place at the end of the list.
struct ElementSeed<'a, T>(&'a mut Vec<T>);

impl<'de, T: Field> DeserializeSeed<'de> for ElementSeed<'_, T> {
    type Value = Reading;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Reading, D::Error> {
        let end = self.0.len();
        self.0.push(T::default());
        let reading = self.0[end].read(input)?;
        // A null among the elements holds nothing.
        if !reading.holds() {
            self.0.truncate(end);
        }
        Ok(reading)
    }
}

/// Continues after an element that is not written back as received: those that fit are kept, and
/// the whole list is kept in `extra`.
#[cold]
fn odd_list<'de, T: Field, A: SeqAccess<'de>>(
    values: &mut Vec<T>,
    odd: Value,
    odd_is_held: bool,
    mut anomalies: Vec<Anomaly>,
    mut list: A,
) -> Result<Reading, A::Error> {
    let json = |value: &T| to_json(value.view(), Form::AsHeld).map_err(A::Error::custom);
    let before = values.len() - usize::from(odd_is_held);
    let mut whole = values
        .iter()
        .take(before)
        .map(json)
        .collect::<Result<Vec<_>, _>>()?;
    whole.push(odd);
    while let Some(reading) = list.next_element_seed(ElementSeed(values))? {
        let original = match reading {
            Reading::Null => continue,
            Reading::Fits => None,
            Reading::Odd(odd) => {
                gather(&mut anomalies, STEP, odd.anomalies);
                odd.original
            }
        };
        match (original, values.last()) {
            (Some(original), _) => whole.push(original),
            (None, Some(value)) => whole.push(json(value)?),
            (None, None) => {}
        }
    }
    Ok(Reading::held(Some(Value::Array(whole)), anomalies))
}
