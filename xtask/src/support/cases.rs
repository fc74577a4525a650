//! Case files of the conformance tool, made from the examples of an upstream description.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use anyhow::Context as _;
use serde_json::{Map, Value, json};

use super::examples::{Example, Operation, Upstream};
use super::json::entries;
use super::output::say;

/// Writes the case file of a description.
pub(crate) fn write(version: &str, from: &Path, out: &Path) -> anyhow::Result<()> {
    let upstream = Upstream::read(from, version)?;
    let cases: Vec<_> = upstream
        .operations()
        .flat_map(|operation| cases(&operation))
        .collect();
    let mut text = String::new();
    for case in &cases {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{case}");
    }
    let folder = out.parent().map_or(Ok(()), std::fs::create_dir_all);
    let written = folder.and_then(|()| std::fs::write(out, text));
    written.with_context(|| format!("cannot write {}", out.display()))?;
    say!("{} cases in {}", cases.len(), out.display());
    Ok(())
}

/// Returns a case for each response of an operation: each example, the examples of its schema's
/// properties combined, and a response without a body. An example of a request is paired with the
/// response of the same name, or with the first; one without a pair is a separate case. Without any
/// example, those of the properties are combined.
fn cases(operation: &Operation<'_>) -> Vec<Value> {
    let mut cases = Vec::new();
    let mut used = BTreeSet::new();
    let composed = operation.upstream.compose(operation.request_schema);
    let composed = composed.as_ref().map(|value| Example {
        name: "schema",
        value,
    });
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
        } else if response.schema.is_null() && response.examples.is_empty() {
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
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESCRIPTION: &str = "
openapi: 3.0.1
info: {title: A, version: '1.0'}
paths:
  /things/{id}:
    parameters:
    - {name: id, in: path, required: true, example: a b, schema: {type: string}}
    put:
      operationId: changeThing
      parameters:
      - {name: depth, in: query, required: true, schema: {type: integer}}
      - {name: other, in: query, schema: {type: integer}}
      requestBody:
        content:
          application/json:
            schema: {type: object}
            examples:
              first: {value: {n: 1}}
              not_found: {value: {n: 2}}
              unused: {value: {n: 3}}
      responses:
        '200':
          content:
            application/json:
              schema: {properties: {id: {type: string, example: x}, sub: {$ref: '#/components/schemas/sub'}}}
              example: {id: y}
        '204': {}
        '404':
          content:
            application/json:
              examples:
                Not found: {value: {type: error.list}}
components:
  schemas:
    sub: {type: object, properties: {list: {type: array, items: {type: integer, example: 7}}}}
";

    #[test]
    fn every_example_of_an_operation_is_a_case() {
        let upstream = Upstream::parse("a.yaml", DESCRIPTION, "1.0").unwrap();
        let cases: Vec<_> = upstream.operations().flat_map(|o| cases(&o)).collect();
        let told: Vec<_> = cases
            .iter()
            .map(|case| {
                let body = &case["request_body"]["n"];
                format!(
                    "{} {body} {}",
                    case["id"].as_str().unwrap(),
                    case["response_body"]
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                r#"PUT /things/{id} 200 example 1 {"id":"y"}"#,
                r#"PUT /things/{id} 200 schema 1 {"id":"x","sub":{"list":[7]}}"#,
                "PUT /things/{id} 204 no body 1 null",
                r#"PUT /things/{id} 404 Not found 2 {"type":"error.list"}"#,
                "PUT /things/{id} 0 unused 3 null",
            ]
        );
        assert_eq!(cases[0]["path"], "/things/a%20b");
        assert_eq!(cases[0]["query"], json!({"depth": 123}));
        assert_eq!(cases[0]["operation_id"], "changeThing");
        assert_eq!(cases[4]["status"], 0);
    }

    #[test]
    fn another_version_is_refused() {
        let refused = Upstream::parse("a.yaml", DESCRIPTION, "2.0").err().unwrap();
        assert_eq!(refused.to_string(), "a.yaml is of version \"1.0\", not 2.0");
    }

    /// The upstream descriptions are not part of the repository; a folder with them can be named.
    #[test]
    fn upstream_descriptions_become_cases() {
        let Some(folder) = std::env::var_os("INTERCOM_DESCRIPTIONS").map(std::path::PathBuf::from)
        else {
            eprintln!("skipped: INTERCOM_DESCRIPTIONS names no folder of descriptions");
            return;
        };
        for version in ["2.10", "2.14"] {
            let file = folder.join(version).join("api.intercom.io.yaml");
            let upstream = Upstream::read(&file, version).unwrap();
            let made = upstream
                .operations()
                .flat_map(|operation| cases(&operation))
                .count();
            assert!(made > 500, "{version}: {made}");
        }
    }
}
