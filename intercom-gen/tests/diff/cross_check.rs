//! An independent comparison of real versions: both descriptions with every reference followed,
//! reduced to lists of names for each operation. What was added and removed must be what the
//! findings report.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use intercom_gen::diff::{Finding, diff};
use intercom_gen::import::{Upstream, read, unchecked};
use serde_json::Value;

/// The facts of an operation: where, what kind, and which name.
type Facts = BTreeSet<(String, &'static str, String)>;

/// The contract of an upstream version, from the folder that the variable names.
fn contract(version: &str) -> Option<Value> {
    let Some(folder) = std::env::var_os("INTERCOM_DESCRIPTIONS") else {
        println!("skipped: INTERCOM_DESCRIPTIONS names no folder with upstream descriptions");
        return None;
    };
    let file = Path::new(&folder)
        .join(version)
        .join("api.intercom.io.yaml");
    let text = std::fs::read_to_string(file).unwrap();
    let upstream = Upstream {
        repository: String::new(),
        commit: None,
        path: None,
        sha256: String::new(),
    };
    Some(unchecked(version, read(version, &text).unwrap(), &upstream).unwrap())
}

/// A path without the names of its parameters, without the code that is tested.
fn erased(path: &str) -> String {
    let segments = path
        .split('/')
        .map(|s| if s.starts_with('{') { "{}" } else { s });
    segments.collect::<Vec<_>>().join("/")
}

fn operations(document: &Value) -> BTreeMap<String, Facts> {
    let mut operations = BTreeMap::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if method == "parameters" {
                continue;
            }
            let mut walk = Walk {
                document,
                open: Vec::new(),
                facts: Facts::new(),
            };
            for list in [&item["parameters"], &operation["parameters"]] {
                for parameter in list.as_array().into_iter().flatten() {
                    walk.parameter(parameter);
                }
            }
            for (_, media) in walk.resolved(&operation["requestBody"])["content"]
                .as_object()
                .into_iter()
                .flatten()
            {
                walk.schema("request ", &media["schema"]);
            }
            for (status, response) in operation["responses"].as_object().unwrap() {
                for (_, media) in walk.resolved(response)["content"]
                    .as_object()
                    .into_iter()
                    .flatten()
                {
                    walk.schema(&format!("{status} "), &media["schema"]);
                }
            }
            operations.insert(
                format!("{} {}", method.to_uppercase(), erased(path)),
                walk.facts,
            );
        }
    }
    operations
}

struct Walk<'a> {
    document: &'a Value,
    open: Vec<String>,
    facts: Facts,
}

impl<'a> Walk<'a> {
    fn resolved(&self, value: &'a Value) -> &'a Value {
        match value["$ref"].as_str() {
            Some(reference) => self.resolved(
                self.document
                    .pointer(&reference[1..])
                    .unwrap_or(&Value::Null),
            ),
            None => value,
        }
    }

    fn parameter(&mut self, parameter: &'a Value) {
        let parameter = self.resolved(parameter);
        if parameter["in"] != "path" {
            let name = format!(
                "{}:{}",
                parameter["in"].as_str().unwrap(),
                parameter["name"].as_str().unwrap()
            );
            self.facts.insert((String::new(), "param", name.clone()));
            self.schema(&format!("{name} "), &parameter["schema"]);
        }
    }

    fn schema(&mut self, at: &str, schema: &'a Value) {
        if let Some(reference) = schema["$ref"].as_str() {
            if !self.open.iter().any(|open| open == reference) {
                self.open.push(reference.to_owned());
                self.schema(at, self.resolved(schema));
                self.open.pop();
            }
            return;
        }
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            self.facts.insert((at.to_owned(), "prop", name.clone()));
            self.schema(&format!("{at}.{name}"), property);
        }
        for value in schema["enum"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|value| !value.is_null())
        {
            self.facts
                .insert((at.to_owned(), "enum", value.to_string()));
        }
        if schema["items"].is_object() {
            self.schema(&format!("{at}[]"), &schema["items"]);
        }
        if schema["additionalProperties"].is_object() {
            self.schema(&format!("{at}.*"), &schema["additionalProperties"]);
        }
        for keyword in ["allOf", "oneOf", "anyOf"] {
            for part in schema[keyword].as_array().into_iter().flatten() {
                self.schema(at, part);
            }
        }
    }
}

