//! The result does not depend on the order of files and actions.

use intercom_gen::overlay::{apply, with_actions};
use intercom_gen::read_yaml;
use proptest::prelude::*;
use serde_json::Value;

use crate::strategy::{Files, corrected, inputs};

/// The same files, with the actions of each in reverse order.
fn reversed(files: &Files) -> Files {
    let reverse = |(name, text): &(String, String)| {
        let mut document = read_yaml(name, text).unwrap();
        let actions = document["actions"].as_array_mut().unwrap();
        let actions: Vec<Value> = actions.drain(..).rev().collect();
        let title = document["info"]["title"].as_str().unwrap();
        let text = with_actions(name, None, title, actions).unwrap();
        (name.clone(), text)
    };
    files.iter().map(reverse).collect()
}

proptest! {
    #[test]
    fn files_in_another_order_give_the_same_bytes(
        ((document, files), order) in corrected()
            .prop_flat_map(|(document, files)| {
                let order = Just(files.clone()).prop_shuffle();
                (Just((document, files)), order)
            }),
    ) {
        let result = apply("c", document.clone(), &inputs(&files));
        let other = apply("c", document, &inputs(&order));
        prop_assert_eq!(result.map(|r| r.to_string()), other.map(|r| r.to_string()));
    }

    #[test]
    fn renamed_files_and_reversed_actions_give_an_equal_document(
        ((document, files), names) in corrected()
            .prop_flat_map(|(document, files)| {
                let names: Vec<_> = files.iter().map(|(name, _)| name.clone()).collect();
                (Just((document, files)), Just(names).prop_shuffle())
            }),
    ) {
        let result = apply("c", document.clone(), &inputs(&files));
        let mut other = reversed(&files);
        for ((name, _), new) in other.iter_mut().zip(names) {
            *name = new;
        }
        let other = apply("c", document, &inputs(&other));
        // Equality of objects does not regard the order of keys.
        prop_assert_eq!(result.ok(), other.ok());
    }
}
