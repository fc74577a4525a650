//! Reads Intercom's OpenAPI description and writes the typed client crate `intercom-api`.
//!
//! Data goes one way, and each step is one module with one public function:
//!
//! ```text
//! upstream YAML ─ import ─► contract ─ overlay ─► corrected document ─ normalize ─► model ─ emit ─► files
//! ```
//!
//! Nothing here touches a disk or a network: every step is text or values in, text or values
//! out. Reading and writing files is the business of `xtask`.

pub mod diff;
pub mod dispatch;
mod generate;
pub mod import;
mod input;
pub mod manifest;
pub mod model;
pub mod names;
pub mod normalize;
pub mod operations;
pub mod overlay;
mod print;
mod problem;
mod reserved;
pub mod types;
pub mod words;
mod yaml;

pub use generate::{Contract, Generated, Inputs, generate};
pub use input::Input;
pub use print::File;
pub use problem::{Problem, Problems};
pub use yaml::read as read_yaml;
