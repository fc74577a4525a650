//! The commands, a file or a folder each.
//!
//! Commands share code through [`crate::support`]. Only two use others: `bump` runs `codegen` and
//! `ci`, and `watch` runs `bump`; its tests also run `import`.

pub(crate) mod audit;
pub(crate) mod bench;
pub(crate) mod bump;
pub(crate) mod cases;
pub(crate) mod ci;
pub(crate) mod codegen;
pub(crate) mod diff;
pub(crate) mod docs;
pub(crate) mod features;
pub(crate) mod import;
pub(crate) mod mutate;
pub(crate) mod operations;
pub(crate) mod package;
pub(crate) mod release;
pub(crate) mod versions;
pub(crate) mod watch;
