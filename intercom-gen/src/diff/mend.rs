//! What a program writes instead of an item that changed.

use std::collections::BTreeSet;

use super::manifest::{Change, Changes};

/// Returns what no longer compiles as before: each item with what changed and what to write instead, by name.
pub fn mends(changes: &Changes) -> Vec<(String, String, String)> {
    let removed = changes
        .removed
        .iter()
        .filter_map(|line| line.split_once(": "));
    let changed = changes.changed.iter().map(|change| change.item.as_str());
    let mut items: Vec<&str> = removed.map(|(item, _)| item).chain(changed).collect();
    items.sort_unstable();
    let with_mend = |item: &str| {
        let (what, mend) = mend(changes, item);
        (item.to_owned(), what, mend)
    };
    items.into_iter().map(with_mend).collect()
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
    let unboxed = |ty: &str| ty.replacen("Box<", "", 1).replacen('>', "", 1);
    if new.contains("Box<") && unboxed(new) == old {
        return "the value is boxed now: reading works as before, and `Box::new` makes one"
            .to_owned();
    }
    if old.starts_with("fn(") {
        return format!("adapt the arguments to `{new}`");
    }
    if old.starts_with("struct") || old.starts_with("enum") {
        return "the type derives other traits now; stop relying on those that are gone".to_owned();
    }
    format!("convert the value from and to `{new}`")
}
