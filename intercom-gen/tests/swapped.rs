//! No constructor of a generated type and no method of a call has two arguments that accept the same
//! literal.

// In a test, a panic is a report.
#![allow(clippy::unwrap_used)]

#[path = "support/sources/mod.rs"]
mod sources;

use std::collections::BTreeSet;
use std::path::Path;

use intercom_gen::model::literals::can_be_swapped;
use intercom_gen::model::steps::Argument;
use intercom_gen::{Generated, Input, Inputs, generate};

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
    });
    let problems = problems.unwrap_err().to_string();
    assert!(
        problems.contains("names.toml: line 2: expected `method(key)"),
        "{problems}"
    );
}

/// The literals that an argument accepts, as its type is spelled in the manifest. Written without the
/// generator's own rule, so that a mistake there is found here.
fn accepted(argument: &str, enumerations: &[&str]) -> Vec<String> {
    let inside = |start: &str| argument.strip_prefix(start)?.strip_suffix('>');
    if let Some(element) = inside("impl IntoIterator<")
        .or_else(|| inside("Vec<"))
        .map(|element| element.strip_prefix("Item = ").unwrap_or(element))
    {
        let accepted = accepted(element, enumerations).into_iter();
        return accepted
            .map(|literal| format!("list of {literal}"))
            .collect();
    }
    let plain = inside("impl Into<")
        .or_else(|| inside("impl IntoArgument<"))
        .or_else(|| inside("impl IntoSearch<"))
        .unwrap_or(argument);
    let literals: &[&str] = match plain {
        "impl Display" | "Value" => &["text", "integer", "float", "boolean", "object"],
        "String" => &["text"],
        "Id" => &["text", "integer"],
        "i64" | "u32" | "Timestamp" => &["integer"],
        "f64" => &["integer", "float"],
        "bool" => &["boolean"],
        "Attributes" => &["object"],
        other if enumerations.contains(&other) => &["text"],
        other => &[other],
    };
    literals.iter().map(|&literal| literal.to_owned()).collect()
}

/// The lines of a manifest with two arguments that accept the same literal.
fn swappable(manifest: &str) -> Vec<&str> {
    let enumerations: Vec<_> = manifest
        .lines()
        .filter_map(|line| line.strip_suffix("::Unknown: UnknownValue"))
        .collect();
    let has_pair = |line: &&str| {
        let Some((_, signature)) = line.split_once("(): fn(") else {
            return false;
        };
        let (arguments, _) = signature.split_once(") -> ").unwrap();
        // The same literal twice for one argument is no pair.
        let mut seen = BTreeSet::new();
        arguments
            .split(", ")
            .filter(|argument| !["self", "&self"].contains(argument))
            .any(|argument| {
                let accepted: BTreeSet<_> = accepted(argument, &enumerations).into_iter().collect();
                accepted.into_iter().any(|literal| !seen.insert(literal))
            })
    };
    manifest.lines().filter(has_pair).collect()
}

/// Methods whose arguments have the same type for a reason: a key and any value; the object before
/// and after; a value with the setter for it.
fn is_general(line: &str) -> bool {
    ["::with_extra(): ", "::changes(): ", "::maybe(): "]
        .iter()
        .any(|name| line.contains(name))
}

/// Reads the checked-in manifest: what no version of the rule may let through.
#[test]
fn checked_in_arguments_cannot_be_swapped() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../intercom-api/api.txt");
    let manifest = std::fs::read_to_string(path).unwrap();
    let found: Vec<_> = swappable(&manifest)
        .into_iter()
        .filter(|line| !is_general(line))
        .collect();
    assert!(found.is_empty(), "{found:#?}");
    let checked = manifest.lines().filter(|line| line.contains("(): fn("));
    let of_resources = checked.filter(|line| line.starts_with(char::is_lowercase));
    assert!(of_resources.count() > 150);
}

#[test]
fn check_of_a_manifest_finds_every_kind_of_pair() {
    let line = |arguments: &str| {
        format!("Color::Unknown: UnknownValue\na::A::b(): fn(&self, {arguments}) -> Call<B>\n")
    };
    for pair in [
        "impl Into<Id>, impl Into<Id>",
        "impl Into<Id>, impl Into<String>",
        "impl Display, impl Into<Id>",
        "impl Display, bool",
        "impl Into<Id>, impl Into<Timestamp>",
        "impl Into<String>, i64, impl Into<Color>",
        "impl IntoIterator<Item = impl Into<Id>>, impl IntoIterator<Item = impl Into<String>>",
        "impl Into<types::A>, impl Into<types::A>",
    ] {
        assert_eq!(swappable(&line(pair)).len(), 1, "{pair}");
    }
    for apart in [
        "impl Into<Id>, impl Into<CreateTag>",
        "impl Into<String>, i64, bool",
        "impl Into<Id>, impl IntoIterator<Item = impl Into<Id>>",
    ] {
        assert!(swappable(&line(apart)).is_empty(), "{apart}");
    }
}

