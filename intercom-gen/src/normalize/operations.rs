//! Paths → operations: names, parameters, bodies and responses.

use serde_json::Value;

use super::bodies::body;
use super::parameters::parameters;
use super::schema_site::SchemaSite;
use super::schemas::Schemas;
use super::source::{Refusal, Source, kinds_of, sources};
use crate::document::essence;
use crate::model::names::{Named, Names, Unnamed};
use crate::model::{Answer, Operation, Type};
use crate::problem::Problem;

/// What became of the paths.
pub(super) struct Collected {
    pub(super) operations: Vec<Operation>,
    /// Operations that cannot be generated, with reasons.
    pub(super) refused: Vec<Problem>,
}

/// Collects and names the operations of the document.
pub(super) fn collect(schemas: &mut Schemas<'_>, names: &Names) -> Collected {
    let sources = sources(schemas.document);
    let mut collected = Collected {
        operations: Vec::new(),
        refused: Vec::new(),
    };
    let unnamed: Vec<_> = sources
        .iter()
        .map(|source| Unnamed {
            method: &source.method,
            path: source.path,
            tag: source.tag(),
            id: source.id,
        })
        .collect();
    for (source, name) in sources.iter().zip(names.operations(&unnamed)) {
        let name = name.map_err(|resource| {
            let what = format!("every name that would suit it in `{resource}` is taken");
            (what, "give it a name in names.toml")
        });
        match name.and_then(|name| operation(schemas, source, names, name)) {
            Ok(operation) => collected.operations.push(operation),
            Err((what, cure)) => collected.refused.push(Problem {
                file: schemas.file.to_owned(),
                place: source.place(),
                what,
                cure: cure.to_owned(),
            }),
        }
    }
    let order = |operation: &Operation| (operation.resource.clone(), operation.name.clone());
    collected.operations.sort_by_key(order);
    collected
}

fn operation(
    schemas: &mut Schemas<'_>,
    source: &Source<'_>,
    names: &Names,
    named: Named,
) -> Result<Operation, Refusal> {
    let (resource, name) = (named.resource, named.method);
    let id = match source.id {
        "" => format!("{resource}_{name}"),
        id => id.to_owned(),
    };
    let (path_parameters, parameters) = parameters(schemas, source, names, &id)?;
    let (body, body_format) = body(schemas, source, &id, &resource)?;
    Ok(Operation {
        page: (id == source.id).then(|| id.clone()),
        title: title(&resource, &name),
        tag: source.tag().to_owned(),
        path: source.path.to_owned(),
        body,
        body_format,
        answer: answer(schemas, source, &id, &resource)?,
        safe: match &source.operation["x-safe"] {
            Value::Bool(safe) => *safe,
            _ => source.method != "POST" && source.method != "PATCH",
        },
        one_at_a_time: source.operation["x-retry"] == "never-on-429",
        errors: errors(source.operation),
        paging: None,
        steps: Vec::new(),
        is_job_status: false,
        method: source.method.clone(),
        path_parameters,
        parameters,
        resource,
        name,
        id,
    })
}

/// A sentence about an operation without documentation: `list` of `brands` is "Lists brands".
fn title(resource: &str, name: &str) -> String {
    let (verb, rest) = name.split_once('_').unwrap_or((name, resource));
    let verb = match verb.as_bytes() {
        [.., b's' | b'x'] | [.., b'c' | b's', b'h'] => format!("{verb}es"),
        _ => format!("{verb}s"),
    };
    let mut title = format!("{verb} {}", rest.replace('_', " "));
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    title
}

