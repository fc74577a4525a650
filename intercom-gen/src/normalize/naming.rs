//! The Rust names of types.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToPascalCase;
use indexmap::IndexMap;

use super::Draft;
use super::merge::{rename_operation, renamed};
use super::schemas::number;
use crate::model::names::Names;
use crate::model::reserved;
use crate::model::{Definition, Operation, Shape};

/// Names the drafts that operations reach, and all references to them.
pub(super) fn name(
    drafts: Vec<Draft>,
    operations: &mut [Operation],
    names: &Names,
) -> IndexMap<String, Definition> {
    let used: Vec<(usize, Draft)> = drafts
        .into_iter()
        .enumerate()
        .filter(|(_, draft)| draft.sent || draft.received)
        .collect();
    let mut taken: BTreeSet<String> = reserved::types().collect();
    let mut chosen: BTreeMap<usize, String> = BTreeMap::new();
    // Components choose first: their names are Intercom's own.
    for components in [true, false] {
        for (index, draft) in used
            .iter()
            .filter(|(_, draft)| draft.component == components)
        {
            let name = candidates(draft, names)
                .into_iter()
                // progenitor takes no other spelling: `OddsAB` would become `OddsAb`.
                .map(|name| preferred(name, draft.component, names).to_pascal_case())
                .find(|name| !taken.contains(name))
                .unwrap_or_else(|| numbered(&draft.candidates[0].to_pascal_case(), &taken));
            taken.insert(name.clone());
            chosen.insert(*index, name);
        }
    }
    let rename = |name: &str| {
        number(name)
            .and_then(|number| chosen.get(&number))
            .cloned()
            .unwrap_or_else(|| name.to_owned())
    };
    for operation in operations {
        rename_operation(operation, &rename);
    }
    let mut definitions: Vec<_> = used
        .into_iter()
        .map(|(index, draft)| Definition {
            name: chosen[&index].clone(),
            place: draft.place,
            shape: renamed(&draft.shape, &rename),
            sent: draft.sent,
            received: draft.received,
            is_webhook: false,
            like: None,
            resources: BTreeSet::new(),
            operations: Vec::new(),
            constructors: Vec::new(),
        })
        .collect();
    for definition in &mut definitions {
        if let Shape::Record(fields) = &mut definition.shape {
            for field in fields {
                let key = format!("{}.{}", definition.name, field.wire);
                field.name = names.fields.get(&key).cloned();
            }
        }
    }
    definitions.sort_by(|a, b| a.name.cmp(&b.name));
    definitions
        .into_iter()
        .map(|definition| (definition.name.clone(), definition))
        .collect()
}

/// Our name in place of the rule's. A name chosen for a type holds for the inline types in it,
/// whose names begin with its own.
fn preferred(name: String, component: bool, names: &Names) -> String {
    if let Some(ours) = names.types.get(&name) {
        return ours.clone();
    }
    let inside = |(rule, ours): (&String, &String)| {
        let rest = name.strip_prefix(rule.as_str())?;
        rest.starts_with(|c: char| c.is_ascii_uppercase())
            .then(|| (rule.len(), format!("{ours}{rest}")))
    };
    let longest = names.types.iter().filter_map(inside).max();
    match longest {
        Some((_, ours)) if !component => ours,
        _ => name,
    }
}

/// Names for a draft, best first.
fn candidates(draft: &Draft, ours: &Names) -> Vec<String> {
    let mut candidates = Vec::new();
    let mut names = draft.candidates.clone();
    // Of several places one that people have named, so that it keeps its name when others come; else
    // the one that is named most simply.
    let by_rule = |name: &String| !ours.types.contains_key(name);
    names.sort_by_cached_key(|name| (by_rule(name), name.len(), name.clone()));
    names.dedup();
    for name in &names {
        // `create_contact_request` is what one creates a contact with.
        if draft.component {
            candidates.extend(name.strip_suffix("Request").map(Into::into));
        } else {
            candidates.push(name.replace("Request", ""));
        }
        candidates.push(name.clone());
    }
    candidates
}

fn numbered(name: &str, taken: &BTreeSet<String>) -> String {
    let mut count = 2;
    loop {
        let candidate = format!("{name}{count}");
        if !taken.contains(&candidate) {
            return candidate;
        }
        count += 1;
    }
}
