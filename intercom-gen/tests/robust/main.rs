//! Worst-case descriptions: operations that the generator does not support are refused with a
//! reason, and the rest is generated.
//!
//! `odd.yaml` contains all of them; `cargo xtask ci --full` also compiles the result.

// expect-test writes snapshots with them.
#![allow(clippy::needless_raw_string_hashes)]
#![cfg(test)]

mod answers;
mod bodies;
mod defects;
mod mutations;
#[path = "../support/sources/mod.rs"]
mod sources;

use std::collections::BTreeSet;

use expect_test::expect;
use intercom_gen::import::{Upstream, import, to_text};
use intercom_gen::{Generated, Input, Inputs, Problems, generate};
use serde_json::{Value, json};

fn generated(yaml: &str) -> Result<Generated, Problems> {
    let upstream = Upstream {
        repository: String::new(),
        commit: None,
        path: None,
        sha256: String::new(),
    };
    let contract = to_text(&import("odd.yaml", yaml, &upstream, &[])?);
    generate(&Inputs {
        contract: Input {
            file: "odd.json",
            text: &contract,
        }
        .into(),
        corrections: &[],
        names: Input {
            file: "names.toml",
            text: "[fields]\ntype = \"kind\"\n",
        },
        docs: &[],
        webhooks: None,
        examples: &[],
    })
}

fn odd() -> Generated {
    generated(include_str!("odd.yaml")).unwrap()
}

