//! Holds a request against the contract: version, query and body of its operation.
//!
//! The response reports the first mistake, as that of Intercom does. Keys that the contract does
//! not have are not mistakes, but are reported.

use serde_json::Value;

use super::forms;
use crate::contract::{Description, Document, Mistake, MistakeKind, Operation, array, object};
use crate::exchange::{ApiError, Request};

/// Paging parameters that the API takes on every list, declared or not.
const PAGING: [&str; 4] = ["page", "per_page", "starting_after", "order"];

/// The token of the `Authorization` header must be the workspace's.
pub(crate) fn token(request: &Request, token: &str) -> Result<(), ApiError> {
    match request
        .header("authorization")
        .and_then(|value| value.strip_prefix("Bearer "))
    {
        Some(given) if given == token => Ok(()),
        Some(_) => Err(ApiError::of_status(401)),
        None => Err(ApiError {
            code: "missing_authorization".to_owned(),
            ..ApiError::of_status(401)
        }),
    }
}

/// The version, if one is requested, must exist.
pub(crate) fn version(description: &Description, request: &Request) -> Result<(), ApiError> {
    match request.header("intercom-version") {
        Some(version) if !description.has_version(version) => Err(ApiError::new(
            400,
            "intercom_version_invalid",
            "The requested version could not be found",
        )),
        _ => Ok(()),
    }
}

/// Required query parameters are there, and each is of its type.
pub(crate) fn query(operation: &Operation, request: &Request) -> Result<(), ApiError> {
    for parameter in operation
        .parameters
        .iter()
        .filter(|parameter| parameter.location == "query")
    {
        let names = parameter.query_names();
        let given = names.iter().find_map(|name| request.query_value(name));
        let Some(value) = given else {
            if parameter.required {
                return Err(ApiError::missing(&parameter.name));
            }
            continue;
        };
        let fits = match operation.document.resolve(&parameter.schema)["type"].as_str() {
            Some("integer") => value.parse::<i64>().is_ok(),
            Some("number") => value.parse::<f64>().is_ok(),
            Some("boolean") => ["true", "false"].contains(&value),
            _ => true,
        };
        if !fits {
            return Err(mismatch(&parameter.name));
        }
    }
    Ok(())
}

/// The body as JSON, found to fit its schema. The parts of a form are added to the request.
pub(crate) fn body(operation: &Operation, request: &mut Request) -> Result<Value, ApiError> {
    if let Some(content) = &operation.body_content
        && content.media_type != "application/json"
    {
        let body = forms::read(operation, content, request)?;
        body_errors(operation, &body)?;
        return Ok(body);
    }
    if request.body.is_empty() {
        if !operation.body_mistakes(&Value::Null).is_empty() {
            // A body that may be omitted has no required keys.
            body_errors(operation, &Value::Object(serde_json::Map::new()))?;
        }
        return Ok(Value::Null);
    }
    let media_type = request.header("content-type").unwrap_or_default();
    if !media_type.starts_with("application/json") {
        let message = "The body must be sent as application/json";
        return Err(ApiError::new(415, "media_type_not_supported", message));
    }
    let body = serde_json::from_slice(&request.body)
        .map_err(|_| ApiError::new(400, "client_error", "The body is not valid JSON"))?;
    body_errors(operation, &body)?;
    Ok(body)
}

fn body_errors(operation: &Operation, body: &Value) -> Result<(), ApiError> {
    let mistakes = operation.body_mistakes(body);
    let first = mistakes.first();
    first.map_or(Ok(()), |mistake| Err(explain(mistake, operation)))
}

