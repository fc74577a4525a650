//! The table of defects: each in a small description whose other parts must be generated.

use std::collections::BTreeSet;

use intercom_gen::import::{self, Neighbor, Upstream, lenient, mend, to_text};
use intercom_gen::{Generated, Input, Inputs, Problem, Problems, generate};
use serde_json::json;

/// A description that was read, mended and generated.
pub(crate) struct Outcome {
    pub(crate) generated: Generated,
    /// Everything that was mended or is odd.
    pub(crate) reported: Vec<Problem>,
    pub(crate) corrections: Option<String>,
}

impl Outcome {
    pub(crate) fn report(&self) -> String {
        let line = |p: &Problem| format!("{}: {}: {}\n", p.place, p.what, p.cure);
        self.reported.iter().map(line).collect()
    }
}

pub(crate) fn upstream() -> Upstream {
    Upstream {
        repository: String::new(),
        commit: None,
        path: None,
        sha256: String::new(),
    }
}

/// The way of `cargo xtask bump`, without its files.
pub(crate) fn outcome(text: &str) -> Result<Outcome, Problems> {
    let read = lenient("api.yaml", text, &upstream())?;
    let neighbor =
        json!({"components": {"schemas": {"gone": {"properties": {"id": {}, "name": {}}}}}});
    let neighbors = [Neighbor {
        version: "2.15",
        contract: &neighbor,
    }];
    let mended = mend("api.yaml", &read.contract, Some("9"), &neighbors)?;
    let contract = to_text(&read.contract);
    let corrections: Vec<_> = mended
        .corrections
        .iter()
        .map(|text| Input {
            file: import::UNDECIDED,
            text,
        })
        .collect();
    let generated = generate(&Inputs {
        contract: Input {
            file: "api.json",
            text: &contract,
        }
        .into(),
        corrections: &corrections,
        names: Input {
            file: "names.toml",
            text: "[fields]\ntype = \"kind\"\n",
        },
        docs: &[],
        webhooks: None,
        examples: &[],
    })?;
    let mut reported = read.notes;
    reported.extend(mended.defects);
    reported.extend(mended.oddities);
    reported.extend(generated.refused.iter().cloned());
    Ok(Outcome {
        generated,
        reported,
        corrections: mended.corrections,
    })
}

/// Every generated file is Rust.
pub(crate) fn assert_rust(generated: &Generated) {
    for file in &generated.files {
        if let Err(error) = syn::parse_file(&file.text) {
            panic!("{}: {error}\n{}", file.path, file.text);
        }
    }
}

