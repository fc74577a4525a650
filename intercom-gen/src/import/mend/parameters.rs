//! Parameters: each has a name, a place and a type, and each placeholder of a path has a parameter.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::schemas::{flag, type_named};
use super::walk::{Walk, is_removed};
use crate::document::{METHODS, placeholders, resolve};
use crate::import::shape::LOCATIONS;

/// Keys of a schema that Swagger 2.0 has in the parameter itself.
const OF_SCHEMAS: [&str; 8] = [
    "type", "format", "enum", "items", "default", "minimum", "maximum", "pattern",
];

/// Mends a parameter; returns whether it is kept, and the schema of a body that it turned out to be.
pub(super) fn complete(
    walk: &mut Walk<'_>,
    parameter: &mut Map<String, Value>,
) -> (bool, Option<Value>) {
    for key in ["required", "explode", "deprecated"] {
        flag(walk, parameter, key);
    }
    let location = parameter
        .get("in")
        .and_then(Value::as_str)
        .map(str::to_owned);
    if location.as_deref() == Some("body") {
        walk.note("a body that is declared as a parameter", "read as the body");
        return (
            false,
            Some(parameter.get("schema").cloned().unwrap_or(json!({}))),
        );
    }
    let Some(name) = parameter
        .get("name")
        .and_then(Value::as_str)
        .map(str::to_owned)
    else {
        walk.note("`name` is missing", "left out");
        return (false, None);
    };
    if !LOCATIONS.contains(&location.as_deref().unwrap_or_default()) {
        let path = path_of(walk);
        let meant = if placeholders(&path).any(|placeholder| placeholder == name) {
            "path"
        } else {
            "query"
        };
        let what = match &location {
            Some(location) => format!("`{location}` is not a location of a parameter"),
            None => "`in` is missing".to_owned(),
        };
        walk.note_at("in", what, format!("read as `{meant}`"));
        parameter.insert("in".to_owned(), meant.into());
    }
    if !parameter.contains_key("schema") && !parameter.contains_key("content") {
        let mut schema = Map::new();
        for key in OF_SCHEMAS {
            if let Some(value) = parameter.shift_remove(key) {
                schema.insert(key.to_owned(), value);
            }
        }
        let known = schema
            .get("type")
            .and_then(Value::as_str)
            .and_then(type_named);
        let read_as = match (known, parameter["in"].as_str()) {
            (Some(ty), _) => {
                schema.insert("type".to_owned(), ty.into());
                ty
            }
            (None, Some("query")) => "arbitrary JSON",
            (None, _) => {
                schema.insert("type".to_owned(), "string".into());
                "string"
            }
        };
        walk.note(
            "neither `schema` nor `content`",
            format!("its type is read as {read_as}"),
        );
        parameter.insert("schema".to_owned(), Value::Object(schema));
    }
    (true, None)
}

/// The path that the walk is in.
fn path_of(walk: &Walk<'_>) -> String {
    match walk.place.keys() {
        [paths, path, ..] if paths == "paths" => path.clone(),
        _ => String::new(),
    }
}

/// Sees to it that each operation of a path declares the placeholders of the path.
pub(super) fn of_path(walk: &mut Walk<'_>, item: &mut Map<String, Value>) {
    let path = path_of(walk);
    let wanted: BTreeSet<&str> = placeholders(&path)
        .filter(|name| !name.is_empty())
        .collect();
    if wanted.is_empty() {
        return;
    }
    let shared = item.get("parameters").cloned().unwrap_or_default();
    let shared = declared(walk.document, &shared);
    for method in METHODS {
        let Some(Value::Object(operation)) = item.get_mut(method) else {
            continue;
        };
        walk.place.push(method);
        of_operation(walk, operation, &wanted, &shared);
        walk.place.pop();
    }
}

/// A parameter as it is declared: its index in the list, and what it resolves to.
type Declared = (usize, Value);

fn declared(document: &Value, list: &Value) -> Vec<Declared> {
    let parameters = list.as_array().into_iter().flatten().enumerate();
    parameters
        .filter(|(_, parameter)| !is_removed(parameter))
        .map(|(index, parameter)| (index, resolve(document, parameter).clone()))
        .collect()
}

fn is_in_path(parameter: &Value) -> bool {
    parameter["in"] == "path"
}

fn of_operation(
    walk: &mut Walk<'_>,
    operation: &mut Map<String, Value>,
    wanted: &BTreeSet<&str>,
    shared: &[Declared],
) {
    let list = operation.get("parameters").cloned().unwrap_or_default();
    let own = declared(walk.document, &list);
    let name = |(_, parameter): &Declared| parameter["name"].as_str().map(str::to_owned);
    let in_path: BTreeSet<String> = own
        .iter()
        .chain(shared)
        .filter(|(_, parameter)| is_in_path(parameter))
        .filter_map(name)
        .collect();
    let missing: Vec<&str> = wanted
        .iter()
        .copied()
        .filter(|name| !in_path.contains(*name))
        .collect();
    let surplus: Vec<&Declared> = own
        .iter()
        .chain(shared)
        .filter(|(_, parameter)| is_in_path(parameter))
        .filter(|parameter| name(parameter).is_none_or(|name| !wanted.contains(name.as_str())))
        .collect();
    for placeholder in &missing {
        let elsewhere = own
            .iter()
            .chain(shared)
            .find(|(_, parameter)| parameter["name"] == *placeholder);
        let misnamed = match (missing.as_slice(), surplus.as_slice()) {
            ([_], [only]) => Some(*only),
            _ => None,
        };
        let found = elsewhere.or(misnamed);
        let what = match (elsewhere, misnamed) {
            (Some((_, parameter)), _) => format!(
                "the path contains `{{{placeholder}}}`, but the parameter is declared in {}",
                parameter["in"].as_str().unwrap_or("no place")
            ),
            (None, Some((_, parameter))) => format!(
                "the path contains `{{{placeholder}}}`, but the parameter is called {}",
                parameter["name"]
            ),
            (None, None) => {
                format!("the path contains `{{{placeholder}}}`, but no parameter declares it")
            }
        };
        let schema = found.and_then(|(_, parameter)| parameter.get("schema"));
        let schema = schema
            .cloned()
            .unwrap_or_else(|| json!({ "type": "string" }));
        let read_as = match found {
            Some(_) => "read as a parameter of the path with this name",
            None => "read as a string",
        };
        walk.note(what, read_as);
        let mended = json!({"name": placeholder, "in": "path", "required": true, "schema": schema});
        // A parameter that others share is left as it is.
        let index = found.and_then(|found| own.iter().position(|own| std::ptr::eq(own, found)));
        let index = index
            .and_then(|position| own.get(position))
            .map(|(index, _)| *index);
        let list = operation
            .entry("parameters")
            .or_insert_with(|| json!([]))
            .as_array_mut();
        let Some(list) = list else { continue };
        match index.and_then(|index| list.get_mut(index)) {
            Some(inline) if inline.get("$ref").is_none() => {
                inline["name"] = (*placeholder).into();
                inline["in"] = "path".into();
                inline["required"] = true.into();
            }
            _ => list.push(mended),
        }
    }
}
