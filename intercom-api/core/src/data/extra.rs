//! Keys of a response that this version of the crate has no field for.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Map, Value};

use crate::data::IntoArgument;
use crate::data::anomalies::{Anomaly, gather};
use crate::data::field::Odd;

/// The keys of an object that have no field here, or whose value did not fit their field.
///
/// Nothing of a response is lost: a key that Intercom adds later is here until the crate has a
/// field for it. Encoding writes all keys back, except those of fields that were changed since. In
/// a type that is sent, a key inserted here is sent as it is, and replaces the field of that name.
///
/// An empty `Extra` costs one pointer.
///
#[doc = example!()]
/// use intercom_api::types::Contact;
///
/// let contact: Contact = serde_json::from_str(r#"{"id": "1", "favorite_color": "teal"}"#)?;
/// assert_eq!(contact.extra.get("favorite_color").and_then(|c| c.as_str()), Some("teal"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Extra(Option<Box<Contents>>);

#[derive(Clone, Default)]
struct Contents {
    map: Map<String, Value>,
    /// The keys whose values are originals of fields, and what the fields held when they were read.
    originals: Vec<(Box<str>, Held)>,
    /// Where something did not fit, in the object itself or below.
    anomalies: Vec<Anomaly>,
}

impl Extra {
    /// Returns the value of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.map()?.get(key)
    }

    /// Returns whether there is a value for a key.
    pub fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Sets the value of a key and returns the value that it replaces.
    pub fn insert(
        &mut self,
        key: impl Into<String>,
        value: impl IntoArgument<Value>,
    ) -> Option<Value> {
        let key = key.into();
        let contents = self.0.get_or_insert_default();
        contents
            .originals
            .retain(|(original, _)| **original != *key);
        contents.map.insert(key, value.into_argument())
    }

    /// Removes a key and returns its value.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        self.0.as_mut()?.map.remove(key)
    }

    /// Returns the number of keys.
    pub fn len(&self) -> usize {
        self.map().map_or(0, Map::len)
    }

    /// Returns whether there are no keys.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the keys and values.
    pub fn iter(&self) -> Iter<'_> {
        Iter(self.map().map(Map::iter))
    }

    fn map(&self) -> Option<&Map<String, Value>> {
        self.0.as_ref().map(|contents| &contents.map)
    }

    pub(crate) fn anomalies(&self) -> &[Anomaly] {
        self.0
            .as_ref()
            .map_or(&[], |contents| contents.anomalies.as_slice())
    }

    /// Takes what is odd about the value of a key. What its field holds now is asked for where an original is kept:
    /// it may be large, and what did not fit may be far below.
    #[cold]
    pub(crate) fn keep(&mut self, key: &str, odd: Odd, to_json: &dyn Fn() -> Option<Value>) {
        let contents = self.0.get_or_insert_default();
        if let Some(original) = odd.original {
            contents.map.insert(key.to_owned(), original);
            // A key may come any number of times.
            contents.originals.retain(|(known, _)| **known != *key);
            let held = Held::of(to_json().as_ref());
            contents.originals.push((key.into(), held));
        }
        gather(&mut contents.anomalies, key, odd.anomalies);
    }

    /// Whether the original of a field may be here.
    #[inline]
    pub(crate) fn has_originals(&self) -> bool {
        self.0
            .as_ref()
            .is_some_and(|contents| !contents.originals.is_empty())
    }

    /// What the field with this key held when it was read, if its original is still here.
    #[cold]
    pub(crate) fn held(&self, key: &str) -> Option<Held> {
        let contents = self.0.as_ref()?;
        let mut originals = contents.originals.iter();
        let (_, held) = originals.find(|(original, _)| **original == *key)?;
        contents.map.contains_key(key).then_some(*held)
    }
}

/// What a field held, to tell later whether it was changed: a hash of its JSON, because the original beside it
/// may be large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Held(u64);

impl Held {
    pub(crate) fn of(json: Option<&Value>) -> Self {
        let mut hasher = DefaultHasher::new();
        json.map(Value::to_string).hash(&mut hasher);
        Self(hasher.finish())
    }
}

/// Compares keys and values. Anomalies are not compared.
impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self
                .iter()
                .all(|(key, value)| other.get(key) == Some(value))
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

impl<'a> IntoIterator for &'a Extra {
    type Item = (&'a String, &'a Value);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

/// The keys and values of an [`Extra`].
#[derive(Clone, Debug)]
pub struct Iter<'a>(Option<serde_json::map::Iter<'a>>);

impl<'a> Iterator for Iter<'a> {
    type Item = (&'a String, &'a Value);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.as_mut()?.next()
    }
}
