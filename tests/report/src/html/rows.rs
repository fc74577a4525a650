//! The rows of a table. Roles are explicit because narrow screens show rows as blocks, which would
//! otherwise no longer be rows for a screen reader.

use maud::{Markup, html};

use crate::table::{Cell, Detail, Row, Table};

pub(super) fn table(table: &Table, heading: &str) -> Markup {
    html! {
        table role="table" aria-labelledby=(heading) {
            thead role="rowgroup" {
                tr role="row" {
                    @for column in &table.columns {
                        th role="columnheader" scope="col" hidden[!column.is_shown] {
                            button.sort type="button" { (column.name) }
                        }
                    }
                }
            }
            tbody role="rowgroup" {
                @for (index, each) in table.rows.iter().enumerate() {
                    (row(table, index, each))
                }
            }
        }
    }
}

fn row(table: &Table, index: usize, row: &Row) -> Markup {
    let id = format!("{}-{}", table.name, index + 1);
    let details = format!("{id}-details");
    let cells = || table.columns.iter().zip(&row.cells).enumerate();
    html! {
        tr.row role="row" id=(id) {
            @for (index, (column, cell)) in cells() {
                td role="cell" hidden[!column.is_shown] data-label=(column.name) data-sort=[cell.sort_key()]
                    data-value=[column.has_filter.then(|| cell.shown())] {
                    @if index == 0 && !row.details.is_empty() {
                        button.open type="button" aria-expanded="false" aria-controls=(details) {
                            @if cell.shown().is_empty() { "–" } @else { (content(cell)) }
                        }
                    } @else {
                        (content(cell))
                    }
                }
            }
        }
        @if !row.details.is_empty() {
            tr.details role="row" id=(details) {
                td role="cell" colspan=(table.columns.len()) {
                    dl {
                        @for (name, value) in &row.details {
                            div {
                                dt { (name) }
                                dd { (detail(value)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn content(cell: &Cell) -> Markup {
    html! {
        @match cell {
            Cell::Text(text) => @if !text.is_empty() { span { (text) } },
            Cell::Code(text) => @if !text.is_empty() { (code(text)) },
            Cell::Number(number) => span.number { (number) },
            Cell::Badge(text, tone) => @if !text.is_empty() { span class={ "badge " (tone.class()) } { (text) } },
        }
    }
}

fn detail(detail: &Detail) -> Markup {
    html! {
        @match detail {
            Detail::Text(text) => (text),
            Detail::Code(text) => (code(text)),
            Detail::List(items) => ul { @for item in items { li { (code(item)) } } },
        }
    }
}

/// A name, a path or a type, which may be broken between its parts.
fn code(text: &str) -> Markup {
    html! {
        code {
            @for (index, part) in parts(text).into_iter().enumerate() {
                @if index > 0 { wbr; }
                (part)
            }
        }
    }
}

/// Splits a text behind what separates parts of paths and types, and where words begin in `CamelCase`.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut last = ' ';
    for (at, char) in text.char_indices() {
        let is_behind = matches!(last, '/' | '.' | '_' | ':' | ',' | '<') && char != last;
        let is_word = last.is_lowercase() && char.is_uppercase();
        if at > start && (is_behind || is_word) {
            parts.push(&text[start..at]);
            start = at;
        }
        last = char;
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn parts_make_the_whole() {
        for (text, expected) in [
            ("", &[""][..]),
            (
                "/contacts/{contact_id}",
                &["/", "contacts/", "{contact_", "id}"],
            ),
            ("Vec<TagList>", &["Vec<", "Tag", "List>"]),
            ("é::ÉÀ_", &["é::", "ÉÀ_"]),
        ] {
            assert_eq!(parts(text), expected);
            assert_eq!(parts(text).concat(), text);
        }
    }
}
