//! Finds where the examples of an upstream description contradict its corrected schemas.

use std::collections::BTreeMap;

use anyhow::Context as _;
use intercom_gen::document::resolve;
use serde_json::{Map, Value};

use super::examples::{Upstream, schema_of};
use super::json::entries;

/// Returns a line for each contradiction between an upstream file and its corrected description.
pub(crate) fn find(upstream: &Upstream, corrected: &str) -> anyhow::Result<Vec<String>> {
    let corrected = serde_json::from_str(corrected).context("the corrected description")?;
    Ok(lines(&audit(upstream, &corrected)))
}

fn lines(findings: &Findings) -> Vec<String> {
    let line = |(finding, places): (&String, &Vec<String>)| {
        let more = if places.len() > 1 { ", …" } else { "" };
        let first = places.first().map_or("", |p| p);
        format!("{} × {finding} ({first}{more})", places.len())
    };
    findings.iter().map(line).collect()
}

/// What was found, and where: the same finding in several examples is one.
type Findings = BTreeMap<String, Vec<String>>;

fn audit(upstream: &Upstream, corrected: &Value) -> Findings {
    let mut audit = Audit {
        corrected,
        place: String::new(),
        findings: Findings::new(),
    };
    for operation in upstream.operations() {
        let known = &corrected["paths"][operation.path][operation.method];
        let schema = |holder| schema_of(&resolve(corrected, holder)["content"]);
        let title = format!("{} {}", operation.method.to_uppercase(), operation.path);
        let request = schema(&known["requestBody"]);
        for example in &operation.request {
            audit.place = format!("{title} request, {}", example.name);
            audit.value(example.value, &[request], "body");
        }
        for response in &operation.responses {
            let schema = schema(&known["responses"][response.status]);
            for example in &response.examples {
                audit.place = format!("{title} {}, {}", response.status, example.name);
                audit.value(example.value, &[schema], "answer");
            }
        }
    }
    for part in ["components", "paths"] {
        audit.schemas(&upstream.document()[part], &corrected[part], part);
    }
    audit.findings
}

struct Audit<'a> {
    corrected: &'a Value,
    /// The place of the example.
    place: String,
    findings: Findings,
}

impl<'a> Audit<'a> {
    /// Finds the examples of schemas, at the same place in both documents.
    fn schemas(&mut self, upstream: &Value, corrected: &'a Value, place: &str) {
        let is_schema = ["type", "properties", "allOf", "oneOf", "anyOf"]
            .iter()
            .any(|key| corrected.get(key).is_some());
        if let (Some(example), true) = (upstream.get("example"), is_schema) {
            place.clone_into(&mut self.place);
            self.value(example, &[corrected], &short(place));
        }
        match upstream {
            Value::Object(object) => {
                for (key, inner) in object {
                    // Media types have examples of their own, which were looked at before.
                    if let (Some(corrected), false) =
                        (corrected.get(key), key.starts_with("example"))
                    {
                        self.schemas(inner, corrected, &format!("{place}/{key}"));
                    }
                }
            }
            Value::Array(list) => {
                for (index, inner) in list.iter().enumerate() {
                    if let Some(corrected) = corrected.get(index) {
                        self.schemas(inner, corrected, &format!("{place}/{index}"));
                    }
                }
            }
            _ => {}
        }
    }

