//! Pages as HTML. Templates escape every text; only style and script are written as they are.

mod rows;

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use crate::page::{Page, Total};
use crate::table::Table;

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

impl Page {
    /// Returns the page as HTML.
    pub fn to_html(&self) -> String {
        document(self).into_string()
    }
}

fn document(page: &Page) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (page.title) }
                style { (PreEscaped(STYLE)) }
                script { (PreEscaped(SCRIPT)) }
            }
            body {
                a.skip href="#content" { "Skip to the tables" }
                (header(page))
                (toolbar(page))
                main #content tabindex="-1" {
                    @for table in &page.tables {
                        (section(table))
                    }
                }
                footer {
                    p {
                        kbd { "/" } " searches, " kbd { "↓" } " and " kbd { "↑" } " move through rows, "
                        kbd { "Enter" } " opens one, " kbd { "Esc" } " closes it. \
                        A search matches rows that contain every word, in the row or its details."
                    }
                }
            }
        }
    }
}

/// Returns a policy that permits the style and the script of the page, and nothing else.
fn policy() -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; \
         form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
}

fn header(page: &Page) -> Markup {
    html! {
        header.top {
            div.title {
                h1 { (page.title) }
                button #theme type="button" aria-pressed="false" { "Dark mode" }
            }
            @for line in &page.lead {
                p.lead { (line) }
            }
            @if !page.totals.is_empty() {
                ul.totals aria-label="Totals" {
                    @for each in &page.totals {
                        li { (total(each)) }
                    }
                }
            }
        }
    }
}

fn total(total: &Total) -> Markup {
    let content = html! {
        span.value { (total.value) } " " span.label { (total.label) }
    };
    let class = format!("total {}", total.tone.class());
    html! {
        @if let Some((table, column, value)) = &total.filter {
            button class=(class) type="button" aria-pressed="false" data-table=(table) data-column=(column)
                data-value=(value) { (content) }
        } @else {
            div class=(class) { (content) }
        }
    }
}

fn toolbar(page: &Page) -> Markup {
    html! {
        div.toolbar {
            search role="search" {
                label.hidden for="search" { "Search all rows" }
                input #search type="search" placeholder="Search all rows" autocomplete="off" spellcheck="false"
                    aria-keyshortcuts="/";
                button #clear type="button" { "Clear" }
                button #all type="button" aria-pressed="false" { "Open all" }
                p #count role="status" {}
            }
            @if page.tables.len() > 1 {
                nav aria-label="Tables" {
                    @for table in &page.tables {
                        a href={ "#" (table.name) } { (table.heading) " " span.number { (table.rows.len()) } }
                    }
                }
            }
        }
    }
}

fn section(table: &Table) -> Markup {
    let heading = format!("{}-heading", table.name);
    html! {
        section id=(table.name) aria-labelledby=(heading) {
            div.heading {
                h2 id=(heading) { (table.heading) }
                @if !table.rows.is_empty() {
                    (filters(table))
                }
            }
            @if table.rows.is_empty() {
                p.empty { (table.empty) }
            } @else {
                div.scroll { (rows::table(table, &heading)) }
                p.none hidden { "No row matches." }
            }
        }
    }
}

/// A choice of values for each column that is filtered by.
fn filters(table: &Table) -> Markup {
    let filtered = table.columns.iter().enumerate();
    let filtered = filtered.filter(|(_, column)| column.has_filter);
    html! {
        @for (index, column) in filtered {
            label.filter {
                span { (column.name) }
                select data-table=(table.name) data-column=(index) data-name=(column.name) {
                    option value="" { "all" }
                    @for (value, count) in values(table, index) {
                        option value=(value) { (if value.is_empty() { "–" } else { &value }) " (" (count) ")" }
                    }
                }
            }
        }
    }
}

/// The values of a column, in alphabetical order, and how many rows have each.
fn values(table: &Table, column: usize) -> BTreeMap<String, usize> {
    let mut values = BTreeMap::new();
    for cell in table.rows.iter().filter_map(|row| row.cells.get(column)) {
        *values.entry(cell.shown()).or_default() += 1;
    }
    values
}
