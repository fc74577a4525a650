//! Reports as HTML, in a browser where one is installed.

// What cannot be set up here is a test that fails.
#![allow(clippy::unwrap_used)]

use std::process::{Command, Output};

use intercom_report::browser::check;

fn xtask(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(arguments).output().unwrap()
}

/// Runs a command that prints a page.
fn page(arguments: &[&str]) -> String {
    let output = xtask(arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn operations_work_in_a_browser() {
    let html = page(&["operations", "--format", "html"]);
    assert!(html.contains("data-value=\"contacts\""));
    check(&html).unwrap();
}

#[test]
fn diff_works_in_a_browser() {
    let html = page(&[
        "diff",
        "2.14",
        "2.15",
        "--format",
        "html",
        "--fail-on",
        "never",
    ]);
    assert!(html.contains("Intercom 2.14 → 2.15"));
    check(&html).unwrap();
}

#[test]
fn hostile_description_stays_text() {
    let folder = tempfile::tempdir().unwrap();
    let description = |name: &str, key: &str| {
        let hostile = r#"</code></script><script>alert(1)</script><img src=x onerror="alert(2)">"#;
        let schema = serde_json::json!({ "type": "object", "properties": {
            format!("{key}{hostile}"): { "type": "string", "default": format!("{key}{hostile}") },
        } });
        let document = serde_json::json!({
            "openapi": "3.0.1",
            "info": { "title": "T", "version": format!("1{hostile}") },
            "paths": { format!("/a/{key}\" onclick=\"alert(3)"): { "get": {
                "operationId": format!("{key}{hostile}"), "responses": { "200": {
                    "description": hostile, "content": { "application/json": { "schema": schema } },
                } },
            } } },
        });
        let file = folder.path().join(name);
        std::fs::write(&file, document.to_string()).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let (old, new) = (description("old.yaml", "a"), description("new.yaml", "b"));
    let html = page(&["diff", &old, &new, "--format", "html", "--fail-on", "none"]);
    assert!(html.contains("script&gt;alert(1)"), "{html}");
    assert!(!html.contains("<script>alert"));
    assert!(!html.contains("<img"));
    check(&html).unwrap();
}

#[test]
fn report_is_written_to_the_file_that_out_names() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("new/operations.html");
    let name = file.to_str().unwrap();
    let printed = page(&["operations", "--format", "html", "--out", name]);
    assert_eq!(printed.trim_end(), name);
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.starts_with("<!DOCTYPE html>"));
    let output = xtask(&["operations", "--out", folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: cannot write"));
}
