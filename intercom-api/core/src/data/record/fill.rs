//! Reading an object into the fields of a record, one key after the other.

use serde::de::{IgnoredAny, MapAccess};
use serde_json::Value;

use super::Table;
use super::keys::{Aliases, Key, KeySeed, Order};
use crate::data::Extra;
use crate::data::field::{Field, FieldSeed, Odd, Reading};
use crate::data::view::{Form, to_json};

/// A field that the values of an object of type `A` are read into, without its type.
pub trait Slot<'de, A: MapAccess<'de>> {
    /// Reads the next value of the object.
    ///
    /// # Errors
    ///
    /// Only those of the input itself, such as broken JSON.
    fn read(&mut self, map: &mut A) -> Result<Reading, A::Error>;

    /// Returns what the field holds, as JSON.
    fn to_json(&self) -> Option<Value>;
}

impl<'de, A: MapAccess<'de>, T: Field> Slot<'de, A> for T {
    #[inline]
    fn read(&mut self, map: &mut A) -> Result<Reading, A::Error> {
        into_field(map, self)
    }

    fn to_json(&self) -> Option<Value> {
        to_json(self.view(), Form::AsHeld).ok()
    }
}

/// Reads the next value of an object into a field.
#[inline]
pub(super) fn into_field<'de, A: MapAccess<'de>, T: Field>(
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

/// An object that is being read.
#[derive(Debug)]
pub struct Object<'a, A> {
    map: &'a mut A,
    /// Whether it has one key, of any name, with the value of the field that stands for all.
    is_alone: bool,
}

impl<'a, A> Object<'a, A> {
    pub(super) fn whole(map: &'a mut A) -> Self {
        let is_alone = false;
        Self { map, is_alone }
    }

    pub(super) fn alone(map: &'a mut A) -> Self {
        let is_alone = true;
        Self { map, is_alone }
    }
}

impl<'de, A: MapAccess<'de>> Object<'_, A> {
    /// Reads the object into fields that are in the order of the table.
    ///
    /// # Errors
    ///
    /// Only those of the input itself, such as broken JSON.
    pub fn read(
        self,
        table: &'static Table,
        fields: &mut [&mut dyn Slot<'de, A>],
        extra: &mut Extra,
    ) -> Result<Reading, A::Error> {
        let map = self.map;
        if self.is_alone {
            return read_alone(table, fields, map);
        }
        let mut aliases = Aliases::default();
        let mut order = Order::default();
        while let Some(key) = map.next_key_seed(KeySeed { table, order })? {
            let position = match key {
                Key::Known(position) => position,
                Key::Alias(alias) => {
                    read_alias(table, fields, extra, *alias, map, &mut aliases)?;
                    continue;
                }
                Key::Unknown(key) => {
                    let value = map.next_value()?;
                    if !is_constant(table, &key, &value) {
                        extra.insert(*key, value);
                    }
                    continue;
                }
            };
            let (Some(field), Some(row)) = (fields.get_mut(position), table.rows.get(position))
            else {
                continue;
            };
            order.advance(position);
            let other = if aliases.is_empty() {
                None
            } else {
                aliases.take_other(position, extra.get(row.key), || field.to_json())
            };
            let reading = field.read(map)?;
            match (&reading, other) {
                (Reading::Null, Some(other)) => aliases.put_back(position, other),
                (_, other) => settle(extra, row.key, reading, other, || field.to_json()),
            }
        }
        let anomalies = extra.anomalies();
        if anomalies.is_empty() {
            return Ok(Reading::Fits);
        }
        Ok(Reading::held(None, anomalies.to_vec()))
    }
}

/// Reads the value of an object, whatever its key is, into the field that stands for all.
#[cold]
fn read_alone<'de, A: MapAccess<'de>>(
    table: &Table,
    fields: &mut [&mut dyn Slot<'de, A>],
    map: &mut A,
) -> Result<Reading, A::Error> {
    let field = table.alone().and_then(|position| fields.get_mut(position));
    match (map.next_key::<IgnoredAny>()?, field) {
        (Some(_), Some(field)) => field.read(map),
        _ => Ok(Reading::Null),
    }
}

/// Reads a field that occurs under another name, unless it has occurred under its own: then that
/// value stays, and this one is kept in `extra`.
#[cold]
fn read_alias<'de, A: MapAccess<'de>>(
    table: &'static Table,
    fields: &mut [&mut dyn Slot<'de, A>],
    extra: &mut Extra,
    (position, alias): (usize, String),
    map: &mut A,
    aliases: &mut Aliases,
) -> Result<(), A::Error> {
    if let (Some(field), Some(row)) = (fields.get_mut(position), table.rows.get(position))
        && !aliases.holds(position, extra.contains_key(row.key), || field.to_json())
    {
        let reading = field.read(map)?;
        settle(extra, row.key, reading, None, || field.to_json());
        aliases.add(position, alias);
    } else {
        extra.insert(alias, map.next_value::<Value>()?);
    }
    Ok(())
}

/// Keeps what is odd about the value of a field, and an earlier value under another name.
#[inline]
fn settle(
    extra: &mut Extra,
    key: &str,
    reading: Reading,
    other: Option<Box<(String, Value)>>,
    to_json: impl Fn() -> Option<Value>,
) {
    let odd = match reading {
        Reading::Null => return,
        Reading::Fits => None,
        Reading::Odd(odd) => Some(odd),
    };
    if odd.is_some() || other.is_some() || extra.has_originals() {
        keep(extra, key, odd, other, &to_json);
    }
}

#[cold]
fn keep(
    extra: &mut Extra,
    key: &str,
    odd: Option<Box<Odd>>,
    other: Option<Box<(String, Value)>>,
    to_json: &dyn Fn() -> Option<Value>,
) {
    // Of a key that is given twice, the last value counts.
    extra.remove(key);
    if let Some(other) = other {
        extra.insert(other.0, other.1);
    }
    if let Some(odd) = odd {
        extra.keep(key, *odd, to_json);
    }
}

fn is_constant(table: &Table, key: &str, value: &Value) -> bool {
    let mut constants = table.constants.iter();
    constants.any(|(name, constant)| *name == key && value == constant)
}
