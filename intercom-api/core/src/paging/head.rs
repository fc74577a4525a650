//! The facts of a page about its list, read from its JSON without decoding the items. The pass over the
//! page that `outline` does without in almost all cases.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::Deserializer;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::identity::{ItemList, ItemListSeed};

/// The facts of a page about its list.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// `pages`, null where there is none.
    pub(super) pages: Value,
    /// `scroll_param`, null where there is none.
    pub(super) scroll_param: Value,
    /// `total_count`.
    pub(super) total_count: Option<u64>,
    /// The items of the list.
    pub(super) items: ItemList,
    /// Whether it is a page at all: it has a list, or a `pages` object.
    pub(super) is_page: bool,
}

impl Head {
    /// Whether the page holds no item.
    pub(super) fn is_empty(&self) -> bool {
        self.items.identities.is_empty()
    }

    /// Reads a page whose list has the key `list`. `has_ranges` also collects the ranges of the
    /// items' JSON.
    pub(super) fn read(body: &[u8], list: &str, has_ranges: bool) -> serde_json::Result<Self> {
        let mut input = serde_json::Deserializer::from_slice(body);
        let base = has_ranges.then(|| body.as_ptr().addr());
        let head = input.deserialize_map(HeadVisitor { list, base })?;
        input.end()?;
        Ok(head)
    }
}

struct HeadVisitor<'a> {
    list: &'a str,
    base: Option<usize>,
}

impl<'de> Visitor<'de> for HeadVisitor<'_> {
    type Value = Head;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Head, A::Error> {
        let mut head = Head::default();
        while let Some(key) = map.next_key::<String>()? {
            head.is_page |= key == self.list || key == "pages";
            match key.as_str() {
                "pages" => head.pages = map.next_value()?,
                "scroll_param" => head.scroll_param = map.next_value()?,
                "total_count" => head.total_count = number(&map.next_value()?),
                key if key == self.list => {
                    head.items = map.next_value_seed(ItemListSeed::new(self.base))?;
                }
                _ => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        Ok(head)
    }
}

/// Returns the hash by which positions are compared within one walk.
pub(super) fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Returns an integer, which may be written as a string.
pub(super) fn number(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => text.trim().parse().ok(),
        value => value.as_u64(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Head;

    fn read(page: &Value, list: &str) -> Head {
        Head::read(page.to_string().as_bytes(), list, false).unwrap()
    }

    #[test]
    fn position_is_read_from_keys_in_any_order() {
        let page = r#"{"total_count": "7", "type": "list", "d\u0061ta": [{"id": "1"}],
            "scroll_param": "s", "pages": {"next": null, "page": 1}}"#;
        let head = Head::read(page.as_bytes(), "data", false).unwrap();
        assert_eq!(head.total_count, Some(7));
        assert_eq!(head.scroll_param, "s");
        assert_eq!(head.pages, json!({"next": null, "page": 1}));
        assert_eq!(head.items.identities.len(), 1);
        let nothing = read(&json!({"type": "company", "name": "x"}), "data");
        assert!(nothing.pages.is_null() && nothing.is_empty());
        assert!(head.is_page && !nothing.is_page);
        assert!(read(&json!({"pages": null}), "data").is_page);
    }

    #[test]
    fn value_that_is_not_a_page_is_an_error() {
        for page in ["", "[]", "{\"data\": [", "{} {}", "<html>"] {
            Head::read(page.as_bytes(), "data", false).unwrap_err();
        }
    }
}
