//! The public API of the generated sources as text, a line per item with its type.
//!
//! Emitters list their items from the same decisions that they write sources from. Two manifests
//! show what a new description does to the programs that use the crate.

use std::collections::BTreeMap;
use std::fmt;

/// The public items of the sources, by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Manifest(BTreeMap<String, String>);

impl Manifest {
    /// Adds an item: `Contact::email` with `Option<String>`.
    pub(super) fn add(&mut self, item: impl Into<String>, ty: impl Into<String>) {
        self.0.insert(item.into(), ty.into());
    }
}

impl fmt::Display for Manifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|(item, ty)| writeln!(f, "{item}: {ty}"))
    }
}
