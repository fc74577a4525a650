//! A deserializer around another one that notes the places of keys: those of the page, and those of the
//! elements of its list. Values below them are read by the inner deserializer, as they always are.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::{ItemPlaces, Outline, Place};

/// What a value is, as a type so that nothing is compiled for values that are something else.
pub(crate) trait Level {
    /// What the values in it are.
    type Inner: Level;
    /// Whether the keys are those of the page.
    const IS_PAGE: bool = false;
    /// Whether the elements are items.
    const IS_LIST: bool = false;
}

/// The page.
pub(crate) struct Page;
/// The value under the key of the list.
pub(crate) struct List;
/// An element of the list.
pub(crate) struct Item;

impl Level for Page {
    type Inner = List;
    const IS_PAGE: bool = true;
}

impl Level for List {
    type Inner = Item;
    const IS_LIST: bool = true;
}

impl Level for Item {
    type Inner = Self;
}

/// Reads a value, and notes what lies in it.
pub(crate) struct Noting<'o, L, T> {
    inner: T,
    outline: &'o mut Outline,
    level: PhantomData<L>,
}

impl<'o, T> Noting<'o, Page, T> {
    /// Notes what lies in a page.
    pub(crate) fn page(inner: T, outline: &'o mut Outline) -> Self {
        Self::new(inner, outline)
    }
}

impl<'o, L, T> Noting<'o, L, T> {
    fn new(inner: T, outline: &'o mut Outline) -> Self {
        Self {
            inner,
            outline,
            level: PhantomData,
        }
    }
}

impl<'de, L: Level, D: Deserializer<'de>> Deserializer<'de> for Noting<'_, L, D> {
    type Error = D::Error;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner
            .deserialize_any(Noting::<L, _>::new(visitor, self.outline))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.outline.is_unusual = true;
        self.inner.deserialize_option(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.outline.is_unusual = true;
        self.inner.deserialize_newtype_struct(name, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.outline.is_unusual = true;
        self.inner.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'de, L: Level, V: Visitor<'de>> Visitor<'de> for Noting<'_, L, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        if L::IS_LIST {
            // The items are deeper in it.
            self.outline.is_unusual = true;
            return self.inner.visit_map(map);
        }
        self.inner.visit_map(NotingMap {
            map,
            outline: self.outline,
            key: Place::default(),
            item: ItemPlaces::default(),
            level: PhantomData::<L>,
        })
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<V::Value, A::Error> {
        if L::IS_LIST {
            return self.inner.visit_seq(NotingList {
                list,
                outline: self.outline,
                level: PhantomData::<L>,
            });
        }
        self.outline.is_unusual |= L::IS_PAGE;
        self.inner.visit_seq(list)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<V::Value, E> {
        self.scalar().visit_bool(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<V::Value, E> {
        self.scalar().visit_i64(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<V::Value, E> {
        self.scalar().visit_u64(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<V::Value, E> {
        self.scalar().visit_f64(value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<V::Value, E> {
        self.scalar().visit_str(value)
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.scalar().visit_unit()
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.scalar().visit_none()
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<V::Value, A::Error> {
        self.scalar().visit_enum(data)
    }
}

impl<L, V> Noting<'_, L, V> {
    /// The visitor of a value that has no keys.
    fn scalar(self) -> V {
        self.outline.is_unusual = true;
        self.inner
    }
}

/// The keys and values of the page, or of an item.
struct NotingMap<'o, L, A> {
    map: A,
    outline: &'o mut Outline,
    /// The key that was read last, in the page.
    key: Place,
    /// What was noted of the item.
    item: ItemPlaces,
    level: PhantomData<L>,
}

impl<'de, L: Level, A: MapAccess<'de>> MapAccess<'de> for NotingMap<'_, L, A> {
    type Error = A::Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        let list = self.outline.list;
        let key = if L::IS_PAGE {
            let key = self.map.next_key_seed(NotingKey::new(seed, |key| {
                self.key = Place::of(key, key == list);
            }))?;
            if key.is_some() {
                self.outline.note_key(&self.key);
            }
            key
        } else {
            let key = self.map.next_key_seed(NotingKey::new(seed, |key| {
                self.item.note(key);
            }))?;
            if key.is_none() {
                self.outline.note_item(self.item);
            }
            key
        };
        Ok(key)
    }

    #[inline]
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        if L::IS_PAGE && self.key.is_list {
            let noting = Noting::<L::Inner, _>::new(seed, self.outline);
            return self.map.next_value_seed(noting);
        }
        self.map.next_value_seed(seed)
    }

    fn size_hint(&self) -> Option<usize> {
        self.map.size_hint()
    }
}

impl<'de, L: Level, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Noting<'_, L, S> {
    type Value = S::Value;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<S::Value, D::Error> {
        self.inner
            .deserialize(Noting::<L, _>::new(input, self.outline))
    }
}

/// The elements of the list.
struct NotingList<'o, L, A> {
    list: A,
    outline: &'o mut Outline,
    level: PhantomData<L>,
}

impl<'de, L: Level, A: SeqAccess<'de>> SeqAccess<'de> for NotingList<'_, L, A> {
    type Error = A::Error;

    #[inline]
    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        let noting = Noting::<L::Inner, _>::new(seed, self.outline);
        let element = self.list.next_element_seed(noting)?;
        self.outline.elements += usize::from(element.is_some());
        Ok(element)
    }

    fn size_hint(&self) -> Option<usize> {
        self.list.size_hint()
    }
}

/// Reads a key and notes where it stands: a key with escapes is not part of the text, and stands
/// somewhere else.
struct NotingKey<T, N> {
    inner: T,
    note: N,
}

impl<T, N: FnMut(&str)> NotingKey<T, N> {
    #[inline]
    fn new(inner: T, note: N) -> Self {
        Self { inner, note }
    }
}

impl<'de, K: DeserializeSeed<'de>, N: FnMut(&str)> DeserializeSeed<'de> for NotingKey<K, N> {
    type Value = K::Value;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<K::Value, D::Error> {
        self.inner.deserialize(NotingKey::new(input, self.note))
    }
}

impl<'de, D: Deserializer<'de>, N: FnMut(&str)> Deserializer<'de> for NotingKey<D, N> {
    type Error = D::Error;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let noting = NotingKey::new(visitor, self.note);
        self.inner.deserialize_identifier(noting)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

impl<'de, V: Visitor<'de>, N: FnMut(&str)> Visitor<'de> for NotingKey<V, N> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    #[inline]
    fn visit_str<E: Error>(mut self, key: &str) -> Result<V::Value, E> {
        (self.note)(key);
        self.inner.visit_str(key)
    }
}
