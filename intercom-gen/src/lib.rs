//! Reads Intercom's `OpenAPI` description and writes the typed client crate `intercom-api`.
//!
//! Data flows in one direction. Each step is one module with one public function:
//!
//! ```text
//! upstream YAML ─ import ─► contract ─ overlay ─► corrected document ─ normalize ─► model ─ emit ─► files
//! ```
//!
//! Start with [`generate`]. [`document`] holds what every reader of a description needs, [`diff`]
//! compares two contracts.
//!
//! No module does I/O: every step takes text or values and returns text or values. Reading and
//! writing files is the task of `xtask`.

mod coverage;
pub mod diff;
pub mod document;
pub mod emit;
mod generate;
pub mod import;
mod input;
pub mod model;
pub mod normalize;
pub mod overlay;
mod phrases;
mod problem;
pub mod uses;

pub use coverage::{Coverage, ExampleCoverage, Section};
pub use diff::manifest;
pub use document::yaml::read as read_yaml;
pub use emit::File;
pub use generate::{Contract, Generated, Inputs, generate};
pub use input::Input;
pub use model::names;
pub use phrases::banned_phrase;
pub use problem::{Problem, Problems};
