//! The operations as a page.

use std::collections::BTreeSet;

use intercom_report::{Cell, Column, Detail, Page, Row, Table, Tone, Total};

use super::listed::Listed;

/// Returns the page of a version.
pub(super) fn page(version: &str, operations: &[Listed]) -> Page {
    let resources: BTreeSet<_> = operations.iter().map(|one| &one.resource).collect();
    let lists = operations.iter().filter(|one| one.paging.is_some());
    let mut page = Page::new(format!("Operations of Intercom {version}"))
        .line("What the client can call: methods of resources, with what they send and return.")
        .total(Total::new(operations.len().to_string(), "operations"))
        .total(Total::new(resources.len().to_string(), "resources"))
        .total(Total::new(lists.count().to_string(), "paged lists"));
    let methods: BTreeSet<_> = operations.iter().map(|one| one.http.as_str()).collect();
    for method in methods {
        let count = operations.iter().filter(|one| one.http == method).count();
        let total = Total::new(count.to_string(), method).tone(tone(method));
        page = page.total(total.shows("operations", "HTTP", method));
    }
    let columns = [
        Column::new("operation"),
        Column::filtered("resource").hidden(),
        Column::filtered("HTTP"),
        Column::new("path"),
        Column::new("body"),
        Column::new("response"),
        Column::filtered("paging"),
    ];
    let table = Table::new("operations", "Operations").columns(columns);
    page.table(table.rows(operations.iter().map(row)))
}

fn row(operation: &Listed) -> Row {
    let arguments = operation.arguments.iter();
    let arguments =
        arguments.map(|argument| format!("{} ({})", argument.spelled(), argument.location));
    let errors: Vec<_> = operation.errors.iter().map(u16::to_string).collect();
    let repeat = if operation.idempotent {
        "idempotent"
    } else {
        "not idempotent"
    };
    let items = operation.paging.as_ref().map_or(String::new(), |paging| {
        format!("{} in `{}`", paging.item, paging.items.join("."))
    });
    let body = operation.body.clone().unwrap_or_default();
    let call = format!("client.{}().{}(…)", operation.resource, operation.method);
    Row::new([
        Cell::code(format!("{}.{}", operation.resource, operation.method)),
        Cell::text(&operation.resource),
        Cell::badge(&operation.http, tone(&operation.http)),
        Cell::code(&operation.path),
        Cell::code(body),
        Cell::code(&operation.response.ty),
        Cell::text(operation.paging_kind()),
    ])
    .detail("call", Detail::Code(call))
    .detail("arguments", Detail::List(arguments.collect()))
    .detail("items", Detail::Text(items))
    .detail("operation id", Detail::Code(operation.id.clone()))
    .detail("documented errors", Detail::Text(errors.join(", ")))
    .detail("repeated", Detail::Text(repeat.to_owned()))
}

/// What only reads is green, what removes is red.
fn tone(method: &str) -> Tone {
    match method {
        "GET" | "HEAD" => Tone::Good,
        "DELETE" => Tone::Bad,
        "PUT" | "PATCH" => Tone::Warning,
        _ => Tone::Neutral,
    }
}
