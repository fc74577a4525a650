//! Which field a key stands for, and what becomes of a field that comes under two names.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Visitor};

use super::Record;

/// A key of an object that is being read.
pub(super) enum Key {
    Known(usize),
    /// Another name of a known key.
    Alias(usize, String),
    Unknown(String),
}

/// Under which names fields were found, so that one that comes under two of them loses neither
/// value: the described name has the field, the other one is kept in `extra`.
#[derive(Default)]
pub(super) struct Names {
    /// A bit for each position.
    found: u128,
    aliases: Vec<(usize, String)>,
}

impl Names {
    fn bit(position: usize) -> u128 {
        u32::try_from(position).map_or(0, |position| 1_u128.checked_shl(position).unwrap_or(0))
    }

    /// Whether something was found for a field.
    pub(super) fn has(&self, position: usize) -> bool {
        self.found & Self::bit(position) != 0
    }

    /// Notes that something was found.
    pub(super) fn note(&mut self, position: usize, key: Key) {
        self.found |= Self::bit(position);
        if let Key::Alias(_, alias) = key {
            self.aliases.push((position, alias));
        }
    }

    /// Moves what came under another name out of a field whose described name comes now.
    pub(super) fn make_way<R: Record>(&mut self, record: &mut R, position: usize) {
        let Some(index) = self.aliases.iter().position(|(held, _)| *held == position) else {
            return;
        };
        let (_, alias) = self.aliases.swap_remove(index);
        let misfit = record.extra_mut().remove(R::KEYS[position]);
        if let Some(value) = misfit.or_else(|| record.aside(position)) {
            record.extra_mut().insert(alias, value);
        }
    }
}

/// Tells a key's position: it is mostly the one after the last, as answers keep the order of
/// the description; a generated `match` knows the others.
pub(super) struct KeySeed {
    pub(super) keys: &'static [&'static str],
    pub(super) position: fn(&str) -> Option<usize>,
    pub(super) next: usize,
}

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Key, D::Error> {
        input.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Key, E> {
        if self.keys.get(self.next).is_some_and(|next| *next == key) {
            return Ok(Key::Known(self.next));
        }
        Ok(match (self.position)(key) {
            Some(position) if self.keys[position] == key => Key::Known(position),
            Some(position) => Key::Alias(position, key.to_owned()),
            None => Key::Unknown(key.to_owned()),
        })
    }
}
