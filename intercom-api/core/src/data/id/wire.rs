//! Ids on the wire: how they are read, and the JSON type in which a field sends them.

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use super::Id;
use crate::data::scalar::{self, Fit, Scalar, scalar_fields};
use crate::data::view::View;

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

scalar_fields!(Id: |id| View::Id(id));

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

/// Whether a field that holds ids would be written alike without a form.
pub(crate) fn has_form(view: View<'_>, form: IdForm) -> bool {
    match view {
        View::Id(id) => id.is_number() == (form == IdForm::Integer),
        View::List(list) => (0..list.count()).all(|place| has_form(list.element(place), form)),
        _ => true,
    }
}

impl Id {
    /// Writes the id in a form.
    pub(crate) fn write<S: Serializer>(&self, form: IdForm, output: S) -> Result<S::Ok, S::Error> {
        match form {
            IdForm::Text => output.serialize_str(self.as_str()),
            IdForm::Integer => serialize_integer(self, output),
        }
    }
}
