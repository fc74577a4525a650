//! The structure of an `OpenAPI` 3.0 document: the kind of each key.
//!
//! Only the kind distinguishes prose from facts: `description` of a schema is prose, a property
//! called `description` is a fact.

use serde_json::Value;

use crate::document::METHODS;

/// The types a schema can name.
pub(super) const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// The locations of a parameter.
pub(super) const LOCATIONS: [&str; 4] = ["path", "query", "header", "cookie"];

/// What a value is, in messages.
pub(super) fn described(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// A kind of node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Document,
    Info,
    Server,
    Paths,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Header,
    Callback,
    Components,
    Schema,
    /// A schema in a list of alternatives, whose title names it.
    Alternative,
    /// A schema, or `true`, or `false`.
    SchemaOrBool,
    Discriminator,
    SecurityScheme,
    Flow,
    Tag,
    /// A string that is a fact.
    Text,
    /// A string whose value is one of these.
    OneOf(&'static [&'static str]),
    /// A string that points to another place in the document.
    Reference,
    /// An object of facts, with or without prose.
    Plain,
    /// Any value, kept as it is.
    Fact,
    /// Prose: dropped.
    Prose,
    /// Prose with a key that must stay: emptied.
    Blank,
    /// An object with free keys.
    Map(&'static Kind),
    /// An array.
    List(&'static Kind),
}

use Kind::{
    Alternative, Blank, Callback, Components, Discriminator, Document, Encoding, Fact, Flow,
    Header, Info, List, Map, MediaType, OneOf, Operation, Parameter, PathItem, Paths, Plain, Prose,
    Reference, RequestBody, Response, Responses, Schema, SchemaOrBool, SecurityScheme, Server, Tag,
    Text,
};

impl Kind {
    /// Returns the kind of `key` in a node of this kind.
    pub(super) fn of(self, key: &str) -> Self {
        match self {
            Map(kind) => return *kind,
            _ if key.starts_with("x-") => return Prose,
            Response if key == "description" => return Blank,
            Paths | Callback => return PathItem,
            Responses => return Response,
            _ => {}
        }
        match key {
            "description" | "example" | "examples" | "externalDocs" => Prose,
            "$ref" => Reference,
            _ => match self {
                Document => Self::of_document(key),
                Info => match key {
                    "title" | "version" => Text,
                    _ => Prose,
                },
                Server if key == "url" => Text,
                Server if key == "variables" => Map(&Plain),
                Components => Self::of_components(key),
                PathItem if METHODS.contains(&key) => Operation,
                PathItem | Operation => Self::of_operation(key),
                Parameter | Header | MediaType | Encoding => Self::of_value(key),
                RequestBody if key == "content" => Map(&MediaType),
                Response => match key {
                    "headers" => Map(&Header),
                    "content" => Map(&MediaType),
                    "links" => Map(&Plain),
                    _ => Fact,
                },
                Alternative if key == "title" => Text,
                Schema | Alternative | SchemaOrBool => Self::of_schema(key),
                Discriminator if key == "propertyName" => Text,
                Discriminator if key == "mapping" => Map(&Text),
                SecurityScheme if key == "flows" => Map(&Flow),
                Flow if key == "scopes" => Map(&Blank),
                Tag if key == "name" => Text,
                _ => Fact,
            },
        }
    }

    fn of_document(key: &str) -> Self {
        match key {
            "openapi" => Text,
            "info" => Info,
            "paths" => Paths,
            "components" => Components,
            "servers" => List(&Server),
            "tags" => List(&Tag),
            "security" => List(&Map(&List(&Text))),
            _ => Fact,
        }
    }

    fn of_components(key: &str) -> Self {
        match key {
            "schemas" => Map(&Schema),
            "responses" => Map(&Response),
            "parameters" => Map(&Parameter),
            "requestBodies" => Map(&RequestBody),
            "headers" => Map(&Header),
            "securitySchemes" => Map(&SecurityScheme),
            "links" => Map(&Plain),
            "callbacks" => Map(&Callback),
            _ => Fact,
        }
    }

    fn of_operation(key: &str) -> Self {
        match key {
            // A title of the operation, in the words of upstream.
            "summary" => Prose,
            "operationId" => Text,
            "tags" => List(&Text),
            "parameters" => List(&Parameter),
            "requestBody" => RequestBody,
            "responses" => Responses,
            "callbacks" => Map(&Callback),
            "servers" => List(&Server),
            "security" => List(&Map(&List(&Text))),
            _ => Fact,
        }
    }

    /// Of what carries a value over the wire: a parameter, a header, a body, a part of a body.
    fn of_value(key: &str) -> Self {
        match key {
            "name" | "style" | "contentType" => Text,
            "in" => OneOf(&LOCATIONS),
            "schema" | "itemSchema" => Schema,
            "content" => Map(&MediaType),
            "encoding" => Map(&Encoding),
            "headers" => Map(&Header),
            _ => Fact,
        }
    }

    fn of_schema(key: &str) -> Self {
        match key {
            "type" => OneOf(&TYPES),
            "title" => Prose,
            "format" | "pattern" => Text,
            "properties" => Map(&Schema),
            "items" | "not" => Schema,
            "anyOf" | "oneOf" => List(&Alternative),
            "allOf" => List(&Schema),
            "additionalProperties" => SchemaOrBool,
            "required" => List(&Text),
            "enum" => List(&Fact),
            "discriminator" => Discriminator,
            _ => Fact,
        }
    }

    /// The keys without which a node of this kind means nothing.
    pub(super) fn needs(self) -> &'static [&'static str] {
        match self {
            Document => &["openapi", "info", "paths"],
            Info => &["title", "version"],
            Server => &["url"],
            Operation => &["responses"],
            Parameter => &["name", "in"],
            RequestBody => &["content"],
            Discriminator => &["propertyName"],
            SecurityScheme => &["type"],
            Tag => &["name"],
            _ => &[],
        }
    }

    /// Returns whether `key` is allowed here. Other keys would hide an operation.
    pub(super) fn allows(self, key: &str) -> bool {
        match self {
            _ if key.starts_with("x-") => true,
            Paths => key.starts_with('/'),
            PathItem => {
                METHODS.contains(&key)
                    || ["$ref", "summary", "description", "servers", "parameters"].contains(&key)
            }
            Responses => key == "default" || is_status(key),
            _ => true,
        }
    }
}

/// `200`, `4XX`.
pub(super) fn is_status(key: &str) -> bool {
    matches!(
        key.as_bytes(),
        [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'] | [b'1'..=b'5', b'X', b'X']
    )
}
