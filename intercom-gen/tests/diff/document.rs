//! A small contract, and ways to change it.

use intercom_gen::diff::{Finding, diff};
use serde_json::{Value, json};

/// A document with one operation that sends the schema `sent`, returns `received`, and does both
/// with `both`.
pub fn document() -> Value {
    json!({
        "openapi": "3.0.1",
        "info": {"title": "T", "version": "1"},
        "paths": {
            "/things/{id}": {
                "put": {
                    "operationId": "putThing",
                    "summary": "Put",
                    "tags": ["Things"],
                    "parameters": [
                        {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
                        {"name": "page", "in": "query", "schema": {"type": "integer"}}
                    ],
                    "requestBody": {"content": {"application/json": {"schema": {
                        "type": "object",
                        "properties": {
                            "sent": {"$ref": "#/components/schemas/sent"},
                            "both": {"$ref": "#/components/schemas/both"}
                        }
                    }}}},
                    "responses": {
                        "200": {"description": "", "content": {"application/json": {"schema": {
                            "type": "object",
                            "properties": {
                                "received": {"$ref": "#/components/schemas/received"},
                                "both": {"$ref": "#/components/schemas/both"}
                            }
                        }}}},
                        "404": {"$ref": "#/components/responses/missing"}
                    }
                }
            }
        },
        "components": {
            "schemas": {
                "sent": thing(), "received": thing(), "both": thing(), "failed": thing(), "lonely": thing()
            },
            "responses": {
                "missing": {"description": "", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/failed"}}}}
            }
        }
    })
}

fn thing() -> Value {
    json!({"type": "object", "properties": {"id": {"type": "string"}, "a": {"type": "string"}}})
}

/// The document with something at a JSON pointer, or without it.
pub fn with(mut document: Value, pointer: &str, value: Option<Value>) -> Value {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/");
    let parent = document.pointer_mut(parent).unwrap();
    match (parent, value) {
        (Value::Object(object), Some(value)) => {
            object.insert(key, value);
        }
        (Value::Object(object), None) => {
            object.shift_remove(&key);
        }
        (Value::Array(list), value) => list.extend(value),
        (other, _) => panic!("{other} has no {key}"),
    }
    document
}

/// What changes when something at a pointer does.
pub fn change(pointer: &str, old: Option<Value>, new: Option<Value>) -> Vec<Finding> {
    let old = with(document(), pointer, old);
    let new = with(document(), pointer, new);
    diff(&old, &new).findings
}

/// A finding as `id site|path side old→new rust/running`.
pub fn line(finding: &Finding) -> String {
    format!(
        "{} {}|{} {} {} {}/{}",
        finding.id(),
        finding.site,
        finding.path,
        finding.side.as_str(),
        finding.change(),
        finding.rust.as_str(),
        finding.running.as_str()
    )
}

/// The findings as lines.
pub fn lines(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(line).collect()
}
