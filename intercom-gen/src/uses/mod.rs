//! Which uses of the client in a program a new version of the API affects.
//!
//! - `items`: the public items of a version, read from its manifest
//! - `scope`: the names of a file, and the types of its variables
//! - `walk`: the uses in a file; types are inferred along calls, fields and patterns
//! - `affected`: the uses that a change affects, with the mend
//!
//! Inference knows the client's types and looks through all others: an `Option`, a `Vec`, a future or an
//! iterator of contacts counts as a contact. Where a type remains unknown, a use is reported as possible if
//! its name is that of a changed item.

mod affected;
mod items;
mod scope;
mod walk;

use std::collections::BTreeMap;

use items::Items;
use scope::Declared;

pub use affected::{Affected, Certainty, mend};

use crate::diff::manifest;
use crate::problem::Problem;

/// A source file of a program.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// How messages name it.
    pub file: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// A use of an item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Use {
    file: String,
    line: usize,
    column: usize,
    /// The item as in the manifest, such as `Contact::email`; only the name where the type is unknown.
    item: String,
    is_certain: bool,
}

/// Finds the uses in a program that a change of the API affects.
///
/// `crate_name` is the name by which the program calls the client, such as `intercom_api`; `old` and `new`
/// are the manifests of both versions.
///
/// # Errors
///
/// A source that is not Rust, with file and line.
pub fn affected(
    sources: &[Source<'_>],
    crate_name: &str,
    old: &str,
    new: &str,
) -> Result<Vec<Affected>, Problem> {
    let items = Items::read(old);
    let changes = manifest::compare(old, new);
    let changed = affected::changed(&changes);
    let mut files = Vec::with_capacity(sources.len());
    for source in sources {
        let file = syn::parse_file(source.text).map_err(|error| {
            let start = error.span().start();
            Problem {
                file: source.file.to_owned(),
                place: format!("{}:{}", start.line, start.column + 1),
                what: error.to_string(),
                cure: "let the program compile first".to_owned(),
            }
        })?;
        files.push((source.file, file));
    }
    let mut declared = Declared::default();
    for (_, file) in &files {
        declared.add(file, crate_name, &items);
    }
    let mut affected = Vec::new();
    for (name, file) in &files {
        let uses = walk::uses(name, file, crate_name, &items, &declared);
        affected.extend(uses.into_iter().filter_map(|found| changed.of(found)));
    }
    affected.sort();
    affected.dedup();
    Ok(affected)
}

/// Returns how many uses of each kind there are.
pub fn counts(affected: &[Affected]) -> BTreeMap<Certainty, usize> {
    let mut counts = BTreeMap::new();
    for found in affected {
        *counts.entry(found.certainty).or_default() += 1;
    }
    counts
}
