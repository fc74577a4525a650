//! How typed values are read and written: one visitor for every record of the API.
//!
//! serde's derive would be most of the cost of compiling this crate, and it fails a whole
//! response for one odd field. So a generated type only declares which key belongs to which field
//! (the `record!` macro); visiting, leniency, unknown keys, writing back, `Debug` and equality are
//! here, once. serde stays the interface: every record is `Serialize` and `Deserialize`.

mod alone;
mod any;
mod fill;
mod forms;
mod json_text;
mod keys;
#[cfg(test)]
mod tests;
mod write;

use std::fmt;

use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

pub use self::any::{AnyField, Fields, debug, equals};
pub use self::fill::{Object, Slot};
pub use self::forms::{AssignedSlot, IdSlot, TimeTextSlot};
pub use self::json_text::are_plain_keys;
pub(crate) use self::json_text::encode;
pub use self::write::serialize;
use crate::data::Extra;
use crate::data::field::{Reading, collect_list, visit_scalars};
pub use crate::data::view::Form;

/// A type of the API with named fields.
///
/// Implemented by the generated types, through a macro; not meant for other types.
pub trait Record {
    /// Returns what is known of the type without a value.
    fn table(&self) -> &'static Table;

    /// Hands over the fields, in the order of the table.
    fn fields(&self, fields: Fields<'_>);

    /// Returns what was received beyond the fields.
    fn extra(&self) -> &Extra;

    /// Reads an object into the fields.
    ///
    /// # Errors
    ///
    /// Only those of the input itself, such as broken JSON.
    fn fill<'de, A: MapAccess<'de>>(&mut self, object: Object<'_, A>) -> Result<Reading, A::Error>
    where
        Self: Sized;
}

/// States what is known of a type without a value.
pub trait Described {
    /// The table of the type.
    const TABLE: &'static Table;
}

/// What is known of a type without a value.
#[derive(Debug)]
pub struct Table {
    /// The name of the type.
    pub name: &'static str,
    /// The fields, in the order of the description.
    pub rows: &'static [Row],
    /// Whether no key has anything to escape in JSON.
    pub has_plain_keys: bool,
    /// Other keys that a field is read from, with its own.
    pub aliases: &'static [(&'static str, &'static str)],
    /// Keys that are always sent with the same value and have no field.
    pub constants: &'static [(&'static str, &'static str)],
    /// The field whose value is also sent in place of the whole object: the address of a picture,
    /// the list of a page.
    pub alone: Option<&'static str>,
}

/// What is known of a field without a value.
#[derive(Debug)]
pub struct Row {
    /// The key of the field.
    pub key: &'static str,
    /// The key in quotes, with a colon.
    pub quoted: &'static str,
    /// The name of the field in its type.
    pub field: &'static str,
    /// How the field is written.
    pub form: Form,
}

impl Table {
    /// The position of the field that is also sent in place of the whole object.
    fn alone(&self) -> Option<usize> {
        let alone = self.alone?;
        self.rows.iter().position(|row| row.field == alone)
    }
}

/// Returns an integer that a setter got for a field, or sends it by its key where the field cannot
/// hold it.
pub fn set_integer(extra: &mut Extra, key: &'static str, number: Number) -> Option<i64> {
    let integer = number.as_i64();
    let is_beyond = |value: &Value| value.is_number() && !value.is_i64();
    if integer.is_none() {
        extra.insert(key, Value::Number(number));
    } else if extra.get(key).is_some_and(is_beyond) {
        // An earlier call of the setter put it there.
        extra.remove(key);
    }
    integer
}

/// Reads a record; `Deserialize` of every record calls this.
///
/// # Errors
///
/// When the input is broken, or holds something other than an object.
pub fn deserialize<'de, R: Record + Default, D: Deserializer<'de>>(
    input: D,
) -> Result<R, D::Error> {
    let mut record = R::default();
    match read(&mut record, input)?.refusal() {
        None => Ok(record),
        Some(found) => Err(D::Error::custom(format_args!(
            "expected {} (an object), found {found}",
            record.table().name
        ))),
    }
}

/// Reads a record where it is the value of a field.
///
/// # Errors
///
/// Only those of the input itself.
#[inline]
pub fn read<'de, R: Record, D: Deserializer<'de>>(
    record: &mut R,
    input: D,
) -> Result<Reading, D::Error> {
    input.deserialize_any(RecordVisitor(record))
}

struct RecordVisitor<'a, R>(&'a mut R);

impl<R: Record> RecordVisitor<'_, R> {
    #[cold]
    fn in_place(self, value: Value) -> Reading {
        alone::read_in_place(self.0, value)
    }
}

impl<'de, R: Record> Visitor<'de> for RecordVisitor<'_, R> {
    type Value = Reading;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.table().name)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Reading, A::Error> {
        let reading = self.0.fill(Object::whole(&mut map))?;
        if self.0.table().alone.is_some() && self.0.extra().contains_key("id") {
            alone::read_lone_item(self.0);
        }
        Ok(reading)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Reading, A::Error> {
        let list = collect_list(list)?;
        Ok(self.in_place(list))
    }

    visit_scalars!(Self::in_place);
}
