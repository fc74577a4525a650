//! Defects at random places of a real contract: nothing panics, and no operation is lost without
//! a word.
//!
//! `INTERCOM_MUTATIONS` gives the number of cases, `INTERCOM_MUTATION_SEED` the first one.

use std::collections::BTreeSet;

use intercom_gen::diff::diff;
use intercom_gen::import::{lenient, to_text};
use serde_json::{Map, Value, json};

use super::defects::{assert_rust, outcome, upstream};

const CONTRACT: &str = include_str!("../../../openapi/2.14.json");

/// Numbers that look random and are the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        // Knuth's MMIX.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }
}

/// A contract of a few paths, so that a defect has an effect.
fn some_paths(numbers: &mut Numbers) -> Value {
    let mut contract: Value = serde_json::from_str(CONTRACT).unwrap();
    let paths = contract["paths"].as_object().unwrap().clone();
    let all: Vec<_> = paths.into_iter().collect();
    let chosen: Map<String, Value> = (0..8)
        .map(|_| all[numbers.below(all.len())].clone())
        .collect();
    contract["paths"] = Value::Object(chosen);
    let mut reached = BTreeSet::new();
    let mut open = vec![contract["paths"].clone()];
    while let Some(node) = open.pop() {
        for name in references(&node) {
            if reached.insert(name.clone()) {
                open.extend(contract.pointer(&name).cloned());
            }
        }
    }
    for (section, components) in contract["components"].as_object_mut().unwrap() {
        if let Some(components) = components.as_object_mut() {
            components.retain(|name, _| reached.contains(&format!("/components/{section}/{name}")));
        }
    }
    contract
}

fn references(node: &Value) -> Vec<String> {
    let mut found = Vec::new();
    match node {
        Value::Object(object) => {
            if let Some(Value::String(text)) = object.get("$ref") {
                found.push(text.trim_start_matches('#').to_owned());
            }
            object
                .values()
                .for_each(|inner| found.extend(references(inner)));
        }
        Value::Array(list) => list
            .iter()
            .for_each(|inner| found.extend(references(inner))),
        _ => {}
    }
    found
}

/// The places of all nodes but the root and its children.
fn places(node: &Value, place: &str, places_of: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match node {
        Value::Object(object) => object
            .iter()
            .map(|(key, inner)| (key.replace('~', "~0").replace('/', "~1"), inner))
            .collect(),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .map(|(index, inner)| (index.to_string(), inner))
            .collect(),
        _ => Vec::new(),
    };
    for (key, inner) in children {
        let inner_place = format!("{place}/{key}");
        if !place.is_empty() && !inner_place.starts_with("/x-") {
            places_of.push(inner_place.clone());
        }
        places(inner, &inner_place, places_of);
    }
}

/// What a node becomes.
const VALUES: [&str; 24] = [
    "null",
    "true",
    "7",
    "\"\"",
    "\"some words\"",
    "\"string\"",
    "[]",
    "{}",
    "[null]",
    "[7, \"a\", {}]",
    "{\"a\": null}",
    "{\"\": {}}",
    "{\"$ref\": \"#/components/schemas/gone\"}",
    "{\"$ref\": \"#/components/parameters/gone\"}",
    "{\"$ref\": \"other.yaml\"}",
    "{\"$ref\": 7}",
    "{\"$ref\": \"#\"}",
    "{\"$ref\": \"#/info\"}",
    "{\"type\": \"strng\"}",
    "{\"type\": [\"string\", \"nil\"]}",
    "{\"type\": \"array\"}",
    "{\"type\": \"string\", \"enum\": [1, true, null, {}]}",
    "{\"allOf\": [null, {\"$ref\": \"#/paths\"}], \"oneOf\": {}, \"anyOf\": [[]]}",
    "{\"type\": \"object\", \"required\": true, \"properties\": [{\"a\": {}}], \"discriminator\": \"x\"}",
];

