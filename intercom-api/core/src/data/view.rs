//! What a field holds, in a form in which the fields of all types are alike.
//!
//! A type with fields is written, printed and compared by code that is compiled once, and not for each
//! of the hundreds of types: see [`record`](crate::data::record).

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::{Map, Value};

use crate::data::field::Field;
use crate::data::id::IdForm;
use crate::data::record::{self, Record};
use crate::data::{Id, Timestamp};

/// What a field holds, borrowed.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// Nothing to write.
    Absent,
    /// Null.
    Null,
    /// A Boolean.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// Text.
    Text(&'a str),
    /// An id.
    Id(&'a Id),
    /// A time.
    Time(Timestamp),
    /// Any JSON.
    Json(&'a Value),
    /// An object of any JSON.
    Object(&'a Map<String, Value>),
    /// A type with fields.
    Record(&'a dyn Record),
    /// A list.
    List(&'a dyn ListView),
    /// Names and values.
    Map(&'a dyn MapView),
}

/// The elements of a list.
pub trait ListView {
    /// Returns the number of elements.
    fn count(&self) -> usize;
    /// Returns what the element at a position holds.
    fn element(&self, position: usize) -> View<'_>;
}

impl<T: Field> ListView for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn element(&self, position: usize) -> View<'_> {
        self.get(position).map_or(View::Absent, T::view)
    }
}

/// The values of a map.
pub trait MapView {
    /// Hands each name to `take`, with what its value holds.
    fn each(&self, take: &mut dyn FnMut(&str, View<'_>));
}

impl<T: Field> MapView for BTreeMap<String, T> {
    fn each(&self, take: &mut dyn FnMut(&str, View<'_>)) {
        for (name, value) in self {
            take(name, value.view());
        }
    }
}

/// The form in which a field is written, where its type does not decide it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As the type has it.
    AsHeld,
    /// A time as ISO 8601 text.
    TimeText,
    /// Ids in a JSON type.
    Ids(IdForm),
    /// An id that is zero where nothing is assigned.
    Assigned,
    /// The same, in a JSON type.
    AssignedIds(IdForm),
}

/// What a field holds, on its way out.
pub(crate) struct Written<'a> {
    pub(crate) view: View<'a>,
    pub(crate) form: Form,
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        match self.view {
            View::Absent | View::Null => output.serialize_none(),
            View::Bool(value) => output.serialize_bool(value),
            View::Integer(value) => output.serialize_i64(value),
            View::Float(value) => output.serialize_f64(value),
            View::Text(text) => output.serialize_str(text),
            View::Id(id) => match self.form {
                Form::Ids(form) | Form::AssignedIds(form) => id.write(form, output),
                _ => id.serialize(output),
            },
            View::Time(time) => match self.form {
                Form::TimeText => output.collect_str(&time),
                _ => time.serialize(output),
            },
            View::Json(value) => value.serialize(output),
            View::Object(map) => map.serialize(output),
            View::Record(record) => record::serialize(record, output),
            View::List(list) => serialize_list(list, self.form, output),
            View::Map(map) => serialize_map(map, self.form, output),
        }
    }
}

fn serialize_list<S: Serializer>(
    list: &dyn ListView,
    form: Form,
    output: S,
) -> Result<S::Ok, S::Error> {
    let count = list.count();
    let mut written = output.serialize_seq(Some(count))?;
    for position in 0..count {
        let view = list.element(position);
        written.serialize_element(&Written { view, form })?;
    }
    written.end()
}

fn serialize_map<S: Serializer>(
    map: &dyn MapView,
    form: Form,
    output: S,
) -> Result<S::Ok, S::Error> {
    let mut written = output.serialize_map(None)?;
    let mut result = Ok(());
    map.each(&mut |name, view| {
        if result.is_ok() {
            result = written.serialize_entry(name, &Written { view, form });
        }
    });
    result?;
    written.end()
}

/// Writes what a type holds; `Serialize` of every union calls this.
///
/// # Errors
///
/// Those of the output.
pub fn serialize<S: Serializer>(view: View<'_>, output: S) -> Result<S::Ok, S::Error> {
    let form = Form::AsHeld;
    Written { view, form }.serialize(output)
}

/// Returns what a field holds as JSON.
///
/// # Errors
///
/// None that a field is known to have.
pub(crate) fn to_json(view: View<'_>, form: Form) -> serde_json::Result<Value> {
    serde_json::to_value(Written { view, form })
}
