//! The tables of the document.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::Context as _;

use super::Measured;

/// A row of the table: two sides of a subject, and the largest ratio of one to the other that is aimed at.
struct Compared {
    row: &'static str,
    subject: &'static str,
    one: &'static str,
    other: &'static str,
    aim: Option<f64>,
}

/// A row that compares the client.
const fn row(
    row: &'static str,
    subject: &'static str,
    other: &'static str,
    aim: Option<f64>,
) -> Compared {
    Compared {
        row,
        subject,
        one: "client",
        other,
        aim,
    }
}

/// A row that compares what `serde_json` writes of the client's types.
const fn by_serde(subject: &'static str) -> Compared {
    Compared {
        row: "the same, by `serde_json::to_vec`",
        subject,
        one: "serde",
        other: "derive",
        aim: None,
    }
}

/// The same work, against derive that reads text.
const fn from_text(subject: &'static str) -> Compared {
    row("the same, derive from text", subject, "derive-str", None)
}

const COMPARED: [Compared; 15] = [
    row(
        "decode a page of 150 contacts, derive from bytes",
        "page",
        "derive",
        Some(0.70),
    ),
    from_text("page"),
    row(
        "decode one contact, derive from bytes",
        "contact",
        "derive",
        Some(0.75),
    ),
    from_text("contact"),
    row(
        "decode a conversation with 50 parts, derive from bytes",
        "conversation",
        "derive",
        Some(0.80),
    ),
    from_text("conversation"),
    row(
        "decode an article with 10 translations, derive from bytes",
        "article",
        "derive",
        Some(0.70),
    ),
    from_text("article"),
    row(
        "encode a contact as a body, derive",
        "encode-contact",
        "derive",
        Some(1.0),
    ),
    by_serde("encode-contact"),
    row(
        "encode a reply as a body, derive",
        "encode-reply",
        "derive",
        Some(1.0),
    ),
    by_serde("encode-reply"),
    row(
        "`changes()`, decoding the same pages",
        "changes",
        "decode",
        Some(1.3),
    ),
    row(
        "`items()`, `list()` of the same pages",
        "walk",
        "list",
        Some(1.03),
    ),
    row("`contacts().get()`, by hand", "call", "by-hand", Some(1.03)),
];

/// The largest heap of a page against its bytes that is aimed at.
const HEAP_AIM: f64 = 3.0;

/// Writes the table of ratios.
pub(super) fn times(measured: &Measured) -> String {
    let mut table = "| work, against | ratio | aim |\n|---|---|---|\n".to_owned();
    let mut write = |row: &str, ratio: f64, aim: Option<f64>| {
        let aim = aim.map_or(String::new(), |aim| format!("≤ {aim:.2}"));
        // A String takes everything.
        let _ = writeln!(table, "| {row} | {ratio:.2} | {aim} |");
    };
    for compared in COMPARED {
        let ratio = measured.ratio(compared.subject, compared.one, compared.other);
        if let Some(ratio) = ratio {
            write(compared.row, ratio, compared.aim);
        }
    }
    let heap = "heap of a page of 150 contacts, its bytes";
    write(heap, measured.heap, Some(HEAP_AIM));
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