/// What one side has and the other has not, without what lies inside of something new.
fn only(here: &Facts, there: &Facts) -> BTreeSet<(&'static str, String)> {
    let missing: Vec<_> = here.difference(there).collect();
    let inside = |(at, _, _): &(String, &str, String)| {
        missing.iter().any(|(outer, kind, name)| {
            let place = if *kind == "param" {
                format!("{name} ")
            } else {
                format!("{outer}.{name}")
            };
            *kind != "enum"
                && (*at == place
                    || at
                        .strip_prefix(&place)
                        .is_some_and(|rest| rest.starts_with(['.', '['])))
        })
    };
    let top = missing.iter().filter(|fact| !inside(fact));
    top.map(|(_, kind, name)| (*kind, name.clone())).collect()
}

/// What a finding reports as added or removed, in the form of the independent comparison.
fn reported(finding: &Finding, suffix: &str) -> Option<(&'static str, String)> {
    let last = || finding.path.rsplit('.').next().unwrap().to_owned();
    let value = if suffix == "added" {
        &finding.new
    } else {
        &finding.old
    };
    match finding.id().strip_suffix(suffix)? {
        "prop-" => Some(("prop", last())),
        "param-" => Some(("param", finding.path.clone())),
        "enum-value-" => Some(("enum", value.to_string())),
        _ => None,
    }
}

/// Findings that bring or take whole schemas along, which the independent comparison sees as the
/// names inside of them.
const WHOLE: [&str; 13] = [
    // 2.10 refers to a component that it does not have.
    "component-added",
    "variant-added",
    "variant-removed",
    "ref-changed",
    "schema-added",
    "schema-removed",
    "enum-added",
    "enum-dropped",
    "type-changed",
    "response-status-added",
    "response-status-removed",
    "request-body-added",
    "request-body-removed",
];

fn check(old: &str, new: &str) {
    let (Some(old), Some(new)) = (contract(old), contract(new)) else {
        return;
    };
    let findings = diff(&old, &new).findings;
    let (before, after) = (operations(&old), operations(&new));
    let of = |id: &str| -> BTreeSet<String> {
        let of = findings.iter().filter(|finding| finding.id() == id);
        of.map(|finding| erased(&finding.site)).collect()
    };
    let missing =
        |from: &BTreeMap<String, Facts>, other: &BTreeMap<String, Facts>| -> BTreeSet<String> {
            from.keys()
                .filter(|key| !other.contains_key(*key))
                .cloned()
                .collect()
        };
    assert_eq!(of("op-added"), missing(&after, &before));
    assert_eq!(of("op-removed"), missing(&before, &after));
    let (mut agreed, mut explained) = (0, 0);
    for (key, facts) in &before {
        let Some(new_facts) = after.get(key) else {
            continue;
        };
        let reaching: Vec<_> = findings
            .iter()
            .filter(|finding| {
                finding
                    .operations
                    .iter()
                    .any(|operation| erased(operation) == *key)
            })
            .collect();
        let whole = reaching.iter().any(|finding| WHOLE.contains(&finding.id()));
        for (suffix, seen, all) in [
            ("added", only(new_facts, facts), new_facts.difference(facts)),
            (
                "removed",
                only(facts, new_facts),
                facts.difference(new_facts),
            ),
        ] {
            let told: BTreeSet<_> = reaching
                .iter()
                .filter_map(|finding| reported(finding, suffix))
                .collect();
            for fact in seen.difference(&told) {
                assert!(whole, "{key}: {fact:?} was {suffix} without a finding");
                explained += 1;
            }
            agreed += seen.intersection(&told).count();
            let all: BTreeSet<_> = all.map(|(_, kind, name)| (*kind, name.clone())).collect();
            for fact in told.difference(&all) {
                // It may have come where the same name was already, by another way.
                assert!(whole, "{key}: {fact:?} is reported as {suffix}, and is not");
                explained += 1;
            }
        }
    }
    println!("{agreed} agreed, {explained} explained by whole schemas");
    assert!(
        agreed > 4 * explained,
        "{agreed} agreed, {explained} explained by whole schemas"
    );
}

#[test]
fn from_2_10_to_2_14() {
    check("2.10", "2.14");
}

#[test]
fn from_2_14_to_2_15() {
    check("2.14", "2.15");
}
