//! The words that recordings keep are those of the contracts.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

/// Names of properties, parameters and schemas, values of enumerations, segments of paths.
fn collect(value: &Value, words: &mut BTreeSet<String>) {
    let mut add = |word: &str| {
        let parts = word.split(['.', ',']).map(str::trim);
        let parts = parts.filter(|part| part.contains(|c: char| c.is_ascii_alphabetic()));
        words.extend(parts.map(str::to_owned));
    };
    if let Value::Object(object) = value {
        for (key, value) in object {
            match (key.as_str(), value) {
                ("properties" | "schemas", Value::Object(named)) => {
                    named.keys().for_each(|name| add(name));
                }
                ("enum", Value::Array(values)) => {
                    values.iter().filter_map(Value::as_str).for_each(&mut add);
                }
                ("parameters", Value::Array(parameters)) => {
                    let names = parameters
                        .iter()
                        .filter_map(|parameter| parameter["name"].as_str());
                    names.for_each(&mut add);
                }
                ("paths", Value::Object(paths)) => {
                    let segments = paths.keys().flat_map(|path| path.split('/'));
                    segments
                        .filter(|segment| !segment.starts_with('{'))
                        .for_each(&mut add);
                }
                _ => {}
            }
        }
    }
    match value {
        Value::Object(object) => object.values().for_each(|value| collect(value, words)),
        Value::Array(values) => values.iter().for_each(|value| collect(value, words)),
        _ => {}
    }
}

#[test]
fn words_are_those_of_the_contracts() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut words = BTreeSet::new();
    for version in ["2.14", "2.15"] {
        let contract = std::fs::read(root.join(format!("openapi/{version}.json"))).unwrap();
        collect(&serde_json::from_slice(&contract).unwrap(), &mut words);
    }
    let expected = words.into_iter().collect::<Vec<_>>().join("\n") + "\n";
    let file = root.join("intercom-api/core/src/record/scrub/words.txt");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&file, &expected).unwrap();
    }
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(
        text == expected,
        "run this test with UPDATE_EXPECT=1, and look at the difference"
    );
}
