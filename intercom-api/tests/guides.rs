//! The guides: each is a module, linked from the crate page, and starts with a program.

// In a test, a panic is a report.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

const CRATE_PAGE: &str = include_str!("../src/lib.rs");
const INDEX: &str = include_str!("../src/guides.rs");

/// The names and texts of the files in `src/guides`.
fn guides() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/guides");
    let mut guides: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    guides.sort();
    assert!(guides.len() >= 13, "{}", guides.len());
    guides
}

/// What a crate page and an index lack of a guide.
fn missing_links(name: &str, crate_page: &str, index: &str) -> Vec<String> {
    let mut missing = Vec::new();
    if !crate_page.contains(&format!("(guides::{name})")) {
        missing.push(format!("src/lib.rs does not link to `guides::{name}`"));
    }
    if !index.contains(&format!("]({name}) |")) {
        missing.push(format!("src/guides.rs does not list `{name}`"));
    }
    if !index.lines().any(|line| line.trim() == name) {
        missing.push(format!("src/guides.rs has no module `{name}`"));
    }
    missing
}

#[test]
fn every_guide_is_linked_from_the_crate_page() {
    let missing: Vec<_> = guides()
        .iter()
        .flat_map(|(name, _)| missing_links(name, CRATE_PAGE, INDEX))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn guide_without_links_is_reported() {
    assert_eq!(missing_links("unlinked", CRATE_PAGE, INDEX).len(), 3);
}

#[test]
fn every_guide_starts_with_a_complete_program() {
    for (name, text) in guides() {
        let (_, rest) = text.split_once("\n```\n").unwrap();
        let (program, _) = rest.split_once("\n```\n").unwrap();
        assert!(program.contains("fn main()"), "{name}");
        let before = text.lines().take_while(|line| *line != "```").count();
        assert!(before < 5, "{name}: the program is not at the start");
        assert!(text.lines().count() < 400, "{name} is too long");
        assert!(text.contains("# Traps") || name == "coming_from", "{name}");
    }
}
