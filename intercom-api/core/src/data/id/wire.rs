//! Ids on the wire: how they are read, and the JSON type in which a field sends them.

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, SerializeSeq, Serializer};
use serde_json::Value;

use super::Id;
use crate::data::field::Field;
use crate::data::scalar::{self, Fit, Scalar, scalar_fields};
use crate::data::{Nullable, OneOrMany};

/// Whether text is the usual spelling of an integer: without sign or zeros in front.
pub(super) fn is_canonical(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    match digits {
        [b'0'] => text.len() == 1,
        [b'1'..=b'9', rest @ ..] => rest.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

/// As it was received or set.
impl Serialize for Id {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        if self.is_number() {
            serialize_integer(self, output)
        } else {
            output.serialize_str(self.as_str())
        }
    }
}

fn serialize_integer<S: Serializer>(id: &Id, output: S) -> Result<S::Ok, S::Error> {
    if let Some(number) = id.to_i64() {
        return output.serialize_i64(number);
    }
    match id.to_u64() {
        Some(number) => output.serialize_u64(number),
        // Not an integer, whatever the field's type: the server decides.
        None => output.serialize_str(id.as_str()),
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        scalar::deserialize(input)
    }
}

scalar_fields!(Id);

impl Scalar for Id {
    const EXPECTED: &'static str = "an id";

    fn from_bool(value: bool) -> Fit<Self> {
        Fit::Partial(Self::of_text(if value { "true" } else { "false" }))
    }

    #[inline]
    fn from_integer(value: i64) -> Fit<Self> {
        Fit::Whole(Self::of_i64(value))
    }

    fn from_large(value: u64) -> Fit<Self> {
        Fit::Whole(Self::of_u64(value))
    }

    fn from_float(value: f64) -> Fit<Self> {
        match i64::from_float(value) {
            Fit::Whole(whole) => Fit::Partial(Self::of_i64(whole)),
            _ => Fit::Partial(Self::of_text(&Value::from(value).to_string())),
        }
    }

    #[inline]
    fn from_text(value: &str) -> Fit<Self> {
        Fit::Whole(Self::of_text(value))
    }
}

/// The JSON type in which a field carries its ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdForm {
    /// Strings.
    Text,
    /// Integers, where the id is one.
    Integer,
}

/// A field that holds ids.
pub trait IdField: Field {
    /// Whether the field would be written alike without a form.
    fn has_form(&self, form: IdForm) -> bool;

    /// Writes the ids in a form.
    ///
    /// # Errors
    ///
    /// Those of the output.
    fn write<S: Serializer>(&self, form: IdForm, output: S) -> Result<S::Ok, S::Error>;
}

/// A field on its way out.
pub(crate) struct Formed<'a, T>(pub(crate) &'a T, pub(crate) IdForm);

impl<T: IdField> Serialize for Formed<'_, T> {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        self.0.write(self.1, output)
    }
}

impl IdField for Id {
    fn has_form(&self, form: IdForm) -> bool {
        self.is_number() == (form == IdForm::Integer)
    }

    fn write<S: Serializer>(&self, form: IdForm, output: S) -> Result<S::Ok, S::Error> {
        match form {
            IdForm::Text => output.serialize_str(self.as_str()),
            IdForm::Integer => serialize_integer(self, output),
        }
    }
}

impl<T: IdField> IdField for Option<T> {
    fn has_form(&self, form: IdForm) -> bool {
        self.as_ref().is_none_or(|id| id.has_form(form))
    }

    fn write<S: Serializer>(&self, form: IdForm, output: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(id) => id.write(form, output),
            None => output.serialize_none(),
        }
    }
}

impl<T: IdField> IdField for Nullable<T> {
    fn has_form(&self, form: IdForm) -> bool {
        self.value().is_none_or(|id| id.has_form(form))
    }

    fn write<S: Serializer>(&self, form: IdForm, output: S) -> Result<S::Ok, S::Error> {
        match self.value() {
            Some(id) => id.write(form, output),
            None => output.serialize_none(),
        }
    }
}

impl<T: IdField> IdField for Vec<T> {
    fn has_form(&self, form: IdForm) -> bool {
        self.iter().all(|id| id.has_form(form))
    }

    fn write<S: Serializer>(&self, form: IdForm, output: S) -> Result<S::Ok, S::Error> {
        let mut list = output.serialize_seq(Some(self.len()))?;
        for id in self {
            list.serialize_element(&Formed(id, form))?;
        }
        list.end()
    }
}

impl<T: IdField> IdField for OneOrMany<T> {
    fn has_form(&self, form: IdForm) -> bool {
        self.as_slice().iter().all(|id| id.has_form(form))
    }

    fn write<S: Serializer>(&self, form: IdForm, output: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(id) => id.write(form, output),
            Self::Many(ids) => ids.write(form, output),
        }
    }
}