/// The description around a defect: two operations and a schema that are as they should be.
fn around(text: &str) -> String {
    let base = "\
openapi: 3.0.1
info: {title: T, version: '9'}
paths:
  /sound:
    get: {operationId: listSound, tags: [Sound], responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/sound'}}}}}}
    post: {operationId: createSound, tags: [Sound], requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/sound'}}}}, responses: {'200': {description: ok}}}
";
    let sound =
        "    sound: {type: object, properties: {id: {type: string}, name: {type: string}}}\n";
    let (paths, schemas) = text.split_once("---\n").unwrap_or((text, ""));
    format!("{base}{paths}components:\n  schemas:\n{sound}{schemas}")
}

fn table() -> String {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/robust/defects.txt");
    std::fs::read_to_string(file).unwrap()
}

/// Runs a table in the form of `defects.txt`: after each `# ` line, which names the defect, an
/// excerpt of paths and, behind `---`, of schemas. `> ` lines are parts of what is reported, `+ ` lines
/// parts of the API.
#[test]
fn each_defect_is_reported_and_the_rest_is_generated() {
    let table = table();
    let mut names = BTreeSet::new();
    let mut failures = Vec::new();
    for case in table.split("\n# ").skip(1) {
        let (name, body) = case.split_once('\n').unwrap();
        assert!(names.insert(name), "{name} is there twice");
        let lines = |prefix: &str| -> Vec<&str> {
            let lines = body.lines();
            lines.filter_map(|line| line.strip_prefix(prefix)).collect()
        };
        let excerpt = body
            .lines()
            .filter(|line| !line.starts_with("> ") && !line.starts_with("+ "));
        let excerpt: String = excerpt.flat_map(|line| [line, "\n"]).collect();
        let text = around(&excerpt);
        match outcome(&text) {
            Ok(outcome) => {
                assert_rust(&outcome.generated);
                let report = outcome.report();
                let manifest = &outcome.generated.manifest;
                let sound = ["sound::List: operation", "sound::Create: operation"];
                for line in sound.into_iter().chain(lines("+ ")) {
                    if !manifest.contains(line) {
                        let own = manifest.lines().filter(|line| !line.contains("ound"));
                        let own: Vec<_> = own.collect();
                        failures.push(format!("{name}: no `{line}` in\n{}", own.join("\n")));
                    }
                }
                if lines("> ").is_empty() {
                    failures.push(format!("{name}: expects no report, but has\n{report}"));
                }
                for line in lines("> ") {
                    if !report.contains(line) {
                        failures.push(format!("{name}: no `{line}` in the report:\n{report}"));
                    }
                }
            }
            Err(problems) => failures.push(format!("{name}: refused: {problems}")),
        }
    }
    assert!(names.len() >= 80, "{}", names.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Every defect of the table at once.
#[test]
fn all_defects_at_once_are_mended() {
    let table = table();
    let (mut paths, mut schemas) = (String::new(), String::new());
    for case in table.split("\n# ").skip(1) {
        let lines = case.lines().skip(1);
        let lines = lines.filter(|line| !line.starts_with("> ") && !line.starts_with("+ "));
        let text: String = lines.flat_map(|line| [line, "\n"]).collect();
        let (of_paths, of_schemas) = text.split_once("---\n").unwrap_or((&text, ""));
        paths.push_str(of_paths);
        // What follows the schemas would end their list.
        schemas.push_str(of_schemas.split("  #end\n").next().unwrap());
    }
    let outcome = outcome(&around(&format!("{paths}---\n{schemas}")))
        .unwrap_or_else(|problems| panic!("{problems}"));
    assert_rust(&outcome.generated);
    assert!(outcome.reported.len() > 100, "{}", outcome.report());
}

#[test]
fn correction_names_the_place_and_the_likely_meaning() {
    let text = around(
        "  /a: {get: {operationId: a, tags: [A], responses: {'200': {description: ok, content: {application/json: {schema: {type: object, properties: {gone: {$ref: '#/components/schemas/gone'}}}}}}}}}\n",
    );
    let outcome = outcome(&text).unwrap();
    expect_test::expect![[r##"
        overlay: "1.0.0"
        info:
          title: Undecided defects
          version: "1.0.0"
        x-last: true
        actions:
        - target: >-
            $['paths']['/a']['get']['responses']['200']['content']['application/json']['schema']['properties']['gone']['$ref']
          description: "Undecided since a bump. GET /a responses.200.content.application/json.schema.properties.gone: `#/components/schemas/gone` points to nothing (arbitrary JSON; version 2.15 has a schema of that name, with id, name)."
          x-expect:
            value: "#/components/schemas/gone"
          remove: true
    "##]]
    .assert_eq(&outcome.corrections.clone().unwrap());
    let manifest = &outcome.generated.manifest;
    assert!(
        manifest.contains("AResponse::gone: Option<Value>"),
        "{manifest}"
    );
}

#[test]
fn a_sound_description_needs_nothing() {
    let outcome = outcome(&around("")).unwrap();
    assert_eq!(outcome.report(), "");
    assert_eq!(outcome.corrections, None);
}

#[test]
fn a_document_without_paths_or_syntax_is_refused_with_the_place() {
    let message = |text: &str| outcome(text).map(|_| ()).unwrap_err().to_string();
    assert!(
        message("openapi: 3.0.1\ninfo: {title: T, version: '1'}\n")
            .starts_with("api.yaml: paths: the document has no paths")
    );
    assert!(message("openapi: 3.0.1\npaths:\n").starts_with("api.yaml: paths: "));
    assert!(message("swagger: '2.0'\npaths: {}\n").contains("Swagger 2.0"));
    assert!(message("openapi: 4.0.0\npaths: {}\n").contains("OpenAPI 4.0.0"));
    assert!(message("[1, 2]").contains("openapi"));
    assert!(message("").contains("openapi"));
    let broken = message("openapi: 3.0.1\ninfo: {title: T, version: '1'}\npaths:\n  /a: {get: [\n");
    assert!(broken.starts_with("api.yaml: line 4, column "), "{broken}");
    assert!(broken.contains("help: "), "{broken}");
    let odd_indentation = message("openapi: 3.0.1\npaths:\n    /a: {}\n  /b: {}\n");
    assert!(
        odd_indentation.contains("line 4, column"),
        "{odd_indentation}"
    );
}

/// Defects of the text as a whole, which no excerpt shows.
#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn text_is_read_although_it_breaks_rules_of_yaml() {
    let sound = around("");
    let expected = outcome(&sound).unwrap().generated.manifest;
    let long = "  /long: {get: {operationId: long, tags: [Long], responses: {'200': {description: ''}}}}\n";
    let with = |lines: &str| sound.replace("paths:\n", &format!("paths:\n{lines}"));
    for (name, text, report) in [
        (
            "byte order mark",
            format!("\u{feff}{sound}"),
            "line 1, column 1: the file starts with a byte order mark",
        ),
        (
            "line ends of Windows",
            sound.replace('\n', "\r\n"),
            "line 1: the lines do not end",
        ),
        (
            "line ends of old Macs",
            sound.replace('\n', "\r"),
            "line 1: the lines do not end",
        ),
        (
            "tabs",
            sound
                .replace("\n  /sound", "\n\t/sound")
                .replace("\n    ", "\n\t\t"),
            "tabs at the start of the line",
        ),
        (
            "wide tabs",
            sound
                .replace("    get:", "\tget:")
                .replace("    post:", "\tpost:"),
            "tabs at the start of the line",
        ),
        (
            "an example that begins with a reserved character",
            with(
                &long
                    .replace("{get: {", "\n    get: {")
                    .replace("}}}}\n", "}}}\n    x-example: @all\n"),
            ),
            "the value is read as text",
        ),
        (
            "an example with a colon",
            with("  /long:\n    summary: Note: this\n"),
            "line 5: is not YAML: the value is read as text",
        ),
        (
            "an example with a template",
            with("  /long:\n    description: {{ contact.name }} and more\n"),
            "line 5: is not YAML",
        ),
        (
            "an alias to nothing",
            with("  /long:\n    description: *nothing\n"),
            "line 5: is not YAML",
        ),
        (
            "an unclosed quote",
            with("  /long:\n    description: \"not closed\n"),
            "is not YAML",
        ),
        (
            "a repeated path",
            with(
                "  /sound: {delete: {operationId: deleteSound, tags: [Sound], responses: {'200': {description: ''}}}}\n",
            ),
            "paths./sound: the key is repeated: both are put together",
        ),
        (
            "a repeated key",
            sound.replace("{type: string}}}", "{type: string}}, type: object}"),
            "the key is repeated: both are the same",
        ),
        (
            "a number as the version",
            sound.replace("'9'", "9"),
            "info.version: 9 is not a text: read as `9`",
        ),
        (
            "a number as the version of OpenAPI",
            sound.replace("3.0.1", "3.0"),
            "openapi: the version of OpenAPI is `3.0`",
        ),
        (
            "no version of OpenAPI",
            sound.replace("openapi: 3.0.1\n", ""),
            "openapi: the version of OpenAPI is missing",
        ),
        (
            "a later version of OpenAPI",
            sound.replace("3.0.1", "3.2.0"),
            "read as 3.1.0",
        ),
        (
            "no info",
            sound.replace("info: {title: T, version: '9'}\n", ""),
            "the document: `info` is missing",
        ),
        (
            "info that is null",
            sound.replace("{title: T, version: '9'}", ""),
            "info: expected an object, found nothing",
        ),
        (
            "no version",
            sound.replace(", version: '9'", ""),
            "info.version: `version` is missing: read as `9`",
        ),
        (
            "servers that are null",
            sound.replace("paths:\n", "servers:\npaths:\n"),
            "servers: expected a list, found nothing: left out",
        ),
        (
            "tags that are an object",
            sound.replace("paths:\n", "tags: {Sound: {}}\npaths:\n"),
            "tags",
        ),
        (
            "a server without address",
            sound.replace("paths:\n", "servers: [{}]\npaths:\n"),
            "servers.0: `url` is missing",
        ),
        (
            "an anchor merged",
            sound.replace("paths:\n", "x-a: &a {b: 1}\nx-b:\n  <<: *a\npaths:\n"),
            "a merge key",
        ),
    ] {
        let outcome =
            outcome(&text).unwrap_or_else(|problems| panic!("{name}: {problems}\n{text}"));
        let found = outcome.report();
        assert!(found.contains(report), "{name}: {found}");
        assert_rust(&outcome.generated);
        let manifest = outcome.generated.manifest;
        for line in expected.lines() {
            assert!(
                manifest.contains(line),
                "{name}: {line} is missing\n{manifest}"
            );
        }
    }
}
