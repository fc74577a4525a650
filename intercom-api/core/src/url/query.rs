//! Query strings: values as text, lists and objects in each of the styles of `OpenAPI`.

use std::borrow::Cow;

use serde_json::Value;

use crate::url::encode::push_encoded;

/// A value that a query parameter can have.
pub trait QueryValue {
    /// The value as the API reads it, before percent-encoding.
    fn text(&self) -> Cow<'_, str>;
}

impl QueryValue for str {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl QueryValue for String {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl QueryValue for Cow<'_, str> {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl QueryValue for bool {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(if *self { "true" } else { "false" })
    }
}

impl<T: QueryValue + ?Sized> QueryValue for &T {
    fn text(&self) -> Cow<'_, str> {
        (**self).text()
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl QueryValue for $number {
            fn text(&self) -> Cow<'_, str> {
                Cow::Owned(self.to_string())
            }
        }
    )*};
}
numbers!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize f32 f64 serde_json::Number);

/// How a list becomes query parameters.
#[derive(Clone, Copy)]
pub enum ListStyle {
    /// `form`, exploded: `ids=1&ids=2`.
    Repeated,
    /// `form`: `ids=1,2`.
    Comma,
    /// `spaceDelimited`: `ids=1%202`.
    Space,
    /// `pipeDelimited`: `ids=1%7C2`.
    Pipe,
}

/// How an object becomes query parameters.
#[derive(Clone, Copy)]
pub enum ObjectStyle {
    /// `form`, exploded: its properties are the parameters, `role=admin&page=2`.
    Properties,
    /// `form`: `filter=role,admin,page,2`.
    Comma,
    /// `deepObject`: `filter[role]=admin&filter[page]=2`, the brackets percent-encoded.
    Deep,
}

/// The query of a call.
#[derive(Clone, Default)]
pub(crate) struct Query(Vec<Parameter>);

#[derive(Clone)]
struct Parameter {
    name: Cow<'static, str>,
    /// One of the operation's own parameters, which has one value; others may be repeated.
    declared: bool,
    /// The whole of it, such as `ids=1&ids=2`; empty for an empty list.
    encoded: String,
}

impl Query {
    /// Sets a parameter of the operation, in place of its earlier value.
    pub(crate) fn set(&mut self, name: &'static str, encoded: String) {
        let earlier = self.0.iter_mut().find(|p| p.declared && p.name == name);
        if let Some(parameter) = earlier {
            parameter.encoded = encoded;
        } else {
            self.0.push(Parameter {
                name: Cow::Borrowed(name),
                declared: true,
                encoded,
            });
        }
    }

    /// Adds a parameter beside all others.
    pub(crate) fn add(&mut self, name: String, value: &str) {
        let encoded = pair(&name, value);
        self.0.push(Parameter {
            name: Cow::Owned(name),
            declared: false,
            encoded,
        });
    }

    /// Sets parameters in place of all others of their names.
    pub(crate) fn replace(&mut self, pairs: &[(&str, &str)]) {
        self.0
            .retain(|known| pairs.iter().all(|(name, _)| known.name != *name));
        for (name, value) in pairs {
            self.add((*name).to_owned(), value);
        }
    }

    /// The last value of a parameter, percent-encoded.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().rfind(|parameter| parameter.name == name)?;
        found.encoded.split_once('=').map(|(_, value)| value)
    }

    /// The names of the parameters, which unlike their values may be shown.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|parameter| parameter.name.as_ref())
    }

    /// Appends the query to a URL.
    pub(crate) fn push_to(&self, url: &mut String) {
        let mut separator = '?';
        for parameter in self.0.iter().filter(|p| !p.encoded.is_empty()) {
            url.push(separator);
            url.push_str(&parameter.encoded);
            separator = '&';
        }
    }
}

/// `name=value`, encoded.
pub(crate) fn pair(name: &str, value: &str) -> String {
    let mut text = String::with_capacity(name.len() + 1 + value.len());
    push_encoded(&mut text, name);
    text.push('=');
    push_encoded(&mut text, value);
    text
}

