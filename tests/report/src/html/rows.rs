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
                        th role="columnheader" scope="col" {
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
                td role="cell" data-label=(column.name) data-sort=[cell.sort_key()]
                    data-value=[column.has_filter.then(|| cell.shown())] {
                    @if index == 0 && !row.details.is_empty() {
                        button.open type="button" aria-expanded="false" aria-controls=(details) { (content(cell)) }
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
            Cell::Text(text) => span { (text) },
            Cell::Code(text) => @if !text.is_empty() { code { (text) } },
            Cell::Number(number) => span.number { (number) },
            Cell::Badge(text, tone) => @if !text.is_empty() { span class={ "badge " (tone.class()) } { (text) } },
        }
    }
}

fn detail(detail: &Detail) -> Markup {
    html! {
        @match detail {
            Detail::Text(text) => (text),
            Detail::Code(text) => code { (text) },
            Detail::List(items) => ul { @for item in items { li { code { (item) } } } },
        }
    }
}
