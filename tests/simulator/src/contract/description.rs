//! The description of the workspace: operations, how a request is matched to one, and schemas.
//!
//! It is read as plain JSON, so that a corrected description needs no change here.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::operation::{DeclaredBody, DeclaredResponse, Operation, Parameter};

/// The description, read once and shared by every workspace of a process.
static DESCRIPTION: LazyLock<Description> =
    LazyLock::new(|| Description::read(include_str!("../generated/description.json")));

/// An OpenAPI 3.0 document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Document(&'static Value);

/// Returns the description of the API.
pub(crate) fn description() -> &'static Description {
    &DESCRIPTION
}

/// Returns every operation of the API, in the order of the description.
pub fn operations() -> &'static [Operation] {
    &description().operations
}

/// An OpenAPI 3.0 document and the operations found in it.
#[derive(Debug)]
pub(crate) struct Description {
    pub(crate) document: Document,
    pub(crate) operations: Vec<Operation>,
}

/// Where a request leads.
pub(crate) enum Found {
    /// To an operation, with the decoded values of its placeholders in order.
    Operation(&'static Operation, Vec<String>),
    /// To a path that has only these methods.
    OtherMethods(Vec<&'static str>),
    /// Nowhere.
    Nothing,
}

/// Returns the description as an OpenAPI 3.0 document.
pub fn document() -> &'static Value {
    description().document.0
}

/// Returns the operation of a request; `path` is percent-encoded and has no query.
pub fn operation_at(method: &str, path: &str) -> Option<&'static Operation> {
    match description().find(method, path) {
        Found::Operation(operation, _) => Some(operation),
        Found::OtherMethods(_) | Found::Nothing => None,
    }
}

/// Returns a path template without the names of its parameters, which differ between versions:
/// `/contacts/{}`.
pub fn nameless(path: &str) -> String {
    let parts = path.split('/');
    let parts = parts.map(|part| if part.starts_with('{') { "{}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

impl Description {
    /// Reads a document, which stays in memory: operations refer to it wherever they go.
    ///
    /// A broken one shows as a description without operations, which every test notices.
    pub(crate) fn read(text: &str) -> Self {
        let document = serde_json::from_str(text).unwrap_or_default();
        let mut description = Self {
            document: Document(Box::leak(Box::new(document))),
            operations: Vec::new(),
        };
        description.operations = description.read_operations();
        description
    }

    fn read_operations(&self) -> Vec<Operation> {
        let mut operations = Vec::new();
        for (path, item) in object(&self.document.0["paths"]) {
            let item = self.document.resolve(item);
            for (method, operation) in object(item) {
                if ["get", "put", "post", "delete", "patch"].contains(&method.as_str()) {
                    let parameters = [&item["parameters"], &operation["parameters"]];
                    operations.push(self.read_operation(method, path, operation, parameters));
                }
            }
        }
        operations
    }

    fn read_operation(
        &self,
        method: &str,
        path: &str,
        operation: &Value,
        parameters: [&Value; 2],
    ) -> Operation {
        let method = method.to_uppercase();
        let route = format!("{method} {}", nameless(path));
        let resolve = |value| self.document.resolve(value);
        let body = resolve(&operation["requestBody"]);
        Operation {
            id: operation["operationId"]
                .as_str()
                .map_or_else(|| format!("{method} {path}"), str::to_owned),
            tag: operation["tags"][0].as_str().unwrap_or_default().to_owned(),
            parameters: parameters
                .into_iter()
                .flat_map(array)
                .map(|parameter| Parameter::read(self.document, resolve(parameter)))
                .collect(),
            body: DeclaredBody::schema(body),
            body_content: DeclaredBody::read(body),
            document: self.document,
            validator: std::sync::OnceLock::new(),
            responses: object(&operation["responses"])
                .map(|(status, response)| DeclaredResponse::read(status, resolve(response)))
                .collect(),
            path: path.to_owned(),
            method,
            route,
        }
    }

    /// The operation of a request; a literal path segment wins over a placeholder.
    pub(crate) fn find(&'static self, method: &str, path: &str) -> Found {
        let mut best: Option<(&'static Operation, Vec<String>)> = None;
        let mut others = Vec::new();
        for operation in &self.operations {
            let Some(values) = operation.match_path(path) else {
                continue;
            };
            if operation.method != method {
                others.push(operation.method.as_str());
            } else if best
                .as_ref()
                .is_none_or(|(_, taken)| values.len() < taken.len())
            {
                best = Some((operation, values));
            }
        }
        match best {
            Some((operation, values)) => Found::Operation(operation, values),
            None if others.is_empty() => Found::Nothing,
            None => Found::OtherMethods(others),
        }
    }

    /// The values that the `Intercom-Version` header may have.
    pub(crate) fn has_version(&self, version: &str) -> bool {
        let known = &self.document.component("intercom_version")["enum"];
        version == "Unstable"
            || self.document.0["info"]["version"] == version
            || array(known).any(|known| known == version)
    }
}

impl Document {
    /// Follows `$ref` to what it names; anything else is returned as it is.
    pub(crate) fn resolve(self, value: &Value) -> &Value {
        let mut value = value;
        // A chain of references longer than this is a circle.
        for _ in 0..8 {
            let Some(target) = value["$ref"].as_str() else {
                return value;
            };
            let pointer = target.trim_start_matches('#');
            value = self.0.pointer(pointer).unwrap_or(&Value::Null);
        }
        value
    }

    /// The schema of a component, null if there is none of this name.
    pub(crate) fn component(self, name: &str) -> &'static Value {
        &self.0["components"]["schemas"][name]
    }

    /// Every component with its schema.
    pub(crate) fn components(self) -> impl Iterator<Item = (&'static String, &'static Value)> {
        object(&self.0["components"]["schemas"])
    }

    /// Every property a schema declares, through references and unions, as name and schema.
    pub(crate) fn properties(self, schema: &Value) -> Vec<(&str, &Value)> {
        let schema = self.resolve(schema);
        let mut properties: Vec<_> = object(&schema["properties"])
            .map(|(name, schema)| (name.as_str(), schema))
            .collect();
        for union in ["allOf", "anyOf", "oneOf"] {
            for branch in array(&schema[union]) {
                properties.extend(self.properties(branch));
            }
        }
        properties
    }
}

/// The entries of an object, none for anything else.
pub(crate) fn object(value: &Value) -> impl Iterator<Item = (&String, &Value)> + use<'_> {
    value.as_object().into_iter().flat_map(Map::iter)
}

/// The elements of an array, none for anything else.
pub(crate) fn array(value: &Value) -> impl Iterator<Item = &Value> + use<'_> {
    value.as_array().into_iter().flatten()
}
