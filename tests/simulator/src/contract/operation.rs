//! An operation of the API: its parameters, its body and the responses it declares.

use std::sync::Arc;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::document::{Document, object};

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
    /// The OpenAPI schema of the body, if the operation takes one.
    pub body: Option<Value>,
    /// Declared responses, in the order of the description.
    pub responses: Vec<DeclaredResponse>,
    /// The media type of the body.
    pub(crate) body_content: Option<DeclaredBody>,
    /// What the schemas refer to.
    pub(crate) document: Arc<Document>,
}

/// The body that an operation takes.
#[derive(Debug)]
pub(crate) struct DeclaredBody {
    /// The media type without parameters.
    pub(crate) media_type: String,
    /// How the fields of a form are written.
    pub(crate) encoding: Value,
}

/// A declared response of an operation.
#[derive(Debug)]
pub struct DeclaredResponse {
    /// The HTTP status, 0 for `default`.
    pub status: u16,
    /// The media type, if the response has a body.
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
    /// Whether each property of an object is a separate query parameter.
    pub explode: bool,
    /// The names of the value's properties, if it is an object.
    properties: Vec<String>,
}

impl Operation {
    /// Returns the response of a success: the first declared 2xx, or else 3xx.
    pub fn success(&self) -> Option<&DeclaredResponse> {
        let of_class = |class| move |response: &&DeclaredResponse| response.status / 100 == class;
        (self.responses.iter().find(of_class(2)))
            .or_else(|| self.responses.iter().find(of_class(3)))
    }

    /// Returns the values of the placeholders if `path` (encoded, without query) fits the template.
    pub(super) fn match_path(&self, path: &str) -> Option<Vec<String>> {
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

impl Parameter {
    pub(super) fn read(document: &Document, parameter: &Value) -> Self {
        let properties = document.properties(&parameter["schema"]).into_iter();
        let text = |key: &str| parameter[key].as_str().unwrap_or_default().to_owned();
        let style = parameter["style"].as_str().unwrap_or("form").to_owned();
        Self {
            name: text("name"),
            location: text("in"),
            required: parameter["required"] == true,
            schema: parameter["schema"].clone(),
            explode: parameter["explode"].as_bool().unwrap_or(style == "form"),
            style,
            properties: properties.map(|(name, _)| name.to_owned()).collect(),
        }
    }

    /// Returns the names that the value can have in a query.
    pub fn query_names(&self) -> Vec<String> {
        if self.properties.is_empty() {
            return vec![self.name.clone(), format!("{}[]", self.name)];
        }
        let names = self.properties.iter();
        if self.style == "deepObject" {
            names
                .map(|property| format!("{}[{property}]", self.name))
                .collect()
        } else if self.explode {
            names.cloned().collect()
        } else {
            vec![self.name.clone()]
        }
    }
}

impl DeclaredBody {
    /// The declared content: JSON, where it is among several.
    fn content(body: &Value) -> Option<(&String, &Value)> {
        let mut content: Vec<_> = object(&body["content"]).collect();
        content.sort_by_key(|(media_type, _)| !media_type.starts_with("application/json"));
        content.into_iter().next()
    }

    pub(super) fn schema(body: &Value) -> Option<Value> {
        let schema = &Self::content(body)?.1["schema"];
        (!schema.is_null()).then(|| schema.clone())
    }

    pub(super) fn read(body: &Value) -> Option<Self> {
        let (media_type, media) = Self::content(body)?;
        let essence = media_type.split(';').next().unwrap_or_default();
        Some(Self {
            media_type: essence.trim().to_owned(),
            encoding: media["encoding"].clone(),
        })
    }
}

impl DeclaredResponse {
    pub(super) fn read(status: &str, response: &Value) -> Self {
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
