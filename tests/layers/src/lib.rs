//! Checks that the rooms of a package depend on one another in one direction.
//!
//! A room is a module of the crate root with everything inside it. `layers.toml` lists the rooms
//! of every package from the top floor down; [`check_package`] reads it, and the sources of one
//! package, and returns every edge that points upward. [`check()`] is the same without I/O.
//!
//! Each package has a test of three lines:
//!
//! ```
//! intercom_layers::check_package("intercom-layers").unwrap_or_else(|found| panic!("{found}"));
//! ```

mod check;
mod edges;
mod layers;

use std::fs;
use std::path::{Path, PathBuf};

pub use check::{Summary, Violation, Violations, check};
pub use layers::{Floor, Layers, PackageLayers};

/// A source file.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its path relative to the folder of the sources, with forward slashes: `emit/mod.rs`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Checks a package of this repository against `layers.toml`.
///
/// # Errors
///
/// Every violation, and files that cannot be read.
pub fn check_package(package: &str) -> Result<Summary, Violations> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let layers = Layers::parse(include_str!("../layers.toml")).map_err(Violations::one)?;
    let Some(package_layers) = layers.package(package) else {
        let what = format!("layers.toml has no table [{package}]");
        return Err(Violations::one(what));
    };
    let folder = root.join(&package_layers.source);
    let sources = read(&folder)
        .map_err(|error| Violations::one(format!("{}: {error}", package_layers.source)))?;
    check(package_layers, &sources)
}

/// Reads the Rust files in a folder, in the order of their paths.
fn read(root: &Path) -> std::io::Result<Vec<Source>> {
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
