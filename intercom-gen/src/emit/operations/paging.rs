//! How the pages of an operation are walked, as source text.

use crate::emit::rust_type::{Scope, spell};
use crate::model::{Api, Operation, PagingKind, Shape, Type};

/// The row of an operation: `paged!(List: Page "data", types::Tag, |page| page.data);`
pub(super) fn row(operation: &Operation, marker: &str) -> Option<String> {
    let paging = operation.paging.as_ref()?;
    let (list, inside) = paging.items.split_first()?;
    let mut items = format!("page.{list}");
    for field in inside {
        items = format!("{items}.unwrap_or_default().{field}");
    }
    let (kind, item) = (paging.kind, spell(&paging.item, Scope::Resources));
    Some(format!(
        "paged!({marker}: {kind:?} {list:?}, {item}, |page| {items});\n"
    ))
}

/// Whether the body of an operation is a search, which can be given as a query.
pub(super) fn is_search(api: &Api, operation: &Operation) -> bool {
    let kind = operation.paging.as_ref().map(|paging| paging.kind);
    let Some(Type::Named(body)) = &operation.body else {
        return false;
    };
    let shape = api
        .definitions
        .get(body)
        .map(|definition| &definition.shape);
    kind == Some(PagingKind::CursorBody) && matches!(shape, Some(Shape::Record(_)))
}
