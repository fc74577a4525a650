//! The tables of the document.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::Context as _;

use super::Measured;

/// What is compared: the row, the subject, the side, and the largest ratio that is aimed at.
pub(super) const COMPARED: [(&str, &str, &str, Option<f64>); 14] = [
    (
        "decode a page of 150 contacts, derive from bytes",
        "page",
        "derive",
        Some(0.70),
    ),
    ("the same, derive from text", "page", "derive-str", None),
    (
        "decode one contact, derive from bytes",
        "contact",
        "derive",
        Some(0.75),
    ),
    ("the same, derive from text", "contact", "derive-str", None),
    (
        "decode a conversation with 50 parts, derive from bytes",
        "conversation",
        "derive",
        Some(0.80),
    ),
    (
        "the same, derive from text",
        "conversation",
        "derive-str",
        None,
    ),
    (
        "decode an article with 10 translations, derive from bytes",
        "article",
        "derive",
        Some(0.70),
    ),
    ("the same, derive from text", "article", "derive-str", None),
    (
        "encode a contact, derive",
        "encode-contact",
        "derive",
        Some(1.0),
    ),
    (
        "encode a reply, derive",
        "encode-reply",
        "derive",
        Some(1.0),
    ),
    (
        "`changes()`, decoding the same pages",
        "changes",
        "decode",
        Some(1.3),
    ),
    (
        "`items()`, `list()` of the same pages",
        "walk",
        "list",
        Some(1.03),
    ),
    ("`contacts().get()`, by hand", "call", "by-hand", Some(1.03)),
    (
        "heap of a page of 150 contacts, its bytes",
        "heap",
        "",
        Some(3.0),
    ),
];

/// Writes the table of ratios.
pub(super) fn times(measured: &Measured) -> String {
    let mut table = "| work, against | ratio | aim |\n|---|---|---|\n".to_owned();
    for (name, subject, side, aim) in COMPARED {
        let ratio = match subject {
            "heap" => Some(measured.heap),
            _ => measured.ratio(subject, side),
        };
        let Some(ratio) = ratio else { continue };
        let aim = aim.map_or(String::new(), |aim| format!("≤ {aim:.2}"));
        // A String takes everything.
        let _ = writeln!(table, "| {name} | {ratio:.2} | {aim} |");
    }
    table
}

/// Writes the table of instruction counts.
pub(super) fn counts(counts: &BTreeMap<String, u64>) -> String {
    let mut table = "| work | instructions |\n|---|---|\n".to_owned();
    for (name, count) in counts {
        let _ = writeln!(table, "| `{name}` | {} |", grouped(*count));
    }
    table
}

fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let groups = digits.as_bytes().rchunks(3).rev();
    let groups: Vec<_> = groups.map(String::from_utf8_lossy).collect();
    groups.join(",")
}

/// Puts a table between the marks with its name.
pub(super) fn insert(document: &str, name: &str, table: &str) -> anyhow::Result<String> {
    let begin = format!("<!-- bench: {name} -->\n");
    let end = "<!-- end of bench -->";
    let found = document.split_once(&begin);
    let (before, rest) = found.with_context(|| format!("no mark `{}`", begin.trim()))?;
    let (_, after) = rest.split_once(end).context("no end of a table")?;
    Ok(format!("{before}{begin}{table}{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_put_between_its_marks() {
        let document = "a\n<!-- bench: times -->\nold\n<!-- end of bench -->\nb\n";
        assert_eq!(
            insert(document, "times", "new\n").unwrap(),
            "a\n<!-- bench: times -->\nnew\n<!-- end of bench -->\nb\n"
        );
        insert(document, "instructions", "new\n").unwrap_err();
    }

    #[test]
    fn counts_are_grouped_by_thousands() {
        let counts = BTreeMap::from([("a".to_owned(), 1_234_567), ("b".to_owned(), 12)]);
        let table = counts_of(&counts);
        assert!(
            table.contains("| `a` | 1,234,567 |\n| `b` | 12 |"),
            "{table}"
        );
    }

    fn counts_of(counts: &BTreeMap<String, u64>) -> String {
        super::counts(counts)
    }
}
