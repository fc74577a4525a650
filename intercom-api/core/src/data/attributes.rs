//! Any JSON under any name, such as the attributes that customers define themselves.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::data::Timestamp;
use crate::data::field::{Field, Reading};
use crate::data::scalar::Scalar;

/// Names and values that the description of the API leaves open: mostly what a workspace defines for
/// itself, such as custom attributes.
///
/// ```
/// use intercom_api::Attributes;
///
/// let attributes = Attributes::from([("plan", "pro")]).with("seats", 5);
/// assert_eq!(attributes.text("plan"), Some("pro"));
/// assert_eq!(attributes.integer("seats"), Some(5));
/// assert_eq!(attributes.boolean("plan"), None);
/// ```
#[derive(Clone, Default)]
pub struct Attributes {
    map: Map<String, Value>,
    /// Whether an empty map is written: it was received, or set.
    is_present: bool,
}

impl Attributes {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.insert(name, value);
        self
    }

    /// Puts a value under a name, and gives back what stood there.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        self.map.insert(name.into(), value.into())
    }

    /// The value under a name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.map.get(name)
    }

    /// The text under a name, if it is text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// The whole number under a name, also where it is written as text.
    pub fn integer(&self, name: &str) -> Option<i64> {
        self.scalar(name)
    }

    /// The number under a name, also where it is written as text.
    pub fn float(&self, name: &str) -> Option<f64> {
        self.scalar(name)
    }

    /// The boolean under a name, also where it is written as text, 0 or 1.
    pub fn boolean(&self, name: &str) -> Option<bool> {
        self.scalar(name)
    }

    /// The time under a name, in any spelling that [`Timestamp`] reads.
    pub fn timestamp(&self, name: &str) -> Option<Timestamp> {
        self.scalar(name)
    }

    fn scalar<T: Scalar + Default>(&self, name: &str) -> Option<T> {
        crate::data::scalar::deserialize(self.get(name)?).ok()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.map.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.map.is_empty()
    }

    /// The names and their values.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.map.iter()
    }

    /// All of it as a JSON object.
    pub fn into_map(self) -> Map<String, Value> {
        self.map
    }
}

impl fmt::Debug for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(&self.map).finish()
    }
}

impl From<Map<String, Value>> for Attributes {
    fn from(map: Map<String, Value>) -> Self {
        Self {
            map,
            is_present: true,
        }
    }
}

impl<K: Into<String>, V: Into<Value>> FromIterator<(K, V)> for Attributes {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let entries = entries.into_iter();
        let map: Map<_, _> = entries
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        map.into()
    }
}

impl<K: Into<String>, V: Into<Value>, const N: usize> From<[(K, V); N]> for Attributes {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl Serialize for Attributes {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        self.map.serialize(output)
    }
}

impl<'de> Deserialize<'de> for Attributes {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Map::deserialize(input).map(Self::from)
    }
}

impl Field for Attributes {
    fn read<'de, D: Deserializer<'de>>(&mut self, input: D) -> Result<Reading, D::Error> {
        Ok(match Value::deserialize(input)? {
            Value::Object(map) => {
                *self = map.into();
                Reading::Fits
            }
            Value::Null => Reading::Null,
            other => Reading::no_object(other, "an object"),
        })
    }

    fn is_absent(&self) -> bool {
        self.map.is_empty() && !self.is_present
    }
}

impl PartialEq for Attributes {
    fn eq(&self, other: &Self) -> bool {
        self.map == other.map
    }
}
