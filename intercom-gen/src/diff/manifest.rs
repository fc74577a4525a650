//! How two manifests differ.

use std::collections::BTreeMap;

use super::verdict::Rust;

/// How a public API changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Lines of items that are new.
    pub added: Vec<String>,
    /// Lines of removed items.
    pub removed: Vec<String>,
    /// Items that have another type.
    pub changed: Vec<Change>,
}

/// An item with another type than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// `Contact::owner_id`
    pub item: String,
    /// `Option<i64>`
    pub old: String,
    /// `Option<String>`
    pub new: String,
}

impl Changes {
    /// Whether the API is the same.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }

    /// What the changes mean for programs that use the API.
    pub fn verdict(&self) -> Rust {
        if !self.removed.is_empty() || !self.changed.is_empty() {
            Rust::Breaking
        } else if !self.added.is_empty() {
            Rust::Additive
        } else {
            Rust::None
        }
    }

    /// The changes as lines of a diff: `- Contact::owner_id: Option<i64>`.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        let changed = self.changed.iter().flat_map(|Change { item, old, new }| {
            [format!("- {item}: {old}"), format!("+ {item}: {new}")]
        });
        let removed = self.removed.iter().map(|line| format!("- {line}"));
        let added = self.added.iter().map(|line| format!("+ {line}"));
        changed.chain(removed).chain(added)
    }
}

/// Compares two manifests.
pub fn compare(old: &str, new: &str) -> Changes {
    let (old, new) = (items(old), items(new));
    let mut changes = Changes::default();
    for (item, ty) in &new {
        match old.get(item) {
            None => changes.added.push(format!("{item}: {ty}")),
            Some(before) if before != ty => changes.changed.push(Change {
                item: (*item).to_owned(),
                old: (*before).to_owned(),
                new: (*ty).to_owned(),
            }),
            Some(_) => {}
        }
    }
    for (item, ty) in old.iter().filter(|(item, _)| !new.contains_key(*item)) {
        changes.removed.push(format!("{item}: {ty}"));
    }
    changes
}

fn items(manifest: &str) -> BTreeMap<&str, &str> {
    manifest
        .lines()
        .filter_map(|line| line.split_once(": "))
        .collect()
}
