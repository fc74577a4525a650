//! How records are sent as forms, as source text.

use std::fmt::Write;

use super::field::Written;
use crate::model::bodies::{BodyFormat, Encoding};
use crate::model::{Api, Definition, Type};

/// The macros of a record that is the body of a form.
pub fn source(api: &Api, definition: &Definition, fields: &[Written<'_>]) -> String {
    let name = &definition.name;
    let mut source = String::new();
    if api.is_body(definition, &BodyFormat::Form) {
        let rows = fields.iter().filter_map(|written| {
            let Some(Encoding::Style(style)) = &written.field.encoding else {
                return None;
            };
            Some(format!("    {:?} = {style},\n", written.field.wire))
        });
        push(&mut source, "form", name, rows);
    }
    if api.is_body(definition, &BodyFormat::Multipart) {
        let rows = fields
            .iter()
            .filter(|written| is_file(&written.field.ty))
            .map(|written| {
                let media_type = match &written.field.encoding {
                    Some(Encoding::MediaType(media_type)) => format!(" as {media_type:?}"),
                    _ => String::new(),
                };
                let (wire, field) = (&written.field.wire, &written.name);
                format!("    {wire:?} => {field}{media_type},\n")
            });
        push(&mut source, "multipart", name, rows);
    }
    source
}

fn push(source: &mut String, table: &str, name: &str, rows: impl Iterator<Item = String>) {
    let rows: String = rows.collect();
    let rows = if rows.is_empty() {
        rows
    } else {
        format!("\n{rows}")
    };
    _ = writeln!(source, "{table}!({name} {{{rows}}});\n");
}

fn is_file(ty: &Type) -> bool {
    match ty {
        Type::Upload => true,
        Type::List(element) => is_file(element),
        _ => false,
    }
}
