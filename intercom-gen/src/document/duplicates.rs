//! A reader of documents that accepts repeated keys and lists them.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// A key that an object has more than once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Duplicate {
    /// The way to the key, from the root of the document.
    pub(super) place: Vec<String>,
    /// What became of the values.
    pub(super) outcome: Outcome,
}

/// What becomes of the values of a repeated key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// They are the same.
    Same,
    /// They are containers, whose contents are put together.
    Merged,
    /// The last one counts, as in most readers of YAML.
    Last,
}

/// The place of the reader, and what it has found.
#[derive(Debug, Default)]
pub(super) struct Found {
    place: Vec<String>,
    pub(super) duplicates: Vec<Duplicate>,
}

/// Reads one value.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a>(pub(super) &'a RefCell<Found>);

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        self.enter("0".to_owned());
        while let Some(element) = elements.next_element_seed(self)? {
            list.push(element);
            self.leave();
            self.enter(list.len().to_string());
        }
        self.leave();
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if key.contains('\0') {
                return Err(A::Error::custom("a key contains a null character"));
            }
            self.enter(key.clone());
            let value = entries.next_value_seed(self)?;
            match object.get_mut(&key) {
                Some(known) => self.again(known, value),
                None => {
                    object.insert(key, value);
                }
            }
            self.leave();
        }
        Ok(Value::Object(object))
    }
}

impl Reader<'_> {
    fn enter(self, key: String) {
        self.0.borrow_mut().place.push(key);
    }

    fn leave(self) {
        self.0.borrow_mut().place.pop();
    }

    /// Takes a further value of a key.
    fn again(self, known: &mut Value, value: Value) {
        let outcome = if *known == value {
            Outcome::Same
        } else if is_container(known) && is_container(&value) {
            merge(known, value);
            Outcome::Merged
        } else {
            *known = value;
            Outcome::Last
        };
        let mut found = self.0.borrow_mut();
        let place = found.place.clone();
        found.duplicates.push(Duplicate { place, outcome });
    }
}

/// Whether a value only holds others: paths, methods, schemas by name. Two of anything else, such as
/// two schemas, would mix into a third that nobody wrote.
fn is_container(value: &Value) -> bool {
    const DESCRIBES: [&str; 7] = [
        "type",
        "$ref",
        "responses",
        "schema",
        "content",
        "allOf",
        "in",
    ];
    let object = value.as_object();
    object.is_some_and(|object| {
        !DESCRIBES.iter().any(|key| object.contains_key(*key))
            && object.values().all(|value| !value.is_string())
    })
}

fn merge(known: &mut Value, value: Value) {
    match (known, value) {
        (Value::Object(known), Value::Object(more)) => {
            for (key, value) in more {
                match known.get_mut(&key) {
                    Some(inner) if is_container(inner) && is_container(&value) => {
                        merge(inner, value);
                    }
                    _ => {
                        known.insert(key, value);
                    }
                }
            }
        }
        (known, value) => *known = value,
    }
}
