//! The guide "Testing your integration" shows the files of the crate outside of the workspace.

use std::fs;
use std::path::{Path, PathBuf};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).expect(path)
}

#[test]
fn guide_shows_the_files_that_are_tested() {
    let guide = read("docs/testing.md");
    let mut shown = 0;
    for folder in ["src", "tests"] {
        let folder = format!("tests/downstream/{folder}");
        for entry in fs::read_dir(repository().join(&folder)).expect("a folder") {
            let name = entry.expect("an entry").file_name();
            let path = format!("{folder}/{}", name.to_string_lossy());
            if path.ends_with("src/lib.rs") {
                continue;
            }
            let block = format!("[`{path}`](../{path}):\n\n```rust\n{}```\n", read(&path));
            assert!(
                guide.contains(&block),
                "docs/testing.md does not show {path} as it is"
            );
            shown += 1;
        }
    }
    assert_eq!(shown, 7);
}

#[test]
fn first_test_has_ten_lines() {
    assert_eq!(read("tests/downstream/tests/first.rs").lines().count(), 10);
}
