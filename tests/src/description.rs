//! The description the workspace knows: operations, how a request finds its own, and schemas.
//!
//! It is read as plain JSON, so that a corrected description needs no change here.

use std::sync::LazyLock;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// The description, read once and shared by every workspace of a process.
static DESCRIPTION: LazyLock<Description> =
    LazyLock::new(|| Description::read(include_str!("generated/description.json")));

/// What the simulated workspace knows of the API.
pub(crate) fn description() -> &'static Description {
    &DESCRIPTION
}

/// Every operation of the API, in the order of the description.
pub fn operations() -> &'static [Operation] {
    &description().operations
}

/// An OpenAPI 3.0 document and the operations found in it.
#[derive(Debug)]
pub(crate) struct Description {
    pub(crate) document: Value,
    pub(crate) operations: Vec<Operation>,
}

/// One operation of the API.
#[derive(Debug)]
pub struct Operation {
    /// The `operationId`; method and path where the description has none.
    pub id: String,
    /// The HTTP method in capitals.
    pub method: String,
    /// The path template, such as `/contacts/{contact_id}`.
    pub path: String,
    /// Method and path with nameless placeholders, such as `GET /contacts/{}`.
    pub route: String,
    /// The first tag of the operation.
    pub tag: String,
    /// Parameters in path, query and header, those of the path item first.
    pub parameters: Vec<Parameter>,
    /// The OpenAPI schema of the JSON body, if the operation takes one.
    pub body: Option<Value>,
    /// Declared answers, in the order of the description.
    pub responses: Vec<Response>,
    /// The position among [`operations`].
    pub(crate) index: usize,
}

/// A declared answer of an operation.
#[derive(Debug)]
pub struct Response {
    /// The HTTP status, 0 for `default`.
    pub status: u16,
    /// The media type, if the answer has a body.
    pub media_type: Option<String>,
    /// The OpenAPI schema of the body, if one is declared.
    pub schema: Option<Value>,
}

/// A parameter of an operation.
#[derive(Debug)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// `path`, `query` or `header`.
    pub location: String,
    /// Whether a call must give it.
    pub required: bool,
    /// The OpenAPI schema of its value.
    pub schema: Value,
    /// How an object is spread over the query: `form` unless stated.
    pub style: String,
    /// Whether each property of an object stands alone in the query.
    pub explode: bool,
}

