//! A comparison for the body of a pull request: the summary first, then what breaks, and the rest
//! folded.

use std::fmt::Write as _;

use super::{Report, reach};
use crate::diff::manifest::Changes;
use crate::diff::{Finding, mends};

/// The comparison as Markdown.
pub fn markdown(report: &Report) -> String {
    let mut text = format!("# Intercom {} → {}\n\n", report.old, report.new);
    for line in report.summary() {
        _ = writeln!(text, "- {line}.");
    }
    if let Some(prose) = report.prose() {
        _ = writeln!(text, "- Beside that, {prose}.");
    }
    _ = writeln!(text, "- Version of the crate: a {} bump.", report.semver());
    counts(&mut text, report);
    for (index, (title, findings)) in report.groups().into_iter().enumerate() {
        let heading = format!("{title} ({})", findings.len());
        let table = table(&findings);
        if index == 0 && title == "Breaking" {
            _ = write!(text, "\n## {heading}\n\n{table}");
        } else {
            folded(&mut text, &heading, &table);
        }
    }
    if !report.diff.notes.is_empty() {
        let notes = report.diff.notes.iter();
        let rows = notes.map(|note| {
            let (place, change) = (code(&note.place), code(&note.change()));
            format!("| {place} | {change} |\n")
        });
        let heading = format!("Only stated in prose ({})", report.diff.notes.len());
        let rows: String = rows.collect();
        let body = format!("| where | what |\n|---|---|\n{rows}");
        folded(&mut text, &heading, &body);
    }
    match &report.rust {
        Ok(changes) if changes.is_empty() => text.push_str("\nThe Rust API stays as it is.\n"),
        Ok(changes) => {
            let lines = changes.lines().collect::<Vec<_>>().join("\n");
            let heading = format!(
                "Rust API: {} changed, {} removed, {} added",
                changes.changed.len(),
                changes.removed.len(),
                changes.added.len()
            );
            folded(&mut text, &heading, &format!("```diff\n{lines}\n```\n"));
            to_do(&mut text, changes);
        }
        Err(reason) => {
            _ = write!(
                text,
                "\nThe Rust API could not be compared:\n\n```text\n{reason}\n```\n"
            );
        }
    }
    text
}

fn counts(text: &mut String, report: &Report) {
    let counts = report.diff.counts();
    if counts.is_empty() {
        text.push_str("\nNothing changed.\n");
        return;
    }
    text.push_str("\n| finding | count |\n|---|---:|\n");
    for (id, count) in counts {
        _ = writeln!(text, "| `{id}` | {count} |");
    }
}

fn table(findings: &[&Finding]) -> String {
    let mut text = String::from(
        "| finding | where | what | reached by | Rust API | running programs |\n|---|---|---|---|---|---|\n",
    );
    for finding in findings {
        let what = finding.change();
        let what = if what.is_empty() { what } else { code(&what) };
        _ = writeln!(
            text,
            "| `{}` | {} | {what} | {} | {} | {} |",
            finding.id(),
            code(&finding.place()),
            reach(finding).replace('|', "\\|"),
            finding.rust.as_str(),
            finding.running.as_str()
        );
    }
    text
}

/// What a program that uses a changed item has to write instead.
fn to_do(text: &mut String, changes: &Changes) {
    let mends = mends(changes);
    if mends.is_empty() {
        return;
    }
    text.push_str("\n## What to change in a program\n\n| change | what to write |\n|---|---|\n");
    for (_, what, mend) in mends {
        _ = writeln!(text, "| {} | {} |", cell(&what), cell(&mend));
    }
}

/// Text in a cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// Code in a cell, whatever is in it.
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ").replace('|', "\\|");
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

fn folded(text: &mut String, heading: &str, body: &str) {
    _ = write!(
        text,
        "\n<details><summary>{heading}</summary>\n\n{body}\n</details>\n"
    );
}
