//! What happens to every leaf of a response on its way through the typed value and back.
//!
//! A leaf is a string, number or Boolean, or an empty list or object. Null is not a leaf: it means
//! the same as an absent key.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use intercom_simulator::contract::document;
use serde_json::{Map, Value, json};

use super::encoded::{Encoded, Entry};

/// What became of a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// A typed field has it.
    Typed,
    /// `extra` has it: no field of that name, or none that it fits.
    Extra,
    /// It is there as another JSON type, such as a number as a string.
    OtherType,
    /// It is missing, or has another value.
    Lost,
}

impl Fate {
    /// The outcomes that are reported leaf by leaf.
    pub const TOLD: [Self; 3] = [Self::Extra, Self::OtherType, Self::Lost];

    /// In a word or two.
    pub fn name(self) -> &'static str {
        match self {
            Self::Typed => "typed",
            Self::Extra => "extra",
            Self::OtherType => "other type",
            Self::Lost => "lost",
        }
    }
}

/// How many leaves met which fate, and where.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Leaves {
    counts: BTreeMap<Fate, usize>,
    /// JSON paths with nameless indices, of all but the typed leaves.
    places: BTreeMap<(Fate, String), usize>,
}

impl Leaves {
    /// Follows the leaves of `original` into `encoded`.
    pub fn follow(original: &Value, encoded: &Encoded) -> Self {
        // A bare list was read as the list of an object, and is written as that.
        let list = match encoded {
            Encoded::Object(entries) if original.is_array() => {
                let mut values = entries.iter().map(|entry| &entry.value);
                values.find(|value| matches!(value, Encoded::List(_)))
            }
            _ => None,
        };
        let mut leaves = Self::default();
        leaves.walk(original, list.or(Some(encoded)), Fate::Typed, "$");
        leaves
    }

    /// How many met this fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.counts.get(&fate).copied().unwrap_or(0)
    }

    /// How many there are.
    pub fn total(&self) -> usize {
        self.counts.values().sum()
    }

    /// Where leaves met this fate, and how often.
    pub fn places(&self, fate: Fate) -> impl Iterator<Item = (&str, usize)> {
        let places = self.places.iter();
        places
            .filter(move |((found, _), _)| *found == fate)
            .map(|((_, place), count)| (place.as_str(), *count))
    }

    /// Adds the leaves of another response, with `prefix` before their places.
    pub fn add(&mut self, other: &Self, prefix: &str) {
        for (fate, count) in &other.counts {
            *self.counts.entry(*fate).or_default() += count;
        }
        for ((fate, place), count) in &other.places {
            let place = format!("{prefix}{place}");
            *self.places.entry((*fate, place)).or_default() += count;
        }
    }

    /// The counts, and the places of all but the typed leaves, for machines.
    pub(crate) fn to_json(&self) -> Value {
        let counts = [Fate::Typed, Fate::Extra, Fate::OtherType, Fate::Lost]
            .into_iter()
            .map(|fate| (fate.name().replace(' ', "_"), json!(self.count(fate))));
        let mut object: Map<_, _> = counts.collect();
        let places = Fate::TOLD.into_iter().map(|fate| {
            let places: Map<_, _> = self
                .places(fate)
                .map(|(place, count)| (place.to_owned(), json!(count)))
                .collect();
            (fate.name().replace(' ', "_"), Value::Object(places))
        });
        object.insert("places".to_owned(), Value::Object(places.collect()));
        Value::Object(object)
    }

    fn walk(&mut self, original: &Value, encoded: Option<&Encoded>, fate: Fate, place: &str) {
        match (original, encoded) {
            (Value::Null, _) => {}
            (Value::Object(object), _) if !object.is_empty() => {
                for (key, value) in object {
                    let entry = find(key, object, encoded);
                    let fate = match entry {
                        Some(entry) if entry.extra => Fate::Extra,
                        _ => fate,
                    };
                    let inner = entry.map(|entry| &entry.value);
                    self.walk(value, inner, fate, &format!("{place}.{key}"));
                }
            }
            (Value::Array(values), _) if values.iter().any(|value| !value.is_null()) => {
                let place = format!("{place}[*]");
                let mut rest = match encoded {
                    Some(Encoded::List(list)) => list.as_slice(),
                    _ => &[],
                }
                .iter()
                .filter(|element| !element.is_null());
                for value in values.iter().filter(|value| !value.is_null()) {
                    self.walk(value, rest.next(), fate, &place);
                }
            }
            (Value::Array(_), Some(Encoded::List(list))) if list.iter().all(Encoded::is_null) => {
                self.note(fate, place);
            }
            (Value::Object(_), Some(Encoded::Object(_))) => self.note(fate, place),
            (scalar, Some(Encoded::Scalar(kept))) if is_same_scalar(scalar, kept) => {
                self.note(fate, place);
            }
            (scalar, Some(Encoded::Scalar(kept))) if same_in_other_type(scalar, kept) => {
                self.note(Fate::OtherType, place);
            }
            _ => self.note(Fate::Lost, place),
        }
    }

    fn note(&mut self, fate: Fate, place: &str) {
        *self.counts.entry(fate).or_default() += 1;
        if fate != Fate::Typed {
            *self.places.entry((fate, place.to_owned())).or_default() += 1;
        }
    }
}

