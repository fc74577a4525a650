//! Pages as text: what is escaped, and what is in them.

// A page without these parts is a test that fails.
#![allow(clippy::expect_used)]

mod shared;

use intercom_report::{Cell, Column, Detail, Page, Row, Table};
use shared::{HOSTILE, hostile};

/// The page without its own style and script.
fn outside(html: &str) -> String {
    let (before, rest) = html.split_once("<style>").expect("a style");
    let (_, after) = rest.split_once("</script>").expect("a script");
    format!("{before}{after}")
}

#[test]
fn no_text_becomes_markup() {
    let html = hostile().to_html();
    let rest = outside(&html);
    for tag in [
        "<script", "<img", "<svg", "<iframe", "<link", "<base", "<!--",
    ] {
        assert!(!rest.contains(tag), "{tag}");
    }
    // The title has no breaks between parts.
    let escaped = HOSTILE[0].replace('<', "&lt;").replace('>', "&gt;");
    assert!(rest.contains(&format!("<title>{escaped}</title>")));
    // In an attribute, only a quotation mark leads outside.
    assert!(!rest.contains(HOSTILE[2]));
    assert!(rest.contains("&quot; onfocus=&quot;"));
    // Ids are made of plain names.
    assert!(rest.contains("id=\"secondonclick\""), "{rest}");
}

#[test]
fn page_loads_nothing() {
    let html = Page::new("Empty").to_html();
    let policy = html
        .split("http-equiv=\"Content-Security-Policy\" content=\"")
        .nth(1);
    let policy = policy.expect("a policy");
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
    for part in [
        "src=",
        "href=\"http",
        "@import",
        "url(",
        "style=\"",
        "unsafe-",
    ] {
        assert!(!html.contains(part), "{part}");
    }
}

#[test]
fn values_of_a_filter_are_counted() {
    let rows = ["b", "a", "b"].map(|value| Row::new([Cell::text(value), Cell::Number(5)]));
    let table = Table::new("rows", "Rows")
        .columns([Column::filtered("kind"), Column::new("number")])
        .rows(rows);
    let html = Page::new("Filtered").table(table).to_html();
    let options = "<option value=\"\">all</option><option value=\"a\">a (1)</option>\
                   <option value=\"b\">b (2)</option>";
    assert!(html.contains(options), "{html}");
    assert_eq!(html.matches("<select").count(), 1);
}

#[test]
fn row_without_details_has_nothing_to_open() {
    let row = || Row::new([Cell::text("a")]);
    let html = |row| {
        let table = Table::new("rows", "Rows")
            .columns([Column::new("name")])
            .rows([row]);
        outside(&Page::new("Rows").table(table).to_html())
    };
    assert!(!html(row()).contains("aria-expanded"));
    assert!(!html(row().detail("empty", Detail::List(Vec::new()))).contains("aria-expanded"));
    let open = html(row().detail("type", Detail::Code("Contact".to_owned())));
    assert!(open.contains("aria-expanded=\"false\" aria-controls=\"rows-1-details\""));
    assert!(open.contains("<dt>type</dt><dd><code>Contact</code></dd>"));
}