/// A document around some paths and schemas.
fn around(paths: &Value, schemas: &Value) -> String {
    json!({
        "openapi": "3.0.1",
        "info": {"title": "T", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    })
    .to_string()
}

fn answering(schema: &Value) -> Value {
    json!({"get": {"tags": ["Things"], "operationId": "getThing", "responses": {"200": {
        "description": "", "content": {"application/json": {"schema": schema}}}}}})
}

#[test]
fn every_file_is_rust_and_no_item_is_there_twice() {
    let generated = odd();
    assert!(generated.manifest.lines().count() > 150);
    assert_eq!(generated.manifest, sources::declared(&generated.files));
    for file in &generated.files {
        let parsed = syn::parse_file(&file.text).unwrap();
        for item in parsed.items {
            if let syn::Item::Struct(item) = item {
                let mut fields = BTreeSet::new();
                for field in item.fields.iter().filter_map(|field| field.ident.as_ref()) {
                    assert!(fields.insert(field.to_string()), "{}.{field}", item.ident);
                }
            }
        }
    }
}

#[test]
fn what_cannot_be_done_is_refused_with_a_reason() {
    let refused = odd().refused;
    let lines: Vec<_> = refused
        .iter()
        .map(|p| format!("{}: {}\n", p.place, p.what))
        .collect();
    expect![[r#"
        GET /alike/x: every name that would suit it in `alike` is taken
        GET /refused/cookie: parameter session is in cookie
        GET /refused/content: parameter filter is application/json
        GET /refused/listed: parameter things is not a plain value, nor a list or object of them
        GET /refused/header: parameter X-List is not a plain value, nor a list or object of them
        GET /refused/{twice}/{twice}: the path has {twice}, which is not declared `in: path`
    "#]]
    .assert_eq(&lines.concat());
}

#[test]
fn fields_that_are_the_same_in_rust_get_names_of_their_own() {
    let manifest = odd().manifest;
    let fields = manifest
        .lines()
        .filter(|line| line.starts_with("Names::") && !line.contains("()"));
    expect![[r#"
        Names::a_b: Option<String>
        Names::a_b_2: Option<String>
        Names::async_value: Option<String>
        Names::clone: Option<String>
        Names::default: Option<String>
        Names::extra: Extra
        Names::extra_value: Option<String>
        Names::extra_value_2: String
        Names::kind: Option<String>
        Names::nested: Option<NamesNested>
        Names::new_line: Option<String>
        Names::new_value: Option<String>
        Names::quo_te: Option<String>
        Names::ref_value: Option<String>
        Names::self_value: Option<String>
        Names::self_value_2: Option<String>
        Names::super_value: Option<String>
        Names::type_value: Option<String>
        Names::type_value_2: Option<Kind>
        Names::user_id: Option<Id>
        Names::user_id_2: Id
        Names::user_id_3: Option<i64>
        Names::value: Option<String>
        Names::value_1: Option<String>
        Names::value_2: Option<String>
        Names::value_3: Option<String>
        Names::value_4: Option<String>
        Names::with_extra_value: Option<String>
    "#]]
    .assert_eq(&(fields.collect::<Vec<_>>().join("\n") + "\n"));
}

#[test]
fn what_holds_itself_has_an_end() {
    let manifest = odd().manifest;
    let types = ["Node::", "TreeBranch::", "Branch::", "Tree::"];
    let lines = manifest
        .lines()
        .filter(|line| types.iter().any(|ty| line.starts_with(ty)) && !line.contains("()"));
    expect![[r#"
        Branch::extra: Extra
        Branch::kind: Option<Kind>
        Branch::left: Box<Tree>
        Branch::right: Box<Tree>
        Node::children: Option<Vec<Node>>
        Node::extra: Extra
        Node::id: Option<Id>
        Node::maybe_value: Option<Box<Node>>
        Node::muted: Option<Box<Node>>
        Node::named: Option<BTreeMap<String, Node>>
        Node::one_or_more: Option<Box<OneOrMany<Node>>>
        Node::parent: Option<Box<Node>>
        Node::tree: Option<Tree>
        Node::widened: Option<NodeWidened>
        Tree::Branch: Branch
        Tree::Leaf: Leaf
        Tree::Other: Value
    "#]]
    .assert_eq(&(lines.collect::<Vec<_>>().join("\n") + "\n"));
}

#[test]
fn the_words_of_later_versions_are_understood() {
    let manifest = odd().manifest;
    let lines = manifest
        .lines()
        .filter(|line| line.starts_with("Odds::new_") && !line.contains("()"));
    expect![[r#"
        Odds::new_choice: Option<Tree>
        Odds::new_constant: Option<String>
        Odds::new_null: Option<String>
        Odds::new_nulls: Option<Vec<OddsNewNull>>
        Odds::new_reference: Option<Box<Node>>
        Odds::new_types: Option<Value>
    "#]]
    .assert_eq(&(lines.collect::<Vec<_>>().join("\n") + "\n"));
}

#[test]
fn list_with_an_unknown_way_of_paging_is_reported() {
    let untold = odd().unpaged;
    let places: Vec<_> = untold.iter().map(|problem| &problem.place).collect();
    assert_eq!(places, ["GET /pages/array", "GET /pages/offset"]);
}

#[test]
fn permuted_keys_give_the_same_api() {
    let schema = |names: [&str; 3]| {
        let properties: serde_json::Map<String, Value> = names
            .iter()
            .map(|name| ((*name).to_owned(), json!({"type": "string"})))
            .collect();
        json!({"thing": {"type": "object", "required": ["b", "a"], "properties": properties}})
    };
    let thing = json!({"$ref": "#/components/schemas/thing"});
    let mut paths = json!({"/things": answering(&thing)});
    paths["/things"]["get"]["requestBody"]["content"]["application/json"]["schema"] = thing;
    let made = |names| generated(&around(&paths, &schema(names))).unwrap();
    let api = |names| made(names).manifest;
    assert_eq!(api(["a", "b", "c"]), api(["c", "a", "b"]));
    // The manifest does not name the arguments.
    for names in [["a", "b", "c"], ["c", "a", "b"]] {
        let mut files = made(names).files.into_iter();
        let new = "new b([value] b: String) => ThingWithoutA;";
        assert!(files.any(|file| file.text.contains(new)), "{names:?}");
    }
}

#[test]
fn a_description_without_operations_is_an_empty_crate() {
    let generated = generated(&around(&json!({}), &json!({"lonely": {"type": "object"}}))).unwrap();
    assert!(generated.api.resources.is_empty());
    assert_eq!(generated.manifest, sources::declared(&generated.files));
}

#[test]
fn preview_is_requested_by_its_other_name() {
    let spoken = |version: &str| {
        let yaml = around(&json!({}), &json!({}));
        let yaml = yaml.replace("\"version\":\"1\"", &format!("\"version\":\"{version}\""));
        let generated = generated(&yaml).unwrap();
        let module = generated
            .files
            .iter()
            .find(|file| file.path == "version.rs");
        module.unwrap().text.clone()
    };
    assert!(spoken("2.15").contains("API_VERSION: &str = \"2.15\";"));
    assert!(spoken("Preview").contains("API_VERSION: &str = \"Unstable\";"));
}

#[test]
fn a_shared_path_is_not_forgotten() {
    let yaml = around(
        &json!({"/a": answering(&json!({"type": "string"})), "/b": {"$ref": "#/paths/~1a"}}),
        &json!({}),
    );
    assert_eq!(generated(&yaml).unwrap().api.operations().count(), 2);
}

#[test]
fn an_id_that_is_given_twice_names_the_first() {
    let answer =
        |key: &str| answering(&json!({"type": "object", "properties": {key: {"type": "string"}}}));
    let yaml = around(&json!({"/a": answer("a"), "/b": answer("b")}), &json!({}));
    let manifest = generated(&yaml).unwrap().manifest;
    let operations = manifest
        .lines()
        .filter(|line| line.contains(": operation => "));
    expect![[r#"
        things::GetThing: operation => Json GetThingResponse
        things::ListB: operation => Json ThingsListBResponse
    "#]]
    .assert_eq(&(operations.collect::<Vec<_>>().join("\n") + "\n"));
}

#[test]
fn end_of_a_job_can_be_waited_for_wherever_its_status_is_returned() {
    let job = |status: Value| {
        let mut job = answering(&json!({"type": "object", "properties": {"status": status}}));
        job["parameters"] = json!([
            {"name": "job_id", "in": "path", "required": true, "schema": {"type": "string"}},
            {"name": "verbose", "in": "query", "schema": {"type": "boolean"}},
        ]);
        job
    };
    let mut asks_for_more = job(json!({"type": "string"}));
    asks_for_more["parameters"][1]["required"] = json!(true);
    let mut of_no_job = job(json!({"type": "string"}));
    of_no_job["parameters"][0]["name"] = json!("id");
    let mut paths = json!({
        "/texts/{job_id}": job(json!({"type": "string"})),
        "/choices/{job_id}": job(json!({"type": "string", "enum": ["pending", "done"]})),
        "/numbers/{job_id}": job(json!({"type": "integer"})),
        "/more/{job_id}": asks_for_more,
        "/others/{id}": of_no_job,
    });
    for (path, item) in paths.as_object_mut().unwrap() {
        item["get"]["tags"] = json!([path.split('/').nth(1)]);
        item["get"]["operationId"] = json!(format!("get{path}"));
    }
    let manifest = generated(&around(&paths, &json!({}))).unwrap().manifest;
    let waits = manifest.lines().filter(|line| line.contains("::wait()"));
    expect![[r#"
        choices::Choices::wait(): fn(&self, impl Into<Id>) -> Wait<Get>
        texts::Texts::wait(): fn(&self, impl Into<Id>) -> Wait<Get>
    "#]]
    .assert_eq(&(waits.collect::<Vec<_>>().join("\n") + "\n"));
}

#[test]
fn alternative_is_named_after_its_constant() {
    let only = |value: &str| json!({"type": "string", "enum": [value]});
    let union = json!({"oneOf": [
        {"$ref": "#/components/schemas/thing"},
        {"type": "object", "title": "Another", "properties": {"type": only("system"), "a": {"type": "string"}}},
        {"type": "object", "title": "Status (new)", "properties": {"b": {"type": "string"}}},
        {"type": "object", "title": "日本", "properties": {"c": {"type": "string"}}},
    ]});
    let paths = json!({"/things": answering(&union)});
    let schemas = json!({"thing": {"type": "object", "properties": {"id": {"type": "string"}}}});
    let manifest = generated(&around(&paths, &schemas)).unwrap().manifest;
    let variants = manifest
        .lines()
        .filter(|line| line.starts_with("GetThingResponse::"));
    expect![[r#"
        GetThingResponse::Other: Value
        GetThingResponse::StatusNew: GetThingResponseStatusNew
        GetThingResponse::System: GetThingResponseSystem
        GetThingResponse::Thing: Thing
        GetThingResponse::Variant4: GetThingResponseVariant4
    "#]]
    .assert_eq(&(variants.collect::<Vec<_>>().join("\n") + "\n"));
}

#[test]
fn the_reference_is_linked_as_far_as_the_description_names_it() {
    let operation = |extra: Value| {
        let mut operation = json!({"responses": {"200": {"description": ""}}});
        let object = operation.as_object_mut().unwrap();
        object.extend(extra.as_object().unwrap().clone());
        json!({"get": operation})
    };
    let paths = json!({
        "/a": operation(json!({"tags": ["Roles & Permissions"], "operationId": "roles.Show"})),
        "/b": operation(json!({"tags": ["AI / Content"]})),
        "/c": operation(json!({"operationId": "listC"})),
    });
    let files = generated(&around(&paths, &json!({}))).unwrap().files;
    let lines = files.iter().flat_map(|file| file.text.lines());
    let mut links: Vec<_> = lines
        .filter_map(|line| line.split("api.intercom.io").nth(1))
        .collect();
    links.sort_unstable();
    assert_eq!(
        links,
        [")", "/ai-content)", "/roles-permissions/roles-show)"]
    );
}
