//! Remembers the pages of a walk in bounded memory, to notice one that comes again.

use std::collections::HashMap;
use std::mem;

/// The number of pages in one generation. A `HashMap` of this size just fills its table, so the two
/// generations take about 1.2 MB at most.
const GENERATION: usize = 28_672;

/// Maps a page or a position that was there to the hash of its text.
///
/// The latest 28,672 entries are always remembered. Beyond them, one entry is held on to and
/// replaced whenever the number of entries has doubled, so that a cycle of whatever length returns
/// to it in the end (Brent's algorithm).
#[derive(Default)]
pub(super) struct PageMemory {
    young: HashMap<u64, u64>,
    old: HashMap<u64, u64>,
    landmark: Option<(u64, u64)>,
    count: u64,
}

impl PageMemory {
    /// Adds an entry. Returns the text it had before, if it is still remembered.
    pub(super) fn insert(&mut self, key: u64, text: u64) -> Option<u64> {
        let before = self.get(key);
        self.count += 1;
        if self.count.is_power_of_two() {
            self.landmark = Some((key, text));
        }
        if self.young.len() >= GENERATION && !self.young.contains_key(&key) {
            // The table is used again instead of growing another one.
            mem::swap(&mut self.young, &mut self.old);
            self.young.clear();
        }
        self.young.insert(key, text);
        before
    }

    /// Returns the text of an entry, if it is remembered.
    pub(super) fn get(&self, key: u64) -> Option<u64> {
        let landmark = self.landmark.filter(|(known, _)| *known == key);
        let known = self.young.get(&key).or_else(|| self.old.get(&key));
        known.copied().or(landmark.map(|(_, text)| text))
    }
}

#[cfg(test)]
mod tests {
    use super::{GENERATION, PageMemory};

    #[test]
    fn entry_is_found_again_within_a_generation() {
        let mut memory = PageMemory::default();
        for key in 0..GENERATION as u64 {
            assert_eq!(memory.insert(key, key + 1), None);
        }
        for key in 0..GENERATION as u64 {
            assert_eq!(memory.insert(key, 0), Some(key + 1));
        }
    }

    #[test]
    fn cycle_of_any_length_is_noticed_in_bounded_memory() {
        for length in [1, 2, 3, 1000, 28_673, 100_000, 150_001] {
            let mut memory = PageMemory::default();
            let noticed = (0..10 * length).position(|number| {
                let key = number % length;
                memory.insert(key, key) == Some(key)
            });
            let noticed = noticed.unwrap() as u64;
            assert!(
                noticed >= length && noticed <= 4 * length,
                "{length}: {noticed}"
            );
            assert!(memory.young.len() + memory.old.len() <= 2 * GENERATION);
        }
    }

    #[test]
    fn what_never_comes_again_is_never_noticed() {
        let mut memory = PageMemory::default();
        for key in 0..300_000 {
            assert_eq!(memory.insert(key, 0), None);
        }
        assert!(memory.young.capacity() + memory.old.capacity() <= 2 * GENERATION);
    }
}
