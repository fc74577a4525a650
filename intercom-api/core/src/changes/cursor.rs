//! How far the changes of a resource have been received.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::stored::Stored;
use crate::data::Timestamp;

/// How far the changes of a resource have been received, to go on from in another run.
///
/// It can be written and read in any serde format. Store it together with what was received before
/// it, in one transaction.
///
/// A cursor belongs to one workspace, one resource and one query: using it for another fails before
/// any object is read. One that was not returned by [`Changes::cursor`](super::Changes::cursor)
/// belongs to none yet: the default is the beginning of time, and [`since`](Self::since) any later
/// point.
///
#[doc = example!()]
/// use intercom_api::changes::ChangeCursor;
///
/// # fn main() -> Result<(), serde_json::Error> {
/// let cursor = ChangeCursor::since(1_700_000_000);
/// let text = serde_json::to_string(&cursor)?;
/// assert_eq!(serde_json::from_str::<ChangeCursor>(&text)?, cursor);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeCursor {
    /// Everything up to and including this second has been received.
    pub(super) complete_to: Option<i64>,
    /// What the cursor belongs to, once it does.
    pub(super) origin: Option<Origin>,
}

/// What a cursor belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// The id of the workspace, as `GET /me` returns it; else the URL of the API.
    pub(super) workspace: String,
    /// `contacts`
    pub(super) resource: String,
    /// A hash of the query that the changes are restricted to.
    pub(super) query: String,
}

impl ChangeCursor {
    /// Returns a cursor for what changed at this time or later.
    pub fn since(time: impl Into<Timestamp>) -> Self {
        Self {
            complete_to: Some(time.into().seconds().saturating_sub(1)),
            origin: None,
        }
    }

    /// Returns the time of the last second that has been received completely; `None` where nothing
    /// has.
    pub fn complete_to(&self) -> Option<Timestamp> {
        self.complete_to.map(Timestamp::from_seconds)
    }
}

impl Default for ChangeCursor {
    /// Returns a cursor for everything from the beginning.
    fn default() -> Self {
        Self {
            complete_to: None,
            origin: None,
        }
    }
}

impl From<Timestamp> for ChangeCursor {
    fn from(time: Timestamp) -> Self {
        Self::since(time)
    }
}

impl From<Option<Self>> for ChangeCursor {
    fn from(cursor: Option<Self>) -> Self {
        cursor.unwrap_or_default()
    }
}

impl Serialize for ChangeCursor {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        let origin = self.origin.as_ref();
        Stored::default()
            .with_number("complete_to", self.complete_to)
            .with_string("workspace", origin.map(|origin| origin.workspace.as_str()))
            .with_string("resource", origin.map(|origin| origin.resource.as_str()))
            .with_string("query", origin.map(|origin| origin.query.as_str()))
            .write(output)
    }
}

impl<'de> Deserialize<'de> for ChangeCursor {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let mut stored = Stored::read(input)?;
        let parts = ["workspace", "resource", "query"].map(|name| stored.string(name));
        let origin = match parts {
            [Some(workspace), Some(resource), Some(query)] => Some(Origin {
                workspace,
                resource,
                query,
            }),
            [None, None, None] => None,
            _ => return Err(D::Error::custom("the cursor is incomplete")),
        };
        Ok(Self {
            complete_to: stored.number("complete_to"),
            origin,
        })
    }
}

impl Origin {
    /// Returns why a cursor of this origin does not fit a run, if so.
    pub(super) fn mismatch(&self, resource: &str, query: &str) -> Option<&'static str> {
        if self.resource != resource {
            return Some("the cursor was made for another resource");
        }
        (self.query != query).then_some("the cursor was made for another query")
    }
}

/// Returns a hash of a query that does not depend on the version of this crate or of Rust.
pub(super) fn hash(query: Option<&Value>) -> String {
    // FNV-1a: the hashers of the standard library may change.
    let text = query.map(Value::to_string).unwrap_or_default();
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{ChangeCursor, Origin, hash};

    #[test]
    fn cursor_is_written_with_its_version_and_read_back() {
        let cursor = ChangeCursor {
            complete_to: Some(7),
            origin: Some(Origin {
                workspace: "abc".to_owned(),
                resource: "contacts".to_owned(),
                query: hash(None),
            }),
        };
        let written = serde_json::to_value(&cursor).unwrap();
        assert_eq!(
            written,
            json!({
                "version": 1, "complete_to": 7, "workspace": "abc", "resource": "contacts",
                "query": "cbf29ce484222325",
            })
        );
        assert_eq!(
            serde_json::from_value::<ChangeCursor>(written).unwrap(),
            cursor
        );
        let start = serde_json::to_value(ChangeCursor::default()).unwrap();
        assert_eq!(start, json!({"version": 1}));
    }

    #[test]
    fn cursor_of_another_version_is_refused() {
        for text in [
            json!({"version": 2}),
            json!({"version": 1, "resource": "contacts"}),
            json!({}),
            json!([1]),
            Value::Null,
        ] {
            assert!(serde_json::from_value::<ChangeCursor>(text).is_err());
        }
    }

    #[test]
    fn since_includes_its_second() {
        assert_eq!(ChangeCursor::since(10).complete_to, Some(9));
        assert_eq!(ChangeCursor::since(i64::MIN).complete_to, Some(i64::MIN));
    }
}
