//! Types as Rust source text.

use quote::ToTokens;
use syn::Path;
use syn::visit_mut::{self, VisitMut};

use crate::model::Type;

/// The file that a type is written in, which decides what paths need to be spelled out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// A file of types, which imports all of them.
    Types,
    /// A file of a resource, which imports the module of the types.
    Resources,
    /// A file of another crate.
    Outside,
}

/// Returns the source text of a type of the model.
pub fn spell(ty: &Type, scope: Scope) -> String {
    let path = |module: &str, name: &str| match scope {
        Scope::Outside => format!("{module}::{name}"),
        Scope::Types | Scope::Resources => name.to_owned(),
    };
    match ty {
        Type::Text => "String".to_owned(),
        Type::Kind => path("intercom_api", "Kind"),
        Type::Integer => "i64".to_owned(),
        Type::PageSize => "u32".to_owned(),
        Type::Number => "f64".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Id { .. } => path("intercom_api", "Id"),
        Type::Timestamp { .. } => "Timestamp".to_owned(),
        Type::Json => path("serde_json", "Value"),
        Type::Attributes => path("intercom_api", "Attributes"),
        Type::List(element) => format!("Vec<{}>", spell(element, scope)),
        Type::Map(element) => {
            let map = path("std::collections", "BTreeMap");
            format!("{map}<String, {}>", spell(element, scope))
        }
        Type::OneOrMany(element) => {
            let either = path("intercom_api", "OneOrMany");
            format!("{either}<{}>", spell(element, scope))
        }
        Type::Upload => path("intercom_api", "Upload"),
        Type::Multipart => path("intercom_api", "MultipartForm"),
        Type::Named(name) => match scope {
            Scope::Types => name.clone(),
            Scope::Resources | Scope::Outside => format!("types::{name}"),
        },
    }
}

/// Returns the source text of a type that progenitor wrote, with the imports of a generated file
/// in mind: `Vec<Contact>` for `::std::vec::Vec<Contact>`.
pub fn shorten(ty: &syn::Type) -> String {
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
    fn paths_lose_imported_prefixes() {
        let written = |ty: &str| shorten(&syn::parse_str(ty).unwrap());
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
