//! Which fields are kept behind a pointer.
//!
//! A list of empty objects costs the size of its record for every three bytes that are received, so
//! no record may be large. Where one would be, its optional records are boxed: they are most of its
//! size, and mostly absent.

use std::collections::BTreeMap;

use crate::model::{Api, Field, Shape, Type};

/// The size of a record in bytes up to which nothing is boxed.
const LARGE_RECORD: usize = 768;

/// The size of a field in bytes up to which a pointer is not worthwhile.
const SMALL_FIELD: usize = 64;

/// The size of a pointer, and of what costs as much: flags, small numbers with their padding.
const WORD: usize = 8;

/// Decides for every field of the model.
pub(super) fn decide(api: &mut Api) {
    let names: Vec<_> = api.definitions.keys().cloned().collect();
    let mut sizes = BTreeMap::new();
    for name in names {
        size_of(api, &name, &mut sizes);
    }
}

/// The size of a definition, whose fields are decided on the way. One that contains itself is
/// reached through a pointer.
fn size_of(api: &mut Api, name: &str, sizes: &mut BTreeMap<String, usize>) -> usize {
    if let Some(size) = sizes.get(name) {
        return *size;
    }
    sizes.insert(name.to_owned(), WORD);
    let Some(definition) = api.definitions.get(name) else {
        return WORD;
    };
    let size = match definition.shape.clone() {
        Shape::Enumeration(_) => 2 * WORD,
        Shape::Union(variants) => {
            let variants = variants.iter();
            let largest = variants
                .map(|variant| size_of(api, &variant.ty, sizes))
                .max();
            largest.unwrap_or_default() + WORD
        }
        Shape::Record(mut fields) => {
            let size = record_size(api, &mut fields, sizes);
            if let Some(definition) = api.definitions.get_mut(name) {
                definition.shape = Shape::Record(fields);
            }
            size
        }
    };
    sizes.insert(name.to_owned(), size);
    size
}

fn record_size(api: &mut Api, fields: &mut [Field], sizes: &mut BTreeMap<String, usize>) -> usize {
    let field_sizes: Vec<_> = fields
        .iter()
        .map(|field| type_size(api, &field.ty, sizes))
        .collect();
    let inline: usize = field_sizes.iter().sum();
    if inline <= LARGE_RECORD {
        return inline + WORD;
    }
    let mut size = WORD;
    for (field, field_size) in fields.iter_mut().zip(field_sizes) {
        let is_record = matches!(&field.ty, Type::Named(name) if is_record(api, name));
        field.boxed = is_record && field_size > SMALL_FIELD;
        size += if field.boxed { WORD } else { field_size };
    }
    size
}

fn is_record(api: &Api, name: &str) -> bool {
    let definition = api.definitions.get(name);
    definition.is_some_and(|definition| matches!(definition.shape, Shape::Record(_)))
}

/// The size of an optional value of a type.
fn type_size(api: &mut Api, ty: &Type, sizes: &mut BTreeMap<String, usize>) -> usize {
    match ty {
        Type::Named(name) => size_of(api, name, sizes),
        Type::Boolean => WORD / 2,
        Type::Integer | Type::PageSize | Type::Number | Type::Timestamp { .. } => 2 * WORD,
        Type::Json | Type::Attributes | Type::OneOrMany(_) => 4 * WORD,
        Type::Upload | Type::Multipart => 16 * WORD,
        Type::Text | Type::Kind | Type::Id { .. } | Type::List(_) | Type::Map(_) => 3 * WORD,
    }
}
