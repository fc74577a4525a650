//! Rooms use only rooms below them, in the order of `tests/layers/layers.toml`, and one of them alone
//! uses the traits of clients.

#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn rooms_use_only_rooms_below() {
    intercom_layers::check_package("intercom-simulator").unwrap_or_else(|found| panic!("{found}"));
}

/// Every source file of the library.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths
        .flat_map(|path| {
            if path.is_dir() {
                sources(&path)
            } else {
                vec![path]
            }
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

#[test]
fn client_is_used_for_its_traits_alone() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut uses = Vec::new();
    for path in sources(&root) {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{error}"));
        let code = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.starts_with("//"));
        uses.extend(
            code.filter(|line| line.contains("intercom_core") || line.contains("intercom_api"))
                .map(str::to_owned),
        );
    }
    uses.sort();
    assert_eq!(
        uses,
        [
            "impl intercom_core::Clock for WorkspaceClock {",
            "pub use intercom_core::Connect;",
            "use intercom_core::BoxFuture;",
            "use intercom_core::{Connect, Endpoint, Error};",
        ]
    );
}
