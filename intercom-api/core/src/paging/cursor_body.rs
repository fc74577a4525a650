//! The body of a search, parsed once for all pages of a walk.

use bytes::Bytes;
use serde_json::{Map, Value};

/// The body of a search.
pub(super) struct CursorBody(Map<String, Value>);

impl CursorBody {
    /// Parses a body. Returns `None` if it is not an object, so that no cursor fits into it.
    pub(super) fn parse(body: &[u8]) -> Option<Self> {
        let Ok(Value::Object(mut body)) = serde_json::from_slice(body) else {
            return None;
        };
        let pagination = body.entry("pagination").or_insert(Value::Null);
        if !pagination.is_object() {
            *pagination = Value::Object(Map::new());
        }
        Some(Self(body))
    }

    /// Encodes the body with `pagination.starting_after`; everything else stays.
    pub(super) fn after(&mut self, cursor: &str) -> Bytes {
        if let Some(pagination) = self.0.get_mut("pagination") {
            pagination["starting_after"] = cursor.into();
        }
        serde_json::to_vec(&self.0).unwrap_or_default().into()
    }
}

#[cfg(test)]
mod tests {
    use super::CursorBody;

    #[test]
    fn cursor_is_replaced_and_the_rest_stays() {
        for (body, expected) in [
            (
                r#"{"a":1}"#,
                r#"{"a":1,"pagination":{"starting_after":"c"}}"#,
            ),
            (
                r#"{"pagination":{"per_page":5,"starting_after":"x"}}"#,
                r#"{"pagination":{"per_page":5,"starting_after":"c"}}"#,
            ),
            (
                r#"{"pagination":7}"#,
                r#"{"pagination":{"starting_after":"c"}}"#,
            ),
        ] {
            let mut parsed = CursorBody::parse(body.as_bytes()).unwrap();
            parsed.after("earlier");
            assert_eq!(parsed.after("c"), expected.as_bytes());
        }
        for body in ["", "[]", "7", "{"] {
            assert!(CursorBody::parse(body.as_bytes()).is_none());
        }
    }
}
