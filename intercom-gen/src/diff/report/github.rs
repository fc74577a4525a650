//! A comparison as annotations of a GitHub workflow.

use std::fmt::Write as _;

use super::{Report, Tier};

/// Annotations: errors for what breaks, warnings for what degrades or adds, notices for the
/// rest.
pub fn github(report: &Report) -> String {
    let mut text = String::new();
    for finding in &report.diff.findings {
        let level = match Tier::of(finding) {
            Tier::Breaking => "error",
            Tier::Additive => "warning",
            Tier::None => "notice",
        };
        let change = finding.change();
        let separator = if change.is_empty() { "" } else { ": " };
        let message = format!(
            "{}{separator}{change} (Rust API: {}, running programs: {})",
            finding.place(),
            finding.rust.as_str(),
            finding.running.as_str()
        );
        let title = finding.id();
        _ = writeln!(text, "::{level} title={title}::{}", escaped(&message));
    }
    for note in &report.diff.notes {
        let message = format!("{}: {}", note.place, note.change());
        _ = writeln!(text, "::notice title=prose::{}", escaped(&message));
    }
    for line in report.summary() {
        _ = writeln!(text, "::notice title=diff::{}", escaped(&line));
    }
    if let Err(reason) = &report.rust {
        let message = format!("The Rust API could not be compared: {reason}");
        _ = writeln!(text, "::warning title=diff::{}", escaped(&message));
    }
    text
}

/// What would end the line or start an escape is escaped.
fn escaped(message: &str) -> String {
    message
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}
