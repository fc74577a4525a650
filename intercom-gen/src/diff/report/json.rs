//! A comparison for programs.

use serde_json::{Value, json};

use super::Report;

/// The comparison as pretty-printed JSON.
pub fn json(report: &Report) -> String {
    let findings: Vec<Value> = report
        .diff
        .findings
        .iter()
        .map(|finding| {
            json!({
                "id": finding.id(),
                "site": finding.site,
                "path": finding.path,
                "side": finding.side.as_str(),
                "old": finding.old,
                "new": finding.new,
                "operations": finding.operations,
                "rust": finding.rust.as_str(),
                "running": finding.running.as_str(),
            })
        })
        .collect();
    let mut rust = json!({ "added": [], "removed": [], "changed": [] });
    match &report.rust {
        Ok(changes) => {
            let changed = changes.changed.iter();
            rust["added"] = json!(changes.added);
            rust["removed"] = json!(changes.removed);
            rust["changed"] = changed
                .map(|change| json!({ "item": change.item, "old": change.old, "new": change.new }))
                .collect();
        }
        Err(reason) => rust["error"] = json!(reason),
    }
    let notes = report.diff.notes.iter();
    let notes: Vec<Value> = notes
        .map(|note| {
            json!({ "place": note.place, "fact": note.fact, "old": note.old, "new": note.new })
        })
        .collect();
    let document = json!({
        "old": report.old,
        "new": report.new,
        "counts": report.diff.counts(),
        "findings": findings,
        "notes": notes,
        "rust": rust,
        "doc_only_edits": report.doc_only_edits,
        "semver": report.semver(),
    });
    format!("{document:#}\n")
}
