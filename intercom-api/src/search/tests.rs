//! The documentation lists the operators that the check enforces.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a report")]

use intercom_core::codegen::{FieldKind, operators};

#[test]
fn documented_operators_are_the_enforced_ones() {
    let mut rows = 0;
    for line in include_str!("operators.md").lines() {
        let cells: Vec<_> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [resource, field, listed] = cells[..] else {
            continue;
        };
        let (name, kind) = match field {
            "times" => ("", FieldKind::Date),
            "integers" => ("", FieldKind::Number),
            "strings" => ("", FieldKind::Text),
            "Booleans" => ("", FieldKind::Flag),
            "field" => continue,
            name => {
                let name = name.trim_matches('`');
                let known = super::FIELDS.iter();
                let mut known = known.filter(|known| known.resource == resource);
                (name, known.find(|known| known.name == name).unwrap().kind)
            }
        };
        let listed: Vec<_> = listed
            .split(' ')
            .map(|word| word.trim_matches('`'))
            .collect();
        assert_eq!(
            operators(resource, name, Some(kind)).unwrap(),
            listed,
            "{line}"
        );
        rows += 1;
    }
    assert_eq!(rows, 15);
}
