//! Places in a JSON document.

use std::fmt;

use serde_json::Value;

/// A step from a value into it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    Key(String),
    Index(usize),
}

/// The way from the document to a value in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct JsonPath(Vec<Step>);

impl JsonPath {
    /// Every place in a document, the document itself first.
    pub(super) fn all(document: &Value) -> Vec<Self> {
        let mut places = Vec::new();
        Self::default().collect(document, &mut places);
        places
    }

    fn collect(&self, value: &Value, places: &mut Vec<Self>) {
        places.push(self.clone());
        let inside = |step| {
            let mut place = self.clone();
            place.0.push(step);
            place
        };
        match value {
            Value::Object(object) => {
                for (key, value) in object {
                    inside(Step::Key(key.clone())).collect(value, places);
                }
            }
            Value::Array(values) => {
                for (index, value) in values.iter().enumerate() {
                    inside(Step::Index(index)).collect(value, places);
                }
            }
            _ => {}
        }
    }

    /// The step that leads to the value; `None` for the document itself.
    pub(super) fn last(&self) -> Option<&Step> {
        self.0.last()
    }

    pub(super) fn find<'a>(&self, document: &'a Value) -> Option<&'a Value> {
        self.0.iter().try_fold(document, |value, step| match step {
            Step::Key(key) => value.get(key),
            Step::Index(index) => value.get(index),
        })
    }

    /// The text of the document with `text` in place of the value; `None` takes the value out.
    ///
    /// The document is written by hand, because `text` need not be one value: a key can come twice.
    pub(super) fn replace(&self, document: &Value, text: Option<&str>) -> String {
        let mut written = String::new();
        write(document, &self.0, text, &mut written);
        written
    }
}

fn write(value: &Value, steps: &[Step], text: Option<&str>, written: &mut String) {
    let Some((step, rest)) = steps.split_first() else {
        written.push_str(text.unwrap_or_default());
        return;
    };
    let is_dropped = |here: bool| here && rest.is_empty() && text.is_none();
    let mut comma = "";
    let mut entry = |key: Option<&str>, value: &Value, here: bool, written: &mut String| {
        if is_dropped(here) {
            return;
        }
        written.push_str(std::mem::replace(&mut comma, ","));
        if let Some(key) = key {
            written.push_str(&Value::from(key).to_string());
            written.push(':');
        }
        if here {
            write(value, rest, text, written);
        } else {
            written.push_str(&value.to_string());
        }
    };
    match value {
        Value::Object(object) => {
            written.push('{');
            for (key, value) in object {
                let here = matches!(step, Step::Key(name) if name == key);
                entry(Some(key), value, here, written);
            }
            written.push('}');
        }
        Value::Array(values) => {
            written.push('[');
            for (index, value) in values.iter().enumerate() {
                let here = *step == Step::Index(index);
                entry(None, value, here, written);
            }
            written.push(']');
        }
        _ => written.push_str(&value.to_string()),
    }
}

impl fmt::Display for JsonPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("$")?;
        for step in &self.0 {
            match step {
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::JsonPath;

    #[test]
    fn value_is_replaced_in_place() {
        let document = json!({"a": [1, {"b": "c"}], "d": null});
        let places = JsonPath::all(&document);
        let names: Vec<_> = places.iter().map(ToString::to_string).collect();
        assert_eq!(names, ["$", "$.a", "$.a[0]", "$.a[1]", "$.a[1].b", "$.d"]);
        for place in &places {
            let same = place.find(&document).unwrap().to_string();
            assert_eq!(place.replace(&document, Some(&same)), document.to_string());
        }
        let replaced = |index: usize, text| places[index].replace(&document, text);
        assert_eq!(
            replaced(4, Some(r#"1,"b":2"#)),
            r#"{"a":[1,{"b":1,"b":2}],"d":null}"#
        );
        assert_eq!(replaced(2, None), r#"{"a":[{"b":"c"}],"d":null}"#);
        assert_eq!(replaced(1, None), r#"{"d":null}"#);
        assert_eq!(replaced(0, Some("7")), "7");
    }
}