/// A list, encoded; nothing when it is empty.
pub(crate) fn list(name: &str, values: &[Cow<'_, str>], style: ListStyle) -> String {
    let separator = match style {
        ListStyle::Repeated => {
            let pairs: Vec<String> = values.iter().map(|value| pair(name, value)).collect();
            return pairs.join("&");
        }
        ListStyle::Comma => ",",
        ListStyle::Space => "%20",
        ListStyle::Pipe => "%7C",
    };
    delimited(name, values, separator)
}

fn delimited(name: &str, values: &[Cow<'_, str>], separator: &str) -> String {
    let mut text = String::new();
    for value in values {
        if text.is_empty() {
            push_encoded(&mut text, name);
            text.push('=');
        } else {
            text.push_str(separator);
        }
        push_encoded(&mut text, value);
    }
    text
}

/// Encodes an object; properties that are null are omitted. `None` when it is not an object, or too
/// deep for the style.
pub(crate) fn object(name: &str, value: &Value, style: ObjectStyle) -> Option<String> {
    let Value::Object(properties) = value else {
        return None;
    };
    let mut pairs = Vec::new();
    match style {
        ObjectStyle::Properties => {
            for (key, value) in properties {
                push_flat(&mut pairs, key, value)?;
            }
        }
        ObjectStyle::Deep => push_deep(&mut pairs, name, value)?,
        ObjectStyle::Comma => {
            let mut words = Vec::new();
            for (key, value) in properties.iter().filter(|(_, value)| !value.is_null()) {
                words.push(Cow::Borrowed(key.as_str()));
                words.push(scalar(value)?);
            }
            return Some(delimited(name, &words, ","));
        }
    }
    Some(pairs.join("&"))
}

/// Adds a property that has a value or a list of values.
fn push_flat(pairs: &mut Vec<String>, name: &str, value: &Value) -> Option<()> {
    match value {
        Value::Null => {}
        Value::Array(values) => {
            for value in values {
                pairs.push(pair(name, &scalar(value)?));
            }
        }
        _ => pairs.push(pair(name, &scalar(value)?)),
    }
    Some(())
}

/// Adds a property of any depth, its path in brackets.
fn push_deep(pairs: &mut Vec<String>, name: &str, value: &Value) -> Option<()> {
    let Value::Object(properties) = value else {
        return push_flat(pairs, name, value);
    };
    for (key, value) in properties {
        push_deep(pairs, &[name, "[", key, "]"].concat(), value)?;
    }
    Some(())
}

fn scalar(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Bool(_) | Value::Number(_) => Some(Cow::Owned(value.to_string())),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use serde_json::{Value, json};

    use super::{ListStyle, ObjectStyle, Query, QueryValue, list, object, pair};

    #[test]
    fn values_have_a_text() {
        assert_eq!(true.text(), "true");
        assert_eq!((-9_i64).text(), "-9");
        assert_eq!(u64::MAX.text(), "18446744073709551615");
        assert_eq!(1.5_f64.text(), "1.5");
        assert_eq!((&&String::from("a b")).text(), "a b");
        assert_eq!(Cow::Borrowed("c").text(), "c");
    }

    #[test]
    fn lists_in_every_style() {
        let values = [Cow::Borrowed("1"), Cow::Borrowed("a,b c")];
        let text = |style| list("ids", &values, style);
        assert_eq!(text(ListStyle::Repeated), "ids=1&ids=a%2Cb%20c");
        assert_eq!(text(ListStyle::Comma), "ids=1,a%2Cb%20c");
        assert_eq!(text(ListStyle::Space), "ids=1%20a%2Cb%20c");
        assert_eq!(text(ListStyle::Pipe), "ids=1%7Ca%2Cb%20c");
        assert_eq!(list("ids", &[], ListStyle::Repeated), "");
        assert_eq!(list("ids", &[], ListStyle::Comma), "");
    }

    #[test]
    fn objects_in_every_style() {
        let value = json!({"email": "a@b.c", "none": null, "page": 2, "tags": ["x", "y"]});
        assert_eq!(
            object("filter", &value, ObjectStyle::Properties).unwrap(),
            "email=a%40b.c&page=2&tags=x&tags=y"
        );
        assert_eq!(
            object("f", &json!({"a": {"b": true}, "c": 1}), ObjectStyle::Deep).unwrap(),
            "f%5Ba%5D%5Bb%5D=true&f%5Bc%5D=1"
        );
        assert_eq!(
            object(
                "f",
                &json!({"a": "x,y", "b": null, "c": 1}),
                ObjectStyle::Comma
            )
            .unwrap(),
            "f=a,x%2Cy,c,1"
        );
    }

    #[test]
    fn what_no_style_can_carry_is_refused() {
        let styles = [
            ObjectStyle::Properties,
            ObjectStyle::Comma,
            ObjectStyle::Deep,
        ];
        for style in styles {
            assert_eq!(object("f", &Value::Null, style), None);
            assert_eq!(object("f", &json!({"a": [[1]]}), style), None);
        }
        let nested = json!({"a": {"b": 1}});
        assert_eq!(object("f", &nested, ObjectStyle::Properties), None);
        assert_eq!(object("f", &nested, ObjectStyle::Comma), None);
    }

    #[test]
    fn declared_parameters_are_replaced_others_added() {
        let mut query = Query::default();
        query.set("page", pair("page", "1"));
        query.set("ids", String::new());
        query.add("page".to_owned(), "x");
        query.set("page", pair("page", "2"));
        query.add("page".to_owned(), "y");
        let mut url = String::from("/a");
        query.push_to(&mut url);
        assert_eq!(url, "/a?page=2&page=x&page=y");
        assert_eq!(
            query.names().collect::<Vec<_>>(),
            ["page", "ids", "page", "page"]
        );
    }
}
