//! What the command prints, and its report in a browser where one is installed.

// What cannot be set up here is a test that fails.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Output};

use intercom_report::browser::check;
use serde_json::json;

const HOSTILE: &str = "</code></script><script>alert(1)</script><img src=x onerror=\"alert(2)\">";

fn conformance(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    command.args(arguments).output().unwrap()
}

/// Writes a case that passes, one that fails, one with hostile texts, and a line that is not a case.
fn cases(folder: &Path) -> String {
    let good = json!({ "id": "good", "method": "GET", "path": "/contacts/5", "status": 200,
        "response_body": { "type": "contact", "id": "5", HOSTILE: HOSTILE } });
    let bad = json!({ "id": HOSTILE, "method": "GET", "path_template": HOSTILE, "path": "/x",
        "status": 200 });
    let undecodable = json!({ "id": "list", "method": "GET", "path": "/contacts/6", "status": 200,
        "response_body": [HOSTILE] });
    let file = folder.join("cases.jsonl");
    let lines = [good, bad, undecodable].map(|case| case.to_string());
    std::fs::write(&file, format!("{}\n{HOSTILE}\n", lines.join("\n"))).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn hostile_recording_stays_text_and_the_page_works() {
    let folder = tempfile::tempdir().unwrap();
    let output = conformance(&["--cases", &cases(folder.path()), "--format", "html"]);
    assert_eq!(output.status.code(), Some(1));
    let html = String::from_utf8(output.stdout).unwrap();
    assert!(html.contains("script&gt;alert(1)"), "{html}");
    assert!(!html.contains("<script>alert"));
    assert!(!html.contains("<img"));
    assert!(html.starts_with("<!DOCTYPE html>"));
    check(&html).unwrap();
}

#[test]
fn page_of_webhooks_works() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("webhooks.jsonl");
    std::fs::write(&file, format!("{}\n{{}}\n", json!({ "id": HOSTILE }))).unwrap();
    let output = conformance(&["--webhooks", file.to_str().unwrap(), "--format", "html"]);
    assert_eq!(output.status.code(), Some(1));
    check(&String::from_utf8(output.stdout).unwrap()).unwrap();
}

#[test]
fn out_takes_the_document_and_lines_are_printed() {
    let folder = tempfile::tempdir().unwrap();
    let cases = cases(folder.path());
    let out = folder.path().join("new/report");
    let name = out.to_str().unwrap();
    for (format, part) in [
        ("text", " leaves, "),
        ("markdown", "## Failures"),
        ("json", "\"failures\": ["),
        ("html", "<!DOCTYPE html>"),
    ] {
        let output = conformance(&["--cases", &cases, "--format", format, "--out", name]);
        let printed = String::from_utf8(output.stdout).unwrap();
        assert_eq!(printed.matches("FAIL").count(), 3, "{printed}");
        assert!(printed.ends_with("1 passed, 3 failed\n"), "{printed}");
        let written = std::fs::read_to_string(&out).unwrap();
        assert!(written.contains(part), "{format}: {written}");
    }
    let missing = conformance(&["--cases", "no-such-file"]);
    assert_eq!(missing.status.code(), Some(2));
}
