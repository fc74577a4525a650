//! No constructor of a generated type has two arguments that accept the same literal.

// In a test, a panic is a report.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use intercom_gen::{Input, Inputs, generate};

/// Generates from a description with one body, and returns the manifest.
fn manifest(names: &str, properties: &str, required: &str) -> String {
    let contract = format!(
        r#"{{"openapi": "3.0.3", "info": {{"title": "T", "version": "1"}}, "paths": {{"/a": {{"post": {{
            "operationId": "make", "tags": ["A"], "responses": {{"200": {{"description": ""}}}},
            "requestBody": {{"content": {{"application/json": {{"schema": {{"type": "object",
                "properties": {properties}, "required": {required}
            }}}}}}}}
        }}}}}}}}"#
    );
    let input = |file, text| Input { file, text };
    let generated = generate(&Inputs {
        contract: input("a.json", &contract).into(),
        corrections: &[],
        names: input("names.toml", names),
        docs: &[],
        webhooks: None,
    });
    generated.unwrap().manifest
}

fn has(manifest: &str, line: &str) -> bool {
    manifest.lines().any(|found| found == line)
}

const TWO_TEXTS: &str = r#"{"name": {"type": "string"}, "text": {"type": "string"}}"#;

#[test]
fn values_that_could_be_swapped_are_named() {
    let made = manifest("", TWO_TEXTS, r#"["text", "name"]"#);
    assert!(
        has(
            &made,
            "Make::text(): fn(impl Into<String>) -> MakeWithoutName"
        ),
        "{made}"
    );
    assert!(
        has(
            &made,
            "MakeWithoutName::name(): fn(self, impl Into<String>) -> Make"
        ),
        "{made}"
    );
    assert!(!made.contains("Make::new()"), "{made}");
}

#[test]
fn values_of_different_kinds_are_arguments_of_new() {
    let made = manifest("", TWO_TEXTS, r#"["text"]"#);
    assert!(
        has(&made, "Make::new(): fn(impl Into<String>) -> Make"),
        "{made}"
    );
    let properties = r#"{"name": {"type": "string"}, "count": {"type": "integer"}}"#;
    let made = manifest("", properties, r#"["name", "count"]"#);
    assert!(
        has(
            &made,
            "Make::new(): fn(impl Into<String>, impl Into<i64>) -> Make"
        ),
        "{made}"
    );
}

#[test]
fn enumerations_ids_and_times_count_as_the_literals_they_accept() {
    for other in [
        r#"{"type": "string", "enum": ["a", "b"]}"#,
        r#"{"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}"#,
    ] {
        let properties = format!(r#"{{"name": {{"type": "string"}}, "other": {other}}}"#);
        let made = manifest("", &properties, r#"["name", "other"]"#);
        assert!(made.contains("MakeWithoutOther::other()"), "{made}");
    }
    let properties = r#"{"name": {"type": "string"}, "owner_id": {"type": "integer"}}"#;
    let made = manifest("", properties, r#"["name", "owner_id"]"#);
    assert!(made.contains("MakeWithoutOwnerId::owner_id()"), "{made}");
    let properties =
        r#"{"count": {"type": "integer"}, "at": {"type": "integer", "format": "date-time"}}"#;
    let made = manifest("", properties, r#"["count", "at"]"#);
    assert!(made.contains("MakeWithoutAt::at()"), "{made}");
}

#[test]
fn declared_constructors_hold_where_they_set_what_is_required() {
    let names = "[constructors]\nMake = [\"called(name).saying(text)\", \"quiet(name) where text = none\"]\n";
    let made = manifest(names, TWO_TEXTS, r#"["text", "name"]"#);
    for line in [
        "Make::called(): fn(impl Into<String>) -> MakeWithoutText",
        "MakeWithoutText::saying(): fn(self, impl Into<String>) -> Make",
        "Make::quiet(): fn(impl Into<String>) -> Make",
    ] {
        assert!(has(&made, line), "{line} is not in:\n{made}");
    }
    // Another version requires less: the rule decides.
    let made = manifest(names, TWO_TEXTS, r#"["text"]"#);
    assert!(
        has(&made, "Make::new(): fn(impl Into<String>) -> Make"),
        "{made}"
    );
}

#[test]
fn malformed_constructor_is_reported_with_its_line() {
    let input = |file, text| Input { file, text };
    let problems = generate(&Inputs {
        contract: input("a.json", "{}").into(),
        corrections: &[],
        names: input("names.toml", "[constructors]\nMake = [\"lead\"]\n"),
        docs: &[],
        webhooks: None,
    });
    let problems = problems.unwrap_err().to_string();
    assert!(
        problems.contains("names.toml: line 2: expected `method(key)"),
        "{problems}"
    );
}

/// Reads the checked-in manifest: what no version of the rule may let through.
#[test]
fn checked_in_constructors_cannot_be_swapped() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../intercom-api/api.txt");
    let manifest = std::fs::read_to_string(path).unwrap();
    let enumerations: Vec<_> = manifest
        .lines()
        .filter_map(|line| line.strip_suffix("::Unknown: UnknownValue"))
        .collect();
    let mut checked = 0;
    for line in manifest.lines().filter(|line| line.contains("(): fn(")) {
        let (name, signature) = line.split_once("(): fn(").unwrap();
        // Methods of resources take the ids of their path.
        if name
            .split("::")
            .next()
            .is_some_and(|module| module.starts_with(char::is_lowercase))
        {
            continue;
        }
        let (arguments, _) = signature.split_once(") -> ").unwrap();
        let texts = arguments.split(", ").filter(|argument| {
            let ty = argument
                .strip_prefix("impl Into<")
                .and_then(|ty| ty.strip_suffix('>'));
            ty.is_some_and(|ty| ty == "String" || ty == "Id" || enumerations.contains(&ty))
        });
        // `with_extra` takes a key and any value.
        assert!(
            texts.count() <= 1 || name.ends_with("::with_extra"),
            "{line}"
        );
        checked += 1;
    }
    assert!(checked > 500, "{checked} lines");
}

#[test]
fn every_declared_constructor_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let names = std::fs::read_to_string(root.join("openapi/names.toml")).unwrap();
    let manifest = std::fs::read_to_string(root.join("intercom-api/api.txt")).unwrap();
    let declared = names.split_once("\n[constructors]\n").unwrap().1;
    let mut ty = "";
    let mut checked = 0;
    for line in declared.lines().take_while(|line| !line.starts_with('[')) {
        ty = line.split_once(" = [").map_or(ty, |(ty, _)| ty);
        if let Some((_, text)) = line.split_once('"') {
            let (method, _) = text.split_once('(').unwrap();
            let start = format!("{ty}::{method}(): fn(");
            assert!(
                manifest.lines().any(|line| line.starts_with(&start)),
                "{start}"
            );
            checked += 1;
        }
    }
    assert!(checked > 15, "{checked} constructors");
}
