//! Model → Rust types: progenitor makes them from the normalized schemas, and they are reshaped
//! here: no serde derive, our leniency, setters where they are sent, documentation of facts.
//!
//! - `progenitor`: the types as progenitor makes them
//! - `record`, `choice`: a definition as source text; `field`, how a record holds one; `constructors` of a
//!   record; `forms`, as which it is sent
//! - `builders`: how programs make values of the types
//! - `relations`: what follows from two records together
//! - `layout`: which file a type lives in, and what that file imports

mod builders;
mod choice;
mod constructors;
mod field;
mod forms;
mod layout;
mod progenitor;
mod record;
mod relations;
mod shape;

use crate::emit::documentation::About;
use crate::emit::manifest::Manifest;
use crate::emit::print::File;
use crate::model::words::Words;
use crate::model::{Api, Definition, Shape};
use crate::problem::Problems;
use progenitor::Made;
use relations::Records;

pub(super) use builders::{Builder, Builders};

/// Writes the types of a model, a file for each resource and for each set of resources that
/// share some, and lists their items. Returns how programs make values of them as well.
///
/// # Errors
///
/// A definition without a usable Rust type.
pub fn emit(
    file: &str,
    api: &Api,
    words: &Words,
    manifest: &mut Manifest,
) -> Result<(Vec<File>, Builders), Problems> {
    let about = &About { api, words };
    let made = progenitor::make(file, api)?;
    let records = Records::new(api, &made);
    for definition in api.definitions.values() {
        records.list(&definition.name, manifest);
        match (&definition.shape, made.get(&definition.name)) {
            (Shape::Record(fields), Some(Made::Struct(rust))) => {
                record::list(api, definition, fields, rust, manifest);
            }
            (Shape::Enumeration(values), Some(Made::Enum(variants))) => {
                choice::list_enumeration(&definition.name, values, variants, manifest);
            }
            (Shape::Union(variants), _) => {
                choice::list_union(&definition.name, variants, manifest);
            }
            _ => {}
        }
    }
    let source = |definition: &Definition| match (&definition.shape, made.get(&definition.name)) {
        (Shape::Record(fields), Some(Made::Struct(rust))) => {
            let forms = forms::source(api, definition, &field::written(definition, fields, rust));
            record::source(about, definition, fields, rust)
                + &records.source(&definition.name)
                + &forms
        }
        (Shape::Enumeration(values), Some(Made::Enum(variants))) => {
            choice::enumeration(about, definition, values, variants)
        }
        (Shape::Union(variants), _) => choice::union(about, definition, variants),
        _ => String::new(),
    };
    let files = layout::files(api, source);
    Ok((files, Builders::new(api, &records, &made)))
}