/// What a key was written as: itself, or the described key that it is another name for.
fn find<'a>(
    key: &str,
    object: &Map<String, Value>,
    encoded: Option<&'a Encoded>,
) -> Option<&'a Entry> {
    let encoded = encoded?;
    encoded.get(key).or_else(|| {
        let described = ALIASES.get(key)?.iter();
        let is_free = |described: &&String| object.get(*described).is_none_or(Value::is_null);
        let mut free = described.filter(is_free);
        free.find_map(|described| encoded.get(described))
    })
}

/// The described keys of each key that the contract has as an alias.
static ALIASES: LazyLock<BTreeMap<String, BTreeSet<String>>> = LazyLock::new(|| {
    let mut aliases = BTreeMap::new();
    collect_aliases(document(), &mut aliases);
    aliases
});

fn collect_aliases(schema: &Value, aliases: &mut BTreeMap<String, BTreeSet<String>>) {
    match schema {
        Value::Object(object) => {
            for (key, inner) in object {
                for alias in inner["x-aliases"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                {
                    let described: &mut BTreeSet<_> = aliases.entry(alias.to_owned()).or_default();
                    described.insert(key.clone());
                }
                collect_aliases(inner, aliases);
            }
        }
        Value::Array(values) => values
            .iter()
            .for_each(|inner| collect_aliases(inner, aliases)),
        _ => {}
    }
}

/// Returns whether two scalars are equal: 1 and 1.0 are.
pub fn is_same_scalar(a: &Value, b: &Value) -> bool {
    if a == b {
        return true;
    }
    // Integers were compared exactly; only fractions can be spelled differently.
    let is_whole = |value: &Value| value.is_i64() || value.is_u64();
    match (a.as_f64(), b.as_f64()) {
        #[expect(
            clippy::float_cmp,
            reason = "the same number is meant, not one near it"
        )]
        (Some(x), Some(y)) => x == y && !(is_whole(a) && is_whole(b)),
        _ => false,
    }
}

/// Returns whether two scalars of different JSON types mean the same: 5 and "5", true and "true" or
/// 1.
pub(crate) fn same_in_other_type(a: &Value, b: &Value) -> bool {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    };
    let as_bool = |value: &Value| match value {
        Value::Bool(value) => Some(*value),
        value => value
            .as_i64()
            .filter(|n| (0..=1).contains(n))
            .map(|n| n == 1),
    };
    let (Some(x), Some(y)) = (text(a), text(b)) else {
        return false;
    };
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
    let is_text = a.is_string() != b.is_string();
    x == y
        || (is_text && number(&x).is_some() && number(&x) == number(&y))
        || ((a.is_boolean() != b.is_boolean()) && as_bool(a).is_some() && as_bool(a) == as_bool(b))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Fate, Leaves};
    use crate::decoded::Encoded;

    fn places(original: &Value, encoded: &Value, fate: Fate) -> Vec<String> {
        let leaves = Leaves::follow(original, &Encoded::of(encoded).unwrap());
        leaves
            .places(fate)
            .map(|(place, count)| format!("{place} {count}"))
            .collect()
    }

    #[test]
    fn missing_leaf_is_reported_with_its_place() {
        let original = json!({"a": [{"b": 1}, {"b": 2}, null], "c": {}, "d": [], "e": null});
        assert_eq!(
            Leaves::follow(&original, &Encoded::of(&original).unwrap()).count(Fate::Typed),
            4
        );
        let without = json!({"a": [{"b": 1}], "c": {}});
        assert_eq!(
            places(&original, &without, Fate::Lost),
            ["$.a[*].b 1", "$.d 1"]
        );
        let changed = json!({"a": [{"b": 3}, {"b": true}], "c": 1, "d": [1]});
        assert_eq!(
            places(&original, &changed, Fate::Lost),
            ["$.a[*].b 2", "$.c 1", "$.d 1"]
        );
    }

    #[test]
    fn another_type_is_not_a_loss() {
        let original = json!({"a": 5, "b": "7", "c": "true", "d": 0, "e": 1.0, "f": "1.50"});
        let encoded = json!({"a": "5", "b": 7, "c": true, "d": false, "e": 1, "f": 1.5});
        let leaves = Leaves::follow(&original, &Encoded::of(&encoded).unwrap());
        assert_eq!(leaves.count(Fate::OtherType), 5);
        assert_eq!(leaves.count(Fate::Typed), 1);
        assert_eq!(
            places(
                &json!({"a": "x", "b": 2}),
                &json!({"a": 5, "b": true}),
                Fate::Lost
            )
            .len(),
            2
        );
    }

    #[test]
    fn a_leaf_under_another_name_of_its_key_is_followed() {
        let original = json!({"type": "list", "data": [{"id": "1"}]});
        let encoded = json!({"type": "list", "companies": [{"id": "1"}]});
        assert!(places(&original, &encoded, Fate::Lost).is_empty());
        let both = json!({"data": [{"id": "1"}], "companies": [{"id": "2"}]});
        assert_eq!(
            places(&both, &json!({"companies": [{"id": "2"}]}), Fate::Lost).len(),
            1
        );
    }

    #[test]
    fn a_bare_list_is_followed_into_the_list_of_an_object() {
        let original = json!([{"id": "1"}, {"id": "2"}]);
        let encoded = json!({"type": "list", "data": [{"id": "1"}]});
        assert_eq!(places(&original, &encoded, Fate::Lost), ["$[*].id 1"]);
    }
}
