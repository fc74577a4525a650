//! What a change means for a use.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::{Behavior, Use};
use crate::diff::manifest::{Change, Changes};

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

/// Returns what changed about an item, and what a program writes instead.
pub fn mend(changes: &Changes, item: &str) -> (String, String) {
    if let Some(Change { old, new, .. }) = changes.changed.iter().find(|change| change.item == item)
    {
        return (
            format!("`{item}` was `{old}` and is `{new}`"),
            retyped(old, new),
        );
    }
    let ty = changes
        .removed
        .iter()
        .find_map(|line| line.strip_prefix(&format!("{item}: ")));
    let ty = ty.unwrap_or_default();
    let (owner, member) = item.rsplit_once("::").unwrap_or(("", item));
    let mend = if let Some(other) = alike(changes, owner, member, ty) {
        format!("use `{other}`")
    } else if ty.starts_with('"') {
        format!(
            "responses no longer contain {ty}; remove the arm, or compare the text (`value == {ty}`) to keep \
             reading old data"
        )
    } else if ty.starts_with("operation ") {
        "the operation is gone from the API; call it in its old version with \
         `Client::request(…).with_api_version(…)`"
            .to_owned()
    } else if member.ends_with("()") && ty.contains("-> Call<") {
        "the operation is gone from the API, or has another name or path; see the list of operations".to_owned()
    } else if member.ends_with("()") {
        format!("remove the call; `with_extra` still sends a key that `{owner}` has no method for")
    } else if member.starts_with(|first: char| first.is_ascii_lowercase()) && !owner.is_empty() {
        format!(
            "read the key from `extra`, where it is if a server still sends it: `{owner}::extra`"
        )
    } else {
        "remove the use; the type is gone from the API".to_owned()
    };
    (format!("`{item}` is gone"), mend)
}

/// An added item of the same owner and type whose name is similar, or the same item elsewhere.
fn alike(changes: &Changes, owner: &str, member: &str, ty: &str) -> Option<String> {
    let added = changes
        .added
        .iter()
        .filter_map(|line| line.split_once(": "));
    let words = |name: &str| -> BTreeSet<String> {
        let name = name.trim_end_matches("()");
        name.split('_').map(str::to_lowercase).collect()
    };
    let ours = words(member);
    added
        .filter_map(|(item, other)| {
            let (other_owner, name) = item.rsplit_once("::").unwrap_or(("", item));
            let shared = words(name).intersection(&ours).count();
            let is_moved = name == member && other == ty && member.ends_with("()");
            let is_renamed = other_owner == owner && other == ty && shared > 0;
            (is_moved || is_renamed).then_some((shared, item))
        })
        .max_by_key(|(shared, _)| *shared)
        .map(|(_, item)| item.to_owned())
}

/// What to do about another type.
fn retyped(old: &str, new: &str) -> String {
    let inner = |ty: &str| {
        let inner = ty
            .strip_prefix("Option<")
            .and_then(|ty| ty.strip_suffix('>'));
        inner.map(str::to_owned)
    };
    if inner(new).as_deref() == Some(old) {
        return "it can be absent now: match on the `Option`, or use `unwrap_or_default`"
            .to_owned();
    }
    if inner(old).as_deref() == Some(new) {
        return "it is always there now: use the value without `Some`".to_owned();
    }
    if old.starts_with("fn(") {
        return format!("adapt the arguments to `{new}`");
    }
    if old.starts_with("struct") || old.starts_with("enum") {
        return "the type derives other traits now; stop relying on those that are gone".to_owned();
    }
    format!("convert the value from and to `{new}`")
}