/// A description in which one operation takes everything twice.
fn odd(names: &str) -> Generated {
    let contract = r#"{"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {
        "/a/{a_id}/{name}/{text}/{id}": {"put": {
            "operationId": "change", "tags": ["A"], "responses": {"200": {"description": ""}},
            "parameters": [
                {"name": "a_id", "in": "path", "required": true, "schema": {"type": "integer"}},
                {"name": "name", "in": "path", "required": true, "schema": {"type": "boolean"}},
                {"name": "text", "in": "path", "required": true, "schema": {"type": "string"}},
                {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
                {"name": "since", "in": "query", "required": true, "schema": {"type": "integer"}},
                {"name": "fixed", "in": "query", "required": true, "schema": {"type": "string", "enum": ["x"]}},
                {"name": "loud", "in": "query", "required": true, "schema": {"type": "boolean"}},
                {"name": "color", "in": "query", "required": true, "schema": {"type": "string", "enum": ["red", "blue"]}},
                {"name": "ids", "in": "query", "required": true, "schema": {"type": "array", "items": {"type": "string"}}}
            ],
            "requestBody": {"content": {"application/json": {"schema": {"type": "array", "items": {"type": "string"}}}}}
        }},
        "/a/change_without_text": {"post": {
            "operationId": "change_without_text", "tags": ["A"], "responses": {"200": {"description": ""}}
        }}
    }}"#;
    let names =
        format!("[resources.a]\nchange = \"PUT /a/{{a_id}}/{{name}}/{{text}}/{{id}}\"\n{names}");
    let input = |file, text| Input { file, text };
    let generated = generate(&Inputs {
        contract: input("a.json", contract).into(),
        corrections: &[],
        names: input("names.toml", &names),
        docs: &[],
    });
    generated.unwrap()
}

#[test]
fn arguments_of_an_odd_description_have_methods_of_their_own() {
    let generated = odd("");
    let manifest = &generated.manifest;
    for line in [
        "a::A::change(): fn(&self, impl Into<Id>) -> ChangeWithoutName",
        "a::ChangeWithoutName::name(): fn(self, impl Display) -> ChangeWithoutText2",
        // An operation has the name that the type would have.
        "a::ChangeWithoutText2::text(): fn(self, impl Display) -> ChangeWithoutId",
        "a::ChangeWithoutId::id(): fn(self, impl Into<Id>) -> ChangeWithoutSince",
        "a::ChangeWithoutSince::since(): fn(self, i64, bool, impl Into<ChangeColor>, impl \
         IntoIterator<Item = impl Into<Id>>) -> ChangeWithoutBody",
        "a::ChangeWithoutBody::body(): fn(self, impl IntoIterator<Item = impl Into<String>>) -> \
         Call<Change>",
    ] {
        assert!(has(manifest, line), "{line} is not in:\n{manifest}");
    }
    assert_eq!(swappable(manifest), [""; 0]);
    assert_eq!(*manifest, sources::declared(&generated.files));
}

#[test]
fn no_step_takes_two_arguments_that_accept_the_same_literal() {
    let names = "[arguments]\na = [\"change(id).of(a_id)\"]\n";
    for generated in [odd(""), odd(names)] {
        for operation in generated.api.operations() {
            let mut taken = 0;
            for step in &operation.steps {
                let types = step.arguments.iter().map(|argument| match *argument {
                    Argument::Path(index) => &operation.path_parameters[index].ty,
                    Argument::Other(index) => &operation.parameters[index].ty,
                    Argument::Body => operation.body.as_ref().unwrap(),
                });
                assert!(!can_be_swapped(&generated.api, types), "{step:?}");
                taken += step.arguments.len();
            }
            let expected = if operation.name == "change" { 9 } else { 0 };
            assert_eq!(taken, expected, "{}", operation.name);
        }
    }
}

#[test]
fn declared_methods_hold_where_they_keep_arguments_apart() {
    let declared = |chain: &str| odd(&format!("[arguments]\na = [\"{chain}\"]\n")).manifest;
    let made = declared("change(id).of(a_id).named(name).as_text(text).lines(body).since(since)");
    for line in [
        "a::A::change(): fn(&self, impl Into<Id>) -> ChangeWithoutAId",
        "a::ChangeWithoutAId::of(): fn(self, impl Into<Id>) -> ChangeWithoutName",
        "a::ChangeWithoutText2::as_text(): fn(self, impl Display) -> ChangeWithoutBody",
        "a::ChangeWithoutBody::lines(): fn(self, impl IntoIterator<Item = impl Into<String>>) -> \
         ChangeWithoutSince",
    ] {
        assert!(has(&made, line), "{line} is not in:\n{made}");
    }
    // The last method takes what is left, here a list beside the list of the body.
    let swappable = "change(id).of(a_id).named(name).as_text(text).since(since).lines(body)";
    for chain in [
        swappable,
        "change(gone).of(a_id)",
        "other(id)",
        "change(id)",
        "change(id).of(id)",
    ] {
        assert_eq!(declared(chain), odd("").manifest, "{chain}");
    }
}

#[test]
fn every_declared_chain_of_methods_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let names = std::fs::read_to_string(root.join("openapi/names.toml")).unwrap();
    let manifest = std::fs::read_to_string(root.join("intercom-api/api.txt")).unwrap();
    let declared = names.split_once("\n[arguments]\n").unwrap().1;
    let (mut resource, mut checked) = ("", 0);
    for line in declared.lines().take_while(|line| !line.starts_with('[')) {
        resource = line.split_once(" = [").map_or(resource, |(name, _)| name);
        if let Some((_, text)) = line.split_once('"') {
            let last = text.rsplit(").").next().unwrap();
            let (method, _) = last.split_once('(').unwrap();
            let end = format!("::{method}(): fn(self, ");
            let is_used =
                |line: &str| line.starts_with(&format!("{resource}::")) && line.contains(&end);
            assert!(manifest.lines().any(is_used), "{resource}: {text}");
            checked += 1;
        }
    }
    assert!(checked > 5, "{checked} chains");
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
