//! How cursors and windows are written: a map of numbers and strings with a version.

use std::fmt;

use serde::de::{Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserializer, Serializer};

/// The format that is written.
const VERSION: u64 = 1;

const NUMBERS: [&str; 4] = ["complete_to", "from", "until", "count"];
const STRINGS: [&str; 3] = ["workspace", "resource", "query"];

/// Values under their names.
#[derive(Default)]
pub(super) struct Stored {
    numbers: [Option<i64>; 4],
    strings: [Option<String>; 3],
}

fn index(names: &[&str], name: &str) -> Option<usize> {
    names.iter().position(|known| *known == name)
}

impl Stored {
    pub(super) fn with_number(mut self, name: &str, number: Option<i64>) -> Self {
        if let Some(index) = index(&NUMBERS, name) {
            self.numbers[index] = number;
        }
        self
    }

    pub(super) fn with_string(mut self, name: &str, string: Option<&str>) -> Self {
        if let Some(index) = index(&STRINGS, name) {
            self.strings[index] = string.map(str::to_owned);
        }
        self
    }

    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.numbers[index(&NUMBERS, name)?]
    }

    pub(super) fn string(&mut self, name: &str) -> Option<String> {
        self.strings[index(&STRINGS, name)?].take()
    }

    pub(super) fn write<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        let numbers = self.numbers.iter().flatten().count();
        let strings = self.strings.iter().flatten().count();
        let mut map = output.serialize_map(Some(1 + numbers + strings))?;
        map.serialize_entry("version", &VERSION)?;
        for (name, number) in NUMBERS.iter().zip(self.numbers) {
            if let Some(number) = number {
                map.serialize_entry(name, &number)?;
            }
        }
        for (name, string) in STRINGS.iter().zip(&self.strings) {
            if let Some(string) = string {
                map.serialize_entry(name, string)?;
            }
        }
        map.end()
    }

    pub(super) fn read<'de, D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_map(StoredVisitor)
    }
}

struct StoredVisitor;

impl<'de> Visitor<'de> for StoredVisitor {
    type Value = Stored;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a cursor or a window")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Stored, A::Error> {
        let mut stored = Stored::default();
        let mut version = None;
        while let Some(key) = map.next_key::<String>()? {
            if key == "version" {
                version = Some(map.next_value::<u64>()?);
            } else if let Some(index) = index(&NUMBERS, &key) {
                stored.numbers[index] = map.next_value()?;
            } else if let Some(index) = index(&STRINGS, &key) {
                stored.strings[index] = map.next_value()?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        match version {
            Some(VERSION) => Ok(stored),
            None => Err(A::Error::missing_field("version")),
            Some(version) => Err(A::Error::custom(format_args!(
                "unsupported version {version}; this version of the crate reads {VERSION}"
            ))),
        }
    }
}