/// Makes one defect, and describes it.
fn mutate(contract: &mut Value, numbers: &mut Numbers) -> String {
    let mut all = Vec::new();
    places(contract, "", &mut all);
    if all.is_empty() {
        return String::new();
    }
    let place = all[numbers.below(all.len())].clone();
    let kind = numbers.below(VALUES.len() + 12);
    let (parent, key) = place.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/").replace("~0", "~");
    let other = all[numbers.below(all.len())].clone();
    let copied = contract.pointer(&other).cloned().unwrap();
    let holder = contract.pointer_mut(parent).unwrap();
    match (kind.checked_sub(VALUES.len()), holder) {
        (None, _) => {
            *contract.pointer_mut(&place).unwrap() = serde_json::from_str(VALUES[kind]).unwrap();
        }
        (Some(0 | 1), Value::Object(holder)) => {
            holder.shift_remove(&key);
        }
        (Some(2), Value::Object(holder)) => {
            let value = holder.shift_remove(&key).unwrap();
            holder.insert(key.to_uppercase(), value);
        }
        (Some(3), Value::Object(holder)) => {
            let value = holder.shift_remove(&key).unwrap();
            holder.insert(format!("{key} "), value);
        }
        (Some(4), Value::Object(holder)) => {
            let value = holder.shift_remove(&key).unwrap();
            holder.insert(key.trim_start_matches('/').to_owned(), value);
        }
        (Some(5), Value::Object(holder)) => {
            holder.insert("stray".to_owned(), json!({"stray": ["key"]}));
        }
        (Some(6), Value::Object(holder)) => {
            holder.insert("$ref".to_owned(), json!(format!("#{parent}")));
        }
        (Some(7), Value::Array(holder)) => holder.push(copied),
        (Some(8), Value::Array(holder)) => holder.insert(0, Value::Null),
        (Some(9), Value::Object(holder)) => {
            holder.insert("enum".to_owned(), json!(["1", 2, "x", null]));
        }
        (Some(10), Value::Object(holder)) => {
            let list: Vec<_> = holder
                .iter()
                .map(|(key, value)| json!({ key: value }))
                .collect();
            *contract.pointer_mut(parent).unwrap() = json!(list);
        }
        // Another part of the document, or a circle.
        (Some(11), _) => {
            *contract.pointer_mut(&place).unwrap() = json!({"$ref": format!("#{other}")});
        }
        _ => *contract.pointer_mut(&place).unwrap() = copied,
    }
    format!("{place} by {kind} with {other}")
}

fn operations(contract: &str) -> BTreeSet<String> {
    let outcome = outcome(contract).unwrap();
    let operations = outcome.generated.api.operations();
    operations
        .map(|operation| format!("{} {}", operation.method, operation.path))
        .collect()
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

#[test]
fn a_contract_with_random_defects_is_mended_and_loses_nothing_unreported() {
    let seed = setting("INTERCOM_MUTATION_SEED", 1);
    for case in seed..seed + setting("INTERCOM_MUTATIONS", 12) {
        let mut numbers = Numbers(case.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let original = some_paths(&mut numbers);
        let before = operations(&to_text(&original));
        let mut contract = original.clone();
        let count = 1 + numbers.below(3);
        let defects: Vec<_> = (0..count)
            .map(|_| mutate(&mut contract, &mut numbers))
            .collect();
        eprintln!("case {case}: {defects:#?}");
        let text = to_text(&contract);
        let read = lenient("api.json", &text, &upstream()).unwrap();
        _ = diff(&original, &read.contract);
        let outcome = match outcome(&text) {
            Ok(outcome) => outcome,
            Err(problems) => panic!("case {case}: {problems}"),
        };
        assert_rust(&outcome.generated);
        let report = outcome.report();
        let operations = outcome.generated.api.operations();
        let after: BTreeSet<_> = operations
            .map(|operation| format!("{} {}", operation.method, operation.path))
            .collect();
        for lost in before.difference(&after) {
            let (_, path) = lost.split_once(' ').unwrap();
            // What a mutation takes out of the text is not there to be reported.
            let method = lost.split(' ').next().unwrap().to_lowercase();
            let item = contract["paths"].get(path);
            let is_taken_out = item.is_none_or(|item| item.get(&method).is_none());
            assert!(
                is_taken_out || report.contains(path),
                "case {case}: {lost} is lost without a report\n{report}"
            );
        }
    }
}
