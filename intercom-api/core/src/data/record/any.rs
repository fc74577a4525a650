//! The fields of a record without their types: how records are printed and compared.

use std::any::Any;
use std::fmt;

use super::Record;
use crate::data::field::Field;
use crate::data::view::View;

/// A field without its type.
pub trait AnyField: Any + fmt::Debug {
    /// Returns what the field holds.
    fn view(&self) -> View<'_>;

    /// Returns whether another field has the same type and holds the same.
    fn equals(&self, other: &Erased) -> bool;
}

/// A field whose type is known at run time only.
pub type Erased = dyn AnyField;

impl<T: Field + fmt::Debug + PartialEq + 'static> AnyField for T {
    fn view(&self) -> View<'_> {
        Field::view(self)
    }

    fn equals(&self, other: &Erased) -> bool {
        let other: &dyn Any = other;
        other.downcast_ref() == Some(self)
    }
}

/// Takes the fields of a record.
pub struct Fields<'a>(&'a mut dyn FnMut(&[&Erased]));

impl fmt::Debug for Fields<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fields")
    }
}

impl<'a> Fields<'a> {
    pub(super) fn new(take: &'a mut dyn FnMut(&[&Erased])) -> Self {
        Self(take)
    }

    /// Takes the fields, in the order of the table.
    #[inline]
    pub fn take(self, fields: &[&Erased]) {
        (self.0)(fields);
    }
}

/// Prints a record; `Debug` of every record calls this.
///
/// # Errors
///
/// Those of the output.
pub fn debug(record: &dyn Record, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let table = record.table();
    let mut printed = f.debug_struct(table.name);
    record.fields(Fields::new(&mut |fields| {
        for (row, field) in table.rows.iter().zip(fields) {
            printed.field(row.field, field);
        }
    }));
    printed.field("extra", record.extra()).finish()
}

/// Compares two records of one type; `PartialEq` of every record calls this.
pub fn equals(one: &dyn Record, other: &dyn Record) -> bool {
    let mut are_equal = false;
    one.fields(Fields::new(&mut |ones| {
        other.fields(Fields::new(&mut |others| {
            are_equal = ones
                .iter()
                .zip(others)
                .all(|(one, other)| one.equals(*other));
        }));
    }));
    are_equal && one.extra() == other.extra()
}
