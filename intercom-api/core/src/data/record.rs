//! How typed values are read and written: one visitor for every record of the API.
//!
//! serde's derive would be most of the cost of compiling this crate, and it fails a whole
//! response for one odd field. So a generated type only declares which key belongs to which field
//! (the `record!` macro); visiting, leniency, unknown keys and writing back are here, once.
//! serde stays the interface: every record is `Serialize` and `Deserialize`.

mod alone;
mod forms;
mod keys;
#[cfg(test)]
mod tests;

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Number, Value};

pub use self::forms::{into_assigned, into_id, into_time_text};
pub use self::keys::Name;
use self::keys::{Aliases, Key, KeySeed};
use crate::data::Extra;
use crate::data::field::{Field, FieldSeed, Odd, Reading, collect_list, reread, visit_scalars};

/// A type of the API with named fields.
///
/// Implemented by the generated types, through a macro; not meant for other types.
pub trait Record: Default {
    /// The name of the type, for error messages.
    const NAME: &'static str;
    /// The keys of the fields, in the order of the description.
    const KEYS: &'static [&'static str];
    /// Keys that are always sent with the same value and have no field.
    const CONSTANTS: &'static [(&'static str, &'static str)] = &[];

    /// Whether a field has another name beside its key.
    const HAS_ALIASES: bool;

    /// What a key is the name of.
    fn name(key: &str) -> Name;

    /// Reads the value of the field at a position.
    ///
    /// # Errors
    ///
    /// Only those of the input itself, such as broken JSON.
    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        position: usize,
        map: &mut A,
    ) -> Result<Reading, A::Error>;

    /// The position of the field whose value is also sent in place of the whole object: the address
    /// of a picture, the list of a page.
    const ALONE: Option<usize> = None;

    /// What the field at a position holds, as JSON; only for fields that have another name.
    fn aside(&self, position: usize) -> Option<Value>;

    /// Writes every field that holds something.
    fn write<S: SerializeMap>(&self, fields: &mut FieldWriter<'_, S>);

    /// What was received beyond the fields.
    fn extra(&self) -> &Extra;

    /// What was received beyond the fields, to add to.
    fn extra_mut(&mut self) -> &mut Extra;
}

/// Reads the next value of the input into a field.
///
/// # Errors
///
/// Only those of the input itself.
#[expect(
    clippy::inline_always,
    reason = "measured: a call per field is a noticeable part of decoding"
)]
#[inline(always)]
pub fn into_field<'de, A: MapAccess<'de>, T: Field>(
    map: &mut A,
    field: &mut T,
) -> Result<Reading, A::Error> {
    if field.is_blank() {
        map.next_value_seed(FieldSeed(field))
    } else {
        into_field_again(map, field)
    }
}

/// Reads a field whose key has occurred before.
#[cold]
fn into_field_again<'de, A: MapAccess<'de>, T: Field>(
    map: &mut A,
    field: &mut T,
) -> Result<Reading, A::Error> {
    let mut value = T::default();
    let reading = map.next_value_seed(FieldSeed(&mut value))?;
    if !matches!(reading, Reading::Null) {
        *field = value;
    }
    Ok(reading)
}

/// The object under construction, on its way out.
///
/// The first error is kept and ends the writing, so that a generated table needs no handling of
/// errors per field: that would be most of the code to compile.
#[derive(Debug)]
pub struct FieldWriter<'a, S: SerializeMap> {
    map: &'a mut S,
    extra: &'a Extra,
    /// Whether there is anything in `extra`; mostly there is not.
    has_extra: bool,
    /// The keys in `extra` whose fields were changed after they were read.
    changed: Vec<&'static str>,
    error: Option<S::Error>,
}

