//! Source files.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its path relative to the folder of the sources, with forward slashes: `emit/mod.rs`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Reads the Rust files in a folder, in the order of their paths.
pub(crate) fn read(root: &Path) -> std::io::Result<Vec<Source>> {
    let mut folders: Vec<PathBuf> = vec![root.to_owned()];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let inside = path.strip_prefix(root).unwrap_or(&path);
                sources.push(Source {
                    path: inside.to_string_lossy().replace('\\', "/"),
                    text: fs::read_to_string(&path)?,
                });
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(sources)
}
