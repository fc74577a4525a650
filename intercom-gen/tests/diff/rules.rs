//! Each row of the table of rules on a minimal pair of documents, with both verdicts.

use std::collections::BTreeSet;

use intercom_gen::diff::RULES;
use serde_json::Value;

use super::document::change;
use super::operation_rules::in_operations;
use super::schema_rules::in_schemas;

/// A row, and a change that it is about: id, case, where, what was, what is, and the verdicts on
/// what is sent and on what is received.
pub type Case = (
    &'static str,
    &'static str,
    &'static str,
    Value,
    Value,
    &'static str,
    &'static str,
);

const OPERATION: &str = "/paths/~1things~1{id}/put";

fn check(case: &Case, pointer: &str, expected: &str) {
    let (id, name, _, old, new, ..) = case;
    let some = |value: &Value| Some(value.clone()).filter(|value| !value.is_null());
    let findings = change(pointer, some(old), some(new));
    let found = findings
        .iter()
        .find(|f| f.id() == *id && f.rule.case == *name);
    let Some(found) = found else {
        panic!(
            "{id} ({name}) at {pointer} is not among {:?}",
            super::document::lines(&findings)
        );
    };
    let verdict = format!("{}/{}", found.rust.as_str(), found.running.as_str());
    assert_eq!(verdict, expected, "{id} ({name}) at {pointer}");
}

/// The worse of two verdicts.
fn worse(one: &str, other: &str) -> String {
    const WORDS: [&str; 6] = [
        "none", "additive", "breaking", "works", "degrades", "breaks",
    ];
    let rank = |word: &&str| WORDS.iter().position(|known| known == word).unwrap();
    let pairs = one.split('/').zip(other.split('/'));
    let worst: Vec<_> = pairs
        .map(|(a, b)| if rank(&a) >= rank(&b) { a } else { b })
        .collect();
    worst.join("/")
}

#[test]
fn schemas_are_judged_by_which_way_they_travel() {
    for case in in_schemas() {
        let (_, _, at, _, _, sent, received) = &case;
        let pointer = |component: &str| format!("/components/schemas/{component}{at}");
        check(&case, &pointer("sent"), sent);
        check(&case, &pointer("received"), received);
        check(&case, &pointer("both"), &worse(sent, received));
        // No generated type shows what only errors or no operation reaches.
        check(&case, &pointer("failed"), "none/works");
        check(&case, &pointer("lonely"), "none/works");
    }
}

#[test]
fn operations_are_judged_as_they_are() {
    for case in in_operations() {
        let (_, _, at, _, _, expected, _) = &case;
        let pointer = if at.starts_with('/') {
            (*at).to_owned()
        } else {
            format!("{OPERATION}/{at}")
        };
        check(&case, &pointer, expected);
    }
}

#[test]
fn every_rule_has_a_test() {
    let mut tested: BTreeSet<(&str, &str)> =
        in_schemas().iter().map(|case| (case.0, case.1)).collect();
    tested.extend(in_operations().iter().map(|case| (case.0, case.1)));
    // Those that take more than one change; see `shapes`.
    tested.extend([
        ("path-param-renamed", ""),
        ("operation-id-changed", ""),
        ("prop-added", "required"),
        ("schema-usage-changed", ""),
        ("schema-usage-changed", "it is used now"),
        ("schema-usage-changed", "it is no longer used"),
    ]);
    let rules: BTreeSet<_> = RULES.iter().map(|rule| (rule.id, rule.case)).collect();
    assert_eq!(rules, tested);
    assert_eq!(RULES.len(), rules.len());
}
