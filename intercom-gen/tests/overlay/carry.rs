//! Corrections carried over to another contract.

use expect_test::expect;
use intercom_gen::Input;
use intercom_gen::overlay::{Carried, Correction, State, apply, carry};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::strategy::{corrected, document, inputs};

fn one(text: &str) -> [Input<'_>; 1] {
    let file = "o.yaml";
    [Input { file, text }]
}

fn file(head: &str, actions: &str) -> String {
    format!("overlay: 1.0.0\ninfo: {{title: T, version: 1.0.0}}\n{head}actions:\n{actions}")
}

fn states(carried: &Carried) -> Vec<String> {
    let corrections = carried.corrections();
    let state = |correction: &Correction| {
        let state = correction.state.as_str();
        let reason = correction.state.reason();
        reason.map_or(state.to_owned(), |reason| format!("{state}: {reason}"))
    };
    corrections
        .map(|(_, correction)| state(correction))
        .collect()
}

const THREE: &str = "
- {target: $.a, description: Still wrong., x-expect: {value: 1}, update: 2}
- {target: $.b, description: Fixed., x-expect: {value: 1}, update: 2}
- {target: $.gone, description: Removed., x-expect: {value: 1}, update: 2}
";

#[test]
fn a_file_keeps_the_corrections_that_apply() {
    let text = file("", THREE);
    let contract = json!({"a": 1, "b": 2});
    let carried = carry(&contract, &one(&text)).unwrap();
    assert_eq!(
        states(&carried),
        [
            "still needed",
            "adopted upstream: changes nothing at /b",
            "no longer matching: matches nothing",
        ]
    );
    expect![[r#"
        overlay: "1.0.0"
        info:
          title: T
          version: "1.0.0"
        actions:
        - target: $.a
          description: Still wrong.
          x-expect:
            value: 1
          update: 2
    "#]]
    .assert_eq(carried.files[0].text.as_deref().unwrap());
    let corrected = apply("c", contract, &carried.inputs()).unwrap();
    assert_eq!(corrected, json!({"a": 2, "b": 2}));
    // What is dropped can be read in the report.
    let dropped = &carried.files[0].corrections[2];
    expect![[r#"
        target: $.gone
        description: Removed.
        x-expect:
          value: 1
        update: 2
    "#]]
    .assert_eq(&dropped.text);
}

#[test]
fn a_file_without_a_correction_that_applies_is_dropped() {
    let carried = carry(&json!({"a": 2, "b": 2}), &one(&file("", THREE))).unwrap();
    assert_eq!(carried.files[0].text, None);
    assert_eq!(carried.stale().count(), 3);
}

#[test]
fn actions_that_belong_together_are_dropped_together() {
    let actions = "
- {target: $.a, description: Still wrong., x-expect: {value: 1}, update: 2}
- {target: $.b, description: Fixed., x-expect: {value: 1}, update: 2}
";
    let text = file("x-together: true\n", actions);
    let carried = carry(&json!({"a": 1, "b": 2}), &one(&text)).unwrap();
    assert_eq!(
        states(&carried),
        [
            "no longer matching: belongs to action 2 ($.b: Fixed), which is dropped",
            "adopted upstream: changes nothing at /b",
        ]
    );
    assert_eq!(carried.files[0].text, None);
}

#[test]
fn a_correction_of_more_or_fewer_places_is_recounted() {
    let actions = "
- target: $.paths['/a/{x}','/b']
  description: D
  x-expect: {count: 2, absent: [y]}
  update: {y: 1}
- {target: '$.paths[*].z', description: D, x-expect: {value: 1}, update: 2}
";
    let text = file("", actions);
    let contract = json!({"paths": {"/a/{id}": {"z": 1}, "/c": {"z": 1}, "/d": {"z": 1}}});
    let carried = carry(&contract, &one(&text)).unwrap();
    let states: Vec<_> = carried.recounted().map(|(_, c)| c.state.clone()).collect();
    assert_eq!(states, [State::Recounted(1), State::Recounted(3)]);
    // The parameter of the path has another name, which is the same path.
    expect![[r#"
        overlay: "1.0.0"
        info:
          title: T
          version: "1.0.0"
        actions:
        - target: $.paths['/a/{id}','/b']
          description: D
          x-expect:
            count: 1
            absent:
            - "y"
          update:
            "y": 1
        - target: $.paths[*].z
          description: D
          x-expect:
            value: 1
            count: 3
          update: 2
    "#]]
    .assert_eq(carried.files[0].text.as_deref().unwrap());
    let corrected = apply("c", contract, &carried.inputs()).unwrap();
    let expected = json!({"paths": {"/a/{id}": {"z": 2, "y": 1}, "/c": {"z": 2}, "/d": {"z": 2}}});
    assert_eq!(corrected, expected);
}

#[test]
fn a_correction_that_would_break_the_document_is_dropped() {
    let actions = "
- {target: $.paths, description: D, x-expect: {absent: [a]}, update: {a: {$ref: '#/components/b'}}}
- {target: $.components, description: D, x-expect: {absent: [b]}, update: {b: {$ref: '#/components/c'}}}
- {target: $.components, description: D, x-expect: {absent: [d]}, update: {d: {}}}
- {target: $.components.e, description: D, x-expect: {value: {}}, remove: true}
- {target: $.components.f, description: D, x-expect: {value: {}}, remove: true}
";
    let contract = json!({
        "paths": {"x": {"$ref": "#/components/e/x"}},
        "components": {"e": {"x": {}}, "f": {}},
    });
    let carried = carry(&contract, &one(&file("", actions))).unwrap();
    assert_eq!(
        states(&carried),
        [
            "no longer matching: refers to `#/components/b`, which does not exist",
            "no longer matching: refers to `#/components/c`, which does not exist",
            "still needed",
            "no longer matching: removes `#/components/e/x`, which is still in use",
            "still needed",
        ]
    );
}

#[test]
fn earlier_files_take_precedence() {
    let own = file(
        "",
        "- {target: $.a, description: Own., x-expect: {value: 1}, update: 2}\n",
    );
    let same = own.replace("update: 2", "update: 3");
    let other = same.replace("title: T", "title: U");
    let files = [("own", &own), ("same", &same), ("other", &other)];
    let files = files.map(|(file, text)| Input { file, text });
    let carried = carry(&json!({"a": 1}), &files).unwrap();
    let names: Vec<_> = carried.files.iter().map(|f| f.file.as_str()).collect();
    assert_eq!(names, ["own", "other"]);
    assert_eq!(
        states(&carried),
        [
            "still needed",
            "no longer matching: changes /a, which is also changed by own: action 1 ($.a: Own)",
        ]
    );
}

fn check(contract: &Value, carried: &Carried) -> Result<(), TestCaseError> {
    // What remains applies strictly, and is all needed.
    let result = apply("c", contract.clone(), &carried.inputs());
    prop_assert!(result.is_ok(), "{}", result.unwrap_err());
    let again = carry(contract, &carried.inputs()).unwrap();
    prop_assert_eq!(again.stale().count(), 0);
    prop_assert_eq!(again.recounted().count(), 0);
    prop_assert_eq!(again.inputs().len(), carried.inputs().len());
    for (old, new) in carried.inputs().iter().zip(again.inputs()) {
        prop_assert_eq!((old.file, old.text), (new.file, new.text));
    }
    Ok(())
}

proptest! {
    #[test]
    fn what_is_carried_over_applies_strictly(
        (contract, files) in corrected(),
        other in document(),
    ) {
        let files = inputs(&files);
        for contract in [&contract, &other] {
            let carried = carry(contract, &files).unwrap();
            check(contract, &carried)?;
            for (input, file) in files.iter().zip(&carried.files) {
                let unchanged = file.corrections.iter().all(|c| c.state == State::Needed);
                let dropped = !file.corrections.iter().any(|c| c.state.applies());
                prop_assert_eq!(file.text.is_none(), dropped);
                prop_assert_eq!(unchanged, file.text.as_deref() == Some(input.text));
            }
        }
        // On the contract that they were written for, corrections without conflicts all stay.
        if apply("c", contract.clone(), &files).is_ok() {
            prop_assert_eq!(carry(&contract, &files).unwrap().stale().count(), 0);
        }
    }

    #[test]
    fn what_upstream_adopts_is_dropped(
        (contract, files) in corrected(),
        adopted in prop::collection::vec(any::<bool>(), 5),
    ) {
        let files = inputs(&files);
        let some = files.iter().zip(adopted).filter(|(_, adopted)| *adopted);
        let some: Vec<_> = some.map(|(file, _)| *file).collect();
        let Ok(next) = apply("c", contract, &some) else {
            return Ok(());
        };
        let carried = carry(&next, &files).unwrap();
        check(&next, &carried)?;
    }
}
