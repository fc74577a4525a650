//! Finds actions that write the same place, whose result would depend on their order.

use std::collections::{BTreeMap, BTreeSet};

use super::edit::{Edit, Kind};

/// Returns each two actions that conflict, by the numbers they are given with, and the first such
/// place.
///
/// An action can conflict with itself, where one of its matches holds another.
pub(super) fn find<'a>(
    actions: impl Iterator<Item = (usize, &'a [Edit])>,
) -> Vec<(usize, usize, &'a str)> {
    let mut written: BTreeMap<&str, Vec<Writer>> = BTreeMap::new();
    let mut removed: BTreeMap<&str, Writer> = BTreeMap::new();
    for (action, edits) in actions {
        for edit in edits {
            let writer = Writer {
                action,
                found: edit.found,
            };
            written.entry(&edit.place).or_default().push(writer);
            if matches!(edit.kind, Kind::Remove | Kind::Replace(_)) {
                removed.insert(&edit.place, writer);
            }
        }
    }
    let mut seen = BTreeSet::new();
    let mut conflicts = Vec::new();
    let mut note = |one: Writer, other: Writer, place: &'a str| {
        let pair = (one.action.min(other.action), one.action.max(other.action));
        if one != other && seen.insert(pair) {
            conflicts.push((pair.0, pair.1, place));
        }
    };
    for (place, writers) in written {
        for writer in &writers[1..] {
            note(writers[0], *writer, place);
        }
        for (end, _) in place.rmatch_indices('/') {
            if let Some(remover) = removed.get(&place[..end]) {
                for writer in &writers {
                    note(*remover, *writer, place);
                }
            }
        }
    }
    conflicts
}

/// One match of one action.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Writer {
    action: usize,
    found: usize,
}
