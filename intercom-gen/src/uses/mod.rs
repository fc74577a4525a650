//! Which uses of the client in a program a new version of the API affects.
//!
//! - `items`: the public items of a version, read from its manifest
//! - `scope`: the names of a file, and the types of its variables
//! - `walk`: the uses in a file; types are inferred along calls, fields and patterns
//! - `affected`: the uses that a change affects, with the mend
//!
//! Inference follows the client's types and looks through all others: an `Option`, a `Vec`, a future or an
//! iterator of contacts counts as a contact. Where a type remains unknown, a use is reported as possible if
//! its name is that of a changed item.

mod affected;
mod items;
mod scope;
mod walk;

use items::Items;
use scope::Declared;

pub use affected::{Affected, Certainty};

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

/// What a new version changes about an item for programs that run: a use of it is listed as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behavior {
    /// The item as in the manifest, such as `contacts::Contacts::list()`.
    pub item: String,
    /// `degrades` or `breaks`.
    pub verdict: &'static str,
    /// What changes.
    pub what: String,
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
/// are the manifests of both versions. `behaviors` is what the new one changes without changing an item.
///
/// # Errors
///
/// A source that is not Rust, with file and line.
pub fn affected(
    sources: &[Source<'_>],
    crate_name: &str,
    old: &str,
    new: &str,
    behaviors: &[Behavior],
) -> Result<Vec<Affected>, Problem> {
    let items = Items::read(old);
    let changes = manifest::compare(old, new);
    let changed = affected::changed(&changes, behaviors);
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
        affected.extend(uses.into_iter().flat_map(|found| changed.of(&found)));
    }
    affected.sort();
    affected.dedup();
    Ok(affected)
}
