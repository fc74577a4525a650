//! A place in a list that can be stored and resumed.

use std::fmt::{self, Write as _};

use serde::de::{Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::position::Position;
use super::search::GivenItems;

/// The format that is written. Version 1 had no field for it.
const VERSION: u64 = 2;

/// A place in a list, resumed with [`Items::resume`](super::Items::resume) or
/// [`Pages::resume`](super::Pages::resume), in another process too: it can be written and read in
/// any serde format.
///
/// It holds the position of the walk, not the call: make the same call again, with the same filters
/// and `per_page`, and resume it. Cursors belong to the server, which decides how long they are
/// valid.
///
/// # What holds when the list changes
///
/// Beside the position, a checkpoint holds hashes of the items that were given last: of the `id` of
/// each, or of its JSON if it has none. A resumed walk finds these items again and passes over them,
/// and over nothing else. If none of them is left, items are repeated instead of skipped.
///
/// | paging | resumed | an item that exists during the whole walk |
/// |---|---|---|
/// | cursor, link | at the page that was returned in part, or at the next one | is returned, as long as the server's cursors are valid |
/// | page number | at the page with the items that were returned last: the expected one, the next one, or one before it (up to 100); else at the start | is returned; see below |
/// | scroll | at the start, skipping pages up to the one with the items that were returned last; without it, from the start again | is returned |
///
/// Numbered pages shift while a walk is in progress, resumed or not. Where a page reports a smaller
/// list than the page before it, that page is read again, and items that have moved there are
/// returned. A walk cannot notice that as many items are created after its place as are deleted
/// before it between two pages.
///
/// Items can be given twice: those that are created or moved push others to later pages. Compare
/// their `id` where this matters.
///
/// # Format
///
/// Checkpoints of earlier versions of this crate counted items and pages instead. They are read, and
/// their counts are ignored: the page is given again from its first item; numbered pages and scrolls
/// from the start of the list. A checkpoint of a later version is an error.
#[derive(Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// `contacts.list`
    pub(super) operation: String,
    pub(super) position: Position,
    /// The items that were given last.
    pub(super) given: GivenItems,
}

impl fmt::Debug for Checkpoint {
    /// Shows no cursor and no parameter: they may hold what was searched for.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checkpoint")
            .field("operation", &self.operation)
            .field("given", &self.given.as_slice().len())
            .finish_non_exhaustive()
    }
}

impl Serialize for Checkpoint {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        let mut map = output.serialize_map(Some(4))?;
        map.serialize_entry("version", &VERSION)?;
        map.serialize_entry("operation", &self.operation)?;
        match &self.position {
            // A scroll is started over, so its token is never kept.
            Position::Start | Position::Scroll(_) => map.serialize_entry("start", &true)?,
            Position::After(cursor) => map.serialize_entry("after", cursor)?,
            Position::Page(page) => map.serialize_entry("page", page)?,
            Position::Query(pairs) => map.serialize_entry("query", pairs)?,
            Position::End => map.serialize_entry("end", &true)?,
        }
        map.serialize_entry("given", &to_hex(self.given.as_slice()))?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Checkpoint {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_map(CheckpointVisitor)
    }
}

/// Writes identities as text: not every format has integers of 64 bits.
fn to_hex(identities: &[u64]) -> String {
    let mut text = String::with_capacity(identities.len() * 16);
    for identity in identities {
        // Writing to a `String` cannot fail.
        write!(text, "{identity:016x}").ok();
    }
    text
}

/// Reads what [`to_hex`] wrote. `None` if it is something else.
fn of_hex(text: &str) -> Option<Vec<u64>> {
    let (identities, rest) = text.as_bytes().as_chunks::<16>();
    let identity = |digits: &[u8; 16]| {
        let digits = std::str::from_utf8(digits).ok()?;
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hex.then(|| u64::from_str_radix(digits, 16).ok())?
    };
    rest.is_empty()
        .then(|| identities.iter().map(identity).collect())?
}

struct CheckpointVisitor;

impl<'de> Visitor<'de> for CheckpointVisitor {
    type Value = Checkpoint;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a checkpoint")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Checkpoint, A::Error> {
        let (mut operation, mut position) = (None, None);
        let (mut version, mut given) = (1, Vec::new());
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "version" => version = map.next_value::<u64>()?,
                "operation" => operation = Some(map.next_value()?),
                "start" if map.next_value()? => position = Some(Position::Start),
                "after" => position = Some(Position::After(map.next_value()?)),
                "page" => position = Some(Position::Page(map.next_value()?)),
                "query" => position = Some(Position::Query(map.next_value()?)),
                "end" if map.next_value()? => position = Some(Position::End),
                "given" => {
                    given = of_hex(&map.next_value::<String>()?)
                        .ok_or_else(|| A::Error::custom("invalid `given` of a checkpoint"))?;
                }
                "start" | "end" => {}
                _ => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        if !(1..=VERSION).contains(&version) {
            return Err(A::Error::custom(format_args!(
                "unsupported checkpoint version {version}; this version of the crate reads 1 and {VERSION}"
            )));
        }
        let mut position: Position =
            position.ok_or_else(|| A::Error::custom("the checkpoint has no position"))?;
        if version == 1 {
            given.clear();
            if position.page_number().is_some() {
                // Nothing shows how far its items have moved.
                position = Position::Start;
            }
        }
        Ok(Checkpoint {
            operation: operation.ok_or_else(|| A::Error::missing_field("operation"))?,
            position,
            given: GivenItems::new(given),
        })
    }
}

#[cfg(test)]
mod tests;
