//! Which field a key belongs to, and how a field that occurs under two names is read.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Visitor};
use serde_json::Value;

use super::{Row, Table};

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

/// Which keys are likely to come next.
///
/// Keys mostly come in the order of the table, but some stand elsewhere. Behind one of those, the order
/// continues where it was left.
#[derive(Clone, Copy, Default)]
pub(super) struct Order {
    /// The position behind the last key.
    next: usize,
    /// The position that the last key did not have.
    left: usize,
}

impl Order {
    /// Moves on behind the key at a position.
    #[inline]
    pub(super) fn advance(&mut self, position: usize) {
        if position != self.next {
            self.left = self.next;
        }
        self.next = position + 1;
    }
}

/// The fields that occurred under another name. A field that occurs under both loses neither value:
/// that of the described name is in the field, the other one in `extra`.
#[derive(Default)]
pub(super) struct Aliases(Option<Box<Known>>);

/// What is known of such fields. Any key may come any number of times, so nothing here is computed twice for
/// one field.
#[derive(Default)]
struct Known {
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
        let known = self.0.get_or_insert_default();
        known.read.push((position, alias));
        known.held.push(position);
    }

    /// Whether no field occurred under another name.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Whether something is known of a field that has another name: the original is kept, or it
    /// holds something.
    pub(super) fn holds(
        &mut self,
        position: usize,
        is_kept: bool,
        to_json: impl FnOnce() -> Option<Value>,
    ) -> bool {
        if self
            .0
            .as_ref()
            .is_some_and(|known| known.held.contains(&position))
        {
            return true;
        }
        let is_something = |value: Value| !value.is_null() && value != Value::Array(Vec::new());
        let holds = is_kept || to_json().is_some_and(is_something);
        if holds {
            self.0.get_or_insert_default().held.push(position);
        }
        holds
    }

    /// Takes the other name under which a field occurred before, and its value: the original, or
    /// what the field holds.
    #[cold]
    pub(super) fn take_other(
        &mut self,
        position: usize,
        original: Option<&Value>,
        to_json: impl FnOnce() -> Option<Value>,
    ) -> Option<Box<(String, Value)>> {
        let known = self.0.as_mut()?;
        if let Some(index) = known.saved.iter().position(|(held, _)| *held == position) {
            return Some(known.saved.swap_remove(index).1);
        }
        let index = known.read.iter().position(|(held, _)| *held == position)?;
        let value = original.cloned().or_else(to_json)?;
        let (_, alias) = known.read.swap_remove(index);
        Some(Box::new((alias, value)))
    }

    /// Keeps what was taken: the described name held null.
    pub(super) fn put_back(&mut self, position: usize, other: Box<(String, Value)>) {
        let known = self.0.get_or_insert_default();
        known.saved.push((position, other));
    }
}

/// Returns the field that a key belongs to.
#[derive(Clone, Copy)]
pub(super) struct KeySeed {
    pub(super) table: &'static Table,
    pub(super) order: Order,
}

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Key, D::Error> {
        input.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    #[inline]
    fn visit_str<E>(self, key: &str) -> Result<Key, E> {
        let Order { next, left } = self.order;
        for position in [next, left] {
            let row = self.table.rows.get(position);
            if row.is_some_and(|row| row.key == key) {
                return Ok(Key::Known(position));
            }
        }
        Ok(find(self.table, key, next))
    }
}

/// Looks a key up in the whole table, from a position on.
fn find(table: &Table, key: &str, next: usize) -> Key {
    let (before, behind) = table.rows.split_at(next.min(table.rows.len()));
    let is_named = |row: &Row| row.key == key;
    let found = behind.iter().position(is_named).map(|place| next + place);
    if let Some(position) = found.or_else(|| before.iter().position(is_named)) {
        return Key::Known(position);
    }
    let is_alias = |pair: &&(&str, &str)| pair.0 == key;
    let own = table.aliases.iter().find(is_alias).map(|(_, own)| own);
    match own.and_then(|own| table.rows.iter().position(|row| row.key == *own)) {
        Some(position) => Key::Alias(Box::new((position, key.to_owned()))),
        None => Key::Unknown(Box::new(key.to_owned())),
    }
}

impl Table {
    /// Whether a key belongs to a field, also as another name.
    pub(super) fn has_key(&self, key: &str) -> bool {
        !matches!(find(self, key, 0), Key::Unknown(_))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::__record as record;
    use crate::data::Extra;

    #[derive(Default)]
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
