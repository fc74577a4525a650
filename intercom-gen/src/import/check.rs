//! Checks of a description that concern more than one node.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::node_path::NodePath;
use crate::document::{METHODS, Unresolved, follow, placeholders, resolve};
use crate::problem::Problems;

const SCHEMAS: &str = "#/components/schemas/";

/// Checks that the description is `OpenAPI` 3.0 or 3.1; otherwise nothing else is checked.
pub(super) fn version(file: &str, description: &Value, problems: &mut Problems) {
    let what = match description.get("openapi") {
        Some(Value::String(version))
            if version.starts_with("3.0.") || version.starts_with("3.1.") =>
        {
            return;
        }
        Some(Value::String(version)) => format!("the document is OpenAPI {version}"),
        _ if description.get("swagger").is_some() => "the document is Swagger 2.0".to_owned(),
        _ => "the document has no `openapi: 3.0.x`".to_owned(),
    };
    problems.push(
        file,
        "openapi",
        what,
        "give an OpenAPI 3.0 or 3.1 description",
    );
}

/// Every `$ref` leads to something in this document.
pub(super) fn references(
    file: &str,
    document: &Value,
    references: &[(NodePath, String)],
    problems: &mut Problems,
) {
    for (place, reference) in references {
        let what = match follow(document, reference) {
            Ok(_) => continue,
            // Reported once, at the schema itself: see `inclusions`.
            Err(Unresolved::Circle) if reference.starts_with(SCHEMAS) => continue,
            Err(Unresolved::Elsewhere) => format!("`{reference}` points out of the document"),
            Err(Unresolved::Dangling) => format!("`{reference}` points to nothing"),
            Err(Unresolved::Circle) => format!("`{reference}` leads back to itself"),
        };
        let cure = "point the `$ref` to something that exists in the document";
        problems.push(file, place.to_string(), what, cure);
    }
}

/// Checks that no schema includes itself, as a `$ref` or through `allOf`.
pub(super) fn inclusions(file: &str, document: &Value, problems: &mut Problems) {
    let schemas = document
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    let mut open: BTreeMap<String, BTreeSet<String>> = schemas
        .into_iter()
        .flatten()
        .map(|(name, schema)| (name.clone(), included(schema)))
        .filter(|(_, included)| !included.is_empty())
        .collect();
    // Schemas that include none of the open ones are finite; take them away until none is left
    // to take. What remains includes itself, or something that does.
    loop {
        let names: BTreeSet<String> = open.keys().cloned().collect();
        open.retain(|_, included| included.iter().any(|name| names.contains(name)));
        if open.len() == names.len() {
            break;
        }
    }
    for name in open.keys() {
        problems.push(
            file,
            NodePath::new(["components", "schemas", name]).to_string(),
            "the schema is infinitely recursive: it includes itself, or one that does",
            "break the circle upstream",
        );
    }
}

/// The components whose properties become those of `schema`.
fn included(schema: &Value) -> BTreeSet<String> {
    let parts = schema.get("allOf").and_then(Value::as_array);
    parts
        .into_iter()
        .flatten()
        .chain([schema])
        .filter_map(|part| part.get("$ref")?.as_str()?.strip_prefix(SCHEMAS))
        .map(str::to_owned)
        .collect()
}

/// Checks that each `{parameter}` of a path is declared, in any location: one that is declared in
/// the wrong location can be corrected, but one that is not declared has no type.
pub(super) fn operations(file: &str, document: &Value, problems: &mut Problems) {
    let paths = document.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        let operations = METHODS
            .iter()
            .filter_map(|method| Some((*method, item.get(*method)?)));
        let shared = names_of_parameters(document, item);
        let template: Vec<_> = placeholders(path).collect();
        for (method, operation) in operations {
            let place = NodePath::new(["paths", path, method]).to_string();
            let own = names_of_parameters(document, operation);
            for name in &template {
                if !own.contains(name) && !shared.contains(name) {
                    problems.push(
                        file,
                        &place,
                        format!("the path contains `{{{name}}}`, but no parameter declares it"),
                        "declare the parameter upstream",
                    );
                }
            }
        }
    }
}

fn names_of_parameters<'a>(document: &'a Value, holder: &'a Value) -> BTreeSet<&'a str> {
    let parameters = holder.get("parameters").and_then(Value::as_array);
    parameters
        .into_iter()
        .flatten()
        .filter_map(|parameter| resolve(document, parameter).get("name")?.as_str())
        .collect()
}
