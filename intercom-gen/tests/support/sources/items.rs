//! The items of a source file.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::{Attribute, Fields, FnArg, ImplItem, Item, Meta, ReturnType, Signature, Visibility};

use super::macros;
use super::shorten;

/// Adds the public items of a file; `module` is the prefix of those that need it.
pub(super) fn list(module: &str, file: syn::File, lines: &mut BTreeMap<String, String>) {
    for item in file.items {
        match item {
            Item::Struct(item) if is_public(&item.vis) => {
                let name = format!("{module}{}", item.ident);
                for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
                    if let Some(ident) = &field.ident {
                        lines.insert(format!("{name}::{ident}"), shorten(&field.ty));
                    }
                }
                lines.insert(name, kind("struct", &item.attrs));
            }
            Item::Enum(item) if is_public(&item.vis) => {
                let name = format!("{module}{}", item.ident);
                for variant in &item.variants {
                    // A macro of the same file states the string of a variant without a value.
                    let ty = match &variant.fields {
                        Fields::Unnamed(fields) => {
                            let types: Vec<_> =
                                fields.unnamed.iter().map(|f| shorten(&f.ty)).collect();
                            types.join(", ")
                        }
                        _ => "variant".to_owned(),
                    };
                    lines.insert(format!("{name}::{}", variant.ident), ty);
                }
                lines.insert(name, kind("enum", &item.attrs));
            }
            Item::Impl(item) => {
                // The traits of a public type are those of its derives and macros.
                let ty = shorten(&item.self_ty);
                let ty = match ty.strip_prefix("Call<") {
                    Some(operation) => format!("Call<{module}{operation}"),
                    None if ty == "Client" => ty,
                    None => format!("{module}{ty}"),
                };
                for member in item.items {
                    if let ImplItem::Fn(method) = member
                        && is_public(&method.vis)
                    {
                        lines.insert(
                            format!("{ty}::{}()", method.sig.ident),
                            function(&method.sig),
                        );
                    }
                }
            }
            Item::Const(item) if is_public(&item.vis) => {
                lines.insert(
                    format!("{module}{}", item.ident),
                    format!("const {}", shorten(&item.ty)),
                );
            }
            Item::Mod(item) if is_public(&item.vis) => {
                let conditions: Vec<_> = item.attrs.iter().filter_map(condition).collect();
                lines.insert(
                    item.ident.to_string(),
                    ["mod".to_owned()]
                        .into_iter()
                        .chain(conditions)
                        .collect::<Vec<_>>()
                        .join(" "),
                );
            }
            Item::Macro(item) => macros::list(module, &item.mac, lines),
            _ => {}
        }
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// `struct: Clone + Debug`
fn kind(kind: &str, attributes: &[Attribute]) -> String {
    let mut derived: Vec<String> = Vec::new();
    for attribute in attributes.iter().filter(|a| a.path().is_ident("derive")) {
        // What cannot be read here would not compile either.
        let _ = attribute.parse_nested_meta(|meta| {
            derived.extend(meta.path.get_ident().map(ToString::to_string));
            Ok(())
        });
    }
    match derived.as_slice() {
        [] => kind.to_owned(),
        derived => format!("{kind} ({})", derived.join(", ")),
    }
}

/// `feature = "contacts"` of `#[cfg(feature = "contacts")]`.
fn condition(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => Some(format!("({})", list.tokens)),
        _ => None,
    }
}

/// `fn(&self, impl Display) -> Call<Get>`; the names of arguments do not matter to callers.
fn function(signature: &Signature) -> String {
    let arguments: Vec<_> = signature
        .inputs
        .iter()
        .map(|argument| match argument {
            FnArg::Receiver(receiver) => receiver
                .to_token_stream()
                .to_string()
                .replace("& self", "&self"),
            FnArg::Typed(argument) => shorten(&argument.ty),
        })
        .collect();
    let arguments = arguments.join(", ");
    match &signature.output {
        ReturnType::Default => format!("fn({arguments})"),
        ReturnType::Type(_, ty) => format!("fn({arguments}) -> {}", shorten(ty)),
    }
}
