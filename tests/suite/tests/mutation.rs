//! Responses that were changed in every way still decode, and nothing of them is lost.

use intercom_conformance::{Fate, Kind, SourceResponse, mutate, rows, scramble};

/// How many bodies are decoded here; `cargo xtask mutate` decodes all.
const LIMIT: usize = 8_000;

#[test]
fn changed_responses_decode_without_loss() {
    let answers = SourceResponse::sampled();
    // Most operations return an object.
    assert!(answers.len() * 5 > rows().len() * 4, "{}", answers.len());
    let tally = mutate(&answers, 1, LIMIT);
    assert_eq!(tally.failures, [""; 0]);
    assert_eq!(tally.total(), LIMIT);
    assert_eq!(tally.bodies.len(), Kind::ALL.len());
    assert_eq!(tally.leaves.count(Fate::Lost), 0);
    assert!(tally.leaves.count(Fate::Extra) > 0);
}

#[test]
fn the_same_seed_makes_the_same_bodies() {
    let answers = SourceResponse::sampled();
    let of_seed = |seed| mutate(&answers, seed, 100).to_string();
    assert_eq!(of_seed(7), of_seed(7));
    assert_ne!(of_seed(7), of_seed(8));
}

/// Bytes that are hardly JSON any more are refused or read, and nothing worse.
#[test]
fn scrambled_bytes_are_read_or_refused() {
    let scrambled = scramble(&SourceResponse::sampled(), 1, 20_000).unwrap();
    assert_eq!(scrambled.decoded + scrambled.refused, 20_000);
    assert!(scrambled.decoded > 1_000, "{scrambled:?}");
    assert!(scrambled.refused > 5_000, "{scrambled:?}");
}

/// On the stack of a test's thread (2 MiB), without optimization.
#[test]
fn bodies_of_any_depth_are_refused_with_a_reason() {
    let open = [
        "[",
        "{\"a\":",
        "{\"data\":[",
        "{\"data\":{\"data\":[",
        "{\"pages\":{\"next\":",
    ];
    for open in open {
        let body = open.repeat(1_000);
        let inside = format!("{{\"data\":[{body}");
        for row in rows() {
            for body in [&body, &inside] {
                // Responses that are not JSON are decoded without reading the body as JSON.
                if let Err(error) = row.decode(body.as_bytes()) {
                    let error = error.to_string();
                    // A response that is a list is refused before its depth is checked.
                    let reasons = [
                        "recursion limit exceeded",
                        "invalid type: map, expected a sequence",
                    ];
                    let told = reasons.iter().any(|reason| error.starts_with(reason));
                    assert!(told, "{error}");
                }
            }
        }
    }
}
