//! Which values are ids: strings and integers whose key ends like one, and what `names.toml` adds or
//! takes away.

use serde_json::Value;

use super::flat::list;
use super::schemas::Schemas;
use crate::model::Type;
use crate::model::names::Names;

/// Returns the type of the value under a key, as an id if it is one.
pub(super) fn typed(schemas: &Schemas<'_>, key: &str, ty: Type, schema: &Value) -> Type {
    if is_id(key, schemas.names) {
        id(schemas, ty, schema)
    } else if is_ids(key, schemas.names) {
        match ty {
            Type::List(element) => {
                let items = &schemas.resolve(schema).0["items"];
                Type::List(Box::new(id(schemas, *element, items)))
            }
            // Several ids in one string are not an id.
            ty => ty,
        }
    } else {
        ty
    }
}

fn is_id(key: &str, names: &Names) -> bool {
    let by_rule = key == "id" || key.ends_with("_id") || key.ends_with("Id");
    names.ids.is(key).unwrap_or(by_rule)
}

fn is_ids(key: &str, names: &Names) -> bool {
    let by_rule = key == "ids" || key.ends_with("_ids") || key.ends_with("Ids");
    names.ids.is(key).unwrap_or(by_rule)
}

fn id(schemas: &Schemas<'_>, ty: Type, schema: &Value) -> Type {
    match ty {
        Type::Text => Type::Id { integer: false },
        Type::Integer => Type::Id { integer: true },
        Type::Json if is_string_or_integer(schemas, schema) => Type::Id { integer: false },
        Type::List(element) => {
            let items = &schemas.resolve(schema).0["items"];
            Type::List(Box::new(id(schemas, *element, items)))
        }
        ty => ty,
    }
}

/// Whether a schema allows both types in which ids travel and nothing else, or leaves the type open.
fn is_string_or_integer(schemas: &Schemas<'_>, schema: &Value) -> bool {
    let schema = schemas.resolve(schema).0;
    let mut alternatives = ["oneOf", "anyOf"]
        .into_iter()
        .flat_map(|keyword| list(schema, keyword));
    let is_open = ["type", "allOf", "properties"]
        .iter()
        .all(|keyword| schema.get(keyword).is_none());
    is_open
        && alternatives.all(|alternative| {
            let kind = &schemas.resolve(alternative).0["type"];
            kind == "string" || kind == "integer"
        })
}
