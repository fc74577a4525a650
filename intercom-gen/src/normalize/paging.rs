//! Which operations return a page of a list, and how the next one is requested.
//!
//! An operation is paged when its response or its parameters mention pages. Its parameters decide
//! how; `x-paging` on the operation, set by a correction, decides what they leave open:
//!
//! ```yaml
//! x-paging: none
//! x-paging: {kind: page, items: data.articles}
//! ```
//!
//! An operation that mentions pages but whose paging is undecided is reported: a walk that silently
//! stops after the first page would be worse than none.

use heck::ToSnakeCase;
use indexmap::IndexMap;
use serde_json::Value;

use crate::model::reserved;
use crate::model::{Answer, Api, Definition, Field, Operation, Paging, PagingKind, Shape, Type};
use crate::problem::{Problem, Problems};

type Definitions = IndexMap<String, Definition>;

/// Parameters by which pages are requested, here or elsewhere.
const PARAMETERS: [&str; 9] = [
    "page",
    "per_page",
    "starting_after",
    "scroll_param",
    "cursor",
    "next_cursor",
    "next_token",
    "page_token",
    "offset",
];

/// Keys of a response that name a next page, here or elsewhere.
const ANSWERED: [&str; 6] = [
    "pages",
    "scroll_param",
    "next_cursor",
    "next_page",
    "next_page_token",
    "next_token",
];

/// Decides the paging of every operation, and returns the undecided ones.
///
/// # Errors
///
/// Every `x-paging` that is not possible.
pub(super) fn decide(
    file: &str,
    document: &Value,
    api: &mut Api,
) -> Result<Vec<Problem>, Problems> {
    let mut problems = Problems::default();
    let mut untold = Vec::new();
    let definitions = &api.definitions;
    let operations = api
        .resources
        .iter_mut()
        .flat_map(|resource| &mut resource.operations);
    for operation in operations {
        let said = &document["paths"][&operation.path][operation.method.to_lowercase()]["x-paging"];
        let place = format!("{} {}", operation.method, operation.path);
        let view = View {
            definitions,
            operation,
        };
        match view.decide(said) {
            Ok(paging) => operation.paging = paging,
            Err(what) if said.is_null() => untold.push(Problem {
                file: file.to_owned(),
                place,
                what,
                cure: "decide it with a correction, such as `x-paging: none`".to_owned(),
            }),
            Err(what) => problems.push(file, place, what, "correct its `x-paging`"),
        }
    }
    problems.or(untold)
}

/// An operation with the types that it names.
struct View<'a> {
    definitions: &'a Definitions,
    operation: &'a Operation,
}

impl<'a> View<'a> {
    fn decide(&self, said: &Value) -> Result<Option<Paging>, String> {
        if *said == "none" || said.is_null() && !self.mentions_pages() {
            return Ok(None);
        }
        let kind = match said["kind"].as_str() {
            Some(name) => {
                PagingKind::named(name).ok_or(format!("`{name}` is not a kind of x-paging"))?
            }
            None => self
                .kind()
                .ok_or("it returns pages, but nothing shows how the next one is requested")?,
        };
        let (items, item) = match said["items"].as_str() {
            Some(path) => self
                .at(path)
                .ok_or(format!("its response has no list at `{path}`"))?,
            None => self
                .items()
                .ok_or("it is paged, but the list of its items is ambiguous")?,
        };
        Ok(Some(Paging { kind, items, item }))
    }

    fn mentions_pages(&self) -> bool {
        let answer = self.answer();
        let takes = |name: &&str| self.takes(name);
        self.kind().is_some()
            || PARAMETERS.iter().any(takes)
            || ANSWERED.iter().any(|key| self.field(answer, key).is_some())
    }

    fn kind(&self) -> Option<PagingKind> {
        let cursor_in = |ty: Option<&'a Type>| self.field(ty, "starting_after").is_some();
        let next = self.field(self.type_of(self.answer(), "pages"), "next");
        if self.takes("scroll_param") {
            Some(PagingKind::Scroll)
        } else if self.takes("starting_after") {
            Some(PagingKind::CursorQuery)
        } else if cursor_in(self.type_of(self.operation.body.as_ref(), "pagination")) {
            Some(PagingKind::CursorBody)
        } else if self.takes("page") {
            Some(PagingKind::Page)
        } else {
            // A URL is complete; a cursor would need a parameter.
            next.filter(|next| next.ty == Type::Text)
                .map(|_| PagingKind::Link)
        }
    }

    fn takes(&self, name: &str) -> bool {
        self.operation
            .parameters
            .iter()
            .any(|parameter| parameter.wire == name)
    }

    fn answer(&self) -> Option<&'a Type> {
        match &self.operation.answer {
            Answer::Json(ty) => Some(ty),
            _ => None,
        }
    }

    fn fields(&self, ty: Option<&Type>) -> &'a [Field] {
        let Some(Type::Named(name)) = ty else {
            return &[];
        };
        match self
            .definitions
            .get(name)
            .map(|definition| &definition.shape)
        {
            Some(Shape::Record(fields)) => fields,
            _ => &[],
        }
    }

    fn field(&self, ty: Option<&Type>, wire: &str) -> Option<&'a Field> {
        self.fields(ty).iter().find(|field| field.wire == wire)
    }

    fn type_of(&self, ty: Option<&Type>, wire: &str) -> Option<&'a Type> {
        self.field(ty, wire).map(|field| &field.ty)
    }

    /// The list under `data`; or the only list of records, there or in the record `data`.
    fn items(&self) -> Option<(Vec<String>, Type)> {
        if let Some(found) = self.at("data") {
            return Some(found);
        }
        let answer = self.answer()?;
        let (path, ty) = match self.held(answer, "data") {
            Some(inside) => ("data.", inside),
            None => ("", answer),
        };
        let is_list = |field: &&Field| {
            let list = self.held(ty, &field.wire);
            matches!(list, Some(Type::List(item)) if matches!(**item, Type::Named(_)))
        };
        let lists: Vec<_> = self.fields(Some(ty)).iter().filter(is_list).collect();
        // Beside what was searched for there may be what else was found about it.
        let of_resource = lists
            .iter()
            .find(|field| field.wire == self.operation.resource);
        let only = lists.first().filter(|_| lists.len() == 1);
        let list = of_resource.or(only)?;
        self.at(&[path, &list.wire].concat())
    }

    /// The list at a dotted path.
    fn at(&self, path: &str) -> Option<(Vec<String>, Type)> {
        let mut ty = self.answer()?;
        for key in path.split('.') {
            ty = self.held(ty, key)?;
        }
        let Type::List(item) = ty else {
            return None;
        };
        Some((path.split('.').map(Into::into).collect(), (**item).clone()))
    }

    /// Returns the type of a field that a walk can reach: its name is the key, and a response
    /// always has it.
    fn held(&self, ty: &Type, key: &str) -> Option<&'a Type> {
        let is_name = key.to_snake_case() == key && syn::parse_str::<syn::Ident>(key).is_ok();
        let is_sent = ty
            .names()
            .and_then(|name| self.definitions.get(name))
            .is_some_and(|definition| definition.sent);
        let is_named = is_name && !reserved::is_field(key) && !is_sent;
        self.type_of(Some(ty), key).filter(|_| is_named)
    }
}