/// Where a request leads.
pub(crate) enum Found {
    /// To an operation, with the decoded values of its placeholders in order.
    Operation(&'static Operation, Vec<String>),
    /// To a path that knows only these methods.
    OtherMethods(Vec<&'static str>),
    /// Nowhere.
    Nothing,
}

impl Operation {
    /// The answer of a success: the first declared 2xx, or else 3xx.
    pub fn success(&self) -> Option<&Response> {
        let of_class = |class| move |response: &&Response| response.status / 100 == class;
        (self.responses.iter().find(of_class(2)))
            .or_else(|| self.responses.iter().find(of_class(3)))
    }

    /// The values of the placeholders if `path` (encoded, without query) fits the template.
    fn match_path(&self, path: &str) -> Option<Vec<String>> {
        let (mut template, mut given) = (self.path.split('/'), path.split('/'));
        let mut values = Vec::new();
        loop {
            match (template.next(), given.next()) {
                (None, None) => return Some(values),
                (Some(part), Some(segment)) if part.starts_with('{') && !segment.is_empty() => {
                    values.push(percent_decode_str(segment).decode_utf8_lossy().into_owned());
                }
                (Some(part), Some(segment)) if part == segment => {}
                _ => return None,
            }
        }
    }
}

/// A path template without the names of its parameters, which change from version to version:
/// `/contacts/{}`.
pub(crate) fn nameless(path: &str) -> String {
    let parts = path.split('/');
    let parts = parts.map(|part| if part.starts_with('{') { "{}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

impl Description {
    fn read(text: &str) -> Self {
        // The file is generated and part of the program: a broken one shows as a description
        // without operations, which every test notices.
        let document = serde_json::from_str(text).unwrap_or_default();
        let mut description = Self {
            document,
            operations: Vec::new(),
        };
        description.operations = description.read_operations();
        description
    }

    fn read_operations(&self) -> Vec<Operation> {
        let mut operations = Vec::new();
        for (path, item) in object(&self.document["paths"]) {
            let item = self.resolve(item);
            for (method, operation) in object(item) {
                if ["get", "put", "post", "delete", "patch"].contains(&method.as_str()) {
                    let parameters = [&item["parameters"], &operation["parameters"]];
                    operations.push(self.read_operation(
                        operations.len(),
                        method,
                        path,
                        operation,
                        parameters,
                    ));
                }
            }
        }
        operations
    }

    fn read_operation(
        &self,
        index: usize,
        method: &str,
        path: &str,
        operation: &Value,
        parameters: [&Value; 2],
    ) -> Operation {
        let method = method.to_uppercase();
        let route = format!("{method} {}", nameless(path));
        let body =
            &self.resolve(&operation["requestBody"])["content"]["application/json"]["schema"];
        Operation {
            id: operation["operationId"]
                .as_str()
                .map_or_else(|| format!("{method} {path}"), str::to_owned),
            tag: operation["tags"][0].as_str().unwrap_or_default().to_owned(),
            parameters: parameters
                .into_iter()
                .flat_map(array)
                .map(|parameter| Parameter::read(self.resolve(parameter)))
                .collect(),
            body: (!body.is_null()).then(|| body.clone()),
            responses: object(&operation["responses"])
                .map(|(status, response)| Response::read(status, self.resolve(response)))
                .collect(),
            path: path.to_owned(),
            method,
            route,
            index,
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

    /// Follows `$ref` to what it names; anything else is returned as it is.
    pub(crate) fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        let mut value = value;
        // A chain of references longer than this is a circle.
        for _ in 0..8 {
            let Some(target) = value["$ref"].as_str() else {
                return value;
            };
            let pointer = target.trim_start_matches('#');
            value = self.document.pointer(pointer).unwrap_or(&Value::Null);
        }
        value
    }

    /// The schema of a component, null if there is none of this name.
    pub(crate) fn component(&self, name: &str) -> &Value {
        &self.document["components"]["schemas"][name]
    }

    /// Every component with its schema.
    pub(crate) fn components(&self) -> impl Iterator<Item = (&String, &Value)> {
        object(&self.document["components"]["schemas"])
    }

    /// Every property a schema declares, through references and unions, as name and schema.
    pub(crate) fn properties<'a>(&'a self, schema: &'a Value) -> Vec<(&'a str, &'a Value)> {
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

    /// The values that the `Intercom-Version` header may have.
    pub(crate) fn knows_version(&self, version: &str) -> bool {
        version == "Unstable"
            || self.document["info"]["version"] == version
            || array(&self.component("intercom_version")["enum"]).any(|known| known == version)
    }
}

impl Parameter {
    fn read(parameter: &Value) -> Self {
        let text = |key: &str| parameter[key].as_str().unwrap_or_default().to_owned();
        let style = parameter["style"].as_str().unwrap_or("form").to_owned();
        Self {
            name: text("name"),
            location: text("in"),
            required: parameter["required"] == true,
            schema: parameter["schema"].clone(),
            explode: parameter["explode"].as_bool().unwrap_or(style == "form"),
            style,
        }
    }

    /// The names under which the value can stand in a query.
    pub(crate) fn query_names(&self) -> Vec<String> {
        let properties = description().properties(&self.schema);
        if properties.is_empty() {
            return vec![self.name.clone(), format!("{}[]", self.name)];
        }
        let names = properties.iter().map(|(property, _)| *property);
        if self.style == "deepObject" {
            names
                .map(|property| format!("{}[{property}]", self.name))
                .collect()
        } else if self.explode {
            names.map(str::to_owned).collect()
        } else {
            vec![self.name.clone()]
        }
    }
}

impl Response {
    fn read(status: &str, response: &Value) -> Self {
        let content = object(&response["content"]).next();
        Self {
            status: status.parse().unwrap_or_default(),
            media_type: content.map(|(media_type, _)| media_type.clone()),
            schema: content
                .map(|(_, media)| media["schema"].clone())
                .filter(|schema| !schema.is_null()),
        }
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