    /// Checks a value that must fit one of some schemas. Null always fits: in responses it means
    /// the same as absence.
    fn value(&mut self, value: &Value, schemas: &[&'a Value], name: &str) {
        let mut branches = Vec::new();
        let mut name = name.to_owned();
        for schema in schemas {
            self.branches(schema, &mut branches, &mut name, 0);
        }
        if branches.is_empty() || value.is_null() {
            return;
        }
        let types = branches.iter().filter_map(|branch| branch["type"].as_str());
        let types: Vec<_> = types.collect();
        if !branches.iter().any(|branch| admits(branch, value)) {
            return self.note(format!(
                "{name}: {} where {} is documented",
                kind(value),
                types.join(" or ")
            ));
        }
        match value {
            Value::Object(object) => self.object(object, &branches, &name),
            Value::Array(list) => {
                let items: Vec<_> = branches
                    .iter()
                    .filter_map(|branch| branch.get("items"))
                    .collect();
                for element in list {
                    self.value(element, &items, &format!("{name}[]"));
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, object: &Map<String, Value>, branches: &[&'a Value], name: &str) {
        for (key, value) in object {
            let named = branches.iter().flat_map(|branch| {
                let properties = entries(&branch["properties"]);
                properties.filter(|(known, schema)| known == key || has_alias(schema, key))
            });
            let named: Vec<_> = named.map(|(_, schema)| schema).collect();
            let others = branches
                .iter()
                .filter_map(|branch| branch.get("additionalProperties"));
            let others: Vec<_> = others.filter(|others| **others != false).collect();
            if !named.is_empty() {
                self.value(value, &named, &format!("{name}.{key}"));
            } else if !others.is_empty() {
                self.value(value, &others, &format!("{name}.*"));
            } else if !branches.iter().any(|branch| is_free(branch)) {
                self.note(format!("{name}.{key}: no property"));
            }
        }
    }

    /// The schemas that a schema is made of; a component gives its name to the place.
    fn branches(
        &self,
        schema: &'a Value,
        found: &mut Vec<&'a Value>,
        name: &mut String,
        depth: usize,
    ) {
        // Deeper than any union of the description; a schema may include itself.
        if depth > 8 || schema.is_null() {
            return;
        }
        if let Some(target) = schema["$ref"].as_str() {
            if depth == 0 {
                target.rsplit('/').next().unwrap_or(target).clone_into(name);
            }
            return self.branches(resolve(self.corrected, schema), found, name, depth + 1);
        }
        let parts = ["allOf", "anyOf", "oneOf"]
            .into_iter()
            .filter_map(|key| schema[key].as_array());
        let parts: Vec<_> = parts.flatten().collect();
        for part in &parts {
            self.branches(part, found, name, depth + 1);
        }
        if parts.is_empty() || schema.get("properties").is_some() {
            found.push(schema);
        }
    }

    fn note(&mut self, finding: String) {
        let places = self.findings.entry(finding).or_default();
        if !places.contains(&self.place) {
            places.push(self.place.clone());
        }
    }
}

fn has_alias(schema: &Value, key: &str) -> bool {
    let aliases = schema["x-aliases"].as_array().into_iter().flatten();
    aliases.into_iter().any(|alias| alias == key)
}

/// Returns whether a schema does not constrain its value.
fn is_free(schema: &Value) -> bool {
    let says = |key: &str| schema.get(key).is_some();
    !says("properties")
        && !says("items")
        && !says("enum")
        && (!says("type") || (schema["type"] == "object" && !says("additionalProperties")))
}

/// Whether a schema admits a value by its type.
fn admits(schema: &Value, value: &Value) -> bool {
    let implied = schema.get("properties").map_or("any", |_| "object");
    match schema["type"].as_str().unwrap_or(implied) {
        "any" => true,
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        _ => value.is_object(),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// `components/schemas/tag/properties/id` as `tag.id`.
fn short(place: &str) -> String {
    let parts = place
        .split('/')
        .filter(|part| !["components", "schemas", "properties", "paths"].contains(part));
    parts.collect::<Vec<_>>().join(".").replace(".items", "[]")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const UPSTREAM: &str = "
openapi: 3.0.1
info: {title: A, version: '1.0'}
paths:
  /things:
    get:
      responses:
        '200':
          content:
            application/json:
              examples:
                one: {value: {data: [{id: 5, name: x, new: 1, old: 2, free: {any: 1}}], empty: null}}
components:
  schemas:
    thing:
      type: object
      properties:
        id: {type: string, example: 7}
        name: {type: string, example: y}
";

    #[test]
    fn contradictions_are_reported_once_with_their_places() {
        let upstream = Upstream::parse("a.yaml", UPSTREAM, "1.0").unwrap();
        let corrected = json!({
            "paths": {"/things": {"get": {"responses": {"200": {"content": {"application/json": {
                "schema": {"type": "object", "properties": {
                    "data": {"type": "array", "items": {"$ref": "#/components/schemas/thing"}},
                    "empty": {"type": "string"},
                }},
            }}}}}}},
            "components": {"schemas": {"thing": {"type": "object", "properties": {
                "id": {"type": "string"},
                "name": {"oneOf": [{"type": "integer"}, {"type": "string"}]},
                "renamed": {"type": "integer", "x-aliases": ["old"]},
                "free": {"type": "object"},
            }}}},
        });
        let findings: Vec<_> = audit(&upstream, &corrected).into_iter().collect();
        let place = "GET /things 200, one".to_owned();
        assert_eq!(
            findings,
            [
                (
                    "thing.id: integer where string is documented".to_owned(),
                    vec![
                        place.clone(),
                        "components/schemas/thing/properties/id".to_owned()
                    ]
                ),
                ("thing.new: no property".to_owned(), vec![place]),
            ]
        );
    }
}
