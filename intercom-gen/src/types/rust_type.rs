//! progenitor's field types, as a person would write them.

use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{Path, Type};

/// Writes a type with the imports of a generated file in mind: `Vec<Contact>` for
/// `::std::vec::Vec<Contact>`.
pub fn text(ty: &Type) -> String {
    let mut ty = ty.clone();
    Shorten.visit_type_mut(&mut ty);
    // Token streams put spaces where no person would.
    let spaced = ty.to_token_stream().to_string();
    spaced
        .replace(" < ", "<")
        .replace(" >", ">")
        .replace(" , ", ", ")
        .replace("< ", "<")
        .replace(" <", "<")
}

/// Keeps the last segment of every path.
struct Shorten;

impl VisitMut for Shorten {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        if let Some(last) = path.segments.pop() {
            path.leading_colon = None;
            path.segments.clear();
            path.segments.push(last);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lose_what_imports_say() {
        let written = |ty: &str| text(&syn::parse_str(ty).unwrap());
        assert_eq!(
            written("::std::vec::Vec<::std::string::String>"),
            "Vec<String>"
        );
        assert_eq!(
            written("BTreeMap<::std::string::String, ::std::boxed::Box<Contact>>"),
            "BTreeMap<String, Box<Contact>>"
        );
    }
}
