//! A page whose every text tries to leave its place.

use intercom_report::{Cell, Column, Detail, Page, Row, Table, Tone, Total};

/// Texts that would run a script, end an element or an attribute, or load something.
pub const HOSTILE: [&str; 8] = [
    "<script>globalThis.ran = 1</script>",
    "</script></style></title><img src=x onerror='globalThis.ran = 2'>",
    "\" onfocus=\"globalThis.ran = 3\" autofocus x=\"",
    "' onclick='globalThis.ran = 4' x='",
    "<svg/onload=globalThis.ran=5>",
    "javascript:globalThis.ran=6",
    "--><!--<iframe srcdoc='<script>parent.ran=7</script>'>&lt;b&gt;\u{2028}${ran = 8}",
    "<link rel=stylesheet href=https://example.com/a.css><base href=https://example.com/>",
];

/// Returns a page with these texts in every place.
pub fn hostile() -> Page {
    let all = || HOSTILE.iter().copied().cycle();
    let rows = (0..HOSTILE.len()).map(|from| {
        let mut texts = all().skip(from);
        let mut next = || texts.next().unwrap_or_default();
        let row = Row::new([
            Cell::text(next()),
            Cell::code(next()),
            Cell::badge(next(), Tone::Bad),
            Cell::Number(from * 100),
        ]);
        row.detail(next(), Detail::Text(next().to_owned()))
            .detail(next(), Detail::Code(next().to_owned()))
            .detail(next(), Detail::List(HOSTILE.map(str::to_owned).to_vec()))
    });
    let columns = HOSTILE.iter().take(4).map(|name| Column::filtered(*name));
    let table = Table::new("hostile", HOSTILE[1])
        .columns(columns)
        .rows(rows);
    let second = Table::new("second\" onclick=\"", HOSTILE[0]).empty(HOSTILE[4]);
    HOSTILE.iter().fold(
        Page::new(HOSTILE[0])
            .total(Total::new(HOSTILE[2], HOSTILE[3]).shows(HOSTILE[2], HOSTILE[0], HOSTILE[4]))
            .table(table)
            .table(second),
        |page, text| page.line(*text),
    )
}
