//! A typed value written as JSON, with a mark on what is from `extra` instead of a field.
//!
//! A record is the only object that is written without its length first. The keys of its fields are
//! part of the program (`str`), those of its `extra` are from a response (`String`): this
//! distinguishes the two here, without access to `extra` from outside.

use std::any::type_name;

use serde::ser::{
    Error as _, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeTuple, Serializer,
};
use serde_json::{Error, Map, Value};

/// A typed value as JSON.
#[derive(Clone, Debug, PartialEq)]
pub enum Encoded {
    /// Text, a number, a boolean or null.
    Scalar(Value),
    /// A list.
    List(Vec<Encoded>),
    /// An object, in the order of writing.
    Object(Vec<Entry>),
}

/// A key of an object with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Whether it comes from `extra`.
    pub extra: bool,
    /// The value.
    pub value: Encoded,
}

impl Encoded {
    /// Writes a typed value.
    ///
    /// # Errors
    ///
    /// The value cannot be written as JSON.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, Error> {
        value.serialize(Writer)
    }

    /// Whether it is a single value: a response that is text, bytes or nothing.
    pub(crate) fn is_plain(&self) -> bool {
        matches!(self, Self::Scalar(_))
    }

    pub(crate) fn is_null(&self) -> bool {
        *self == Self::Scalar(Value::Null)
    }

    /// The value under a key, to be replaced.
    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Entry> {
        match self {
            Self::Object(entries) => entries.iter_mut().rev().find(|entry| entry.key == key),
            _ => None,
        }
    }

    /// The value under a key; of several the last, as a reader of JSON takes it.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        match self {
            Self::Object(entries) => entries.iter().rev().find(|entry| entry.key == key),
            _ => None,
        }
    }

    /// The same without marks.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Scalar(value) => value.clone(),
            Self::List(values) => values.iter().map(Self::to_value).collect(),
            Self::Object(entries) => {
                let entries = entries.iter();
                let map: Map<_, _> = entries
                    .map(|entry| (entry.key.clone(), entry.value.to_value()))
                    .collect();
                Value::Object(map)
            }
        }
    }
}

struct Writer;

/// What is not JSON, or is not used by any type of the API.
fn unexpected<T>() -> Result<T, Error> {
    Err(Error::custom("a form of value that the API does not have"))
}

macro_rules! scalars {
    ($($method:ident: $ty:ty),*) => {$(
        fn $method(self, value: $ty) -> Result<Encoded, Error> {
            Ok(Encoded::Scalar(value.into()))
        }
    )*};
}

impl Serializer for Writer {
    type Ok = Encoded;
    type Error = Error;
    type SerializeSeq = ListWriter;
    type SerializeTuple = ListWriter;
    type SerializeTupleStruct = Impossible<Encoded, Error>;
    type SerializeTupleVariant = Impossible<Encoded, Error>;
    type SerializeMap = ObjectWriter;
    type SerializeStruct = Impossible<Encoded, Error>;
    type SerializeStructVariant = Impossible<Encoded, Error>;

    scalars!(
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32,
        serialize_i64: i64, serialize_u8: u8, serialize_u16: u16, serialize_u32: u32,
        serialize_u64: u64, serialize_f32: f32, serialize_f64: f64, serialize_str: &str,
        serialize_bytes: &[u8]
    );

    fn serialize_char(self, value: char) -> Result<Encoded, Error> {
        Ok(Encoded::Scalar(value.to_string().into()))
    }

    fn serialize_none(self) -> Result<Encoded, Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Encoded, Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Encoded, Error> {
        Ok(Encoded::Scalar(Value::Null))
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Encoded, Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Encoded, Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Encoded, Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Encoded, Error> {
        unexpected()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<ListWriter, Error> {
        Ok(ListWriter(Vec::new()))
    }

    fn serialize_tuple(self, _: usize) -> Result<ListWriter, Error> {
        Ok(ListWriter(Vec::new()))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Error> {
        unexpected()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        unexpected()
    }

    fn serialize_map(self, length: Option<usize>) -> Result<ObjectWriter, Error> {
        Ok(ObjectWriter {
            is_record: length.is_none(),
            entries: Vec::new(),
            key: None,
        })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, Error> {
        unexpected()
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        unexpected()
    }
}

struct ListWriter(Vec<Encoded>);

impl SerializeSeq for ListWriter {
    type Ok = Encoded;
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.0.push(Encoded::of(value)?);
        Ok(())
    }

    fn end(self) -> Result<Encoded, Error> {
        Ok(Encoded::List(self.0))
    }
}

impl SerializeTuple for ListWriter {
    type Ok = Encoded;
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<Encoded, Error> {
        SerializeSeq::end(self)
    }
}

struct ObjectWriter {
    is_record: bool,
    entries: Vec<Entry>,
    /// The key whose value comes next, and whether it is one of `extra`.
    key: Option<(String, bool)>,
}

impl SerializeMap for ObjectWriter {
    type Ok = Encoded;
    type Error = Error;

    fn serialize_key<K: Serialize + ?Sized>(&mut self, key: &K) -> Result<(), Error> {
        let Encoded::Scalar(Value::String(text)) = Encoded::of(key)? else {
            return Err(Error::custom("a key must be text"));
        };
        let came_with_answer = type_name::<K>() == type_name::<String>();
        self.key = Some((text, self.is_record && came_with_answer));
        Ok(())
    }

    fn serialize_value<V: Serialize + ?Sized>(&mut self, value: &V) -> Result<(), Error> {
        let (key, extra) = self.key.take().unwrap_or_default();
        let value = Encoded::of(value)?;
        self.entries.push(Entry { key, extra, value });
        Ok(())
    }

    fn end(self) -> Result<Encoded, Error> {
        Ok(Encoded::Object(self.entries))
    }
}

#[cfg(test)]
mod tests {
    use intercom_api::types::Contact;
    use serde_json::json;

    use super::Encoded;

    #[test]
    fn extra_is_distinguished_from_fields_and_attributes() {
        let text = r#"{"id": "1", "color": "teal", "created_at": {"odd": 1},
            "custom_attributes": {"plan": "pro"}, "tags": {"data": [], "shade": 2}}"#;
        let contact: Contact = serde_json::from_str(text).unwrap();
        let encoded = Encoded::of(&contact).unwrap();
        let extra = |key: &str| encoded.get(key).unwrap().extra;
        assert!(!extra("id") && !extra("custom_attributes") && !extra("tags"));
        assert!(extra("color") && extra("created_at"));
        let attributes = &encoded.get("custom_attributes").unwrap().value;
        assert!(!attributes.get("plan").unwrap().extra);
        assert!(
            encoded
                .get("tags")
                .unwrap()
                .value
                .get("shade")
                .unwrap()
                .extra
        );
        assert_eq!(
            encoded.to_value(),
            serde_json::from_str::<serde_json::Value>(text).unwrap()
        );
        assert_eq!(encoded.get("id").unwrap().value.to_value(), json!("1"));
    }
}
