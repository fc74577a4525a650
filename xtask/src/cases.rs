//! `cargo xtask cases`: the examples of an upstream description as a case file of the conformance
//! tool.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::Context as _;
use serde_json::{Map, Value, json};

use crate::examples::{Example, Operation, Upstream, entries};
use crate::workspace::Workspace;

/// Make a case file for the conformance tool from the examples of an upstream description
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The version of the description, such as 2.14
    version: String,
    /// The upstream description
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// The case file [default: target/cases/VERSION.jsonl]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> anyhow::Result<()> {
    let upstream = Upstream::read(&args.from, &args.version)?;
    let cases: Vec<_> = upstream
        .operations()
        .flat_map(|operation| cases(&operation))
        .collect();
    let out = match &args.out {
        Some(out) => out.clone(),
        None => workspace.path(&format!("target/cases/{}.jsonl", args.version)),
    };
    let text: String = cases.iter().map(|case| format!("{case}\n")).collect();
    let folder = out.parent().map_or(Ok(()), std::fs::create_dir_all);
    let written = folder.and_then(|()| std::fs::write(&out, text));
    written.with_context(|| format!("cannot write {}", out.display()))?;
    println!("{} cases in {}", cases.len(), out.display());
    Ok(())
}

/// A case for each answer of an operation: each example, what the examples of its schema's
/// properties make together, and an answer without a body. An example of a request goes with the
/// answer of the same name, or with the first; one that goes with none is a case by itself. Where
/// there is none at all, the examples of the properties make one.
fn cases(operation: &Operation<'_>) -> Vec<Value> {
    let mut cases = Vec::new();
    let mut used = BTreeSet::new();
    let composed = operation.upstream.compose(operation.request_schema);
    let composed = composed.as_ref().map(|value| Example { name: "schema", value });
    let first = operation.request.first().or(composed.as_ref());
    for response in &operation.responses {
        let Ok(status) = response.status.parse::<u16>() else {
            continue;
        };
        for example in &response.examples {
            let same = |request: &&Example<'_>| plain(request.name) == plain(example.name);
            let request = operation.request.iter().find(same).or(first);
            used.extend(request.map(|request| request.name));
            cases.push(case(
                operation,
                status,
                example.name,
                request,
                example.value,
            ));
        }
        if let Some(body) = operation.upstream.compose(response.schema) {
            cases.push(case(operation, status, "schema", first, &body));
        } else if response.schema.is_null() {
            cases.push(case(operation, status, "no body", first, &Value::Null));
        }
    }
    for request in &operation.request {
        if !used.contains(request.name) {
            cases.push(case(
                operation,
                0,
                request.name,
                Some(request),
                &Value::Null,
            ));
        }
    }
    cases
}

fn case(
    operation: &Operation<'_>,
    status: u16,
    name: &str,
    request: Option<&Example<'_>>,
    response_body: &Value,
) -> Value {
    let mut path = operation.path.to_owned();
    let mut query = Map::new();
    for parameter in &operation.parameters {
        let name = parameter["name"].as_str().unwrap_or_default();
        let placeholder = format!("{{{name}}}");
        // A path parameter may be declared as one of the query.
        if operation.path.contains(&placeholder) {
            let value = sample(operation, parameter);
            let value = value.as_str().map_or_else(|| value.to_string(), encode);
            path = path.replace(&placeholder, &value);
        } else if parameter["in"] == "query" && parameter["required"] == true {
            query.extend(query_of(operation, name, parameter));
        }
    }
    let method = operation.method.to_uppercase();
    json!({
        "id": format!("{method} {} {status} {name}", operation.path),
        "method": method,
        "path_template": operation.path,
        "operation_id": operation.id,
        "path": path,
        "query": query,
        "request_body": request.map(|request| request.value),
        "status": status,
        "response_body": response_body,
    })
}

/// A parameter of the query: an object is spread over it.
fn query_of(operation: &Operation<'_>, name: &str, parameter: &Value) -> Map<String, Value> {
    let schema = operation.upstream.resolve(&parameter["schema"]);
    let branches = schema["oneOf"].as_array().into_iter().flatten();
    let properties = branches
        .chain([schema])
        .find_map(|branch| branch.get("properties"));
    if let (Some(properties), "object") = (properties, schema["type"].as_str().unwrap_or_default())
    {
        let names = entries(properties).map(|(name, _)| (name.to_owned(), "example".into()));
        return names.collect();
    }
    Map::from_iter([(name.to_owned(), sample(operation, parameter))])
}

/// The example of a parameter, or else a value of its type.
fn sample(operation: &Operation<'_>, parameter: &Value) -> Value {
    let schema = operation.upstream.resolve(&parameter["schema"]);
    let examples = entries(&parameter["examples"]).find_map(|(_, example)| example.get("value"));
    let given = examples
        .or_else(|| parameter.get("example"))
        .or_else(|| schema.get("example"));
    let listed = || schema["enum"].get(0);
    match given.or_else(listed) {
        Some(value) => value.clone(),
        None => match schema["type"].as_str() {
            Some("integer" | "number") => json!(123),
            Some("boolean") => json!(true),
            _ => json!("example"),
        },
    }
}

/// A name without case and punctuation: `not found` and `not_found` are the same.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.collect::<String>().to_lowercase()
}

/// Percent-encodes a segment of a path.
fn encode(segment: &str) -> String {
    let mut encoded = String::new();
    for byte in segment.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
