//! What a change means for a use.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::{Behavior, Use};
use crate::diff::manifest::Changes;
use crate::diff::mend;

/// How certain it is that a use is one of a changed item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// The type is known.
    Certain,
    /// Only the name is that of a changed item.
    Possible,
}

/// A use that a new version affects.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Affected {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// The item as in the manifest, such as `Contact::email`.
    pub item: String,
    /// Whether it is one.
    pub certainty: Certainty,
    /// `breaking`: it may not compile. `degrades` and `breaks`: a program that runs changes.
    pub verdict: &'static str,
    /// What changed.
    pub what: String,
    /// What to write instead.
    pub mend: String,
}

impl fmt::Display for Affected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let possibly = match self.certainty {
            Certainty::Certain => "",
            Certainty::Possible => "possibly ",
        };
        write!(
            f,
            "{}:{}:{}: {possibly}{}: {}\n  help: {}",
            self.file, self.line, self.column, self.verdict, self.what, self.mend
        )
    }
}

/// The changed items by their names.
pub(super) struct Changed<'a> {
    items: BTreeMap<String, (String, String)>,
    /// Changed members by their last segment.
    members: BTreeMap<String, BTreeSet<String>>,
    behaviors: &'a [Behavior],
}

/// Returns the items that a program can no longer use as before.
pub(super) fn changed<'a>(changes: &Changes, behaviors: &'a [Behavior]) -> Changed<'a> {
    let mut items = BTreeMap::new();
    for line in &changes.removed {
        let (item, _) = line.split_once(": ").unwrap_or((line, ""));
        items.insert(item.to_owned(), mend(changes, item));
    }
    for change in &changes.changed {
        items.insert(change.item.clone(), mend(changes, &change.item));
    }
    let mut members: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for item in items.keys() {
        if let Some((_, member)) = item.rsplit_once("::") {
            members
                .entry(member.to_owned())
                .or_default()
                .insert(item.clone());
        }
    }
    Changed {
        items,
        members,
        behaviors,
    }
}

impl Changed<'_> {
    /// Returns what is changed at a use.
    pub(super) fn of(&self, found: &Use) -> Vec<Affected> {
        let item = if found.is_certain {
            Some(&found.item)
        } else {
            // A name that several changed items have is a weak hint, but nothing is missed.
            self.members.get(&found.item).and_then(BTreeSet::first)
        };
        let at = |item: &str, verdict, (what, mend): (String, String)| Affected {
            file: found.file.clone(),
            line: found.line,
            column: found.column,
            item: item.to_owned(),
            certainty: if found.is_certain {
                Certainty::Certain
            } else {
                Certainty::Possible
            },
            verdict,
            what,
            mend,
        };
        let changed = item.and_then(|item| Some((item, self.items.get(item)?.clone())));
        let mut affected: Vec<Affected> = changed
            .into_iter()
            .map(|(item, what)| at(item, "breaking", what))
            .collect();
        if found.is_certain {
            let same = self
                .behaviors
                .iter()
                .filter(|behavior| behavior.item == found.item);
            affected.extend(same.map(|behavior| {
                let mend = "check that the program does not depend on it".to_owned();
                at(
                    &behavior.item,
                    behavior.verdict,
                    (behavior.what.clone(), mend),
                )
            }));
        }
        affected
    }
}
