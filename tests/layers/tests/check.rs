//! What is reported, with file and line, and what is let through.

#![cfg(test)]

use intercom_layers::{Layers, Source, Summary, check};

const LAYERS: &str = r#"
[house]
source = "src"
rooms = ["lib", "attic", ["kitchen", "parlor"], "cellar"]
"#;

/// Every room with one file.
const EMPTY: [(&str, &str); 5] = [
    ("lib.rs", ""),
    ("attic.rs", ""),
    ("kitchen/mod.rs", ""),
    ("parlor.rs", ""),
    ("cellar.rs", ""),
];

/// Checks the empty house with some files in place of its own or beside them.
fn checked(files: &[(&str, &str)]) -> Result<Summary, String> {
    let layers = Layers::parse(LAYERS).unwrap();
    let replaced = |path: &str| files.iter().any(|(file, _)| *file == path);
    let kept = EMPTY.iter().filter(|(path, _)| !replaced(path));
    let sources: Vec<_> = kept
        .chain(files)
        .map(|(path, text)| Source {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        })
        .collect();
    check(layers.package("house").unwrap(), &sources).map_err(|found| found.to_string())
}

#[track_caller]
fn assert_reported(files: &[(&str, &str)], expected: &str) {
    assert_eq!(checked(files).unwrap_err(), format!("{expected}\n"));
}

#[test]
fn uses_of_rooms_below_pass() {
    let files = [
        ("attic.rs", "use crate::{cellar::Coal, kitchen};"),
        ("kitchen/mod.rs", "mod stove;\nuse self::stove::Stove;"),
        (
            "kitchen/stove.rs",
            "use super::super::cellar;\nuse super::Pot;",
        ),
    ];
    let summary = Summary {
        rooms: 5,
        arrows: 3,
    };
    assert_eq!(checked(&files), Ok(summary));
}

#[test]
fn import_from_above_is_reported() {
    let text = "\nuse std::fmt;\nuse crate::{\n    attic::{Trunk, self},\n};\n";
    assert_reported(
        &[("cellar.rs", text)],
        "src/cellar.rs:4: room `cellar` uses room `attic` above it: `crate::attic::Trunk`\n\
         src/cellar.rs:4: room `cellar` uses room `attic` above it: `crate::attic`",
    );
}

#[test]
fn relative_import_from_above_is_reported() {
    assert_reported(
        &[("kitchen/stove.rs", "use super::super::attic::Trunk;")],
        "src/kitchen/stove.rs:1: room `kitchen` uses room `attic` above it: `crate::attic::Trunk`",
    );
}

#[test]
fn path_in_code_is_reported() {
    let text = "fn coal() -> usize {\n    let lit = true;\n    crate::attic::count(lit)\n}\n";
    assert_reported(
        &[("cellar.rs", text)],
        "src/cellar.rs:3: room `cellar` uses room `attic` above it: `crate::attic::count`",
    );
}

#[test]
fn paths_in_macros_are_reported() {
    let text = "macro_rules! coal {\n    () => {\n        $crate::attic::Trunk\n    };\n}\n\
                fn shown() {\n    println!(\"{}\", crate::kitchen::Pot);\n}\n";
    assert_reported(
        &[("cellar.rs", text)],
        "src/cellar.rs:3: room `cellar` uses room `attic` above it: `crate::attic::Trunk`\n\
         src/cellar.rs:7: room `cellar` uses room `kitchen` above it: `crate::kitchen::Pot`",
    );
}

#[test]
fn file_in_no_room_is_reported() {
    assert_reported(
        &[("garage/car.rs", "")],
        "src/garage/car.rs:1: room `garage` is not in layers.toml",
    );
}

#[test]
fn room_without_files_is_reported() {
    let layers = Layers::parse("[house]\nsource = \"src\"\nrooms = [\"lib\"]\n").unwrap();
    let found = check(layers.package("house").unwrap(), &[]).unwrap_err();
    assert_eq!(
        found.to_string(),
        "layers.toml lists the room `lib`, which has no file\n"
    );
}

#[test]
fn rooms_on_one_floor_may_use_one_another_but_not_in_a_circle() {
    let there = ("kitchen/mod.rs", "use crate::parlor::Sofa;");
    assert!(checked(&[there]).is_ok());
    assert_reported(
        &[there, ("parlor.rs", "use crate::kitchen::Pot;")],
        "rooms use one another in a circle: kitchen, parlor",
    );
}

#[test]
fn names_of_the_root_count_as_the_room_they_come_from() {
    let root = "mod attic;\nmod cellar;\npub use self::attic::Trunk;\npub use cellar::Coal;";
    let uses = "use crate::Coal;\nuse crate::Trunk;\nuse crate::Other;";
    assert_reported(
        &[("lib.rs", root), ("parlor.rs", uses)],
        "src/parlor.rs:2: room `parlor` uses room `attic` above it: `crate::Trunk`\n\
         src/parlor.rs:3: room `parlor` uses room `lib` above it: `crate::Other`",
    );
}

#[test]
fn exported_macros_count_as_the_room_that_defines_them() {
    let defined = "#[macro_export]\nmacro_rules! trunk {\n    () => {};\n}";
    assert_reported(
        &[("attic.rs", defined), ("cellar.rs", "crate::trunk!();")],
        "src/cellar.rs:1: room `cellar` uses room `attic` above it: `crate::trunk`",
    );
}

#[test]
fn tests_may_use_any_room() {
    let inline =
        "#[cfg(test)]\nmod tests {\n    use crate::attic::Trunk;\n}\n#[cfg(test)]\nmod fixtures;";
    let files = [
        ("cellar.rs", inline),
        ("cellar/fixtures.rs", "use crate::attic::Trunk;"),
    ];
    assert!(checked(&files).is_ok());
}

#[test]
fn source_that_is_not_rust_is_reported() {
    let found = checked(&[("cellar.rs", "fn {")]).unwrap_err();
    assert!(found.starts_with("src/cellar.rs:1: "), "{found}");
}

#[test]
fn room_listed_twice_is_refused() {
    let twice = "[house]\nsource = \"src\"\nrooms = [\"lib\", [\"lib\"]]\n";
    assert_eq!(
        Layers::parse(twice).unwrap_err(),
        "[house] lists the room `lib` twice"
    );
}
