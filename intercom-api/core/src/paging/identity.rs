//! Identities of items: what distinguishes the items of a list, across pages and processes.

use std::fmt;
use std::ops::Range;

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// The items of a page, reduced to their identities.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ItemList {
    /// One identity for each item, in order: the hash of its `id`, or of its JSON without one.
    pub(super) identities: Vec<u64>,
    /// Whether every item has an `id`.
    pub(super) has_ids: bool,
    /// The fingerprint of the items' JSON.
    pub(super) text: u64,
    /// The range of each item's JSON in the page, if it is needed.
    pub(super) ranges: Vec<Range<usize>>,
}

impl ItemList {
    /// Returns a number that is the same for the same items in whatever order.
    pub(super) fn key(&self) -> u64 {
        let identities = self.identities.iter();
        identities.fold(self.identities.len() as u64, |sum, identity| {
            sum.wrapping_add(*identity)
        })
    }

    /// Returns a list without items.
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self {
            identities: Vec::with_capacity(capacity),
            has_ids: true,
            ..Self::default()
        }
    }

    /// Adds an item whose `id` is written as `id`.
    pub(super) fn push(&mut self, item: &[u8], id: Option<&str>) {
        let id = id.and_then(unquoted).map(str::as_bytes);
        self.has_ids &= id.is_some();
        self.identities.push(stable_hash(id.unwrap_or(item)));
        self.text = self.text.rotate_left(5) ^ fingerprint(item);
    }
}

/// Returns a number that other texts do not have by chance. It is compared within one walk alone.
///
/// Sums of words, and sums of these sums, four words at a time, which a processor adds at once.
fn fingerprint(text: &[u8]) -> u64 {
    const LANES: usize = 4;
    let mut sums = [text.len() as u64; LANES];
    let mut sums_of_sums = [0_u64; LANES];
    let (blocks, rest) = text.as_chunks::<{ 8 * LANES }>();
    let mut add = |block: &[u8; 8 * LANES]| {
        let (words, _) = block.as_chunks::<8>();
        for ((word, sum), sum_of_sums) in words.iter().zip(&mut sums).zip(&mut sums_of_sums) {
            *sum = sum.wrapping_add(u64::from_le_bytes(*word));
            *sum_of_sums = sum_of_sums.wrapping_add(*sum);
        }
    };
    blocks.iter().for_each(&mut add);
    let mut last = [0; 8 * LANES];
    last[..rest.len()].copy_from_slice(rest);
    add(&last);
    let sums = sums.into_iter().chain(sums_of_sums);
    sums.fold(0, |hash: u64, sum| {
        (hash ^ sum)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(29)
    })
}

/// Hashes a text to the same number in every process and version: FNV-1a, with its bits mixed.
///
/// The hashers of the standard library may change between releases.
pub(super) fn stable_hash(text: impl AsRef<[u8]>) -> u64 {
    let bytes = text.as_ref().iter();
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ (hash >> 29)
}

/// Returns the `id` of an item as it is written. `None` if it has none.
fn id_of(item: &str) -> Option<&str> {
    let mut id = None;
    // The error is the sign to stop reading behind the `id`.
    serde_json::Deserializer::from_str(item)
        .deserialize_map(IdVisitor(&mut id))
        .ok();
    id.map(RawValue::get)
}

/// Returns an `id` without quotes, if it identifies an item.
fn unquoted(id: &str) -> Option<&str> {
    let text = id.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match text {
        Some(text) => (!text.is_empty()).then_some(text),
        None => id.starts_with(|c: char| c.is_ascii_digit()).then_some(id),
    }
}

struct IdVisitor<'a, 'de>(&'a mut Option<&'de RawValue>);

impl<'de> Visitor<'de> for IdVisitor<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(IsId(is_id)) = map.next_key()? {
            if is_id {
                *self.0 = Some(map.next_value()?);
                return Err(A::Error::custom(""));
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

/// Whether a key is `id`.
struct IsId(bool);

impl<'de> Deserialize<'de> for IsId {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct KeyVisitor;

        impl Visitor<'_> for KeyVisitor {
            type Value = IsId;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<IsId, E> {
                Ok(IsId(key == "id"))
            }
        }

        input.deserialize_identifier(KeyVisitor)
    }
}

/// Reads the list of a page: an array, or an object that holds arrays: `{"articles": [], …}`.
///
/// Of several arrays, the items are the first one whose elements have an `id`.
#[derive(Clone, Copy)]
pub(super) struct ItemListSeed {
    is_inner: bool,
    /// The address of the page, if the ranges of the items are needed.
    base: Option<usize>,
}

impl ItemListSeed {
    pub(super) fn new(base: Option<usize>) -> Self {
        Self {
            is_inner: false,
            base,
        }
    }
}

