//! Lists: what stands in place of one, and their elements.

use std::mem;

use serde_json::{Value, json};

use super::references;
use super::walk::{Walk, is_removed, removed};
use crate::import::shape::Kind;

impl Walk<'_> {
    /// Mends a list; returns whether it is kept.
    pub(super) fn list(&mut self, of: Kind, value: &mut Value) -> bool {
        let is_one = match (of, &*value) {
            (_, Value::Array(_)) | (Kind::Fact, Value::Null | Value::Object(_)) => false,
            (Kind::Text, Value::String(_) | Value::Number(_)) | (Kind::Fact, _) => true,
            (Kind::Parameter, Value::Object(one)) => {
                one.contains_key("name") || one.contains_key("$ref")
            }
            (Kind::Text, _) => false,
            (_, Value::Object(one)) => !one.is_empty(),
            _ => false,
        };
        match &mut *value {
            Value::Array(_) => {}
            _ if is_one => {
                self.misshapen("a list", value, "read as a list of this one");
                *value = json!([value.take()]);
            }
            Value::Object(named) if of == Kind::Parameter && !named.is_empty() => {
                let named = mem::take(named);
                self.note(
                    "expected a list, found an object",
                    "read as a list of its values",
                );
                let with_name = |(name, mut parameter): (String, Value)| {
                    if let Some(parameter) = parameter.as_object_mut() {
                        parameter.entry("name").or_insert(name.into());
                    }
                    parameter
                };
                *value = named.into_iter().map(with_name).collect();
            }
            other => {
                let other = other.clone();
                self.misshapen("a list", &other, "left out");
                return false;
            }
        }
        let Some(elements) = value.as_array_mut() else {
            return false;
        };
        if of == Kind::Alternative {
            self.alternatives(elements);
        }
        for (index, element) in elements.iter_mut().enumerate() {
            self.place.push(index.to_string());
            if element.is_null() && of != Kind::Fact {
                self.note("an element that is null", "left out");
                *element = removed();
            } else if !self.visit(of, element) {
                *element = removed();
            }
            self.place.pop();
        }
        true
    }

    /// Leaves out alternatives that cannot be found where others remain; any other value of a union
    /// is read as JSON anyway.
    fn alternatives(&mut self, alternatives: &mut [Value]) {
        let document = self.document;
        let broken = |alternative: &Value| {
            let reference = alternative.get("$ref")?.as_str()?;
            references::broken(document, reference, Kind::Alternative)
        };
        let whole = alternatives
            .iter()
            .filter(|alternative| !is_removed(alternative) && broken(alternative).is_none());
        if whole.count() < 2 {
            return;
        }
        for (index, alternative) in alternatives.iter_mut().enumerate() {
            if let Some(what) = broken(alternative) {
                let reference = alternative["$ref"].as_str().unwrap_or_default().to_owned();
                self.place.push(index.to_string());
                let read_as = "left out of the alternatives; its values are read as arbitrary JSON";
                self.note(what, self.with_hint(read_as, &reference, Kind::Alternative));
                self.place.pop();
                *alternative = removed();
            }
        }
    }
}
