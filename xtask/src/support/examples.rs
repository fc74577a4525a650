//! The examples of an upstream description, operation by operation.

use std::path::Path;

use anyhow::{Context as _, bail};
use intercom_gen::document::{METHODS, resolve};
use serde_json::{Map, Value};

use super::json::entries;

/// An upstream description, with its prose and examples.
pub(crate) struct Upstream {
    document: Value,
}

/// An operation with its examples.
pub(crate) struct Operation<'a> {
    pub(crate) upstream: &'a Upstream,
    pub(crate) path: &'a str,
    /// In lower case, as descriptions have it.
    pub(crate) method: &'a str,
    pub(crate) id: Option<&'a str>,
    /// Those of the path first, in their order.
    pub(crate) parameters: Vec<&'a Value>,
    pub(crate) request: Vec<Example<'a>>,
    /// The schema of the request's body, null when it takes none.
    pub(crate) request_schema: &'a Value,
    pub(crate) responses: Vec<Response<'a>>,
}

/// A declared response.
pub(crate) struct Response<'a> {
    /// `200`, `default`.
    pub(crate) status: &'a str,
    /// Empty when the response has no body.
    pub(crate) examples: Vec<Example<'a>>,
    /// The schema of the first body, null when there is none.
    pub(crate) schema: &'a Value,
}

/// An example of a body.
#[derive(Clone, Copy)]
pub(crate) struct Example<'a> {
    pub(crate) name: &'a str,
    pub(crate) value: &'a Value,
}

impl Upstream {
    /// Reads a description from a file.
    pub(crate) fn read(file: &Path, version: &str) -> anyhow::Result<Self> {
        let name = file.display().to_string();
        let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {name}"))?;
        Self::parse(&name, &text, version)
    }

    /// Reads a description from the text of the file of this name.
    pub(crate) fn parse(name: &str, text: &str, version: &str) -> anyhow::Result<Self> {
        let document = intercom_gen::read_yaml(name, text)?;
        let found = &document["info"]["version"];
        let text = found
            .as_str()
            .map_or_else(|| found.to_string(), str::to_owned);
        if text != version {
            bail!("{name} is of version {found}, not {version}");
        }
        Ok(Self { document })
    }

    /// The whole document.
    pub(crate) fn document(&self) -> &Value {
        &self.document
    }

    /// Follows `$ref` to what it names; anything else is returned as it is.
    pub(crate) fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        resolve(&self.document, value)
    }

    /// Every operation, in the order of the description.
    pub(crate) fn operations(&self) -> impl Iterator<Item = Operation<'_>> {
        entries(&self.document["paths"]).flat_map(move |(path, item)| {
            let item = self.resolve(item);
            entries(item)
                .filter(move |(method, _)| METHODS.contains(method))
                .map(move |(method, operation)| self.operation(path, method, item, operation))
        })
    }

    fn operation<'a>(
        &'a self,
        path: &'a str,
        method: &'a str,
        item: &'a Value,
        operation: &'a Value,
    ) -> Operation<'a> {
        let parameters = [&item["parameters"], &operation["parameters"]];
        let request = &self.resolve(&operation["requestBody"])["content"];
        let responses = entries(&operation["responses"]).map(|(status, response)| {
            let content = &self.resolve(response)["content"];
            Response {
                status,
                examples: self.examples(content),
                schema: entries(content)
                    .next()
                    .map_or(&Value::Null, |(_, media)| &media["schema"]),
            }
        });
        Operation {
            upstream: self,
            path,
            method,
            id: operation["operationId"].as_str(),
            parameters: parameters
                .into_iter()
                .flat_map(|list| list.as_array().into_iter().flatten())
                .map(|parameter| self.resolve(parameter))
                .collect(),
            request: self.examples(request),
            request_schema: schema_of(request),
            responses: responses.collect(),
        }
    }

    /// `example` and `examples` of every media type.
    fn examples<'a>(&'a self, content: &'a Value) -> Vec<Example<'a>> {
        let mut found = Vec::new();
        for (_, media) in entries(content) {
            let named = entries(&media["examples"]).filter_map(|(name, example)| {
                let value = self.resolve(example).get("value")?;
                Some(Example { name, value })
            });
            found.extend(named);
            found.extend(media.get("example").map(|value| Example {
                name: "example",
                value,
            }));
        }
        found
    }

    /// A value made of the examples of the properties of a schema; `None` where there are none.
    pub(crate) fn compose(&self, schema: &Value) -> Option<Value> {
        self.compose_within(schema, 0)
    }

    fn compose_within(&self, schema: &Value, depth: usize) -> Option<Value> {
        // Schemas may include themselves; real values are not nested as deeply.
        const DEPTH: usize = 8;
        let schema = self.resolve(schema);
        if depth > DEPTH {
            return None;
        }
        if let Some(example) = schema.get("example") {
            return Some(example.clone());
        }
        let branches = |key: &str| schema[key].as_array().into_iter().flatten();
        if let Some(first) = branches("oneOf").chain(branches("anyOf")).next() {
            return self.compose_within(first, depth + 1);
        }
        let mut object = Map::new();
        for branch in branches("allOf") {
            if let Some(Value::Object(more)) = self.compose_within(branch, depth + 1) {
                object.extend(more);
            }
        }
        for (name, property) in entries(&schema["properties"]) {
            if let Some(value) = self.compose_within(property, depth + 1) {
                object.insert(name.to_owned(), value);
            }
        }
        if !object.is_empty() {
            return Some(object.into());
        }
        let element = self.compose_within(schema.get("items")?, depth + 1)?;
        Some(vec![element].into())
    }
}

/// The schema of the first media type of a body, null where there is none.
pub(crate) fn schema_of(content: &Value) -> &Value {
    let media = entries(content).next();
    media.map_or(&Value::Null, |(_, media)| &media["schema"])
}
