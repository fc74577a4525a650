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

/// Where the keys of an item stand, without their quotes, as addresses; zero where there is none.
#[derive(Clone, Copy, Debug, Default)]
struct ItemPlaces {
    first: usize,
    id: usize,
}

impl ItemPlaces {
    /// Notes a key.
    #[inline]
    fn note(&mut self, key: &str) {
        let address = key.as_ptr().addr();
        if self.first == 0 {
            self.first = address;
        }
        if key == "id" && self.id == 0 {
            self.id = address;
        }
    }
}

/// The address of a key of the page.
#[derive(Default)]
struct Place {
    address: usize,
    length: usize,
    is_list: bool,
}

impl Place {
    fn of(key: &str, is_list: bool) -> Self {
        Self {
            address: key.as_ptr().addr(),
            length: key.len(),
            is_list,
        }
    }
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

    /// The number of items.
    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    /// Returns where the first key of an item stands, without its quotes.
    pub(crate) fn first_key(&self, item: usize) -> Option<usize> {
        self.items.get(item)?.first.checked_sub(self.base)
    }

    /// Returns where the first key `id` of an item stands, if it has one.
    pub(crate) fn id_key(&self, item: usize) -> Option<usize> {
        let id = self.items.get(item)?.id;
        (id != 0).then(|| id.wrapping_sub(self.base))
    }

    /// Notes a key of the page.
    fn note_key(&mut self, key: &Place) {
        let start = key.address.wrapping_sub(self.base);
        self.is_unusual |= self.keys.len() >= MOST_KEYS;
        if !self.is_unusual {
            self.keys.push(start..start.saturating_add(key.length));
        }
    }

    /// Notes an item.
    fn note_item(&mut self, item: ItemPlaces) {
        if item.first != 0 {
            self.items.push(item);
        }
    }
}