/// Returns Intercom's response to a body that its schema refuses.
fn explain(mistake: &Mistake, operation: &Operation) -> ApiError {
    let field = mistake.field();
    let mut response = match &mistake.kind {
        MistakeKind::Missing(name) => ApiError::missing(&if field.is_empty() {
            name.clone()
        } else {
            format!("{field}.{name}")
        }),
        MistakeKind::NoBranch(branches) => {
            // The branch that fits best explains best what is wrong.
            let closest = branches.iter().min_by_key(|mistakes| distance(mistakes));
            return closest
                .and_then(|mistakes| mistakes.iter().max_by_key(|mistake| depth(mistake)))
                .map_or_else(|| mismatch(&field), |mistake| explain(mistake, operation));
        }
        MistakeKind::Type { .. } => mismatch(&field),
        _ => ApiError::invalid(&field, format!("{field} has a value that is not allowed")),
    };
    if operation
        .responses
        .iter()
        .any(|response| response.status == 422)
    {
        response.status = 422;
    }
    response
}

/// How far a body is from a branch: a wrong type or value is further off than a missing field.
fn distance(mistakes: &[Mistake]) -> usize {
    let weight = |mistake: &Mistake| match &mistake.kind {
        MistakeKind::Missing(_) => 1,
        MistakeKind::NoBranch(branches) => {
            let distances = branches.iter().map(|mistakes| distance(mistakes));
            distances.min().unwrap_or_default()
        }
        _ => 4,
    };
    mistakes.iter().map(weight).sum()
}

fn depth(mistake: &Mistake) -> usize {
    mistake.place.matches('/').count()
}

fn mismatch(field: &str) -> ApiError {
    ApiError::new(
        400,
        "type_mismatch",
        format!("{field} is of the wrong type"),
    )
    .on(field)
}

/// What a request holds beyond the contract: keys of the body as a path, query names after a `?`.
pub(crate) fn unknown_keys(operation: &Operation, request: &Request, body: &Value) -> Vec<String> {
    let mut unknown = Vec::new();
    let declared: Vec<String> = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.location == "query")
        .flat_map(crate::contract::Parameter::query_names)
        .collect();
    for (name, _) in &request.query {
        if !declared.contains(name) && !PAGING.contains(&name.as_str()) {
            unknown.push(format!("?{name}"));
        }
    }
    match &operation.body {
        Some(schema) => unknown_in(&operation.document, schema, body, "", &mut unknown),
        None => unknown.extend(object(body).map(|(key, _)| key.clone())),
    }
    unknown
}

fn unknown_in(
    document: &Document,
    schema: &Value,
    value: &Value,
    place: &str,
    unknown: &mut Vec<String>,
) {
    let schema = document.resolve(schema);
    for element in array(value) {
        for items in items(document, schema) {
            unknown_in(document, items, element, place, unknown);
        }
    }
    let properties = document.properties(schema);
    if properties.is_empty() {
        return;
    }
    for (key, inner) in object(value) {
        let place = if place.is_empty() {
            key.clone()
        } else {
            format!("{place}.{key}")
        };
        match properties.iter().find(|(name, _)| name == key) {
            Some((_, schema)) => unknown_in(document, schema, inner, &place, unknown),
            None if is_open(document, schema) || unknown.contains(&place) => {}
            None => unknown.push(place),
        }
    }
}

/// The schemas of a list's elements, in all branches of a union.
fn items<'a>(document: &'a Document, schema: &'a Value) -> Vec<&'a Value> {
    let schema = document.resolve(schema);
    let branches = ["allOf", "anyOf", "oneOf"]
        .into_iter()
        .flat_map(|union| array(&schema[union]));
    branches
        .flat_map(|branch| items(document, branch))
        .chain(schema.get("items"))
        .collect()
}

/// Whether any key is welcome.
fn is_open(document: &Document, schema: &Value) -> bool {
    let schema = document.resolve(schema);
    let mut branches = ["allOf", "anyOf", "oneOf"]
        .into_iter()
        .flat_map(|union| array(&schema[union]));
    schema["additionalProperties"].is_object()
        || schema["additionalProperties"] == true
        || branches.any(|branch| is_open(document, branch))
}
