//! What is not supported is reported by the compiler and in the documentation.

// In a test, a panic is a report.
#![allow(clippy::unwrap_used)]

const SOURCE: &str = include_str!("../src/lib.rs");
const MANIFEST: &str = include_str!("../Cargo.toml");

#[test]
fn build_for_webassembly_stops_with_a_message() {
    let (_, error) = SOURCE
        .split_once("#[cfg(target_family = \"wasm\")]\ncompile_error!(")
        .unwrap();
    let (message, _) = error.split_once(");").unwrap();
    assert!(
        message.contains("does not support WebAssembly"),
        "{message}"
    );
    assert!(message.contains("docs/stability.md"), "{message}");
}

#[test]
fn dependencies_that_fail_on_webassembly_are_not_built_there() {
    // Their own errors would come first.
    let native = "[target.'cfg(not(target_family = \"wasm\"))'.dependencies]";
    let (common, native) = MANIFEST.split_once(native).unwrap();
    for dependency in ["tokio", "rustls", "redis"] {
        let line = format!("\n{dependency} = {{ workspace");
        assert!(!common.contains(&line), "{dependency}");
        assert!(native.contains(&line), "{dependency}");
    }
}
