//! Parameters of operations: those of the path in the order of its placeholders, then the others.

use std::collections::BTreeSet;

use serde_json::Value;

use super::ids;
use super::schema_site::SchemaSite;
use super::schemas::Schemas;
use super::source::{Refusal, Source, kinds_of};
use crate::document::{OWN_HEADERS, placeholders, serialization};
use crate::model::names::Names;
use crate::model::{Keywords, Location, Parameter, Shape, Type};

/// The parameters of an operation: those in its path, and the others.
pub(super) fn parameters(
    schemas: &mut Schemas<'_>,
    source: &Source<'_>,
    names: &Names,
    id: &str,
) -> Result<(Vec<Parameter>, Vec<Parameter>), Refusal> {
    let mut declared: Vec<Parameter> = Vec::new();
    for list in [&source.item["parameters"], &source.operation["parameters"]] {
        for schema in list.as_array().into_iter().flatten() {
            let schema = schemas.resolve(schema).0.clone();
            let Some(parameter) = parameter(schemas, &schema, names, id)? else {
                continue;
            };
            // An operation's own parameter takes the place of its path's.
            declared.retain(|p| p.wire != parameter.wire || p.location != parameter.location);
            declared.push(parameter);
        }
    }
    let (mut in_path, mut others): (Vec<_>, Vec<_>) = declared
        .into_iter()
        .partition(|parameter| parameter.location == Location::Path);
    let mut ordered = Vec::new();
    for placeholder in placeholders(source.path) {
        match in_path.iter().position(|p| p.wire == placeholder) {
            Some(index) => ordered.push(in_path.remove(index)),
            None => {
                return Err((
                    format!("the path has {{{placeholder}}}, which is not declared `in: path`"),
                    "declare it with a correction",
                ));
            }
        }
    }
    name_apart(&mut ordered, &mut others);
    Ok((ordered, others))
}

/// Gives parameters that would have the same name in Rust names of their own.
fn name_apart(in_path: &mut [Parameter], others: &mut [Parameter]) {
    let mut taken = BTreeSet::new();
    for parameter in in_path.iter_mut().chain(others) {
        let place = match parameter.location {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
        };
        let numbered = (2..).map(|count| format!("{}_{place}_{count}", parameter.name));
        let candidates = [
            parameter.name.clone(),
            format!("{}_{place}", parameter.name),
        ];
        let name = candidates
            .into_iter()
            .chain(numbered)
            .find(|name| !taken.contains(name));
        parameter.name = name.unwrap_or_default();
        taken.insert(parameter.name.clone());
    }
}

fn parameter(
    schemas: &mut Schemas<'_>,
    declared: &Value,
    names: &Names,
    id: &str,
) -> Result<Option<Parameter>, Refusal> {
    let wire = declared["name"].as_str().unwrap_or_default().to_owned();
    let location = match declared["in"].as_str() {
        Some("path") => Location::Path,
        Some("query") => Location::Query,
        Some("header") if OWN_HEADERS.contains(&wire.to_lowercase().as_str()) => return Ok(None),
        Some("header") => Location::Header,
        other => {
            return Err((
                format!("parameter {wire} is in {}", other.unwrap_or("no place")),
                "only parameters in path, query and header can be sent",
            ));
        }
    };
    if let Some(content) = declared.get("content") {
        return Err((
            format!("parameter {wire} is {}", kinds_of(content)),
            "only plain parameters can be sent; call it with Client::request",
        ));
    }
    let schema = &declared["schema"];
    let place = SchemaSite::new(id).field(&wire);
    let required = location == Location::Path || declared["required"] == true;
    let lowered = schemas.lower(schema, &place);
    let (lowered, constant) = match lowered.constant {
        Some(only) if required && location != Location::Path => (lowered.ty, Some(only)),
        // The choice is whether to send it.
        Some(only) if !required => {
            let shape = Shape::Enumeration(vec![only]);
            (schemas.define(&place, None, shape), None)
        }
        _ => (lowered.ty, None),
    };
    let ty = match ids::typed(schemas, &wire, lowered, schema) {
        // As a parameter, one value is a list of one.
        Type::OneOrMany(element) => Type::List(element),
        ty => ty,
    };
    let ty = ty.of_key(&wire);
    if !schemas.is_parameter(&ty, location) {
        return Err((
            format!("parameter {wire} is not a plain value, nor a list or object of them"),
            "only plain values can be sent; call it with Client::request",
        ));
    }
    let location_name = declared["in"].as_str().unwrap_or_default();
    let (style, explode) = serialization(declared, location_name);
    let (wire, ty) = match exploded_property(schemas, schema, style, explode) {
        // `{external_id: string}`, exploded, is the plain parameter `external_id`.
        Some((property, schema)) => {
            let ty = schemas.lower(&schema, &place).ty;
            let ty = ids::typed(schemas, &property, ty, &schema);
            (property, ty)
        }
        None => (wire, ty),
    };
    Ok(Some(Parameter {
        name: names.field(&wire),
        location,
        required,
        ty,
        constant,
        style: style.to_owned(),
        explode,
        keywords: Keywords::of(schemas.resolve(schema).0),
        wire,
    }))
}

/// The only property of an object whose properties become parameters.
fn exploded_property(
    schemas: &Schemas<'_>,
    schema: &Value,
    style: &str,
    explode: bool,
) -> Option<(String, Value)> {
    let properties = schemas.resolve(schema).0["properties"].as_object()?;
    let mut properties = properties.iter();
    match (properties.next(), properties.next(), style, explode) {
        (Some((name, schema)), None, "form", true) => Some((name.clone(), schema.clone())),
        _ => None,
    }
}
