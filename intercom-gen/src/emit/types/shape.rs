//! What distinguishes the variants of a union, as source text.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::model::{Api, Field, Shape, Type, Variant};

/// The fields of a record; none of another type.
fn fields_of<'a>(api: &'a Api, name: &str) -> Option<&'a [Field]> {
    match &api.definitions.get(name)?.shape {
        Shape::Record(fields) => Some(fields),
        _ => None,
    }
}

/// What makes a record known among the records of a union: its constants, its required keys, all of
/// its keys. Where another one has the same keys, those one level below as well.
pub fn shape(api: &Api, name: &str, union: &[Variant]) -> String {
    let Some(fields) = fields_of(api, name) else {
        return String::new();
    };
    let wires = |fields: &[Field]| {
        let wires = fields.iter().map(|field| field.wire.clone());
        wires.collect::<BTreeSet<_>>()
    };
    let is_alike = union
        .iter()
        .filter(|other| other.ty != name)
        .filter_map(|other| fields_of(api, &other.ty))
        .any(|other| wires(other) == wires(fields));
    let mut keys = Vec::new();
    for field in fields {
        keys.push(format!("{:?}", field.wire));
        let below = match &field.ty {
            Type::Named(name) if is_alike => fields_of(api, name),
            _ => None,
        };
        for inner in below.unwrap_or_default() {
            keys.push(format!("{:?}", [&*field.wire, &*inner.wire].join(".")));
        }
    }
    let mut shape = format!("({})", keys.join(", "));
    let required: Vec<_> = fields
        .iter()
        .filter(|field| field.required.is_some())
        .map(|field| format!("{:?}", field.wire))
        .collect();
    if !required.is_empty() {
        _ = write!(shape, " needs {}", required.join(", "));
    }
    let constants: Vec<_> = fields
        .iter()
        .filter_map(|field| Some((field, allowed(api, field)?)))
        .map(|(field, values)| format!("{:?} = {}", field.wire, values.join(" | ")))
        .collect();
    if !constants.is_empty() {
        _ = write!(shape, " where {}", constants.join(", "));
    }
    shape
}

/// The values of a field that names a kind.
fn allowed(api: &Api, field: &Field) -> Option<Vec<String>> {
    let quoted = |value: &String| format!("{value:?}");
    if let Some(constant) = &field.constant {
        return Some(vec![quoted(constant)]);
    }
    let names_a_kind = field.wire == "type" || field.wire.ends_with("_type");
    match api.definitions.get(field.ty.names()?).map(|d| &d.shape)? {
        Shape::Enumeration(values) if names_a_kind => Some(values.iter().map(quoted).collect()),
        _ => None,
    }
}
