//! Enumerations and unions as source text.

use std::collections::BTreeSet;
use std::fmt::Write;

use heck::ToSnakeCase;

use super::shape;
use crate::emit::documentation::{self, About};
use crate::emit::manifest::Manifest;
use crate::emit::print::doc;
use crate::model::names::type_name;
use crate::model::{Definition, Variant};

/// The source of an open enumeration.
pub fn enumeration(
    about: &About<'_>,
    definition: &Definition,
    values: &[String],
    variants: &[syn::Ident],
) -> String {
    let mut source = doc(&documentation::definition(about, definition), "");
    source.push_str("#[derive(Clone, Debug, PartialEq, Hash)]\n#[non_exhaustive]\n");
    _ = writeln!(source, "pub enum {} {{", definition.name);
    for (value, variant) in values.iter().zip(variants) {
        source.push_str(&doc(
            &[documentation::value(about, definition, value)],
            "    ",
        ));
        _ = writeln!(source, "    {variant},");
    }
    source.push_str("    /// A value that this version of the crate has no variant for.\n");
    source.push_str("    Unknown(UnknownValue),\n}\n\n");
    _ = writeln!(source, "open_enum!({} {{", definition.name);
    for (value, variant) in values.iter().zip(variants) {
        _ = writeln!(source, "    {variant} = {value:?},");
    }
    source.push_str("});\n\n");
    source
}

/// Lists the items of an open enumeration.
pub fn list_enumeration(
    name: &str,
    values: &[String],
    variants: &[syn::Ident],
    manifest: &mut Manifest,
) {
    manifest.add(name, "enum (Clone, Debug, PartialEq, Eq, Hash)");
    for (value, variant) in values.iter().zip(variants) {
        manifest.add(format!("{name}::{variant}"), format!("{value:?}"));
    }
    manifest.add(format!("{name}::Unknown"), "UnknownValue");
}

/// Lists the items of a union.
pub fn list_union(name: &str, variants: &[Variant], manifest: &mut Manifest) {
    manifest.add(name, "enum (Clone, Debug, PartialEq)");
    for (variant, spelled) in variants.iter().zip(variant_names(name, variants)) {
        manifest.add(format!("{name}::{spelled}"), &variant.ty);
    }
    manifest.add(format!("{name}::Other"), "Value");
}

/// The source of a union.
pub fn union(about: &About<'_>, definition: &Definition, variants: &[Variant]) -> String {
    let mut source = doc(&documentation::definition(about, definition), "");
    source.push_str("#[derive(Clone, Debug, PartialEq)]\n#[non_exhaustive]\n");
    _ = writeln!(source, "pub enum {} {{", definition.name);
    let names = variant_names(&definition.name, variants);
    for (variant, name) in variants.iter().zip(&names) {
        let link = documentation::type_link(&variant.ty);
        let line = match about.words.value(&definition.name, name) {
            Some(text) => format!("{text} Contains {link}."),
            None => format!("Contains {link}."),
        };
        source.push_str(&doc(&[line], "    "));
        _ = writeln!(source, "    {name}({}),", variant.ty);
    }
    source.push_str("    /// Any other value, as received.\n    Other(Value),\n}\n\n");
    _ = writeln!(source, "union!({} {{", definition.name);
    for (variant, name) in variants.iter().zip(&names) {
        let shape = shape::shape(about.api, &variant.ty, variants);
        _ = writeln!(source, "    {name}: {}{shape};", variant.ty);
    }
    source.push_str("});\n\n");
    source
}

/// Names of the variants: their types', without the words that all of them begin or end with, and
/// without the union's own.
fn variant_names(union: &str, variants: &[Variant]) -> Vec<String> {
    let split: Vec<Vec<String>> = variants
        .iter()
        .map(|variant| {
            let own = variant.ty.strip_prefix(union);
            let own = own.filter(|own| own.starts_with(|c: char| c.is_ascii_uppercase()));
            let name = own.unwrap_or(&variant.ty).to_snake_case();
            name.split('_').map(Into::into).collect()
        })
        .collect();
    let shortest = split.iter().map(Vec::len).min().unwrap_or(0);
    let same = |word: &dyn Fn(&[String]) -> String| {
        split
            .windows(2)
            .all(|pair| word(&pair[0]) == word(&pair[1]))
    };
    // At least one word stays.
    let front = (0..shortest.saturating_sub(1))
        .take_while(|&i| same(&|words| words[i].clone()))
        .count();
    let back = (0..shortest.saturating_sub(front + 1))
        .take_while(|&i| same(&|words| words[words.len() - 1 - i].clone()))
        .count();
    let names: Vec<_> = split
        .iter()
        .map(|words| type_name(&words[front..words.len() - back].join("_")))
        .collect();
    let distinct: BTreeSet<_> = names.iter().collect();
    if distinct.len() == names.len() && !names.iter().any(|name| name == "Other") {
        names
    } else {
        variants.iter().map(|variant| variant.ty.clone()).collect()
    }
}
