//! Limits, defaults and the like that are only stated in prose.

use std::path::Path;

use intercom_gen::diff::{Note, diff};
use intercom_gen::import::{Upstream, lenient};
use serde_json::Value;

fn contract(text: &str) -> Value {
    let upstream = Upstream {
        repository: String::new(),
        commit: None,
        path: None,
        sha256: String::new(),
    };
    lenient("api.yaml", text, &upstream).unwrap().contract
}

fn described(operation: &str, parameter: &str, field: &str) -> String {
    format!(
        "
openapi: 3.0.1
info: {{title: T, version: '1'}}
paths:
  /x/{{id}}:
    post:
      operationId: x
      description: {operation}
      parameters:
      - {{name: id, in: path, required: true, schema: {{type: string}}}}
      - name: per_page
        in: query
        description: {parameter}
        schema: {{type: integer}}
      responses: {{'200': {{description: '', content: {{application/json: {{schema: {{$ref: '#/components/schemas/x'}}}}}}}}}}
components:
  schemas:
    x: {{type: object, properties: {{a: {{type: string, description: {field}}}}}}}
"
    )
}

fn lines(notes: &[Note]) -> Vec<String> {
    let lines = notes
        .iter()
        .map(|note| format!("{}: {}", note.place, note.change()));
    lines.collect()
}

#[test]
fn changed_facts_are_notes_and_no_findings() {
    let old = contract(&described(
        "Sends a maximum of 10 tags. You may send 100 requests per minute.",
        "At most 150 per page. Defaults to 20.",
        "The name.",
    ));
    let new = described(
        "Sends a maximum of 20 tags. You may send 1,000 requests per minute. Under managed availability.",
        "At most 150 per page. Defaults to 50.",
        "The name of it. This is deprecated.",
    );
    // The names of path parameters are not the place.
    let new = contract(
        &new.replace("/x/{id}", "/x/{x_id}")
            .replace("name: id", "name: x_id"),
    );
    let diff_of_both = diff(&old, &new);
    assert_eq!(
        lines(&diff_of_both.notes),
        [
            "POST /x/{id}: availability none → managed",
            "POST /x/{id}: maximum 10 → 20",
            "POST /x/{id}: rate limit 100 per minute → 1000 per minute",
            "POST /x/{id} parameters.query:per_page: default 20 → 50",
            "components.schemas.x.properties.a: deprecated none → yes",
        ]
    );
    let ids: Vec<_> = diff_of_both
        .findings
        .iter()
        .map(intercom_gen::diff::Finding::id)
        .collect();
    assert_eq!(ids, ["path-param-renamed"]);
    assert_eq!(diff(&old, &old).notes, []);
}

#[test]
fn contract_has_the_facts_and_none_of_the_prose() {
    let contract = contract(&described("Sends a maximum of 10 tags.", "Fine.", "Fine."));
    assert_eq!(
        contract["x-facts"],
        serde_json::json!({"POST /x/{id}": {"maximum": ["10"]}})
    );
    assert!(!contract.to_string().contains("Sends"), "{contract}");
}

#[test]
fn a_fact_of_what_is_new_or_gone_is_not_a_change() {
    let old = described("Fine.", "At most 150.", "Fine.");
    let new = old.replace("- name: per_page", "- name: size");
    let diff = diff(&contract(&old), &contract(&new));
    assert_eq!(diff.notes, []);
}

#[test]
fn real_contracts_have_facts_of_few_words() {
    let read = |version: &str| -> Value {
        let file = format!("{}/../openapi/{version}.json", env!("CARGO_MANIFEST_DIR"));
        serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
    };
    let (old, new) = (read("2.14"), read("2.15"));
    for contract in [&old, &new] {
        let facts = contract["x-facts"].as_object().unwrap();
        assert!(facts.len() > 20, "{}", facts.len());
        for value in facts.values().flat_map(|facts| {
            facts
                .as_object()
                .unwrap()
                .values()
                .flat_map(|v| v.as_array().unwrap())
        }) {
            let text = value.as_str().unwrap();
            assert!(text.len() <= 30 && text.split(' ').count() <= 3, "{text}");
        }
    }
    for note in diff(&old, &new).notes {
        assert_ne!(note.old, note.new);
    }
}

#[test]
fn the_contracts_are_those_of_the_upstream_files() {
    let Some(folder) = std::env::var_os("INTERCOM_DESCRIPTIONS") else {
        println!("skipped: INTERCOM_DESCRIPTIONS names no folder with upstream descriptions");
        return;
    };
    for version in ["2.14", "2.15"] {
        let file = Path::new(&folder)
            .join(version)
            .join("api.intercom.io.yaml");
        let imported = contract(&std::fs::read_to_string(file).unwrap());
        let here = format!("{}/../openapi/{version}.json", env!("CARGO_MANIFEST_DIR"));
        let here: Value = serde_json::from_str(&std::fs::read_to_string(here).unwrap()).unwrap();
        assert_eq!(imported["x-facts"], here["x-facts"], "{version}");
    }
}
