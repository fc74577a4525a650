//! The contract of this repository contains facts only, its corrections apply to it strictly, and
//! the result is a usable description.

#![cfg(test)]

use std::collections::BTreeSet;

use intercom_gen::import::{self, Upstream};
use intercom_gen::{Input, Problems, overlay};
use serde_json::Value;

const CONTRACT: &str = include_str!("../../openapi/2.14.json");
const CORRECTIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi/2.14/corrections");

/// The files of corrections, by their paths.
fn files() -> Vec<(String, String)> {
    let entries = std::fs::read_dir(CORRECTIONS).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            (path.display().to_string(), text)
        })
        .collect()
}

fn correct(contract: &Value) -> Result<Value, Problems> {
    let files = files();
    let files = files.iter().map(|(file, text)| Input { file, text });
    overlay::apply("2.14.json", contract.clone(), &files.collect::<Vec<_>>())
}

/// The contract, corrected.
fn corrected() -> Result<Value, Problems> {
    correct(&serde_json::from_str(CONTRACT).unwrap_or_default())
}

/// Method, path and declaration of each operation.
fn operations(document: &Value) -> Vec<(&str, &str, &Value)> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths
        .flat_map(|(path, item)| {
            let methods = item.as_object().into_iter().flatten();
            methods.map(move |(method, operation)| (method.as_str(), path.as_str(), operation))
        })
        .filter(|(method, _, _)| *method != "parameters")
        .collect()
}

#[test]
fn contract_is_the_result_of_import() {
    let contract: Value = serde_json::from_str(CONTRACT).unwrap();
    let text = |key: &str| contract["x-upstream"][key].as_str().map(str::to_owned);
    let upstream = Upstream {
        repository: text("repository").unwrap(),
        commit: text("commit"),
        path: text("path"),
        sha256: text("sha256").unwrap(),
    };
    let again = import::import("2.14.json", CONTRACT, &upstream, &[]).unwrap();
    assert_eq!(import::to_text(&again), CONTRACT);
}

#[test]
fn the_corrected_description_is_whole() {
    let document = corrected().unwrap();
    import::check("corrected", &document).unwrap();
    serde_json::from_value::<openapiv3::OpenAPI>(document).unwrap();
}

#[test]
fn each_operation_has_an_id_of_its_own() {
    let document = corrected().unwrap();
    let operations = operations(&document);
    let ids = operations
        .iter()
        .filter_map(|(_, _, operation)| operation["operationId"].as_str());
    assert_eq!(ids.collect::<BTreeSet<_>>().len(), operations.len());
}

#[test]
fn parameters_of_paths_are_declared_there() {
    let document = corrected().unwrap();
    for (method, path, operation) in operations(&document) {
        let lists = [
            &operation["parameters"],
            &document["paths"][path]["parameters"],
        ];
        let declared: BTreeSet<_> = lists
            .into_iter()
            .filter_map(Value::as_array)
            .flatten()
            .filter(|parameter| parameter["in"] == "path" && parameter["required"] == true)
            .filter_map(|parameter| parameter["name"].as_str())
            .collect();
        let named: BTreeSet<_> = path.split(['{', '}']).skip(1).step_by(2).collect();
        assert_eq!(declared, named, "{method} {path}");
    }
}

#[test]
fn every_body_has_a_schema() {
    let document = corrected().unwrap();
    for (method, path, operation) in operations(&document) {
        let answers = operation["responses"].as_object().into_iter().flatten();
        let bodies = answers
            .map(|(_, answer)| answer)
            .chain([&operation["requestBody"]]);
        for media in bodies
            .filter_map(|body| body["content"].as_object())
            .flatten()
        {
            assert!(
                media.1["schema"].is_object(),
                "{method} {path}: {}",
                media.0
            );
        }
    }
}

#[test]
fn no_correction_outlives_its_reason() {
    // What upstream would publish if it adopted all of them.
    let problems = correct(&corrected().unwrap()).unwrap_err();
    let refused = problems
        .iter()
        .map(|problem| (&problem.file, &problem.place));
    let refused: BTreeSet<_> = refused.collect();
    let actions = |(_, text): &(String, String)| text.matches("\n- target: ").count();
    assert_eq!(refused.len(), files().iter().map(actions).sum::<usize>());
    for problem in problems.iter() {
        assert!(problem.cure.contains("delete"), "{problem}");
    }
}
