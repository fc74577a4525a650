//! The public items that generated sources declare, read from the sources themselves.
//!
//! The generator lists them from the model. Tests hold the two against each other.

mod items;
mod macros;

use std::collections::BTreeMap;

use intercom_gen::File;
use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{Path, Type};

/// Lists the public items of generated sources, a line per item with its type.
///
/// A file that is not Rust is one line with the error.
pub fn declared(files: &[File]) -> String {
    let mut lines = BTreeMap::new();
    for file in files {
        match syn::parse_file(&file.text) {
            Ok(parsed) => items::list(&module(&file.path), parsed, &mut lines),
            Err(error) => {
                lines.insert(file.path.clone(), error.to_string());
            }
        }
    }
    let lines = lines.into_iter();
    lines.map(|(item, ty)| item + ": " + &ty + "\n").collect()
}

/// The module of the items of a file: operations of two resources can have the same
/// name, types cannot.
fn module(path: &str) -> String {
    let resource = path
        .strip_prefix("resources/")
        .and_then(|name| name.strip_suffix(".rs"));
    match resource {
        None if path == "webhooks.rs" => "webhooks::".to_owned(),
        Some("mod") | None => String::new(),
        Some(name) => format!("{name}::"),
    }
}

/// Returns a type without the modules of its paths and without the spaces of token streams.
fn shorten(ty: &Type) -> String {
    let mut ty = ty.clone();
    LastSegments.visit_type_mut(&mut ty);
    let spaced = ty.to_token_stream().to_string();
    spaced
        .replace(" < ", "<")
        .replace(" >", ">")
        .replace(" , ", ", ")
        .replace("< ", "<")
        .replace(" <", "<")
}

struct LastSegments;

impl VisitMut for LastSegments {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        if let Some(last) = path.segments.pop() {
            path.leading_colon = None;
            path.segments.clear();
            path.segments.push(last);
        }
    }
}
