//! Which field a key belongs to, and how a field that occurs under two names is read.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Visitor};
use serde_json::Value;

use super::Record;

/// What a key names. Fields are identified by their position in the table of the record.
#[derive(Clone, Copy, Debug)]
pub enum Name {
    /// The field at a position.
    Of(usize),
    /// The field at a position, which has another name in the description.
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

/// The fields that occurred under another name. A field that occurs under both loses neither value:
/// that of the described name is in the field, the other one in `extra`.
///
/// Any key may come any number of times, so nothing here is computed twice for one field.
#[derive(Default)]
pub(super) struct Aliases {
    /// Positions with the name that they occurred under.
    read: Vec<(usize, String)>,
    /// Positions that are known to hold something.
    held: Vec<usize>,
    /// What occurred under another name before the described one, while that was null.
    saved: Vec<(usize, Box<(String, Value)>)>,
}

impl Aliases {
    /// Records that a field occurred under another name.
    pub(super) fn add(&mut self, position: usize, alias: String) {
        self.read.push((position, alias));
        self.held.push(position);
    }

    /// Whether something is known of a field that has another name.
    pub(super) fn holds<R: Record>(&mut self, record: &R, position: usize) -> bool {
        if self.held.contains(&position) {
            return true;
        }
        let is_something = |value: Value| !value.is_null() && value != Value::Array(Vec::new());
        let holds = record.extra().contains_key(R::KEYS[position])
            || record.aside(position).is_some_and(is_something);
        if holds {
            self.held.push(position);
        }
        holds
    }

    /// Takes the other name under which a field occurred before, and its value.
    pub(super) fn take_other<R: Record>(
        &mut self,
        record: &R,
        position: usize,
    ) -> Option<Box<(String, Value)>> {
        if let Some(index) = self.saved.iter().position(|(held, _)| *held == position) {
            return Some(self.saved.swap_remove(index).1);
        }
        let index = self.read.iter().position(|(held, _)| *held == position)?;
        let original = record.extra().get(R::KEYS[position]).cloned();
        let value = original.or_else(|| record.aside(position))?;
        let (_, alias) = self.read.swap_remove(index);
        Some(Box::new((alias, value)))
    }

    /// Keeps what was taken: the described name held null.
    pub(super) fn put_back(&mut self, position: usize, other: Box<(String, Value)>) {
        self.saved.push((position, other));
    }
}

/// Returns the field that a key belongs to, by the generated `match` of the record.
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

    use crate::__record as record;
    use crate::data::Extra;

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
