//! The check itself: edges between rooms against the order of floors.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::edges::{Scan, scan};
use crate::layers::PackageLayers;
use crate::source::Source;

/// What a package without violations consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// How many rooms it has.
    pub rooms: usize,
    /// The number of pairs of rooms where one uses the other.
    pub arrows: usize,
}

/// Something that the list of rooms does not allow.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// The file and the line, if it is in a file.
    pub place: Option<(String, usize)>,
    /// What is not allowed.
    pub what: String,
}

/// Everything that the list of rooms does not allow, in the order of files and lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations(pub Vec<Violation>);

impl Violations {
    pub(crate) fn one(what: String) -> Self {
        Self(vec![Violation { place: None, what }])
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((file, line)) = &self.place {
            write!(f, "{file}:{line}: ")?;
        }
        f.write_str(&self.what)
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|violation| writeln!(f, "{violation}"))
    }
}

/// Checks the sources of a package against its rooms.
///
/// # Errors
///
/// Every use of a room above, circles, files in no room, rooms without files, and sources that are
/// not Rust.
pub fn check(layers: &PackageLayers, sources: &[Source]) -> Result<Summary, Violations> {
    let mut violations = BTreeSet::new();
    let located = |path: &str, line: usize, what: String| Violation {
        place: Some((format!("{}/{path}", layers.source), line)),
        what,
    };
    let general = |what: String| Violation { place: None, what };
    let modules: BTreeSet<Vec<String>> = sources.iter().map(|file| module(&file.path)).collect();
    let is_child = |parent: &[String], name: &str| {
        let mut child = parent.to_vec();
        child.push(name.to_owned());
        modules.contains(&child)
    };
    let mut scans: Vec<(&Source, Vec<String>, Scan)> = Vec::new();
    for source in sources {
        let module = module(&source.path);
        let found = scan(&source.text, &module, &is_child).unwrap_or_else(|error| {
            let line = error.span().start().line;
            violations.insert(located(&source.path, line, error.to_string()));
            Scan::default()
        });
        scans.push((source, module, found));
    }
    let tests: Vec<_> = scans
        .iter()
        .flat_map(|(_, _, found)| found.test_modules.clone())
        .collect();
    scans.retain(|(_, module, _)| !tests.iter().any(|test| module.starts_with(test)));
    let root = Root::new(&scans);

    let mut arrows: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut used = BTreeSet::new();
    for (source, module, found) in &scans {
        let path = &source.path;
        let Some((rank, room)) = room_of(layers, module, path) else {
            let name = module.first().map_or("lib", String::as_str);
            let what = format!("room `{name}` is not in layers.toml");
            violations.insert(located(path, 1, what));
            continue;
        };
        used.insert(room);
        for edge in &found.edges {
            let target = root.origin(&edge.target);
            let Some((target_rank, target_room)) =
                layers.room(&target).or_else(|| root_room(layers))
            else {
                continue;
            };
            if target_room == room {
                continue;
            }
            arrows.entry(room).or_default().insert(target_room);
            if target_rank < rank {
                let what = format!(
                    "room `{room}` uses room `{target_room}` above it: `crate::{}`",
                    edge.target.join("::")
                );
                violations.insert(located(path, edge.line, what));
            }
        }
    }
    for (_, room) in layers.ranked().filter(|(_, room)| !used.contains(room)) {
        let what = format!("layers.toml lists the room `{room}`, which has no file");
        violations.insert(general(what));
    }
    for circle in circles(&arrows) {
        let what = format!("rooms use one another in a circle: {}", circle.join(", "));
        violations.insert(general(what));
    }
    if violations.is_empty() {
        Ok(Summary {
            rooms: used.len(),
            arrows: arrows.values().map(BTreeSet::len).sum(),
        })
    } else {
        Err(Violations(violations.into_iter().collect()))
    }
}

/// What the crate root defines by names from elsewhere.
struct Root {
    /// Re-exported names and exported macros, with where they come from.
    names: BTreeMap<String, Vec<String>>,
    /// The modules of the root.
    modules: BTreeSet<String>,
    /// The module whose items the root re-exports by a glob, where it is only one.
    glob: Option<Vec<String>>,
}

impl Root {
    fn new(scans: &[(&Source, Vec<String>, Scan)]) -> Self {
        let mut names = BTreeMap::new();
        let mut globs = Vec::new();
        for (_, module, found) in scans {
            let exported = found.exported_macros.iter();
            names.extend(exported.map(|name| (name.clone(), module.clone())));
        }
        let roots = scans.iter().filter(|(_, module, _)| module.is_empty());
        for (name, target) in roots.flat_map(|(_, _, found)| &found.imports) {
            if name == "*" {
                globs.push(target.clone());
            } else {
                names.insert(name.clone(), target.clone());
            }
        }
        let modules = scans.iter().filter_map(|(_, module, _)| module.first());
        let modules: BTreeSet<String> = modules.cloned().collect();
        // A module of the root is found by its own name.
        names.retain(|name, _| !modules.contains(name));
        let glob = match globs.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        };
        Self {
            names,
            modules,
            glob,
        }
    }

    /// Returns where a path from the root leads after re-exports.
    fn origin(&self, target: &[String]) -> Vec<String> {
        let Some((first, rest)) = target.split_first() else {
            return Vec::new();
        };
        if let Some(origin) = self.names.get(first) {
            return origin.iter().chain(rest).cloned().collect();
        }
        match &self.glob {
            Some(glob) if !self.modules.contains(first) => glob.clone(),
            _ => target.to_vec(),
        }
    }
}

/// The room of the crate root.
fn root_room(layers: &PackageLayers) -> Option<(usize, &str)> {
    layers
        .ranked()
        .find(|(_, room)| ["lib", "main"].contains(room))
}

fn room_of<'l>(
    layers: &'l PackageLayers,
    module: &[String],
    path: &str,
) -> Option<(usize, &'l str)> {
    if module.is_empty() {
        let name = path.trim_end_matches(".rs");
        return layers.ranked().find(|(_, room)| *room == name);
    }
    layers.room(module)
}

/// The module of a file: `emit/types/mod.rs` is `emit::types`.
fn module(path: &str) -> Vec<String> {
    let path = path.trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    match path {
        "lib" | "main" => Vec::new(),
        path => path.split('/').map(str::to_owned).collect(),
    }
}

/// The groups of rooms that reach one another.
fn circles<'r>(arrows: &BTreeMap<&'r str, BTreeSet<&'r str>>) -> BTreeSet<Vec<&'r str>> {
    let reached = |from: &'r str| {
        let mut open: Vec<&str> = arrows.get(from).into_iter().flatten().copied().collect();
        let mut reached = BTreeSet::new();
        while let Some(room) = open.pop() {
            if reached.insert(room) {
                open.extend(arrows.get(room).into_iter().flatten());
            }
        }
        reached
    };
    let reach: BTreeMap<&str, BTreeSet<&str>> =
        arrows.keys().map(|room| (*room, reached(room))).collect();
    let are_mutual = |a: &str, b: &str| {
        reach.get(a).is_some_and(|reached| reached.contains(b))
            && reach.get(b).is_some_and(|reached| reached.contains(a))
    };
    reach
        .keys()
        .map(|room| {
            let group = reach.keys().filter(|other| are_mutual(room, other));
            group.copied().collect::<Vec<_>>()
        })
        .filter(|group| group.len() > 1)
        .collect()
}
