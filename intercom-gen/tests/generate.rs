//! The whole way on a small description: everything that a description can say once, and every
//! generated file as a checked-in snapshot. `tests/small` compiles the
//! snapshots. `UPDATE_EXPECT=1` writes them anew.

#[path = "support/sources/mod.rs"]
mod sources;

use std::path::Path;

use expect_test::expect_file;
use intercom_gen::{File, Generated, Input, Inputs, Problems, generate};

const NAMES: &str = r#"
[types]
Pet = "Animal"

[fields]
type = "kind"

[arguments]
pets = ["take_toy(toy_id).from_pet(id)"]
"#;
const DOCS: &str = r#"
[resources]
pets = "Pets."

[types]
Animal = "An animal."

[fields]
id = "Its id."

[parameters]
per_page = "How many."
"#;

fn input<'a>(file: &'a str, text: &'a str) -> Input<'a> {
    Input { file, text }
}

fn small(contract: &str, names: &str) -> Result<Generated, Problems> {
    generate(&Inputs {
        contract: input("small.json", contract).into(),
        corrections: &[],
        names: input("names.toml", names),
        docs: &[input("docs/common.toml", DOCS)],
    })
}

#[test]
fn a_small_description_becomes_a_crate() {
    let generated = small(include_str!("generate/small.json"), NAMES).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/generate/small");
    let mut expected: Vec<_> = Vec::new();
    for file in &generated.files {
        expect_file![folder.join(&file.path)].assert_eq(&file.text);
        expected.push(file.path.clone());
    }
    expect_file![folder.join("../dispatch.rs")].assert_eq(&generated.dispatch.text);
    let mut found = Vec::new();
    for folder_name in ["", "types", "resources", "types/shared"] {
        for entry in std::fs::read_dir(folder.join(folder_name)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                found.push(
                    path.strip_prefix(&folder)
                        .unwrap()
                        .to_string_lossy()
                        .into_owned(),
                );
            }
        }
    }
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "left-over snapshots");
}

#[test]
fn manifest_lists_what_the_sources_declare() {
    let small = small(include_str!("generate/small.json"), NAMES).unwrap();
    assert_eq!(small.manifest, sources::declared(&small.files));
}

#[test]
fn checked_in_manifest_lists_what_the_checked_in_sources_declare() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("../intercom-api");
    let root = package.join("src/generated");
    let (mut folders, mut files) = (vec![root.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(&root).unwrap().to_str().unwrap();
            let path = path.replace('\\', "/");
            files.push(File { path, text });
        }
    }
    let manifest = std::fs::read_to_string(package.join("api.txt")).unwrap();
    assert!(manifest.lines().count() > 3_000);
    assert_eq!(manifest, sources::declared(&files));
}

#[test]
fn what_cannot_be_generated_is_left_out_with_a_reason() {
    let generated = small(include_str!("generate/small.json"), NAMES).unwrap();
    let refused: Vec<_> = generated.refused.iter().map(ToString::to_string).collect();
    assert_eq!(
        refused,
        [
            "small.json: POST /pets/upload: its body is multipart/form-data\n  \
          help: only JSON bodies can be generated; call it with Client::request"
        ]
    );
    assert_eq!(generated.api.operations().count(), 9);
}

#[test]
fn mistakes_in_several_files_are_told_together() {
    let contract = r##"{"openapi": "3.0.3", "info": {"title": "Broken", "version": "1"}, "paths": {"/a": {"get": {
        "responses": {"200": {"description": "", "content": {"application/json": {"schema": {
            "$ref": "#/components/schemas/none"
        }}}}}
    }}}}"##;
    let problems = small(contract, "[resources.a]\nlist = 5\n").unwrap_err();
    let places: Vec<_> = problems
        .iter()
        .map(|p| (p.file.as_str(), p.place.as_str()))
        .collect();
    assert_eq!(
        places,
        [
            ("names.toml", "line 2"),
            (
                "small.json",
                "GET /a responses.200.content.application/json.schema.$ref"
            ),
        ],
        "{problems}"
    );
}

#[test]
fn two_operations_of_one_name_are_told() {
    let names = "[resources.pets]\nlist = \"GET /pets\"\nlist_all = \"GET /pets\"\n";
    let problems = small(include_str!("generate/small.json"), names).unwrap_err();
    assert_eq!(
        problems.to_string(),
        "names.toml: pets.list_all: GET /pets has the name pets.list already\n  \
         help: keep one of the two"
    );
}

#[test]
fn what_is_said_of_a_key_depends_on_what_it_holds() {
    let contract = r##"{"openapi": "3.0.3", "info": {"title": "Words", "version": "1"}, "paths": {"/a": {"get": {
        "responses": {"200": {"description": "", "content": {"application/json": {"schema": {
            "$ref": "#/components/schemas/page"
        }}}}}
    }}}, "components": {"schemas": {
        "page": {"type": "object", "properties": {
            "id": {"$ref": "#/components/schemas/file"},
            "data": {"type": "array", "items": {"$ref": "#/components/schemas/file"}}
        }},
        "file": {"type": "object", "properties": {"id": {"type": "string"}, "data": {"type": "string"}}}
    }}}"##;
    let generated = generate(&Inputs {
        contract: input("words.json", contract).into(),
        corrections: &[],
        names: input("names.toml", ""),
        docs: &[input(
            "docs/common.toml",
            "[fields]\nid = \"Its id.\"\n[parts]\ndata = \"The items.\"\n",
        )],
    })
    .unwrap();
    let texts = generated.files.iter().map(|file| file.text.as_str());
    let documented: Vec<_> = texts
        .flat_map(str::lines)
        .map(str::trim)
        .filter(|line| {
            line.starts_with("/// The key")
                || line.starts_with("/// Its")
                || line.ends_with("items.")
        })
        .collect();
    assert_eq!(
        documented,
        [
            "/// Its id.",
            "/// The key `data`.",
            "/// The key `id`.",
            "/// The items.",
        ]
    );
}

#[test]
fn a_name_that_people_chose_stays_when_the_same_type_comes_elsewhere() {
    let body = |id: &str, key: &str| {
        format!(
            r#"{{"post": {{"operationId": "{id}", "tags": ["{id}"], "responses": {{"200": {{"description": ""}}}},
            "requestBody": {{"content": {{"application/json": {{"schema": {{"type": "object", "properties": {{
                "{key}": {{"type": "object", "properties": {{"id": {{"type": "string"}}}}}}
            }}}}}}}}}}}}}}"#
        )
    };
    let contract = format!(
        r#"{{"openapi": "3.0.3", "info": {{"title": "T", "version": "1"}}, "paths": {{"/a": {}, "/b": {}}}}}"#,
        body("tagUsers", "user"),
        body("view", "it")
    );
    let named = |names: &str| {
        let definitions = small(&contract, names).unwrap().api.definitions;
        definitions.into_keys().collect::<Vec<_>>()
    };
    assert_eq!(named(""), ["TagUsers", "View", "ViewIt"]);
    assert_eq!(
        named("[types]\nTagUsersUser = \"TaggedUser\"\n"),
        ["TagUsers", "TaggedUser", "View"]
    );
}
