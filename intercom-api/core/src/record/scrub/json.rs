//! JSON, field by field.

use serde_json::{Map, Value};

use super::keys::{
    is_attribute_name, is_cursor, is_free, is_id, is_identifier, is_locale, is_personal, is_time,
};
use super::rules::Rule;
use super::shape::{self, Shape};
use super::target::is_harmless_cursor;
use super::words::{is_word, is_words};
use super::{Marks, Scrubber, pointer_part};

/// What is done with a value and everything in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Treatment {
    Keep,
    /// The key and the form decide.
    Decide,
    /// Strings and numbers are replaced; objects in the value are looked into.
    Value,
    /// Everything is replaced; `type` and `id` of an object are not if `structure` is set.
    Free {
        structure: bool,
    },
    /// Everything is replaced.
    Replace,
    /// Words of error messages are stored.
    Words,
}

/// Where the walk is.
pub(super) struct Walk<'a> {
    /// The keys so far.
    keys: Vec<String>,
    /// The place on the line.
    pointer: String,
    home: Option<&'a str>,
    marks: Option<&'a mut Marks>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(home: Option<&'a str>, pointer: &str, marks: Option<&'a mut Marks>) -> Self {
        Self {
            keys: Vec::new(),
            pointer: pointer.to_owned(),
            home,
            marks,
        }
    }

    fn mark(&mut self, kind: &'static str) {
        if let Some(marks) = &mut self.marks {
            marks.add(&self.pointer, kind);
        }
    }

    fn key(&self) -> &str {
        self.keys.last().map_or("", String::as_str)
    }
}

impl Scrubber {
    /// Scrubs a body.
    pub(in crate::record) fn json(
        &self,
        body: Value,
        home: Option<&str>,
        marks: Option<&mut Marks>,
    ) -> Value {
        let mut walk = Walk::new(home, "/request_body", marks);
        self.value(&mut walk, Treatment::Decide, body)
    }

    /// Scrubs a string below these keys, such as a parameter.
    pub(super) fn string_at(&self, mut walk: Walk<'_>, keys: &[&str], text: &str) -> String {
        let mut treatment = Treatment::Decide;
        for key in keys {
            walk.keys.push((*key).to_owned());
            treatment = self.inside(&walk, treatment);
        }
        self.string(&mut walk, treatment, text)
    }

    fn value(&self, walk: &mut Walk<'_>, treatment: Treatment, value: Value) -> Value {
        match value {
            Value::Null | Value::Bool(_) => value,
            value if treatment == Treatment::Keep => value,
            Value::Array(values) => {
                let length = walk.pointer.len();
                let values = values.into_iter().enumerate().map(|(at, value)| {
                    walk.pointer.push('/');
                    walk.pointer.push_str(&at.to_string());
                    let value = self.value(walk, treatment, value);
                    walk.pointer.truncate(length);
                    value
                });
                Value::Array(values.collect())
            }
            Value::Object(object) => Value::Object(self.object(walk, treatment, object)),
            Value::String(text) => Value::String(self.string(walk, treatment, &text)),
            Value::Number(number) => {
                let text = number.to_string();
                let is_replaced = match treatment {
                    Treatment::Keep => false,
                    Treatment::Value | Treatment::Free { .. } | Treatment::Replace => true,
                    Treatment::Decide | Treatment::Words => is_suspicious(walk.key(), &text),
                };
                if !is_replaced {
                    return Value::Number(number);
                }
                walk.mark("number");
                self.stand_ins.number(&number)
            }
        }
    }

    fn object(
        &self,
        walk: &mut Walk<'_>,
        treatment: Treatment,
        object: Map<String, Value>,
    ) -> Map<String, Value> {
        let is_error = object.get("code").is_some_and(Value::is_string)
            && object.get("message").is_some_and(Value::is_string);
        // `{"field": "email", "operator": "=", "value": "…"}`: the value of that field.
        let searched = object
            .get("field")
            .and_then(Value::as_str)
            .map(str::to_owned);
        let (depth, length) = (walk.keys.len(), walk.pointer.len());
        let entries = object.into_iter().map(|(key, value)| {
            match &searched {
                Some(field) if key == "value" => {
                    walk.keys.extend(field.split('.').map(str::to_owned));
                }
                _ => walk.keys.push(key.clone()),
            }
            let mut inside = if walk.keys.len() > depth + 1 {
                // Each key of the field's path counts.
                let keys = walk.keys.split_off(depth);
                let mut inside = treatment;
                for key in keys {
                    walk.keys.push(key);
                    inside = self.inside(walk, inside);
                }
                inside
            } else {
                self.inside(walk, treatment)
            };
            if is_error && inside != Treatment::Keep {
                match key.as_str() {
                    "message" => inside = Treatment::Words,
                    "code" if is_error_code(&value) => inside = Treatment::Keep,
                    _ => {}
                }
            }
            let stored = self.stored_key(&key, walk.keys.iter().any(|key| is_free(key)));
            walk.pointer.push('/');
            walk.pointer.push_str(&pointer_part(&stored));
            let value = self.value(walk, inside, value);
            if stored != key {
                walk.pointer.push_str("/~key");
                walk.mark("key");
            }
            walk.pointer.truncate(length);
            walk.keys.truncate(depth);
            (stored, value)
        });
        entries.collect()
    }

