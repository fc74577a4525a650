//! A description of the API: its operations, and how a request is matched to one.
//!
//! It is read as plain JSON, so that a corrected description needs no change here.

use std::sync::{Arc, LazyLock};

use serde_json::Value;

use super::document::{Document, array, object};
use super::operation::{DeclaredBody, DeclaredResponse, Operation, Parameter};
use crate::generated;

/// The description of the version that the crate is made for, read once and shared by every
/// workspace of a process.
static DESCRIPTION: LazyLock<Arc<Description>> =
    LazyLock::new(|| Description::generated(generated::DOCUMENT));

/// Returns the built-in description of the API.
pub(crate) fn built_in() -> &'static Arc<Description> {
    &DESCRIPTION
}

/// Returns the built-in description of the API as a document.
pub(crate) fn description() -> &'static Document {
    &DESCRIPTION.document
}

/// Returns every operation of the API, in the order of the description.
pub fn operations() -> &'static [Operation] {
    &DESCRIPTION.operations
}

/// An OpenAPI 3.0 document and the operations found in it.
#[derive(Debug)]
pub(crate) struct Description {
    pub(crate) document: Arc<Document>,
    pub(crate) operations: Vec<Operation>,
}

/// Where a request leads.
pub(crate) enum Found {
    /// To the operation at this position, with the decoded values of its placeholders in order.
    Operation(usize, Vec<String>),
    /// To a path that has only these methods.
    OtherMethods(Vec<String>),
    /// Nowhere.
    Nothing,
}

/// Returns the description as an OpenAPI 3.0 document.
pub fn document() -> &'static Value {
    &description().0
}

/// Returns the operation of a request; `path` is percent-encoded and has no query.
pub fn operation_at(method: &str, path: &str) -> Option<&'static Operation> {
    match DESCRIPTION.find(method, path) {
        Found::Operation(index, _) => operations().get(index),
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
    /// Reads a file that is generated and part of the program: a broken one shows as a description without
    /// operations, which every test notices.
    pub(super) fn generated(document: &str) -> Arc<Self> {
        let document = serde_json::from_str(document);
        Arc::new(Self::new(document.unwrap_or_default()))
    }

    pub(super) fn new(document: Value) -> Self {
        let document = Arc::new(Document(document));
        let operations = read_operations(&document);
        Self {
            document,
            operations,
        }
    }

    /// The operation of a request; a literal path segment wins over a placeholder.
    pub(crate) fn find(&self, method: &str, path: &str) -> Found {
        let mut best: Option<(usize, Vec<String>)> = None;
        let mut others = Vec::new();
        for (index, operation) in self.operations.iter().enumerate() {
            let Some(values) = operation.match_path(path) else {
                continue;
            };
            if operation.method != method {
                others.push(operation.method.clone());
            } else if best
                .as_ref()
                .is_none_or(|(_, taken)| values.len() < taken.len())
            {
                best = Some((index, values));
            }
        }
        match best {
            Some((index, values)) => Found::Operation(index, values),
            None if others.is_empty() => Found::Nothing,
            None => Found::OtherMethods(others),
        }
    }

    /// The version of the API that the document describes.
    pub(crate) fn version(&self) -> &str {
        self.document.0["info"]["version"]
            .as_str()
            .unwrap_or_default()
    }

    /// Whether the `Intercom-Version` header may have a value. It may have that of every built-in contract, because
    /// clients of several versions may share a workspace.
    pub(crate) fn has_version(&self, version: &str) -> bool {
        let known = &self.document.component("intercom_version")["enum"];
        version == "Unstable"
            || self.version() == version
            || generated::VERSIONS.contains(&version)
            || array(known).any(|known| known == version)
    }
}

fn read_operations(document: &Arc<Document>) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (path, item) in object(&document.0["paths"]) {
        let item = document.resolve(item);
        for (method, operation) in object(item) {
            if ["get", "put", "post", "delete", "patch"].contains(&method.as_str()) {
                let parameters = [&item["parameters"], &operation["parameters"]];
                operations.push(read_operation(
                    document, method, path, operation, parameters,
                ));
            }
        }
    }
    operations
}

fn read_operation(
    document: &Arc<Document>,
    method: &str,
    path: &str,
    operation: &Value,
    parameters: [&Value; 2],
) -> Operation {
    let method = method.to_uppercase();
    let route = format!("{method} {}", nameless(path));
    let body = document.resolve(&operation["requestBody"]);
    Operation {
        id: operation["operationId"]
            .as_str()
            .map_or_else(|| format!("{method} {path}"), str::to_owned),
        tag: operation["tags"][0].as_str().unwrap_or_default().to_owned(),
        parameters: parameters
            .into_iter()
            .flat_map(array)
            .map(|parameter| Parameter::read(document, document.resolve(parameter)))
            .collect(),
        body: DeclaredBody::schema(body),
        body_content: DeclaredBody::read(body),
        responses: object(&operation["responses"])
            .map(|(status, response)| DeclaredResponse::read(status, document.resolve(response)))
            .collect(),
        path: path.to_owned(),
        method,
        route,
        document: document.clone(),
    }
}
