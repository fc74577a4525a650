//! The public API of the generated sources as text, a line per item with its type.
//!
//! It is read from the sources themselves, so it cannot say anything else than they do. Two
//! manifests tell what a new description does to the programs that use the crate.

mod changes;
mod items;
mod macros;

use std::collections::BTreeMap;

pub use changes::{Change, Changes, compare};

use crate::Problems;
use crate::print::File;

/// Lists the public items of generated sources.
///
/// # Errors
///
/// A source that is no Rust.
pub fn manifest(files: &[File]) -> Result<String, Problems> {
    let mut problems = Problems::default();
    let mut lines = BTreeMap::new();
    for file in files {
        match syn::parse_file(&file.text) {
            Ok(parsed) => items::list(&module(&file.path), parsed, &mut lines),
            Err(error) => {
                let cure = "this is a mistake of the generator: report it with the description";
                let what = format!("is no Rust: {error}");
                problems.push(&file.path, "the whole file", what, cure);
            }
        }
    }
    let lines = lines.into_iter().map(|(item, ty)| {
        [
            item,
            ": ".to_owned(),
            ty,
            "
"
            .to_owned(),
        ]
        .concat()
    });
    let text = lines.collect();
    problems.or(text)
}

/// How users call the module of a file, where they have to: the operations of two resources can
/// have the same name, types cannot.
fn module(path: &str) -> String {
    let resource = path
        .strip_prefix("resources/")
        .and_then(|name| name.strip_suffix(".rs"));
    match resource {
        Some("mod") | None => String::new(),
        Some(name) => format!("{name}::"),
    }
}
