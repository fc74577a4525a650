//! Which field a key stands for, and what becomes of a field that comes under two names.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Visitor};
use serde_json::Value;

use super::Record;

/// What a key is the name of. Fields are told by their position in the record's table.
#[derive(Clone, Copy, Debug)]
pub enum Name {
    /// The field at a position.
    Of(usize),
    /// The field at a position, which the description knows by another name.
    AlsoOf(usize),
    /// No field.
    OfNone,
}

/// A key of an object that is being read.
#[expect(
    clippy::box_collection,
    reason = "a key is a word wide, as most are positions"
)]
pub(super) enum Key {
    Known(usize),
    /// Another name of the key at a position. Boxed, as the next, to keep what is common small.
    Alias(Box<(usize, String)>),
    Unknown(Box<String>),
}

/// The fields that came under another name, each with that name. A field that comes under both
/// loses neither value: the described name has the field, the other one is kept in `extra`.
#[derive(Default)]
pub(super) struct Aliases(Vec<(usize, String)>);

impl Aliases {
    /// Notes that a field came under another name.
    pub(super) fn add(&mut self, position: usize, alias: String) {
        self.0.push((position, alias));
    }

    /// The other name under which a field came before, and what came there.
    pub(super) fn other<R: Record>(
        &self,
        record: &R,
        position: usize,
    ) -> Option<Box<(String, Value)>> {
        let (_, alias) = self.0.iter().find(|(held, _)| *held == position)?;
        let original = record.extra().get(R::KEYS[position]).cloned();
        let value = original.or_else(|| record.aside(position))?;
        Some(Box::new((alias.clone(), value)))
    }
}

/// Whether something is known of a field that has another name.
pub(super) fn holds<R: Record>(record: &R, position: usize) -> bool {
    let is_something = |value: Value| !value.is_null() && value != Value::Array(Vec::new());
    record.extra().contains_key(R::KEYS[position])
        || record.aside(position).is_some_and(is_something)
}

/// Tells which field a key stands for, by the generated `match` of the record.
pub(super) struct KeySeed<R>(pub(super) PhantomData<R>);

impl<'de, R: Record> DeserializeSeed<'de> for KeySeed<R> {
    type Value = Key;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Key, D::Error> {
        input.deserialize_identifier(self)
    }
}

impl<R: Record> Visitor<'_> for KeySeed<R> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    #[inline]
    fn visit_str<E>(self, key: &str) -> Result<Key, E> {
        Ok(match R::name(key) {
            Name::Of(position) => Key::Known(position),
            Name::AlsoOf(position) => Key::Alias(Box::new((position, key.to_owned()))),
            Name::OfNone => Key::Unknown(Box::new(key.to_owned())),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::Extra;
    use crate::record::record;

    #[derive(Debug, Default, PartialEq)]
    struct Shelf {
        books: Option<Vec<String>>,
        size: Option<i64>,
        extra: Extra,
    }

    record!(Shelf {
        "books" | "data" => books,
        "size" => size,
    });

    /// The books of a shelf, and what it is written back as.
    fn read(text: &str) -> (Option<Vec<String>>, Value) {
        let shelf: Shelf = serde_json::from_str(text).unwrap();
        let written = serde_json::to_value(&shelf).unwrap();
        (shelf.books, written)
    }

    #[test]
    fn another_name_fills_the_field_when_it_comes_alone() {
        let books = Some(vec!["a".to_owned()]);
        for text in [
            r#"{"data": ["a"]}"#,
            r#"{"data": ["a"], "books": null}"#,
            r#"{"books": null, "data": ["a"]}"#,
        ] {
            assert_eq!(
                read(text),
                (books.clone(), json!({"books": ["a"]})),
                "{text}"
            );
        }
    }

    #[test]
    fn the_described_name_wins_and_the_other_one_is_kept() {
        let books = Some(vec!["a".to_owned()]);
        for text in [
            r#"{"books": ["a"], "data": ["b"]}"#,
            r#"{"data": ["b"], "books": ["a"]}"#,
        ] {
            let whole: Value = serde_json::from_str(text).unwrap();
            assert_eq!(read(text), (books.clone(), whole), "{text}");
        }
        let text = r#"{"data": {"odd": 1}, "books": ["a"]}"#;
        assert_eq!(read(text), (books, serde_json::from_str(text).unwrap()));
    }

    #[test]
    fn of_a_key_that_is_given_twice_the_last_value_counts() {
        let (_, written) = read(r#"{"size": {"odd": 1}, "size": 2}"#);
        assert_eq!(written, json!({"size": 2}));
        let (_, written) = read(r#"{"size": 2, "size": {"odd": 1}}"#);
        assert_eq!(written, json!({"size": {"odd": 1}}));
    }
}
