//! Which literals an argument of a type accepts: two arguments that accept the same one can be
//! swapped without an error.

use std::collections::BTreeSet;

use super::{Api, Shape, Type};

/// A kind of expression that an argument accepts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Literal {
    /// `"text"`
    Text,
    /// `5`
    Integer,
    /// `0.5`
    Float,
    /// `true`
    Boolean,
    /// A list of these.
    List(Box<Literal>),
    /// Names and values.
    Object,
    /// A value of a generated type.
    Named(String),
}

/// Returns the literals that an argument of this type accepts.
///
/// An id accepts both text and integers, whichever of the two the description declares.
pub fn literals(api: &Api, ty: &Type) -> BTreeSet<Literal> {
    let mut accepted = BTreeSet::new();
    add(api, ty, &mut accepted);
    accepted
}

fn add(api: &Api, ty: &Type, accepted: &mut BTreeSet<Literal>) {
    match ty {
        Type::Text | Type::Kind => accepted.extend([Literal::Text]),
        Type::Id { .. } => accepted.extend([Literal::Text, Literal::Integer]),
        Type::Integer | Type::PageSize | Type::Timestamp { .. } => {
            accepted.extend([Literal::Integer]);
        }
        Type::Number => accepted.extend([Literal::Integer, Literal::Float]),
        Type::Boolean => accepted.extend([Literal::Boolean]),
        Type::Json => accepted.extend([
            Literal::Text,
            Literal::Integer,
            Literal::Float,
            Literal::Boolean,
            Literal::Object,
        ]),
        Type::Attributes | Type::Map(_) => accepted.extend([Literal::Object]),
        Type::List(element) => accepted.extend(lists(api, element)),
        Type::OneOrMany(element) => {
            add(api, element, accepted);
            accepted.extend(lists(api, element));
        }
        Type::Upload => accepted.extend([Literal::Named("Upload".to_owned())]),
        Type::Multipart => accepted.extend([Literal::Named("MultipartForm".to_owned())]),
        Type::Named(name) => match api.definitions.get(name).map(|d| &d.shape) {
            Some(Shape::Enumeration(_)) => accepted.extend([Literal::Text]),
            Some(Shape::Union(variants)) => {
                accepted.insert(Literal::Named(name.clone()));
                accepted.extend(variants.iter().map(|v| Literal::Named(v.ty.clone())));
            }
            Some(Shape::Record(_)) | None => accepted.extend([Literal::Named(name.clone())]),
        },
    }
}

fn lists(api: &Api, element: &Type) -> impl Iterator<Item = Literal> {
    let mut inner = BTreeSet::new();
    add(api, element, &mut inner);
    inner
        .into_iter()
        .map(|literal| Literal::List(Box::new(literal)))
}

/// Returns whether any two of these arguments accept the same literal.
pub fn can_be_swapped<'a>(api: &Api, arguments: impl IntoIterator<Item = &'a Type>) -> bool {
    let mut seen = BTreeSet::new();
    arguments
        .into_iter()
        .flat_map(|ty| literals(api, ty))
        .any(|literal| !seen.insert(literal))
}
