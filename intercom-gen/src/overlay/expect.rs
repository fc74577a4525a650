//! `x-expect`: what an action finds before it is performed.

use serde_json::Value;

/// What must hold of the nodes that an action matches, before it is performed.
pub(super) struct Expect {
    /// How many nodes there are.
    pub(super) count: usize,
    value: Option<Value>,
    absent: Option<Value>,
}

impl Expect {
    /// Reads the value of `x-expect`.
    pub(super) fn read(value: Option<&Value>) -> Result<Self, String> {
        let Some(Value::Object(object)) = value else {
            return Err("`x-expect` is missing".to_owned());
        };
        let mut expect = Self {
            count: 1,
            value: None,
            absent: None,
        };
        for (key, value) in object {
            match key.as_str() {
                "count" => {
                    let count = value.as_u64().and_then(|count| usize::try_from(count).ok());
                    expect.count = count
                        .filter(|count| *count > 0)
                        .ok_or("`x-expect.count` is not a positive number")?;
                }
                "value" => expect.value = Some(value.clone()),
                "absent" if value.is_array() || value.is_object() => {
                    expect.absent = Some(value.clone());
                }
                "absent" => {
                    return Err("`x-expect.absent` is neither a list nor an object".to_owned());
                }
                _ => return Err(format!("unknown key `x-expect.{key}`")),
            }
        }
        if expect.value.is_none() && expect.absent.is_none() {
            return Err("`x-expect` has neither `value` nor `absent`".to_owned());
        }
        Ok(expect)
    }

    /// Returns what is wrong with `node`, if anything is.
    pub(super) fn check(&self, node: &Value) -> Result<(), String> {
        if let Some(value) = &self.value
            && !contains(node, value)
        {
            return Err(format!("expected {value}, found {}", brief(node)));
        }
        match self
            .absent
            .as_ref()
            .and_then(|absent| present(node, absent))
        {
            Some(found) => Err(format!("expected {found} to be absent")),
            None => Ok(()),
        }
    }
}

/// Returns whether `found` has everything that `wanted` has.
fn contains(found: &Value, wanted: &Value) -> bool {
    match (found, wanted) {
        (Value::Object(found), Value::Object(wanted)) => wanted
            .iter()
            .all(|(key, wanted)| found.get(key).is_some_and(|found| contains(found, wanted))),
        (Value::Array(found), Value::Array(wanted)) => {
            found.len() == wanted.len()
                && found
                    .iter()
                    .zip(wanted)
                    .all(|(found, wanted)| contains(found, wanted))
        }
        _ => found == wanted,
    }
}

/// Returns the first of the `absent` things that `node` has.
fn present<'a>(node: &Value, absent: &'a Value) -> Option<&'a Value> {
    match (absent, node) {
        (Value::Array(things), Value::Array(elements)) => things
            .iter()
            .find(|thing| elements.iter().any(|element| contains(element, thing))),
        (Value::Array(keys), Value::Object(object)) => keys
            .iter()
            .find(|key| key.as_str().is_some_and(|key| object.contains_key(key))),
        (Value::Object(below), Value::Object(object)) => below
            .iter()
            .find_map(|(key, absent)| present(object.get(key)?, absent)),
        _ => None,
    }
}

/// Returns a value on one line, shortened if it is long.
fn brief(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(120) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
