//! A comparison for a terminal.

use std::fmt::Write as _;

use super::{Report, reach};

/// The comparison as plain text.
pub fn text(report: &Report) -> String {
    let mut text = format!("{} → {}\n", report.old, report.new);
    for line in report.summary() {
        _ = writeln!(text, "{line}");
    }
    if let Some(prose) = report.prose() {
        _ = writeln!(text, "Beside that, {prose}");
    }
    _ = writeln!(text, "Version of the crate: a {} bump", report.semver());
    for (title, findings) in report.groups() {
        _ = writeln!(text, "\n{title}");
        for finding in findings {
            let id = finding.id();
            _ = write!(text, "  {id:27}{}", finding.place());
            for part in [finding.change(), reach(finding)] {
                if !part.is_empty() {
                    _ = write!(text, "  [{part}]");
                }
            }
            _ = writeln!(
                text,
                "  ({}, {})",
                finding.rust.as_str(),
                finding.running.as_str()
            );
        }
    }
    if !report.diff.notes.is_empty() {
        text.push_str("\nOnly stated in prose\n");
        for note in &report.diff.notes {
            _ = writeln!(text, "  {}: {}", note.place, note.change());
        }
    }
    match &report.rust {
        Ok(changes) if changes.is_empty() => text.push_str("\nThe Rust API stays as it is.\n"),
        Ok(changes) => {
            text.push_str("\nRust API\n");
            for line in changes.lines() {
                _ = writeln!(text, "  {line}");
            }
        }
        Err(reason) => _ = write!(text, "\nThe Rust API could not be compared: {reason}\n"),
    }
    text
}
