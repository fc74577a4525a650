//! What every reader of an `OpenAPI` description needs: methods, `$ref` resolution, placeholders of
//! paths, successful responses and default styles.
//!
//! Start with [`resolve`] and [`METHODS`]. Nothing here depends on another step of the generator.

mod duplicates;
mod parameter;
mod path;
mod reference;
pub mod repair;
mod response;
mod schema;
pub mod yaml;

pub use parameter::{OWN_HEADERS, serialization};
pub use path::{METHODS, erase, placeholders};
pub use reference::{Target, Unresolved, follow, reference, resolve, target_name};
pub use response::{essence, is_success};
pub use schema::is_unconstrained;
