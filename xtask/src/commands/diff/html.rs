//! A comparison as a page.

use intercom_gen::diff::manifest::Changes;
use intercom_gen::diff::report::{Report, Tier};
use intercom_gen::diff::{Finding, Running, Rust};
use intercom_report::{Cell, Column, Detail, Page, Row, Table, Tone, Total};
use serde_json::Value;

/// The tiers, the worst first.
const TIERS: [(Tier, &str, Tone); 3] = [
    (Tier::Breaking, "breaking", Tone::Bad),
    (Tier::Additive, "additive or degrading", Tone::Warning),
    (Tier::None, "without effect", Tone::Good),
];

/// Returns the page of a comparison.
pub(super) fn page(report: &Report) -> Page {
    let findings = &report.diff.findings;
    let mut page = Page::new(format!("Intercom {} → {}", report.old, report.new)).line(format!(
        "Version of the crate: a {} bump. Verdicts are on the Rust API when the crate is generated anew, and \
         on running programs with the crate as it was.",
        report.semver()
    ));
    if report.doc_only_edits > 0 {
        let edits = report.doc_only_edits;
        page = page.line(format!("Edits of prose, which are not listed: {edits}."));
    }
    if let Err(reason) = &report.rust {
        page = page.line(format!("The Rust API could not be compared: {reason}"));
    }
    page = page.total(Total::new(findings.len().to_string(), "findings"));
    for (tier, name, tone) in TIERS {
        let count = findings.iter().filter(|finding| Tier::of(finding) == tier);
        let total = Total::new(count.count().to_string(), name).tone(tone);
        page = page.total(total.shows("findings", "verdict", name));
    }
    page = page.table(findings_table(findings));
    match &report.rust {
        Ok(changes) => page.table(rust_table(changes)),
        Err(_) => page,
    }
}

fn findings_table(findings: &[Finding]) -> Table {
    let mut findings: Vec<_> = findings.iter().collect();
    // A stable sort: within a tier, the order of sites remains.
    findings.sort_by_key(|finding| std::cmp::Reverse(Tier::of(finding)));
    let columns = [
        Column::filtered("finding"),
        Column::filtered("verdict"),
        Column::new("where"),
        Column::new("what"),
        Column::filtered("Rust API"),
        Column::filtered("running programs"),
        Column::new("operations"),
    ];
    Table::new("findings", "Findings")
        .columns(columns)
        .rows(findings.into_iter().map(row))
        .empty("The descriptions are the same.")
}

fn row(finding: &Finding) -> Row {
    let tier = TIERS
        .into_iter()
        .find(|(tier, ..)| *tier == Tier::of(finding));
    let (_, verdict, tone) = tier.unwrap_or(TIERS[2]);
    let rust = match finding.rust {
        Rust::Breaking => Tone::Bad,
        Rust::Additive => Tone::Warning,
        Rust::None => Tone::Good,
    };
    let running = match finding.running {
        Running::Breaks => Tone::Bad,
        Running::Degrades => Tone::Warning,
        Running::Works => Tone::Good,
    };
    Row::new([
        Cell::code(finding.id()),
        Cell::badge(verdict, tone),
        Cell::code(finding.place()),
        Cell::code(finding.change()),
        Cell::badge(finding.rust.as_str(), rust),
        Cell::badge(finding.running.as_str(), running),
        Cell::Number(finding.operations.len()),
    ])
    .detail("why", Detail::Text(finding.rule.why.to_owned()))
    .detail("case", Detail::Text(finding.rule.case.to_owned()))
    .detail(
        "travels in",
        Detail::Text(finding.side.as_str().replace('-', "")),
    )
    .detail("old", value(&finding.old))
    .detail("new", value(&finding.new))
    .detail("operations", Detail::List(finding.operations.clone()))
}

fn value(value: &Value) -> Detail {
    Detail::Code(match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => format!("{other:#}"),
    })
}

fn rust_table(changes: &Changes) -> Table {
    let columns = [
        Column::filtered("change"),
        Column::new("item"),
        Column::new("old"),
        Column::new("new"),
    ];
    let row = |change: &str, tone, item: &str, old: &str, new: &str| {
        Row::new([
            Cell::badge(change, tone),
            Cell::code(item),
            Cell::code(old),
            Cell::code(new),
        ])
    };
    let parts = |line: &str| {
        let (item, ty) = line.split_once(": ").unwrap_or((line, ""));
        (item.to_owned(), ty.to_owned())
    };
    let changed = changes.changed.iter();
    let changed =
        changed.map(|change| row("changed", Tone::Bad, &change.item, &change.old, &change.new));
    let removed = changes.removed.iter().map(|line| {
        let (item, old) = parts(line);
        row("removed", Tone::Bad, &item, &old, "")
    });
    let added = changes.added.iter().map(|line| {
        let (item, new) = parts(line);
        row("added", Tone::Warning, &item, "", &new)
    });
    Table::new("rust-api", "Rust API")
        .columns(columns)
        .rows(changed.chain(removed).chain(added))
        .empty("The Rust API stays as it is.")
}