    /// How the value of the last key is treated, from how its object is.
    fn inside(&self, walk: &Walk<'_>, outside: Treatment) -> Treatment {
        let mut rules = self.rules.iter().rev();
        if let Some((_, rule)) = rules.find(|(pattern, _)| pattern.fits(&walk.keys)) {
            return match rule {
                Rule::Keep => Treatment::Keep,
                Rule::Replace => Treatment::Replace,
                Rule::Words => Treatment::Words,
            };
        }
        let key = walk.key();
        match outside {
            Treatment::Keep | Treatment::Words | Treatment::Replace => outside,
            _ if is_free(key) => Treatment::Free { structure: false },
            Treatment::Free { structure: true } if is_id(key) || key == "type" => Treatment::Decide,
            Treatment::Free { .. } => Treatment::Free { structure: true },
            Treatment::Decide | Treatment::Value if is_personal(key) => Treatment::Value,
            Treatment::Decide | Treatment::Value => Treatment::Decide,
        }
    }

    /// A key as it is stored.
    pub(super) fn stored_key(&self, key: &str, is_in_free: bool) -> String {
        let is_kept = is_identifier(key)
            || shape::is_id(key)
            || (is_in_free && is_attribute_name(key))
            || self.rules.iter().any(|(pattern, _)| pattern.names(key));
        if is_kept {
            key.to_owned()
        } else {
            self.stand_ins.key(key)
        }
    }

    fn string(&self, walk: &mut Walk<'_>, treatment: Treatment, text: &str) -> String {
        if text.is_empty() {
            return String::new();
        }
        let (kind, stored) = match treatment {
            Treatment::Keep => return text.to_owned(),
            Treatment::Words => ("text", self.words(text)),
            Treatment::Value | Treatment::Free { .. } | Treatment::Replace => {
                self.replaced(text, walk.home)
            }
            Treatment::Decide if is_cursor(walk.key()) => {
                if is_harmless_cursor(text) {
                    return text.to_owned();
                }
                ("cursor", self.stand_ins.cursor(text))
            }
            Treatment::Decide if is_kept(walk.key(), text) => return text.to_owned(),
            Treatment::Decide => self.replaced(text, walk.home),
        };
        if stored != text {
            walk.mark(kind);
        }
        stored
    }

    fn replaced(&self, text: &str, home: Option<&str>) -> (&'static str, String) {
        let shape = Shape::of(text);
        let stored = match shape {
            Shape::Url => self.url(text, home),
            _ => self.stand_ins.of(text),
        };
        (shape.kind(), stored)
    }
}

/// Whether a string is stored as it is.
fn is_kept(key: &str, text: &str) -> bool {
    // A key of the API cannot be about a birthday or a secret number.
    let is_known = is_word(key) || is_time(key) || is_id(key);
    (is_id(key) && shape::is_id(text))
        || (shape::is_time(text) && (text.len() > 10 || is_known))
        || (shape::is_short_number(text) && (text.len() <= 3 || is_known))
        || (is_time(key) && shape::is_timestamp(text))
        || is_words(text)
        || (is_locale(key) && text.len() <= 7 && is_identifier(text))
        || (key == "field" && is_custom_field(text))
        || (key == "content_type" && super::headers::media_type(text).as_deref() == Some(text))
}

/// Whether it is a custom attribute, as searches name it.
fn is_custom_field(text: &str) -> bool {
    text.split_once('.')
        .is_some_and(|(object, attribute)| is_free(object) && is_attribute_name(attribute))
}

/// Whether a number may be one of a person: a long one that is neither an ID nor a time.
fn is_suspicious(key: &str, text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    digits > 9 && !is_id(key) && !is_time(key) && !shape::is_timestamp(text)
}

/// Whether it is the code of an error, such as `parameter_not_found`.
fn is_error_code(value: &Value) -> bool {
    let is_part = |c: char| c.is_ascii_lowercase() || c == '_';
    value
        .as_str()
        .is_some_and(|code| code.len() <= 60 && code.chars().all(is_part))
}