impl<S: SerializeMap> FieldWriter<'_, S> {
    /// Writes a field, unless it is absent or `extra` has its key. The value there is either the
    /// original of the value that the field still has, or what the caller sends instead.
    #[inline]
    pub fn field<T: Field>(&mut self, key: &'static str, value: &T) {
        if self.has_extra && self.extra.has_originals() {
            self.compare(key, value);
        }
        if !value.is_absent() {
            self.entry(key, value);
        }
    }

    /// Notes whether the field was changed after it was read from the original in `extra`.
    #[cold]
    fn compare<T: Field>(&mut self, key: &'static str, value: &T) {
        self.compare_read(key, value, |read| read);
    }

    /// The same, for a field that holds the value that `adjust` returns.
    #[cold]
    fn compare_read<T: Field>(&mut self, key: &'static str, value: &T, adjust: fn(T) -> T) {
        let Some(original) = self.extra.original(key) else {
            return;
        };
        let (read, _) = reread::<T>(original);
        let read = adjust(read);
        if serde_json::to_value(&read).ok() != serde_json::to_value(value).ok() {
            self.changed.push(key);
        }
    }

    #[inline]
    fn entry<T: Serialize>(&mut self, key: &'static str, value: &T) {
        let is_replaced =
            self.has_extra && self.extra.contains_key(key) && !self.changed.contains(&key);
        if self.error.is_none() && !is_replaced {
            self.error = self.map.serialize_entry(key, value).err();
        }
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
pub fn deserialize<'de, R: Record, D: Deserializer<'de>>(input: D) -> Result<R, D::Error> {
    let mut record = R::default();
    match read(&mut record, input)?.refusal() {
        None => Ok(record),
        Some(found) => Err(D::Error::custom(format_args!(
            "expected {} (an object), found {found}",
            R::NAME
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

/// Writes a record; `Serialize` of every record calls this.
///
/// # Errors
///
/// Those of the output.
pub fn serialize<R: Record, S: Serializer>(record: &R, output: S) -> Result<S::Ok, S::Error> {
    let extra = record.extra();
    let mut map = output.serialize_map(None)?;
    for (key, value) in R::CONSTANTS {
        if !extra.contains_key(key) {
            map.serialize_entry(key, value)?;
        }
    }
    let mut fields = FieldWriter {
        map: &mut map,
        extra,
        has_extra: !extra.is_empty(),
        changed: Vec::new(),
        error: None,
    };
    record.write(&mut fields);
    if let Some(error) = fields.error {
        return Err(error);
    }
    if fields.has_extra {
        let changed = fields.changed;
        for (key, value) in extra {
            if !changed.contains(&key.as_str()) {
                map.serialize_entry(key, value)?;
            }
        }
    }
    map.end()
}

struct RecordVisitor<'a, R>(&'a mut R);

impl<'de, R: Record> Visitor<'de> for RecordVisitor<'_, R> {
    type Value = Reading;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(R::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Reading, A::Error> {
        let record = self.0;
        let mut aliases = Aliases::default();
        while let Some(key) = map.next_key_seed(KeySeed::<R>(PhantomData))? {
            let position = match key {
                Key::Known(position) => position,
                Key::Alias(alias) => {
                    read_alias(record, *alias, &mut map, &mut aliases)?;
                    continue;
                }
                Key::Unknown(key) => {
                    let value = map.next_value()?;
                    if !is_constant(R::CONSTANTS, &key, &value) {
                        record.extra_mut().insert(*key, value);
                    }
                    continue;
                }
            };
            let other = if R::HAS_ALIASES {
                aliases.take_other(record, position)
            } else {
                None
            };
            let reading = record.read(position, &mut map)?;
            match (&reading, other) {
                (Reading::Null, Some(other)) => aliases.put_back(position, other),
                (_, other) => settle(record, position, reading, other),
            }
        }
        if const { R::ALONE.is_some() } && record.extra().contains_key("id") {
            alone::read_lone_item(record);
        }
        let anomalies = record.extra().anomalies();
        if anomalies.is_empty() {
            return Ok(Reading::Fits);
        }
        Ok(Reading::held(None, anomalies.to_vec()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Reading, A::Error> {
        Ok(alone::read_in_place(self.0, collect_list(list)?))
    }

    visit_scalars!(|this: Self, value| alone::read_in_place(this.0, value));
}

/// Reads a field that occurs under another name, unless it has occurred under its own: then that
/// value stays, and this one is kept in `extra`.
#[cold]
fn read_alias<'de, R: Record, A: MapAccess<'de>>(
    record: &mut R,
    (position, alias): (usize, String),
    map: &mut A,
    aliases: &mut Aliases,
) -> Result<(), A::Error> {
    // Nothing of this is compiled for the many records without other names.
    if R::HAS_ALIASES && !aliases.holds(record, position) {
        let reading = record.read(position, map)?;
        settle(record, position, reading, None);
        aliases.add(position, alias);
    } else {
        record.extra_mut().insert(alias, map.next_value::<Value>()?);
    }
    Ok(())
}

/// Keeps what is odd about the value of a field, and an earlier value under another name.
#[inline]
fn settle<R: Record>(
    record: &mut R,
    position: usize,
    reading: Reading,
    other: Option<Box<(String, Value)>>,
) {
    let odd = match reading {
        Reading::Null => return,
        Reading::Fits => None,
        Reading::Odd(odd) => Some(odd),
    };
    if odd.is_some() || other.is_some() || record.extra().has_originals() {
        keep(record.extra_mut(), R::KEYS[position], odd, other);
    }
}

#[cold]
fn keep(extra: &mut Extra, key: &str, odd: Option<Box<Odd>>, other: Option<Box<(String, Value)>>) {
    // Of a key that is given twice, the last value counts.
    extra.remove(key);
    if let Some(other) = other {
        extra.insert(other.0, other.1);
    }
    if let Some(odd) = odd {
        extra.keep(key, *odd);
    }
}

fn is_constant(constants: &[(&str, &str)], key: &str, value: &Value) -> bool {
    constants
        .iter()
        .any(|(name, constant)| *name == key && value == constant)
}
