//! The corrections of this repository, in any order and carried over.

use std::path::Path;
use std::sync::LazyLock;

use intercom_gen::overlay::{State, apply, carry};
use proptest::prelude::*;
use serde_json::Value;

use crate::strategy::{Files, inputs};

static CONTRACT: LazyLock<Value> = LazyLock::new(|| contract("2.14"));
static FILES: LazyLock<Files> = LazyLock::new(|| corrections("2.14"));

fn openapi() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi"))
}

fn contract(version: &str) -> Value {
    let text = std::fs::read(openapi().join(format!("{version}.json"))).unwrap();
    serde_json::from_slice(&text).unwrap()
}

fn corrections(version: &str) -> Files {
    let folder = openapi().join(version).join("corrections");
    let entries = std::fs::read_dir(folder).unwrap();
    let read = |entry: std::io::Result<std::fs::DirEntry>| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, std::fs::read_to_string(&path).unwrap())
    };
    let mut files: Files = entries.map(read).collect();
    files.sort();
    files
}

#[test]
fn what_is_carried_over_to_the_next_version_applies_strictly() {
    let next = contract("2.15");
    let carried = carry(&next, &inputs(&FILES)).unwrap();
    apply("2.15.json", next, &carried.inputs()).unwrap();
}

proptest! {
    // Each case corrects the whole contract twice.
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn files_in_any_order_give_the_same_bytes(files in Just(FILES.clone()).prop_shuffle()) {
        let expected = apply("2.14.json", CONTRACT.clone(), &inputs(&FILES)).unwrap();
        let corrected = apply("2.14.json", CONTRACT.clone(), &inputs(&files)).unwrap();
        // As text, because equality of objects does not regard the order of keys.
        let (corrected, expected) = (corrected.to_string(), expected.to_string());
        prop_assert!(corrected == expected);
    }

    #[test]
    fn files_that_upstream_adopts_are_dropped_and_no_others(
        adopted in prop::sample::subsequence(FILES.clone(), 0..FILES.len()),
    ) {
        assert_dropped(&adopted);
    }
}

#[test]
fn a_file_that_upstream_adopts_is_dropped_and_no_other() {
    for file in FILES.iter() {
        assert_dropped(std::slice::from_ref(file));
    }
}

/// Carries all files over to a contract to which some were applied.
fn assert_dropped(adopted: &[(String, String)]) {
    let next = apply("2.14.json", CONTRACT.clone(), &inputs(adopted)).unwrap();
    let carried = carry(&next, &inputs(&FILES)).unwrap();
    for (file, (name, text)) in carried.files.iter().zip(FILES.iter()) {
        if adopted.iter().any(|(adopted, _)| adopted == name) {
            assert_eq!(file.text, None, "{name}");
        } else {
            let states = file.corrections.iter().map(|c| &c.state);
            let stale: Vec<_> = states.filter(|state| **state != State::Needed).collect();
            assert!(stale.is_empty(), "{name}: {stale:?}");
            assert_eq!(file.text.as_ref(), Some(text));
        }
    }
}
