//! Fields whose form on the wire is not that of their type: times as text, ids in the JSON type that
//! the description declares, ids where zero means that there is none.

use serde::de::MapAccess;
use serde_json::Value;

use super::Slot;
use super::fill::into_field;
use crate::data::Id;
use crate::data::field::{Field, FieldSeed, Reading};
use crate::data::id::{IdForm, has_form};
use crate::data::time_text::{TimeField, TimeText};
use crate::data::view::{Form, to_json};

/// A time that travels as text.
#[derive(Debug)]
pub struct TimeTextSlot<'a, T>(pub &'a mut T);

impl<'de, A: MapAccess<'de>, T: TimeField> Slot<'de, A> for TimeTextSlot<'_, T> {
    fn read(&mut self, map: &mut A) -> Result<Reading, A::Error> {
        let mut time = TimeText::default();
        let reading = map.next_value_seed(FieldSeed(&mut time))?;
        match &reading {
            Reading::Null => self.0.hold_null(),
            reading if reading.holds() => self.0.hold(time.0),
            _ => *self.0 = T::default(),
        }
        Ok(reading)
    }

    fn to_json(&self) -> Option<Value> {
        to_json(self.0.view(), Form::TimeText).ok()
    }
}

/// Ids that are written in one form, and kept where they were received in another.
#[derive(Debug)]
pub struct IdSlot<'a, T>(pub &'a mut T, pub IdForm);

impl<'de, A: MapAccess<'de>, T: Field> Slot<'de, A> for IdSlot<'_, T> {
    fn read(&mut self, map: &mut A) -> Result<Reading, A::Error> {
        let reading = into_field(map, self.0)?;
        Ok(in_form(reading, self.0, self.1))
    }

    fn to_json(&self) -> Option<Value> {
        to_json(self.0.view(), Form::AsHeld).ok()
    }
}

/// An id is written as it was received.
fn in_form<T: Field>(reading: Reading, field: &T, form: IdForm) -> Reading {
    if reading == Reading::Fits
        && !has_form(field.view(), form)
        && let Ok(original) = to_json(field.view(), Form::AsHeld)
    {
        return Reading::respelled(original);
    }
    reading
}

/// An id that is zero where nothing is assigned: the field is then `None`, and the zero is kept to be
/// written back.
#[derive(Debug)]
pub struct AssignedSlot<'a>(pub &'a mut Option<Id>, pub Option<IdForm>);

impl<'de, A: MapAccess<'de>> Slot<'de, A> for AssignedSlot<'_> {
    fn read(&mut self, map: &mut A) -> Result<Reading, A::Error> {
        let mut reading = into_field(map, self.0)?;
        if let Some(form) = self.1 {
            reading = in_form(reading, self.0, form);
        }
        let Some(zero) = self.0.take_if(|id| *id == "0") else {
            return Ok(reading);
        };
        Ok(Reading::absent(Value::from(zero)))
    }

    fn to_json(&self) -> Option<Value> {
        to_json(self.0.view(), Form::AsHeld).ok()
    }
}
