//! The whole way on a small description: everything that a description can contain once, and every
//! generated file as a checked-in snapshot. `tests/small` compiles the snapshots. `UPDATE_EXPECT=1`
//! rewrites them.

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

const WEBHOOKS: &str = r#"
[topics]
"pet.born" = { item = "Animal", doc = "A pet was born." }
"pet.moved" = { item = "Animal", inside = "animal", doc = "A pet moved." }
"pet.lost" = { item = "LostPet", doc = "A pet was lost." }
"pet.found" = { item = "FoundPet", doc = "A pet was found." }
"pet.sold" = { item = "Sale", inside = "sale", doc = "A pet was sold." }
"house.burnt" = { doc = "A house burnt." }

[items.Place]
fields = { name = "String" }

[items.LostPet]
like = "Animal"
fields = { id = "Integer", last_seen = "Place" }

[items.FoundPet]
fields = { pet = "Animal", finder = "Person", places = "[Place]", owner = "Owner", request = "CreatePet" }

[items.Sale]
like = "Contract"
fields = { price = "Number" }
"#;

fn input<'a>(file: &'a str, text: &'a str) -> Input<'a> {
    Input { file, text }
}

fn small(contract: &str, names: &str) -> Result<Generated, Problems> {
    with_webhooks(contract, names, "")
}

fn with_webhooks(contract: &str, names: &str, webhooks: &str) -> Result<Generated, Problems> {
    generate(&Inputs {
        contract: input("small.json", contract).into(),
        corrections: &[],
        names: input("names.toml", names),
        docs: &[input("docs/common.toml", DOCS)],
        webhooks: Some(input("webhooks.toml", webhooks)),
        examples: &[],
    })
}

#[test]
fn a_small_description_becomes_a_crate() {
    let contract = include_str!("generate/small.json");
    let generated = with_webhooks(contract, NAMES, WEBHOOKS).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/generate/small");
    let mut expected: Vec<_> = Vec::new();
    for file in &generated.files {
        expect_file![folder.join(&file.path)].assert_eq(&file.text);
        expected.push(file.path.clone());
    }
    expect_file![folder.join("../dispatch.rs")].assert_eq(&generated.dispatch.text);
    expect_file![folder.join("../examples.rs")].assert_eq(&generated.examples.text);
    let mut found = Vec::new();
    for folder_name in ["", "types", "resources", "types/shared", "types/webhooks"] {
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
    let contract = include_str!("generate/small.json");
    let small = with_webhooks(contract, NAMES, WEBHOOKS).unwrap();
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
            "small.json: POST /pets/fed: parameter session is in cookie\n  \
          help: only parameters in path, query and header can be sent"
        ]
    );
    assert_eq!(generated.api.operations().count(), 17);
}

#[test]
fn topic_whose_type_a_version_lacks_has_any_json() {
    let contract = r#"{"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {"/a": {"get": {
        "operationId": "get", "tags": ["A"], "responses": {"200": {"description": ""}}
    }}}}"#;
    let generated = with_webhooks(contract, "", WEBHOOKS).unwrap();
    let event = |variant: &str| format!("webhooks::Event::{variant}: Value\n");
    for variant in ["PetBorn", "PetMoved", "PetLost", "PetSold", "HouseBurnt"] {
        assert!(generated.manifest.contains(&event(variant)), "{variant}");
    }
    // An item of the table loses the fields that this version has no types for, not its type.
    for line in [
        "FoundPet::pet: Option<Value>",
        "FoundPet::places: Vec<Place>",
    ] {
        assert!(generated.manifest.contains(line), "{}", generated.manifest);
    }
}

#[test]
fn mistakes_in_the_table_of_topics_are_reported_with_their_place() {
    let generate = |webhooks: &str| {
        let contract = include_str!("generate/small.json");
        let problems = with_webhooks(contract, NAMES, webhooks);
        problems.unwrap_err().to_string()
    };
    for (webhooks, expected) in [
        ("[topics]\n\"a.b\" = 5\n", "webhooks.toml: line 2"),
        (
            "[topics]\n\"a.b_c\" = { doc = \"\" }\n\"a_b.c\" = { doc = \"\" }\n",
            "webhooks.toml: a_b.c: has the variant `ABC`, as a.b_c",
        ),
        (
            "[topics]\nother = { doc = \"\" }\n",
            "webhooks.toml: other: has the variant `Other`",
        ),
        (
            "[items.lost_pet]\nfields = {}\n",
            "webhooks.toml: lost_pet: is not the name of a type",
        ),
    ] {
        let problems = generate(webhooks);
        assert!(problems.starts_with(expected), "{problems}");
    }
}

#[test]
fn examples_come_from_functions_then_from_values_and_are_made_up_otherwise() {
    let values = "[ids]\npets = 5\n[values]\nadmin_id = \"9\"\n";
    let functions = "async fn list(intercom: &Client) -> Result<(), Error> {\n    \
                     by_hand();\n    Ok(())\n}\nasync fn gone() {\n}\n";
    let contract = include_str!("generate/small.json");
    let generated = generate(&Inputs {
        contract: input("small.json", contract).into(),
        corrections: &[],
        names: input("names.toml", NAMES),
        docs: &[],
        webhooks: None,
        examples: &[
            input("examples/values.toml", values),
            input("examples/pets.rs", functions),
        ],
    })
    .unwrap();
    let pets = &generated
        .files
        .iter()
        .find(|f| f.path == "resources/pets.rs");
    let pets = &pets.unwrap().text;
    assert!(pets.contains("```\nby_hand();\n```"), "{pets}");
    assert!(pets.contains(".delete(5, DeletePet::new(\"9\"))"), "{pets}");
    assert!(pets.contains("CreatePet::name(\"example\")"), "{pets}");
    let coverage = generated.coverage;
    assert_eq!(coverage.examples.written, 1);
    assert!(
        coverage
            .examples
            .missing
            .contains(&"examples.pets.create".to_owned())
    );
    assert!(
        !coverage
            .examples
            .missing
            .contains(&"examples.pets.delete".to_owned())
    );
    let faults: Vec<_> = coverage.faults.iter().map(|f| f.place.as_str()).collect();
    assert_eq!(faults, ["examples.pets.gone"]);
}

#[test]
fn mistakes_in_several_files_are_reported_together() {
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
fn two_operations_of_one_name_are_reported() {
    let names = "[resources.pets]\nlist = \"GET /pets\"\nlist_all = \"GET /pets\"\n";
    let problems = small(include_str!("generate/small.json"), names).unwrap_err();
    assert_eq!(
        problems.to_string(),
        "names.toml: pets.list_all: GET /pets has the name pets.list already\n  \
         help: keep one of the two"
    );
}

#[test]
fn text_of_a_key_depends_on_its_type() {
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
        examples: &[],
        docs: &[input(
            "docs/common.toml",
            "[fields]\nid = \"Its id.\"\n[parts]\ndata = \"The items.\"\n",
        )],
        webhooks: None,
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