impl<'de> DeserializeSeed<'de> for ItemListSeed {
    type Value = ItemList;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<ItemList, D::Error> {
        input.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ItemListSeed {
    type Value = ItemList;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<ItemList, A::Error> {
        let mut items = ItemList::with_capacity(0);
        while let Some(item) = list.next_element::<&RawValue>()? {
            items.push(item.get().as_bytes(), id_of(item.get()));
            if let Some(base) = self.base {
                let start = item.get().as_ptr().addr().wrapping_sub(base);
                items.ranges.push(start..start + item.get().len());
            }
        }
        Ok(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ItemList, A::Error> {
        let mut found = ItemList::default();
        while map.next_key::<IgnoredAny>()?.is_some() {
            if self.is_inner {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let items = map.next_value_seed(Self {
                is_inner: true,
                ..self
            })?;
            let is_better = items.has_ids && !found.has_ids;
            if !items.identities.is_empty() && (is_better || found.identities.is_empty()) {
                found = items;
            }
        }
        Ok(found)
    }

    fn visit_bool<E>(self, _: bool) -> Result<ItemList, E> {
        Ok(ItemList::default())
    }

    fn visit_i64<E>(self, _: i64) -> Result<ItemList, E> {
        Ok(ItemList::default())
    }

    fn visit_u64<E>(self, _: u64) -> Result<ItemList, E> {
        Ok(ItemList::default())
    }

    fn visit_f64<E>(self, _: f64) -> Result<ItemList, E> {
        Ok(ItemList::default())
    }

    fn visit_str<E>(self, _: &str) -> Result<ItemList, E> {
        Ok(ItemList::default())
    }

    fn visit_unit<E>(self) -> Result<ItemList, E> {
        Ok(ItemList::default())
    }
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeSeed;

    use super::{ItemList, ItemListSeed, fingerprint, id_of, stable_hash, unquoted};

    fn read(list: &str) -> ItemList {
        let mut input = serde_json::Deserializer::from_str(list);
        let items = ItemListSeed::new(Some(list.as_ptr().addr()))
            .deserialize(&mut input)
            .unwrap();
        input.end().unwrap();
        for (range, identity) in items.ranges.iter().zip(&items.identities) {
            let item = &list[range.clone()];
            assert_eq!(
                *identity,
                stable_hash(id_of(item).and_then(unquoted).unwrap_or(item))
            );
        }
        assert_eq!(items.ranges.len(), items.identities.len());
        items
    }

    #[test]
    fn id_is_found_at_any_position_and_in_both_forms() {
        for (item, id) in [
            (r#"{"id":"a"}"#, Some("a")),
            (r#"{"type":"x","nested":{"id":"no"},"id":"a"}"#, Some("a")),
            (r#"{"\u0069d":12}"#, Some("12")),
            (r#"{"id":""}"#, None),
            (r#"{"id":null}"#, None),
            (r#"{"id":{"x":1}}"#, None),
            (r#"{"name":"x"}"#, None),
            ("12", None),
            ("[]", None),
            ("null", None),
        ] {
            assert_eq!(id_of(item).and_then(unquoted), id, "{item}");
        }
    }

    #[test]
    fn identity_is_the_id_or_else_the_text() {
        let with_ids = read(r#"[{"id":"1","name":"a"},{"id":2}]"#);
        assert!(with_ids.has_ids);
        assert_eq!(with_ids.identities, [stable_hash("1"), stable_hash("2")]);
        let changed = read(r#"[{"id":2},{"id":"1","name":"b"}]"#);
        assert_eq!(with_ids.key(), changed.key());
        assert_ne!(with_ids.text, changed.text);
        let without = read(r#"[{"name":"a"},{"name":"b"},{"name":"a"}]"#);
        assert!(!without.has_ids);
        assert_eq!(without.identities[0], without.identities[2]);
        assert_ne!(without.identities[0], without.identities[1]);
    }

    #[test]
    fn items_within_an_object_are_the_array_with_ids() {
        let articles = r#"{"highlights":[{"article_id":"9"}],"articles":[{"id":"1"}]}"#;
        assert_eq!(read(articles).identities, [stable_hash("1")]);
        assert!(read(articles).has_ids);
    }

    #[test]
    fn list_without_items_is_empty() {
        for list in [
            "[]",
            "null",
            "{}",
            r#"{"articles":[],"n":{"a":[1]}}"#,
            "7",
            "-7",
            "1.5",
            "true",
            r#""x""#,
        ] {
            assert_eq!(read(list).identities, [0_u64; 0], "{list}");
        }
    }

    #[test]
    fn fingerprint_changes_with_every_byte_and_with_their_order() {
        let text: Vec<u8> = (0..200_u8).map(|number| number.wrapping_mul(7)).collect();
        let mut known = vec![fingerprint(&text)];
        for at in 0..text.len() {
            let mut changed = text.clone();
            changed[at] ^= 1;
            known.push(fingerprint(&changed));
            known.push(fingerprint(&text[..at]));
            let mut swapped = text.clone();
            swapped.rotate_left(at + 1);
            known.push(fingerprint(&swapped));
        }
        // The last rotation is the text itself.
        known.pop();
        let count = known.len();
        known.sort_unstable();
        known.dedup();
        assert_eq!(known.len(), count);
        assert_ne!(fingerprint(b""), fingerprint(b"\0"));
    }

    #[test]
    fn hash_is_the_same_in_every_version() {
        // Checkpoints hold it: it must never change.
        assert_eq!(
            stable_hash("6762f30c1bb69f9f2193bc5e"),
            0x5347_80ee_f191_a97d
        );
    }
}
