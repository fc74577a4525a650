//! The items of webhooks: records that are read after the topic has decided their type.

use std::ops::{Deref, DerefMut};

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};

use super::field::{Field, Reading, reread};

/// Reads an item; `None` where writing it back would not give the value again.
pub fn read_item<T: Field>(item: &Value) -> Option<T> {
    if !item.is_object() {
        return None;
    }
    let (read, reading) = reread(item);
    match reading {
        Reading::Fits => Some(read),
        Reading::Odd(odd) if odd.holds && odd.original.is_none() => Some(read),
        Reading::Null | Reading::Odd(_) => None,
    }
}

/// An item that stands alone, or in an object around it, depending on the version of the API.
///
/// It dereferences to the item, so programs need not know which of the two was received.
#[derive(Clone, Debug, PartialEq)]
pub struct Wrapped<T> {
    item: T,
    around: Option<Box<Around>>,
}

/// The object around an item.
#[derive(Clone, Debug, PartialEq)]
struct Around {
    key: &'static str,
    /// What stands beside the item.
    extra: Map<String, Value>,
}

impl<T> Wrapped<T> {
    /// Returns the item.
    pub fn into_inner(self) -> T {
        self.item
    }

    /// Returns whether an object stands around the item.
    pub fn is_wrapped(&self) -> bool {
        self.around.is_some()
    }
}

impl<T: Field> Wrapped<T> {
    /// Reads an item that may stand under `key`.
    #[doc(hidden)]
    pub fn read(key: &'static str, value: &Value) -> Option<Self> {
        let inner = value.get(key).filter(|inner| inner.is_object());
        let (Some(inner), Some(object)) = (inner, value.as_object()) else {
            let item = read_item(value)?;
            return Some(Self { item, around: None });
        };
        let others = object.iter().filter(|(other, _)| *other != key);
        let extra = others.map(|(key, value)| (key.clone(), value.clone()));
        let extra = extra.collect();
        Some(Self {
            item: read_item(inner)?,
            around: Some(Box::new(Around { key, extra })),
        })
    }
}

impl<T> Deref for Wrapped<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.item
    }
}

impl<T> DerefMut for Wrapped<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.item
    }
}

impl<T: Serialize> Serialize for Wrapped<T> {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        let Some(around) = &self.around else {
            return self.item.serialize(output);
        };
        let mut map = output.serialize_map(None)?;
        map.serialize_entry(around.key, &self.item)?;
        for (key, value) in &around.extra {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}
