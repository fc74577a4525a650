//! An operation as it is listed.

use intercom_gen::emit::{Scope, spell};
use intercom_gen::model::{Answer, Location, Operation, Parameter};
use serde::Serialize;

/// The columns of tables.
pub(super) const COLUMNS: [&str; 8] = [
    "resource",
    "method",
    "http",
    "path",
    "arguments",
    "body",
    "response",
    "paging",
];

/// An operation. The names of the fields are those of the JSON.
#[derive(Debug, Serialize)]
pub(super) struct Listed {
    pub(super) resource: String,
    pub(super) method: String,
    pub(super) id: String,
    pub(super) http: String,
    pub(super) path: String,
    pub(super) arguments: Vec<Argument>,
    pub(super) body: Option<String>,
    pub(super) response: Response,
    pub(super) paging: Option<Paging>,
    /// Whether a repeated call changes nothing more.
    pub(super) idempotent: bool,
    /// The error statuses that the description names.
    pub(super) errors: Vec<u16>,
}

#[derive(Debug, Serialize)]
pub(super) struct Argument {
    pub(super) name: String,
    /// The name in the request.
    pub(super) wire: String,
    /// `path`, `query` or `header`.
    #[serde(rename = "in")]
    pub(super) location: &'static str,
    pub(super) required: bool,
    #[serde(rename = "type")]
    pub(super) ty: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Response {
    /// `json`, `text`, `bytes`, `redirect` or `empty`.
    pub(super) kind: &'static str,
    #[serde(rename = "type")]
    pub(super) ty: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Paging {
    pub(super) kind: &'static str,
    /// The keys that lead to the list.
    pub(super) items: Vec<String>,
    pub(super) item: String,
}

impl Listed {
    pub(super) fn of(operation: &Operation) -> Self {
        let parameters = operation.path_parameters.iter();
        let parameters = parameters.chain(&operation.parameters);
        let paging = operation.paging.as_ref().map(|paging| Paging {
            kind: paging.kind.name(),
            items: paging.items.clone(),
            item: spell(&paging.item, Scope::Types),
        });
        let body = operation.body.as_ref();
        Self {
            resource: operation.resource.clone(),
            method: operation.name.clone(),
            id: operation.id.clone(),
            http: operation.method.clone(),
            path: operation.path.clone(),
            arguments: parameters.map(Argument::of).collect(),
            body: body.map(|ty| spell(ty, Scope::Types)),
            response: Response::of(&operation.answer),
            paging,
            idempotent: operation.safe,
            errors: operation.errors.clone(),
        }
    }

    /// The cells of a table.
    pub(super) fn cells(&self) -> [String; 8] {
        let arguments: Vec<_> = self.arguments.iter().map(Argument::spelled).collect();
        [
            self.resource.clone(),
            self.method.clone(),
            self.http.clone(),
            self.path.clone(),
            arguments.join("; "),
            self.body.clone().unwrap_or_default(),
            self.response.ty.clone(),
            self.paging_kind().to_owned(),
        ]
    }

    /// Returns how pages are requested; empty for what is not a list.
    pub(super) fn paging_kind(&self) -> &'static str {
        self.paging.as_ref().map_or("", |paging| paging.kind)
    }
}

impl Argument {
    fn of(parameter: &Parameter) -> Self {
        Self {
            name: parameter.name.clone(),
            wire: parameter.wire.clone(),
            location: match parameter.location {
                Location::Path => "path",
                Location::Query => "query",
                Location::Header => "header",
            },
            required: parameter.required,
            ty: spell(&parameter.ty, Scope::Types),
        }
    }

    /// Returns `id: Id`, or `per_page?: u32` for an optional argument.
    pub(super) fn spelled(&self) -> String {
        let optional = if self.required { "" } else { "?" };
        format!("{}{optional}: {}", self.name, self.ty)
    }
}

impl Response {
    fn of(answer: &Answer) -> Self {
        let (kind, ty) = match answer {
            Answer::Json(ty) => ("json", spell(ty, Scope::Types)),
            Answer::Undeclared => ("json", "Value".to_owned()),
            Answer::Text(_) => ("text", "String".to_owned()),
            Answer::Events(ty) => (
                "events",
                format!("Vec<StreamedEvent<{}>>", spell(ty, Scope::Types)),
            ),
            Answer::Binary(_) => ("bytes", "Bytes".to_owned()),
            Answer::Redirect => ("redirect", "Location".to_owned()),
            Answer::Empty => ("empty", "()".to_owned()),
        };
        Self { kind, ty }
    }
}
