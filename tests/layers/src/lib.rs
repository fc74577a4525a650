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
mod source;

use std::path::Path;

pub use check::{Summary, Violation, Violations, check};
pub use layers::{Floor, Layers, PackageLayers};
pub use source::Source;

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
    let sources = source::read(&folder)
        .map_err(|error| Violations::one(format!("{}: {error}", package_layers.source)))?;
    check(package_layers, &sources)
}
