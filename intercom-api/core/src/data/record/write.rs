//! Writing a record: every field that holds something, and what is in `extra`.

use serde::ser::{SerializeMap, Serializer};

use super::any::Erased;
use super::{Fields, Record, Row};
use crate::data::Extra;
use crate::data::extra::Held;
use crate::data::view::{Form, View, Written, to_json};

/// Writes a record; `Serialize` of every record calls this.
///
/// # Errors
///
/// Those of the output.
pub fn serialize<S: Serializer>(record: &dyn Record, output: S) -> Result<S::Ok, S::Error> {
    let table = record.table();
    let extra = record.extra();
    let mut map = output.serialize_map(None)?;
    for (key, value) in table.constants {
        if !extra.contains_key(key) {
            map.serialize_entry(key, value)?;
        }
    }
    let mut result = Ok(());
    if extra.is_empty() {
        record.fields(Fields::new(&mut |fields| {
            result = write(table.rows, fields, &mut map);
        }));
    } else {
        record.fields(Fields::new(&mut |fields| {
            result = write_with_extra(table.rows, fields, extra, &mut map);
        }));
    }
    result?;
    map.end()
}

/// Writes the fields that hold something.
fn write<M: SerializeMap>(rows: &[Row], fields: &[&Erased], map: &mut M) -> Result<(), M::Error> {
    for (row, field) in rows.iter().zip(fields) {
        let (view, form) = (field.view(), row.form);
        if !matches!(view, View::Absent) {
            map.serialize_entry(row.key, &Written { view, form })?;
        }
    }
    Ok(())
}

/// Writes the fields that hold something, unless `extra` has their key, and `extra`. The value there is
/// either the original of the value that the field still has, or what the caller sends instead.
#[cold]
fn write_with_extra<M: SerializeMap>(
    rows: &[Row],
    fields: &[&Erased],
    extra: &Extra,
    map: &mut M,
) -> Result<(), M::Error> {
    // The keys in `extra` whose fields were changed after they were read.
    let mut changed = Vec::new();
    for (row, field) in rows.iter().zip(fields) {
        if extra.has_originals() && is_changed(row, *field, extra) {
            changed.push(row.key);
        }
        let (view, form) = (field.view(), row.form);
        let is_replaced = extra.contains_key(row.key) && !changed.contains(&row.key);
        if !is_replaced && !matches!(view, View::Absent) {
            map.serialize_entry(row.key, &Written { view, form })?;
        }
    }
    for (key, value) in extra {
        if !changed.contains(&key.as_str()) {
            map.serialize_entry(key, value)?;
        }
    }
    Ok(())
}

/// Whether a field was changed after it was read from the original in `extra`.
#[cold]
fn is_changed(row: &Row, field: &Erased, extra: &Extra) -> bool {
    let Some(held) = extra.held(row.key) else {
        return false;
    };
    // As it is held, whatever form it is written in; but text is the only form of some times.
    let form = match row.form {
        Form::TimeText => Form::TimeText,
        _ => Form::AsHeld,
    };
    held != Held::of(to_json(field.view(), form).ok().as_ref())
}
