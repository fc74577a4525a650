//! Fields whose form on the wire is not that of their type: times as text, ids in the JSON type that
//! the description declares, ids where zero means that there is none.

use serde::de::MapAccess;
use serde::ser::SerializeMap;

use super::{FieldWriter, into_field};
use crate::data::Id;
use crate::data::field::{FieldSeed, Reading};
use crate::data::id::{Formed, IdField, IdForm};
use crate::data::time_text::{TimeField, TimeText};

/// Reads a time that travels as text.
///
/// # Errors
///
/// Only those of the input itself.
// Whether any time travels as text is the description's matter.
#[allow(dead_code)]
pub fn into_time_text<'de, A: MapAccess<'de>, T: TimeField + Default>(
    map: &mut A,
    field: &mut T,
) -> Result<Reading, A::Error> {
    let mut time = TimeText::default();
    let reading = map.next_value_seed(FieldSeed(&mut time))?;
    match &reading {
        Reading::Null => field.hold_null(),
        reading if reading.holds() => field.hold(time.0),
        _ => *field = T::default(),
    }
    Ok(reading)
}

/// Reads ids that are written in one form, and keeps those that were received in another.
///
/// # Errors
///
/// Only those of the input itself.
pub fn into_id<'de, A: MapAccess<'de>, T: IdField>(
    map: &mut A,
    field: &mut T,
    form: IdForm,
) -> Result<Reading, A::Error> {
    let reading = into_field(map, field)?;
    if reading == Reading::Fits && !field.has_form(form) {
        // An id is written as it was received.
        if let Ok(original) = serde_json::to_value(&*field) {
            return Ok(Reading::respelled(original));
        }
    }
    Ok(reading)
}

/// Reads an id that is zero where nothing is assigned: the field is then `None`, and the zero is
/// kept to be written back.
///
/// # Errors
///
/// Only those of the input itself.
pub fn into_assigned<'de, A: MapAccess<'de>>(
    map: &mut A,
    field: &mut Option<Id>,
    form: Option<IdForm>,
) -> Result<Reading, A::Error> {
    let reading = match form {
        Some(form) => into_id(map, field, form)?,
        None => into_field(map, field)?,
    };
    let Some(zero) = field.take_if(|id| *id == "0") else {
        return Ok(reading);
    };
    Ok(Reading::absent(serde_json::Value::from(zero)))
}

/// What a field holds after an id was read into it.
fn assigned(id: Option<Id>) -> Option<Id> {
    id.filter(|id| *id != "0")
}

impl<S: SerializeMap> FieldWriter<'_, S> {
    /// Writes a time as text, under the same conditions.
    // Whether any time travels as text is the description's matter.
    #[allow(dead_code)]
    pub fn time_text<T: TimeField>(&mut self, key: &'static str, value: &T) {
        let time = value.held().map(TimeText);
        if self.extra.has_originals() {
            self.compare(key, &time);
        }
        if time.is_some() || value.is_null() {
            self.entry(key, &time);
        }
    }

    /// Writes ids in a form, under the same conditions.
    // Whether ids are sent is the description's matter.
    #[allow(dead_code)]
    pub fn ids<T: IdField>(&mut self, key: &'static str, value: &T, form: IdForm) {
        if self.extra.has_originals() {
            self.compare(key, value);
        }
        if !value.is_absent() {
            self.entry(key, &Formed(value, form));
        }
    }

    /// Writes an id that is left out where nothing is assigned, under the same conditions.
    pub fn assigned(&mut self, key: &'static str, value: &Option<Id>, form: Option<IdForm>) {
        if self.extra.has_originals() {
            self.compare_read(key, value, assigned);
        }
        match form {
            _ if value.is_none() => {}
            Some(form) => self.entry(key, &Formed(value, form)),
            None => self.entry(key, value),
        }
    }
}
