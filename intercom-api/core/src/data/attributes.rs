//! Any JSON under any name, such as the attributes that customers define themselves.

use std::fmt;
use std::ops::Index;

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::data::field::{Field, Reading};
use crate::data::scalar::Scalar;
use crate::data::view::View;
use crate::data::{IntoArgument, Timestamp};

/// Names and values that a workspace defines for itself, such as custom attributes.
///
#[doc = example!()]
/// use intercom_api::Attributes;
///
/// let attributes = Attributes::from([("plan", "pro")]).with("seats", 5);
/// assert_eq!(attributes.text("plan"), Some("pro"));
/// assert_eq!(attributes.integer("seats"), Some(5));
/// assert_eq!(attributes.boolean("plan"), None);
/// assert_eq!(attributes["seats"], 5);
/// assert!(attributes["unknown"].is_null());
/// ```
///
/// A value that is `None` does not compile: as JSON it is null, which clears the attribute.
///
#[doc = example!("compile_fail,E0277")]
/// # use intercom_api::Attributes;
/// let attributes = Attributes::new().with("plan", None::<String>);
/// ```
#[derive(Clone, Default)]
pub struct Attributes {
    map: Map<String, Value>,
    /// What was set and is not an object, to be sent as it is.
    other: Option<Box<Value>>,
    /// Whether an empty map is written: it was received, or set.
    is_present: bool,
}

impl Attributes {
    /// Creates an empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes a value of the program's own type, a struct or a map, as attributes.
    ///
    /// Fields that are `None` are left out, so that they clear nothing. To clear an attribute, set
    /// it to [`Value::Null`].
    ///
    #[doc = example!()]
    /// use intercom_api::Attributes;
    ///
    /// #[derive(serde::Serialize)]
    /// struct Plan {
    ///     plan: &'static str,
    ///     seats: Option<u32>,
    /// }
    ///
    /// let attributes = Attributes::from_serialize(&Plan { plan: "pro", seats: None })?;
    /// assert_eq!(attributes, Attributes::from([("plan", "pro")]));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The value is not written as a JSON object.
    pub fn from_serialize<T: Serialize + ?Sized>(value: &T) -> serde_json::Result<Self> {
        let mut attributes = Self::try_from(serde_json::to_value(value)?)?;
        attributes.map.retain(|_, value| !value.is_null());
        Ok(attributes)
    }

    /// Decodes the attributes into a type of the program.
    ///
    #[doc = example!()]
    /// use intercom_api::Attributes;
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Plan {
    ///     plan: String,
    ///     seats: Option<u32>,
    /// }
    ///
    /// let plan: Plan = Attributes::from([("plan", "pro")]).to()?;
    /// assert_eq!((plan.plan.as_str(), plan.seats), ("pro", None));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The values do not fit the type. The message can contain a value.
    pub fn to<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        T::deserialize(&self.map)
    }

    /// Adds a value, or replaces the one that has the name.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl IntoArgument<Value>) -> Self {
        self.insert(name, value);
        self
    }

    /// Sets an attribute and returns the value that it replaces.
    pub fn insert(
        &mut self,
        name: impl Into<String>,
        value: impl IntoArgument<Value>,
    ) -> Option<Value> {
        self.map.insert(name.into(), value.into_argument())
    }

    /// Any JSON: an object as attributes, everything else to be sent as it is.
    pub(crate) fn from_any(value: Value) -> Self {
        match value {
            Value::Object(map) => map.into(),
            other => Self {
                other: Some(Box::new(other)),
                is_present: true,
                ..Self::default()
            },
        }
    }

    /// Returns the value of an attribute.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.map.get(name)
    }

    /// Returns the value of an attribute, if it is a string.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// Returns the value of an attribute as an integer, also if it is a string of digits.
    pub fn integer(&self, name: &str) -> Option<i64> {
        self.scalar(name)
    }

    /// Returns the value of an attribute as a number, also if it is a numeric string.
    pub fn float(&self, name: &str) -> Option<f64> {
        self.scalar(name)
    }

    /// Returns the value of an attribute as a Boolean, also if it is a string, 0 or 1.
    pub fn boolean(&self, name: &str) -> Option<bool> {
        self.scalar(name)
    }

    /// Returns the value of an attribute as a time, in any form that [`Timestamp`] reads.
    pub fn timestamp(&self, name: &str) -> Option<Timestamp> {
        self.scalar(name)
    }

    fn scalar<T: Scalar + Default>(&self, name: &str) -> Option<T> {
        crate::data::scalar::deserialize(self.get(name)?).ok()
    }

    /// Returns the number of attributes.
    pub fn len(&self) -> usize {
        self.map.len()
    }

    /// Returns whether there are no attributes.
    pub fn is_empty(&self) -> bool {
        self.map.is_empty()
    }

    /// Returns the names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.map.iter()
    }

    /// Converts the attributes into a JSON object.
    pub fn into_map(self) -> Map<String, Value> {
        self.map
    }
}

impl fmt::Debug for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.other {
            Some(other) => other.fmt(f),
            None => f.debug_map().entries(&self.map).finish(),
        }
    }
}

impl From<Map<String, Value>> for Attributes {
    fn from(map: Map<String, Value>) -> Self {
        Self {
            map,
            other: None,
            is_present: true,
        }
    }
}

impl TryFrom<Value> for Attributes {
    type Error = serde_json::Error;

    /// # Errors
    ///
    /// The value is not an object.
    fn try_from(value: Value) -> serde_json::Result<Self> {
        match value {
            Value::Object(map) => Ok(map.into()),
            _ => Err(serde_json::Error::custom(
                "attributes are not a JSON object",
            )),
        }
    }
}

impl From<Attributes> for Value {
    fn from(attributes: Attributes) -> Self {
        match attributes.other {
            Some(other) => *other,
            None => Self::Object(attributes.map),
        }
    }
}

/// Returns the value under a name; [`Value::Null`] where there is none.
impl Index<&str> for Attributes {
    type Output = Value;

    fn index(&self, name: &str) -> &Value {
        self.get(name).unwrap_or(&Value::Null)
    }
}

impl<'a> IntoIterator for &'a Attributes {
    type Item = (&'a String, &'a Value);
    type IntoIter = serde_json::map::Iter<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.map.iter()
    }
}

impl IntoIterator for Attributes {
    type Item = (String, Value);
    type IntoIter = serde_json::map::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        self.map.into_iter()
    }
}

impl<K: Into<String>, V: IntoArgument<Value>> FromIterator<(K, V)> for Attributes {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let entries = entries.into_iter();
        let map: Map<_, _> = entries
            .map(|(name, value)| (name.into(), value.into_argument()))
            .collect();
        map.into()
    }
}

impl<K: Into<String>, V: IntoArgument<Value>, const N: usize> From<[(K, V); N]> for Attributes {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl Serialize for Attributes {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        match &self.other {
            Some(other) => other.serialize(output),
            None => self.map.serialize(output),
        }
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

    fn view(&self) -> View<'_> {
        if self.map.is_empty() && !self.is_present {
            return View::Absent;
        }
        match &self.other {
            Some(other) => View::Json(other),
            None => View::Object(&self.map),
        }
    }
}

impl PartialEq for Attributes {
    fn eq(&self, other: &Self) -> bool {
        self.map == other.map && self.other == other.other
    }
}