fn answer(
    schemas: &mut Schemas<'_>,
    source: &Source<'_>,
    id: &str,
    resource: &str,
) -> Result<Answer, Refusal> {
    let responses: Vec<_> = statuses(source.operation)
        .map(|(status, response)| (status.to_owned(), schemas.resolve(response).0.clone()))
        .collect();
    if source.method == "HEAD" {
        return Ok(Answer::Empty);
    }
    let successes = successes(&responses);
    if let Some(schema) = several(&successes) {
        let place = SchemaSite::root(&format!("{id}_response"), resource);
        return Ok(Answer::Json(schemas.lower(&schema, &place).ty));
    }
    let mut contents = successes.iter().map(|(_, response)| &response["content"]);
    let content = contents.find(|content| content.as_object().is_some_and(|c| !c.is_empty()));
    let Some(content) = content else {
        let redirects = responses.iter().any(|(status, _)| status.starts_with('3'));
        let declared = successes.iter().any(|(status, _)| status != "default");
        return Ok(match (declared, redirects) {
            (true, _) => Answer::Empty,
            (false, true) => Answer::Redirect,
            (false, false) => Answer::Undeclared,
        });
    };
    if let Some(schema) = json_of(content) {
        let place = SchemaSite::root(&format!("{id}_response"), resource);
        return Ok(Answer::Json(schemas.lower(schema, &place).ty));
    }
    let kinds = content.as_object().into_iter().flatten();
    for (kind, media) in kinds {
        if essence(kind) == "text/event-stream" {
            let place = SchemaSite::root(&format!("{id}_event"), resource);
            return Ok(Answer::Events(event(schemas, media, &place)));
        }
        let essence = essence(kind);
        match essence.split_once('/') {
            Some(("text", _)) => return Ok(Answer::Text(essence.to_owned())),
            Some(("application" | "image" | "audio" | "video" | "*", _)) => {
                return Ok(Answer::Binary(essence.to_owned()));
            }
            _ => {}
        }
    }
    Err((
        format!("returns {}", kinds_of(content)),
        "JSON, text, events and bytes can be read; call it with Client::request",
    ))
}

/// The type of the data of events: what the schema describes, an element where it describes a list of
/// them, or the `data` of an `itemSchema`.
fn event(schemas: &mut Schemas<'_>, media: &Value, place: &SchemaSite) -> Type {
    let item = schemas.resolve(&media["itemSchema"]).0.clone();
    let data = schemas.resolve(&item["properties"]["data"]).0;
    let data = match data.get("contentSchema") {
        Some(schema) => Some(schema.clone()),
        None => item["properties"].get("data").cloned(),
    };
    let schema = data.unwrap_or_else(|| match &item {
        Value::Null => media["schema"].clone(),
        item => item.clone(),
    });
    match schemas.lower(&schema, place).ty {
        Type::List(element) => *element,
        ty => ty,
    }
}

/// The responses that are a success: the 200s, or `default` where nothing else is declared. Beside
/// errors it is one of them.
fn successes(responses: &[(String, Value)]) -> Vec<&(String, Value)> {
    match responses {
        [only] if only.0 == "default" => vec![only],
        _ => {
            let successes = responses.iter();
            successes
                .filter(|(status, _)| status.starts_with('2'))
                .collect()
        }
    }
}

/// Returns one schema for all successes that return different kinds of JSON.
fn several(successes: &[&(String, Value)]) -> Option<Value> {
    let mut schemas: Vec<&Value> = Vec::new();
    for (_, response) in successes {
        let schema = json_of(&response["content"]);
        schemas.extend(schema.filter(|schema| !schemas.contains(schema)));
    }
    (schemas.len() > 1).then(|| serde_json::json!({ "oneOf": schemas }))
}

/// The schema of a content's JSON; bytes are none, whatever they are called.
fn json_of(content: &Value) -> Option<&Value> {
    let mut kinds = content.as_object().into_iter().flatten();
    let is_bytes = |media: &Value| media["schema"]["format"] == "binary";
    kinds
        .find(|(kind, media)| is_json(kind) && !is_bytes(media))
        .map(|(_, media)| &media["schema"])
}

fn statuses(operation: &Value) -> impl Iterator<Item = (&String, &Value)> {
    operation["responses"].as_object().into_iter().flatten()
}

fn errors(operation: &Value) -> Vec<u16> {
    let mut errors: Vec<u16> = statuses(operation)
        .filter_map(|(status, _)| status.parse().ok())
        .filter(|status| *status >= 400)
        .collect();
    errors.sort_unstable();
    errors
}

pub(super) fn is_json(kind: &str) -> bool {
    let essence = essence(kind);
    essence == "application/json" || essence.ends_with("+json") || essence == "*/*"
}
