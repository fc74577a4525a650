//! Bodies of the type `application/x-www-form-urlencoded`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::data::Attributes;
use crate::url::query::{self, ListStyle, ObjectStyle};

/// A body that is sent as `application/x-www-form-urlencoded`.
pub trait FormBody: Serialize {
    /// The fields that declare a style.
    const STYLES: &'static [(&'static str, FormStyle)];
}

impl FormBody for Attributes {
    const STYLES: &'static [(&'static str, FormStyle)] = &[];
}

impl FormBody for Value {
    const STYLES: &'static [(&'static str, FormStyle)] = &[];
}

impl<T: Serialize> FormBody for BTreeMap<String, T> {
    const STYLES: &'static [(&'static str, FormStyle)] = &[];
}

/// How a list or an object is written in a form.
///
/// A field that declares none repeats its name for each element of a list, and holds an object as JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormStyle {
    /// `form`, exploded: `tags=a&tags=b`; the properties of an object are fields.
    Exploded,
    /// `form`: `tags=a,b` and `place=x,1,y,2`.
    Comma,
    /// `spaceDelimited`: `tags=a%20b`.
    Space,
    /// `pipeDelimited`: `tags=a%7Cb`.
    Pipe,
    /// `deepObject`: `place[x]=1&place[y]=2`, the brackets percent-encoded.
    Deep,
}

/// Writes the fields of a body. Fields that are null are left out, and so are the elements of a list.
pub(super) fn encode(
    body: serde_json::Result<Value>,
    styles: &[(&str, FormStyle)],
) -> Result<String, String> {
    let Ok(Value::Object(fields)) = body else {
        return Err("the body cannot be encoded as a form".to_owned());
    };
    let mut pairs = Vec::with_capacity(fields.len());
    for (name, value) in &fields {
        let style = styles.iter().find(|(key, _)| key == name);
        let style = style.map(|(_, style)| *style);
        let encoded = field(name, value, style)
            .ok_or_else(|| format!("the field `{name}` of the form cannot be encoded"))?;
        pairs.extend(Some(encoded).filter(|text| !text.is_empty()));
    }
    Ok(pairs.join("&"))
}

/// Writes a field; `None` where the style cannot carry the value.
fn field(name: &str, value: &Value, style: Option<FormStyle>) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::Array(values) => {
            // Only a field of its own can hold an object.
            let may_be_json = matches!(style, None | Some(FormStyle::Exploded));
            let texts = values.iter().filter(|value| !value.is_null());
            let texts: Option<Vec<_>> = texts
                .map(|value| text(value).filter(|_| may_be_json || !is_composed(value)))
                .collect();
            let style = match style {
                None | Some(FormStyle::Exploded | FormStyle::Deep) => ListStyle::Repeated,
                Some(FormStyle::Comma) => ListStyle::Comma,
                Some(FormStyle::Space) => ListStyle::Space,
                Some(FormStyle::Pipe) => ListStyle::Pipe,
            };
            Some(query::list(name, &texts?, style))
        }
        Value::Object(_) => match style {
            Some(FormStyle::Exploded) => query::object(name, value, ObjectStyle::Properties),
            Some(FormStyle::Comma) => query::object(name, value, ObjectStyle::Comma),
            Some(FormStyle::Deep) => query::object(name, value, ObjectStyle::Deep),
            None | Some(FormStyle::Space | FormStyle::Pipe) => {
                Some(query::pair(name, &value.to_string()))
            }
        },
        Value::String(_) | Value::Bool(_) | Value::Number(_) => {
            Some(query::pair(name, &text(value)?))
        }
    }
}

fn is_composed(value: &Value) -> bool {
    value.is_array() || value.is_object()
}

/// A value as the text of a field.
fn text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            Some(Cow::Owned(value.to_string()))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{FormStyle, encode};

    fn form(value: Value, styles: &[(&str, FormStyle)]) -> Result<String, String> {
        encode(Ok(value), styles)
    }

    #[test]
    fn fields_without_a_style_repeat_lists_and_hold_objects_as_json() {
        let body = json!({
            "a": "x&y=z +%\u{e9}", "b": 5, "c": true, "d": null, "e": ["1", 2, null], "f": {"g": [1]},
            "h": [], "i": [{"j": 1}],
        });
        assert_eq!(
            form(body, &[]).unwrap(),
            "a=x%26y%3Dz%20%2B%25%C3%A9&b=5&c=true&e=1&e=2&f=%7B%22g%22%3A%5B1%5D%7D&i=%7B%22j%22%3A1%7D"
        );
    }

    #[test]
    fn declared_styles_are_kept() {
        let list = json!({"a": ["x,y", "z"]});
        let object = json!({"a": {"b": "x,y", "c": 1}});
        for (style, of_list, of_object) in [
            (FormStyle::Exploded, "a=x%2Cy&a=z", "b=x%2Cy&c=1"),
            (FormStyle::Comma, "a=x%2Cy,z", "a=b,x%2Cy,c,1"),
            (
                FormStyle::Space,
                "a=x%2Cy%20z",
                "a=%7B%22b%22%3A%22x%2Cy%22%2C%22c%22%3A1%7D",
            ),
            (
                FormStyle::Pipe,
                "a=x%2Cy%7Cz",
                "a=%7B%22b%22%3A%22x%2Cy%22%2C%22c%22%3A1%7D",
            ),
            (FormStyle::Deep, "a=x%2Cy&a=z", "a%5Bb%5D=x%2Cy&a%5Bc%5D=1"),
        ] {
            assert_eq!(form(list.clone(), &[("a", style)]).unwrap(), of_list);
            assert_eq!(form(object.clone(), &[("a", style)]).unwrap(), of_object);
        }
        let nested = json!({"a": {"b": {"c": [1, 2]}}});
        let deep = form(nested.clone(), &[("a", FormStyle::Deep)]).unwrap();
        assert_eq!(deep, "a%5Bb%5D%5Bc%5D=1&a%5Bb%5D%5Bc%5D=2");
        for (body, style) in [
            (nested, FormStyle::Comma),
            (json!({"a": [[1]]}), FormStyle::Comma),
        ] {
            let problem = form(body, &[("a", style)]).unwrap_err();
            assert_eq!(problem, "the field `a` of the form cannot be encoded");
        }
        assert!(form(json!([1]), &[]).is_err());
    }
}
