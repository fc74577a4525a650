//! The table of lists in docs/paging.md: which operations are paged, and the evidence.

use intercom_gen::model::{Api, Operation, PagingKind};

pub(crate) const FILE: &str = "docs/paging.md";

const HEADER: &str = "| operation | kind | items | evidence |\n";

/// The text with a row for each list of `api`. What people wrote as evidence stays where nothing
/// changed.
pub(crate) fn refreshed(text: &str, api: &Api) -> String {
    let Some((before, table)) = text.split_once(HEADER) else {
        return text.to_owned();
    };
    let (ruler, rest) = table.split_once('\n').unwrap_or((table, ""));
    let known: Vec<&str> = rest
        .lines()
        .take_while(|row| row.starts_with('|'))
        .collect();
    let length: usize = known.iter().map(|row| row.len() + 1).sum();
    let after = rest.get(length..).unwrap_or_default();
    let rows = api.operations().filter_map(|operation| {
        let (facts, evidence) = row(operation)?;
        let same = known.iter().find(|row| row.starts_with(&facts));
        Some(same.map_or(format!("{facts} {evidence} |\n"), |row| format!("{row}\n")))
    });
    let rows: String = rows.collect();
    [before, HEADER, ruler, "\n", &rows, after].concat()
}

/// A row about a list, with the evidence that a rule used.
fn row(operation: &Operation) -> Option<(String, &'static str)> {
    let Operation { resource, name, .. } = operation;
    let paging = operation.paging.as_ref()?;
    let (kind, items) = (paging.kind.name(), paging.items.join("."));
    let evidence = match paging.kind {
        PagingKind::CursorQuery => "takes `starting_after`",
        PagingKind::CursorBody => "takes `pagination` in its body",
        PagingKind::Page => "takes `page`",
        PagingKind::Link => "returns a URL under `pages.next`",
        PagingKind::Scroll => "takes `scroll_param`",
    };
    let facts = format!("| `{resource}.{name}` | {kind} | `{items}` |");
    Some((facts, evidence))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::api_crate::crate_version;
    use crate::support::generation::generate_version;
    use crate::support::workspace::Workspace;

    #[test]
    fn the_table_is_that_of_the_crate() {
        let workspace = Workspace::here();
        let version = crate_version(&workspace).unwrap();
        let api = generate_version(&workspace, &version).unwrap().api;
        let text = workspace.read(FILE).unwrap().unwrap();
        assert_eq!(refreshed(&text, &api), text);
        // A missing row is added, a row too many is removed.
        let row =
            "| `tickets.search` | cursor in body | `tickets` | takes `pagination` in its body |\n";
        let gone = "| `gone.list` | page | `data` | takes `page` |\n";
        assert_eq!(refreshed(&text.replace(row, gone), &api), text);
    }
}
