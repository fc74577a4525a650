//! Pages in a browser, where one is installed.

mod shared;

use intercom_report::browser::{Checked, check};
use intercom_report::{Cell, Column, Page, Row, Table};

#[test]
fn page_with_hostile_texts_works() {
    let checked = check(&shared::hostile().to_html());
    checked.unwrap_or_else(|problem| panic!("{problem}"));
}

#[test]
fn check_fails_where_a_page_does_not_work() {
    let table = Table::new("rows", "Rows")
        .columns([Column::new("name")])
        .rows([Row::new([Cell::text("first")])]);
    let html = Page::new("Rows").table(table).to_html();
    // Another script than that of the policy does not run, and what is injected is reported.
    for (from, to, problem) in [
        ("\"use strict\";", "\"use strict\"; ", "status is"),
        (
            "<main",
            "<img src=x onerror=alert(1)><main",
            "the browser reports",
        ),
        ("<h1>", "<h1><h1>", "not one h1"),
    ] {
        match check(&html.replacen(from, to, 1)) {
            Ok(Checked::Skipped) => return,
            Ok(Checked::Passed) => panic!("{to} passed"),
            Err(found) => assert!(found.contains(problem), "{found}"),
        }
    }
}
