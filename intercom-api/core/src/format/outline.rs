//! Where in a page the parts lie that a walk needs, noted while the page is decoded.
//!
//! Keys without escapes are borrowed from the text, so that their addresses are their places. The values
//! between them are read later, from these places alone: a second pass over the page would cost half as
//! much as decoding it. Whatever is unusual about a page is left to that second pass.

mod noting;

use std::ops::Range;

pub(crate) use self::noting::Noting;

/// More keys than a page has.
const MOST_KEYS: usize = 64;

/// The places of the keys of a page and of its items.
#[derive(Debug)]
pub struct Outline {
    /// The key under which the list stands.
    list: &'static str,
    /// The address of the text.
    base: usize,
    /// Where the keys of the page stand, without their quotes.
    keys: Vec<Range<usize>>,
    items: Vec<ItemPlaces>,
    /// The elements of the list, items or not.
    elements: usize,
    is_unusual: bool,
}

/// Where the keys of an item stand, without their quotes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ItemPlaces {
    /// The first key.
    pub(crate) first: usize,
    /// The first key `id`.
    pub(crate) id: Option<usize>,
}

impl Outline {
    pub(crate) fn new(list: &'static str) -> Self {
        Self {
            list,
            base: 0,
            keys: Vec::new(),
            items: Vec::new(),
            elements: 0,
            is_unusual: true,
        }
    }

    /// Forgets everything, and begins to note the places in a text.
    pub(crate) fn begin(&mut self, text: &str) {
        *self = Self::new(self.list);
        self.base = text.as_ptr().addr();
        self.is_unusual = false;
    }

    /// Returns the places of the keys of a page, if `body` is the text and everything was noted.
    pub(crate) fn keys(&self, body: &[u8]) -> Option<&[Range<usize>]> {
        let is_whole = !self.is_unusual && self.elements == self.items.len();
        let is_same = self.base == body.as_ptr().addr();
        (is_whole && is_same).then_some(&self.keys)
    }

    /// The key under which the list stands.
    pub(crate) fn list(&self) -> &'static str {
        self.list
    }

    /// Returns the places of the items.
    pub(crate) fn items(&self) -> &[ItemPlaces] {
        &self.items
    }

    fn place(&self, text: &str) -> usize {
        text.as_ptr().addr().wrapping_sub(self.base)
    }

    /// Notes a key of the page. Returns whether the list stands under it.
    fn note_key(&mut self, key: &str) -> bool {
        let start = self.place(key);
        self.is_unusual |= self.keys.len() >= MOST_KEYS;
        if !self.is_unusual {
            self.keys.push(start..start + key.len());
        }
        key == self.list
    }

    /// Notes a key of an item.
    #[inline]
    fn note_item_key(&mut self, key: &str, is_first: bool) {
        let place = self.place(key);
        if is_first {
            self.items.push(ItemPlaces {
                first: place,
                id: None,
            });
        }
        if key == "id"
            && let Some(item) = self.items.last_mut()
            && item.id.is_none()
        {
            item.id = Some(place);
        }
    }
}
