//! How the fields of a record are written: name, type, and how the type is held.

use std::collections::BTreeSet;

use crate::emit::rust_type;
use crate::model::{Definition, Field, Type, reserved};

/// How a field is held, which follows from its direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holding {
    /// The value itself: required where it is sent, an id where it is received.
    Plain,
    /// A list, empty when absent.
    List,
    /// Names and values, empty when absent.
    Map,
    /// An `Option`.
    Optional,
    /// An `Option` of a pointer.
    Boxed,
    /// A list that may be left out.
    OptionalList,
    /// Left out, null, or a value: null clears.
    Nullable,
}

/// A field with all that its source needs.
pub(super) struct Written<'a> {
    pub(super) field: &'a Field,
    pub(super) name: String,
    /// The type of the value, without `Option` and the like.
    pub(super) ty: String,
    pub(super) holding: Holding,
}

impl Written<'_> {
    pub(super) fn declared(&self) -> String {
        let ty = &self.ty;
        match self.holding {
            Holding::Plain | Holding::List | Holding::Map => ty.clone(),
            Holding::Optional | Holding::OptionalList => format!("Option<{ty}>"),
            Holding::Boxed => format!("Option<Box<{ty}>>"),
            Holding::Nullable => format!("Nullable<{ty}>"),
        }
    }

    /// The type of an element, where the value is a list.
    pub(super) fn element(&self) -> &str {
        let inner = self
            .ty
            .strip_prefix("Vec<")
            .and_then(|t| t.strip_suffix('>'));
        inner.unwrap_or(&self.ty)
    }

    /// The kind of its setter, and the type that the setter takes.
    pub(super) fn setter(&self) -> (&'static str, &str) {
        match (self.holding, self.is_open()) {
            (Holding::Plain, _) if self.field.ty == Type::Integer => ("integer", &self.ty),
            (Holding::Optional, _) if self.field.ty == Type::Integer => {
                ("optional integer", &self.ty)
            }
            (Holding::Plain, _) => self.required_kind(),
            (Holding::List | Holding::Map, _) => ("value", &self.ty),
            (Holding::OptionalList, _) => ("optional list", self.element()),
            (Holding::Optional, _) if self.field.ty == Type::PageSize => {
                ("optional exact", &self.ty)
            }
            (Holding::Optional, false) => ("optional", &self.ty),
            (Holding::Boxed, _) => ("boxed", &self.ty),
            (Holding::Optional, true) => ("optional open", &self.ty),
            (Holding::Nullable, false) => ("nullable", &self.ty),
            (Holding::Nullable, true) => ("nullable open", &self.ty),
        }
    }

    /// The kind of the argument that makes it, where it is required.
    pub(super) fn required_kind(&self) -> (&'static str, &str) {
        if self.ty.starts_with("Vec<") {
            ("list", self.element())
        } else if self.is_open() {
            ("open", &self.ty)
        } else {
            ("value", &self.ty)
        }
    }

    /// Whether its setter takes `IntoArgument` instead of `Into`: an `Option` does not convert,
    /// because JSON would make it null, and a duration converts into a future time.
    pub(super) fn is_open(&self) -> bool {
        match self.field.ty {
            Type::Json | Type::Attributes => true,
            Type::Timestamp { .. } => self.field.wire.ends_with("_until"),
            _ => false,
        }
    }

    /// The type of the argument that makes it, where it is required.
    pub(super) fn argument(&self) -> String {
        argument(self.required_kind())
    }
}

/// The type of the argument of a kind of setter.
pub(super) fn argument((kind, ty): (&str, &str)) -> String {
    match kind {
        "list" | "optional list" => format!("impl IntoIterator<impl Into<{ty}>>"),
        "nullable" => format!("impl Into<Nullable<{ty}>>"),
        "nullable open" => format!("impl IntoArgument<Nullable<{ty}>>"),
        "open" | "optional open" => format!("impl IntoArgument<{ty}>"),
        "integer" | "optional integer" => "impl Into<Number>".to_owned(),
        _ => format!("impl Into<{ty}>"),
    }
}

/// Decides how the fields of a record are written.
pub(super) fn written<'a>(
    definition: &Definition,
    fields: &'a [Field],
    rust: &[(syn::Ident, syn::Type)],
) -> Vec<Written<'a>> {
    fields
        .iter()
        .zip(rust)
        .zip(names(fields, rust))
        .filter(|((field, _), _)| !definition.is_fixed(field))
        .map(|((field, (_, ty)), name)| {
            let ty = rust_type::shorten(ty);
            let holding = match holding(definition, field) {
                // progenitor boxes what is recursive.
                Holding::Optional if field.boxed && !ty.starts_with("Box<") => Holding::Boxed,
                holding => holding,
            };
            Written {
                field,
                name,
                ty,
                holding,
            }
        })
        .collect()
}

/// The names of fields. A readable one gives way to a field that has it on the wire.
fn names(fields: &[Field], rust: &[(syn::Ident, syn::Type)]) -> Vec<String> {
    let mut taken: BTreeSet<String> = rust.iter().map(|(ident, _)| ident.to_string()).collect();
    let name = |(field, (ident, _)): (&Field, &(syn::Ident, syn::Type))| {
        let chosen = field.name.clone();
        let name = chosen.unwrap_or_else(|| name(&field.wire, ident));
        if *ident == name {
            return name;
        }
        let fallback = format!("{}_value", ident.to_string().trim_end_matches('_'));
        let numbered = (2..).map(|count| format!("{fallback}_{count}"));
        let candidates = [name, fallback.clone()].into_iter().chain(numbered);
        let free = candidates
            .into_iter()
            .find(|name| !taken.contains(name))
            .unwrap_or_default();
        taken.insert(free.clone());
        free
    };
    fields.iter().zip(rust).map(name).collect()
}

/// progenitor's name of a field, but a readable one where that is a keyword with a tail.
fn name(wire: &str, ident: &syn::Ident) -> String {
    let ident = ident.to_string();
    match wire {
        "type" => "kind".to_owned(),
        _ if reserved::is_field(&ident) => format!("{ident}_value"),
        _ if ident.ends_with('_') => format!("{ident}value"),
        _ => ident,
    }
}

fn holding(definition: &Definition, field: &Field) -> Holding {
    let list = matches!(field.ty, Type::List(_));
    if definition.sent {
        return match (field.required, list) {
            (Some(_), _) if !field.nullable => Holding::Plain,
            _ if field.nullable && !definition.received => Holding::Nullable,
            (_, true) => Holding::OptionalList,
            (_, false) => Holding::Optional,
        };
    }
    match field.ty {
        Type::List(_) => Holding::List,
        Type::Attributes => Holding::Map,
        Type::Id { .. } if field.wire == "id" && !field.nullable => Holding::Plain,
        _ => Holding::Optional,
    }
}
