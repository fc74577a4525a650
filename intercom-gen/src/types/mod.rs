//! Model → Rust types: progenitor makes them from the normalized schemas, and they are reshaped
//! here: no serde derive, our leniency, setters where they are sent, documentation of facts.
//!
//! - `progenitor`: the types as progenitor makes them
//! - `record`, `choice`: a definition as source text
//! - `facts`: what the documentation of a field or a type says
//! - `layout`: which file a type lives in, and what that file imports

mod choice;
pub(crate) mod facts;
pub(crate) mod layout;
mod progenitor;
mod record;
pub(crate) mod rust_type;

use crate::Problems;
use crate::model::{Api, Definition, Shape};
use crate::print::File;
use crate::words::Words;
use facts::Facts;
use progenitor::Made;

/// Writes the types of a model, a file for each resource and for each set of resources that
/// share some.
///
/// # Errors
///
/// A definition of which no usable Rust type can be made.
pub fn emit(file: &str, api: &Api, words: &Words) -> Result<Vec<File>, Problems> {
    let facts = &Facts { api, words };
    let made = progenitor::make(file, api)?;
    let source = |definition: &Definition| match (&definition.shape, made.get(&definition.name)) {
        (Shape::Record(fields), Some(Made::Struct(rust))) => {
            record::source(facts, definition, fields, rust)
        }
        (Shape::Enumeration(values), Some(Made::Enum(variants))) => {
            choice::enumeration(facts, definition, values, variants)
        }
        (Shape::Union(variants), _) => choice::union(facts, definition, variants),
        _ => String::new(),
    };
    Ok(layout::files(api, source))
}
