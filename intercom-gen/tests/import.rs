//! `import`: what a contract keeps of a description, and which descriptions are refused.

// expect-test writes every snapshot as `r#"…"#`.
#![allow(clippy::needless_raw_string_hashes)]

use expect_test::{expect, expect_file};
use intercom_gen::Input;
use intercom_gen::import::{Upstream, import, to_text};

fn upstream() -> Upstream {
    Upstream {
        repository: "https://example.org/descriptions".to_owned(),
        commit: Some("c0ffee".to_owned()),
        path: Some("2.14/api.yaml".to_owned()),
        sha256: "00ff".to_owned(),
    }
}

/// The text of the contract, or else of the problems.
fn outcome(description: &str) -> String {
    corrected(description, None)
}

fn corrected(description: &str, correction: Option<&str>) -> String {
    let file = "correction.yaml";
    let corrections = correction.map(|text| Input { file, text });
    match import("api.yaml", description, &upstream(), corrections.as_slice()) {
        Ok(contract) => to_text(&contract),
        Err(problems) => problems.to_string(),
    }
}

#[test]
fn facts_are_kept_in_order_and_prose_is_dropped() {
    let contract = outcome(include_str!("import/facts.yaml"));
    expect_file!["import/facts.json"].assert_eq(&contract);
}

#[test]
fn a_description_may_be_json_and_its_origin_unknown() {
    let origin = Upstream {
        commit: None,
        path: None,
        ..upstream()
    };
    let description =
        r#"{"openapi": "3.0.3", "info": {"title": "T", "version": "Preview"}, "paths": {}}"#;
    let contract = import("api.json", description, &origin, &[]).unwrap();
    expect![[r#"
        {
          "openapi": "3.0.3",
          "info": {
            "title": "T",
            "version": "Preview"
          },
          "x-upstream": {
            "repository": "https://example.org/descriptions",
            "commit": null,
            "path": null,
            "sha256": "00ff"
          },
          "paths": {}
        }
    "#]]
    .assert_eq(&to_text(&contract));
}

#[test]
fn importing_a_contract_again_changes_nothing() {
    let once = outcome(include_str!("import/facts.yaml"));
    assert_eq!(outcome(&once), once);
}

#[test]
fn committed_contracts_contain_no_words_of_upstream() {
    for contract in [
        include_str!("../../openapi/2.14.json"),
        include_str!("../../openapi/2.15.json"),
    ] {
        let contract: serde_json::Value = serde_json::from_str(contract).unwrap();
        let items = contract["paths"].as_object().unwrap().values();
        let operations: Vec<_> = items
            .flat_map(|item| item.as_object().unwrap().values())
            .filter(|operation| operation.get("responses").is_some())
            .collect();
        assert!(operations.len() >= 150, "{}", operations.len());
        for operation in operations {
            assert!(operation.get("summary").is_none(), "{operation}");
            assert!(operation.get("description").is_none(), "{operation}");
            for (status, response) in operation["responses"].as_object().unwrap() {
                let words = response["description"].as_str().unwrap_or_default();
                assert_eq!(words, "", "{status} of {}", operation["operationId"]);
            }
        }
        for (name, schema) in contract["components"]["schemas"].as_object().unwrap() {
            assert!(schema["title"].is_null(), "{name}");
        }
    }
}

#[test]
fn all_mistakes_are_reported_together() {
    let problems = outcome(include_str!("import/mistakes.yaml"));
    expect_file!["import/mistakes.txt"].assert_eq(&problems);
}

#[test]
fn other_documents_are_refused_at_once() {
    expect![[r#"
        api.yaml: openapi: the document is OpenAPI 4.0.0
          help: give an OpenAPI 3.0 or 3.1 description"#]]
    .assert_eq(&outcome("openapi: 4.0.0\ninfo: 7\n"));
    expect![[r#"
        api.yaml: openapi: the document is Swagger 2.0
          help: give an OpenAPI 3.0 or 3.1 description"#]]
    .assert_eq(&outcome("swagger: '2.0'"));
    expect![[r#"
        api.yaml: openapi: the document has no `openapi: 3.0.x`
          help: give an OpenAPI 3.0 or 3.1 description"#]]
    .assert_eq(&outcome(""));
    expect![[r#"
        api.yaml: line 2, column 7: not readable as YAML: unclosed bracket '['
          help: mend the YAML there, or fetch the file again"#]]
    .assert_eq(&outcome("openapi: 3.0.1\ninfo: [\n"));
}

#[test]
fn a_parameter_in_the_wrong_place_is_left_to_corrections() {
    let contract = outcome(
        "
openapi: 3.0.1
info: {title: T, version: '1'}
paths:
  /a/{id}:
    get:
      parameters: [{name: id, in: query, schema: {type: string}}]
      responses: {'200': {description: ''}}
",
    );
    assert!(contract.contains(r#""in": "query""#), "{contract}");
}

const DANGLING: &str = "
openapi: 3.0.1
info: {title: T, version: '1'}
paths: {}
components:
  schemas:
    a: {$ref: '#/components/schemas/gone'}
";

#[test]
fn a_correction_lets_a_broken_description_pass_but_not_into_the_contract() {
    let overlay = "
overlay: 1.0.0
info: {title: Corrections, version: '1'}
actions:
- target: $.components.schemas
  description: Forgotten upstream.
  x-expect: {absent: [gone]}
  update: {gone: {type: string}}
";
    let contract = corrected(DANGLING, Some(overlay));
    assert!(contract.contains("#/components/schemas/gone"), "{contract}");
    assert!(!contract.contains(r#""gone""#), "{contract}");
}

#[test]
fn corrections_that_miss_the_point_do_not_help() {
    let overlay = |actions: &str| {
        format!("overlay: 1.0.0\ninfo: {{title: Corrections, version: '1'}}\nactions:\n{actions}")
    };
    let beside =
        overlay("- {target: $.info, description: D., x-expect: {value: {}}, update: {title: U}}\n");
    expect![[r#"
        api.yaml: components.schemas.a.$ref: `#/components/schemas/gone` points to nothing
          help: point the `$ref` to something that exists in the document"#]]
    .assert_eq(&corrected(DANGLING, Some(&beside)));
    let stale =
        overlay("- {target: $.info, description: D., x-expect: {value: {}}, update: {title: T}}\n");
    expect![[r#"
        api.yaml: components.schemas.a.$ref: `#/components/schemas/gone` points to nothing
          help: point the `$ref` to something that exists in the document
        correction.yaml: action 1 ($.info: D): changes nothing at /info (in api.yaml)
          help: upstream has adopted the correction: delete it, or take the place out of its target"#]].assert_eq(&corrected(DANGLING, Some(&stale)));
}
