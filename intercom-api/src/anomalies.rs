//! Where an answer held something else than the description promises.

use std::fmt::Display;

use serde::Serialize;
use serde::ser::{self, Impossible, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use crate::field::kind;

/// Marks a value that is kept in `extra` under the key of a field, because it did not fit.
/// Formats take a newtype for what it holds, so that only [`Finder`] sees the mark.
pub(crate) const MISFIT: &str = "intercom misfit";

/// A place where a value did not fit the field that it was sent for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Anomaly {
    /// Where it stands: `data[].avatar`; the number of a list's element does not matter.
    pub path: String,
    /// The kind of value that came: `a string`. Never the value.
    pub found: &'static str,
}

/// Tells where a value differs from what the description promises.
///
/// Such a value is no error: it is in `extra` of the object that holds it, under its key.
///
/// ```
/// use intercom_api::Anomalies;
/// use intercom_api::types::Contact;
///
/// let contact: Contact = serde_json::from_str(r#"{"id": "1", "owner_id": {"id": 7}}"#)?;
/// assert_eq!(contact.owner_id, None);
/// assert_eq!(contact.anomalies()[0].path, "owner_id");
/// assert_eq!(contact.extra.get("owner_id"), Some(&serde_json::json!({"id": 7})));
/// # Ok::<(), serde_json::Error>(())
/// ```
pub trait Anomalies: Serialize {
    /// Every place with a value that did not fit, each once.
    fn anomalies(&self) -> Vec<Anomaly> {
        let mut finder = Finder::default();
        // The finder itself fails at nothing.
        let _ = self.serialize(&mut finder);
        finder.found
    }
}

impl<T: Serialize + ?Sized> Anomalies for T {}

/// A serializer that writes nothing: it walks through a value and notes the marked places.
#[derive(Debug, Default)]
struct Finder {
    path: String,
    found: Vec<Anomaly>,
}

impl Finder {
    fn note(&mut self, found: &'static str) {
        let anomaly = Anomaly {
            path: self.path.clone(),
            found,
        };
        if !self.found.contains(&anomaly) {
            self.found.push(anomaly);
        }
    }

    fn inside<T: Serialize + ?Sized>(&mut self, step: &str, value: &T) -> Result<(), Never> {
        let length = self.path.len();
        if !self.path.is_empty() && !step.starts_with('[') {
            self.path.push('.');
        }
        self.path.push_str(step);
        let outcome = value.serialize(&mut *self);
        self.path.truncate(length);
        outcome
    }
}

/// The finder has no errors; a type's own `Serialize` may still make one, which ends the walk.
#[derive(Debug)]
struct Never;

impl Display for Never {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the walk ended")
    }
}

impl std::error::Error for Never {}

impl ser::Error for Never {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

macro_rules! scalars {
    ($($method:ident: $ty:ty),* $(,)?) => {
        $(fn $method(self, _: $ty) -> Result<(), Never> {
            Ok(())
        })*
    };
}

impl<'a> Serializer for &'a mut Finder {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = List<'a>;
    type SerializeTuple = Impossible<(), Never>;
    type SerializeTupleStruct = Impossible<(), Never>;
    type SerializeTupleVariant = Impossible<(), Never>;
    type SerializeMap = Object<'a>;
    type SerializeStruct = Impossible<(), Never>;
    type SerializeStructVariant = Impossible<(), Never>;

    scalars! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32,
        serialize_i64: i64, serialize_u8: u8, serialize_u16: u16, serialize_u32: u32,
        serialize_u64: u64, serialize_f32: f32, serialize_f64: f64, serialize_char: char,
        serialize_str: &str, serialize_bytes: &[u8], serialize_unit_struct: &'static str,
    }

    fn serialize_none(self) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        if name == MISFIT {
            let value = serde_json::to_value(value).map_err(|_| Never)?;
            self.note(kind(&value));
            return Ok(());
        }
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List<'a>, Never> {
        Ok(List(self))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Never> {
        Err(Never)
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Never> {
        Err(Never)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Never> {
        Err(Never)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Object<'a>, Never> {
        Ok(Object {
            finder: self,
            key: String::new(),
        })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, Never> {
        Err(Never)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Never> {
        Err(Never)
    }
}

#[derive(Debug)]
struct List<'a>(&'a mut Finder);

impl SerializeSeq for List<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        self.0.inside("[]", value)
    }

    fn end(self) -> Result<(), Never> {
        Ok(())
    }
}

#[derive(Debug)]
struct Object<'a> {
    finder: &'a mut Finder,
    key: String,
}

impl SerializeMap for Object<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Never> {
        self.key = match serde_json::to_value(key) {
            Ok(Value::String(key)) => key,
            _ => return Err(Never),
        };
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        let key = std::mem::take(&mut self.key);
        self.finder.inside(&key, value)
    }

    fn end(self) -> Result<(), Never> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{Contact, ContactList};

    #[test]
    fn a_value_that_fits_has_none() {
        let contact: Contact = serde_json::from_str(r#"{"id": "1", "new_key": [1, {}]}"#).unwrap();
        assert_eq!(contact.anomalies(), []);
    }

    #[test]
    fn places_are_told_once_without_values() {
        let list: ContactList = serde_json::from_str(
            r#"{"data": [
                {"id": "1", "avatar": "https://example.com/a.png"},
                {"id": "2", "avatar": "https://example.com/b.png", "tags": {"total_count": [1]}}
            ], "total_count": true}"#,
        )
        .unwrap();
        let told: Vec<_> = list
            .anomalies()
            .into_iter()
            .map(|anomaly| (anomaly.path, anomaly.found))
            .collect();
        let expected = [
            ("data[].avatar", "a string"),
            ("data[].tags.total_count", "a list"),
            ("total_count", "a boolean"),
        ];
        assert_eq!(told, expected.map(|(path, found)| (path.to_owned(), found)));
    }
}
