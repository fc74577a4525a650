//! A place in a list that can be kept and gone on from.

use std::fmt;

use serde::de::{Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::position::Position;

/// A place in a list, to go on from with [`Items::resume`](super::Items::resume) or
/// [`Pages::resume`](super::Pages::resume), in another process too: it can be written and read in
/// any serde format.
///
/// It holds where the walk stands, not the call: make the same call again, with the same filters
/// and `per_page`, and resume that. Cursors are the server's; how long they hold is its matter.
///
/// A scroll cannot be entered in its middle. Resuming one starts over and passes over as many
/// pages and items as were given before.
#[derive(Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// `contacts.list`
    pub(super) operation: String,
    pub(super) position: Position,
    /// Pages to pass over from the position on.
    pub(super) pages: u64,
    /// Items to pass over then.
    pub(super) items: u64,
}

impl fmt::Debug for Checkpoint {
    /// Shows no cursor and no parameter: they may hold what was searched for.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checkpoint")
            .field("operation", &self.operation)
            .field("pages", &self.pages)
            .field("items", &self.items)
            .finish_non_exhaustive()
    }
}

impl Serialize for Checkpoint {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        let mut map = output.serialize_map(Some(4))?;
        map.serialize_entry("operation", &self.operation)?;
        match &self.position {
            // A scroll is started over, so its token is never kept.
            Position::Start | Position::Scroll(_) => map.serialize_entry("start", &true)?,
            Position::After(cursor) => map.serialize_entry("after", cursor)?,
            Position::Page(page) => map.serialize_entry("page", page)?,
            Position::Query(pairs) => map.serialize_entry("query", pairs)?,
            Position::End => map.serialize_entry("end", &true)?,
        }
        map.serialize_entry("pages", &self.pages)?;
        map.serialize_entry("items", &self.items)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Checkpoint {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_map(CheckpointVisitor)
    }
}

struct CheckpointVisitor;

impl<'de> Visitor<'de> for CheckpointVisitor {
    type Value = Checkpoint;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a checkpoint")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Checkpoint, A::Error> {
        let (mut operation, mut position, mut pages, mut items) = (None, None, 0, 0);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "operation" => operation = Some(map.next_value()?),
                "start" if map.next_value()? => position = Some(Position::Start),
                "after" => position = Some(Position::After(map.next_value()?)),
                "page" => position = Some(Position::Page(map.next_value()?)),
                "query" => position = Some(Position::Query(map.next_value()?)),
                "end" if map.next_value()? => position = Some(Position::End),
                "pages" => pages = map.next_value()?,
                "items" => items = map.next_value()?,
                "start" | "end" => {}
                _ => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        Ok(Checkpoint {
            operation: operation.ok_or_else(|| A::Error::missing_field("operation"))?,
            position: position.ok_or_else(|| A::Error::custom("the checkpoint has no position"))?,
            pages,
            items,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Checkpoint, Position};

    fn checkpoint(position: Position) -> Checkpoint {
        Checkpoint {
            operation: "contacts.list".to_owned(),
            position,
            pages: 2,
            items: 7,
        }
    }

    #[test]
    fn every_position_can_be_written_and_read() {
        let query = vec![("before".to_owned(), "1".to_owned())];
        for position in [
            Position::Start,
            Position::After("c".to_owned()),
            Position::Page(3),
            Position::Query(query),
            Position::End,
        ] {
            let checkpoint = checkpoint(position);
            let text = serde_json::to_string(&checkpoint).unwrap();
            let read: Checkpoint = serde_json::from_str(&text).unwrap();
            assert!(read == checkpoint, "{text}");
        }
        let text = serde_json::to_value(checkpoint(Position::After("c".to_owned()))).unwrap();
        let expected = json!({"operation": "contacts.list", "after": "c", "pages": 2, "items": 7});
        assert_eq!(text, expected);
    }

    #[test]
    fn what_is_no_checkpoint_is_refused() {
        for text in [
            "{}",
            "[]",
            r#"{"operation": "a"}"#,
            r#"{"start": true}"#,
            r#"{"page": "x"}"#,
        ] {
            serde_json::from_str::<Checkpoint>(text).unwrap_err();
        }
    }

    #[test]
    fn debug_shows_no_cursor() {
        let text = format!("{:?}", checkpoint(Position::After("s3cret".to_owned())));
        assert!(
            !text.contains("s3cret") && text.contains("contacts.list"),
            "{text}"
        );
    }
}
