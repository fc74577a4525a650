//! Parameters and bodies as the methods take them, and as they go on into the request.

use crate::emit::rust_type::{Scope, spell};
use crate::model::reserved;
use crate::model::{Api, Location, Parameter, Shape, Type};

/// The name of the method that sets an optional parameter.
pub(crate) fn setter_name(parameter: &Parameter) -> String {
    let name = &parameter.name;
    if reserved::is_call(name) {
        format!("{name}_parameter")
    } else {
        name.clone()
    }
}

/// The type of an argument.
pub(super) fn argument(ty: &Type, scope: Scope) -> String {
    match ty {
        Type::List(element) if matches!(**element, Type::Text | Type::Id { .. }) => {
            let element = spell(element, scope);
            format!("impl IntoIterator<Item = impl Into<{element}>>")
        }
        Type::Integer => "impl Into<Number>".to_owned(),
        Type::PageSize | Type::Number | Type::Boolean | Type::List(_) => spell(ty, scope),
        _ => format!("impl Into<{}>", spell(ty, scope)),
    }
}

/// The type of an argument that goes into the path.
pub(super) fn path_argument(parameter: &Parameter) -> &'static str {
    match parameter.ty {
        Type::Id { .. } => "impl Into<Id>",
        _ => "impl Display",
    }
}

/// An argument as the value that is passed on.
pub(super) fn converted(ty: &Type, name: &str) -> String {
    let argument = argument(ty, Scope::Resources);
    if let (Type::List(element), true) = (ty, argument.starts_with("impl IntoIterator<")) {
        let element = spell(element, Scope::Resources);
        format!("{name}.into_iter().map(Into::<{element}>::into)")
    } else if *ty == Type::Integer {
        // Any number is a value of the query.
        format!("Into::<Number>::into({name})")
    } else if argument.starts_with("impl Into<") {
        format!("{name}.into()")
    } else {
        name.to_owned()
    }
}

/// Whether a parameter of this type is spread over several names of the query.
pub(crate) fn is_object(api: &Api, ty: &Type) -> bool {
    match ty {
        Type::Attributes | Type::Map(_) | Type::Json => true,
        Type::Named(name) => !matches!(
            api.definitions
                .get(name)
                .map(|definition| &definition.shape),
            Some(Shape::Enumeration(_))
        ),
        _ => false,
    }
}

/// The call that puts a parameter into the request.
pub(super) fn setting(api: &Api, parameter: &Parameter) -> String {
    let wire = &parameter.wire;
    let value = match &parameter.constant {
        Some(constant) => format!("{constant:?}"),
        None => converted(&parameter.ty, &parameter.name),
    };
    if parameter.location == Location::Header {
        return format!("header({wire:?}, {value})");
    }
    if (parameter.location, &parameter.ty) == (Location::Query, &Type::PageSize) {
        return format!("page_size({wire:?}, {value})");
    }
    match (&parameter.ty, parameter.style.as_str(), parameter.explode) {
        (Type::List(_), "spaceDelimited", false) => {
            format!("query_list({wire:?}, {value}, ListStyle::Space)")
        }
        (Type::List(_), "pipeDelimited", false) => {
            format!("query_list({wire:?}, {value}, ListStyle::Pipe)")
        }
        (Type::List(_), _, false) => format!("query_list({wire:?}, {value}, ListStyle::Comma)"),
        (Type::List(_), _, true) => format!("query_list({wire:?}, {value}, ListStyle::Repeated)"),
        (ty, style, explode) if is_object(api, ty) => {
            let style = match (style, explode) {
                ("deepObject", _) => "Deep",
                (_, true) => "Properties",
                (_, false) => "Comma",
            };
            format!("query_object({wire:?}, &{value}, ObjectStyle::{style})")
        }
        _ => format!("query({wire:?}, {value})"),
    }
}
