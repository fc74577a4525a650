//! Which operations are paged, how that is decided, and what is reported of undecided ones.

use intercom_gen::emit::Scope;
use intercom_gen::model::Operation;
use intercom_gen::{Generated, Input, Inputs, Problems, generate};
use serde_json::{Value, json};

fn generated(operation: &Value) -> Result<Generated, Problems> {
    let cursor = json!({"type": "object", "properties": {"starting_after": {"type": "string"}}});
    let contract = json!({
        "openapi": "3.0.3",
        "info": {"title": "Lists", "version": "1"},
        "paths": {"/tags": operation},
        "components": {"schemas": {
            "tag": {"type": "object", "properties": {"id": {"type": "string"}}},
            "cursor": cursor,
            "pages": {"type": "object", "properties": {
                "next": {"$ref": "#/components/schemas/cursor"},
                "total_pages": {"type": "integer"}
            }},
            "link": {"type": "object", "properties": {"next": {"type": "string"}}},
            "search": {"type": "object", "properties": {
                "query": {}, "pagination": {"$ref": "#/components/schemas/cursor"}
            }}
        }}
    });
    let input = |file, text| Input { file, text };
    generate(&Inputs {
        contract: input("lists.json", &contract.to_string()).into(),
        corrections: &[],
        names: input("names.toml", "[resources.tags]\nlist = \"GET /tags\"\n"),
        docs: &[],
        webhooks: None,
        examples: &[],
    })
}

/// `GET /tags` with these query parameters and this response.
fn list(parameters: &[&str], answer: &Value) -> Value {
    let parameters: Vec<_> = parameters
        .iter()
        .map(|name| json!({"name": name, "in": "query", "schema": {"type": "string"}}))
        .collect();
    let schema = json!({"type": "object", "properties": answer});
    let content = json!({"application/json": {"schema": schema}});
    let responses = json!({"200": {"description": "", "content": content}});
    json!({"get": {"operationId": "listTags", "parameters": parameters, "responses": responses}})
}

fn tags() -> Value {
    json!({"type": "array", "items": {"$ref": "#/components/schemas/tag"}})
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// `kind items of item`, or the problem that is reported.
fn outcome(operation: &Value) -> String {
    let generated = match generated(operation) {
        Ok(generated) => generated,
        Err(problems) => return problems.to_string(),
    };
    if let [problem] = generated.unpaged.as_slice() {
        return problem.to_string();
    }
    let operations: Vec<&Operation> = generated.api.operations().collect();
    match &operations[0].paging {
        None => "not paged".to_owned(),
        Some(paging) => {
            let item = intercom_gen::emit::spell(&paging.item, Scope::Resources);
            format!(
                "{}: {} of {item}",
                paging.kind.name(),
                paging.items.join(".")
            )
        }
    }
}

#[test]
fn parameters_decide_how_the_next_page_is_requested() {
    let answer = json!({"data": tags(), "pages": reference("pages")});
    for (parameters, kind) in [
        (&["page", "per_page"][..], "page"),
        (&["starting_after", "page"], "cursor in query"),
        (&["scroll_param"], "scroll"),
    ] {
        let expected = format!("{kind}: data of types::Tag");
        assert_eq!(outcome(&list(parameters, &answer)), expected);
    }
    let mut search = list(&[], &answer);
    let mut operation = search["get"].take();
    let content = json!({"application/json": {"schema": reference("search")}});
    operation["requestBody"] = json!({"content": content});
    assert_eq!(
        outcome(&json!({"post": operation})),
        "cursor in body: data of types::Tag"
    );
    let linked = json!({"data": tags(), "pages": reference("link")});
    assert_eq!(outcome(&list(&[], &linked)), "link: data of types::Tag");
}

#[test]
fn the_items_are_the_list_under_data_or_the_only_one() {
    let paged = |answer: &Value| outcome(&list(&["page"], answer));
    let names = json!({"type": "array", "items": {"type": "string"}});
    let found = json!({"found": tags(), "names": names});
    assert_eq!(paged(&found), "page: found of types::Tag");
    let inside = json!({"data": {"type": "object", "properties": found}, "others": tags()});
    assert_eq!(paged(&inside), "page: data.found of types::Tag");
    let both = json!({"others": tags(), "tags": tags()});
    assert_eq!(paged(&both), "page: tags of types::Tag");
    assert_eq!(paged(&json!({"data": names})), "page: data of String");
}

#[test]
fn operation_that_does_not_mention_pages_is_not_paged() {
    assert_eq!(
        outcome(&list(&["name"], &json!({"data": tags()}))),
        "not paged"
    );
}

#[test]
fn undecided_paging_is_reported() {
    let help = "\n  help: decide it with a correction, such as `x-paging: none`";
    let unknown = "lists.json: GET /tags: it returns pages, but nothing shows how the next one is \
                   requested";
    let answer = json!({"data": tags(), "pages": reference("pages")});
    assert_eq!(outcome(&list(&[], &answer)), format!("{unknown}{help}"));
    assert_eq!(
        outcome(&list(&["per_page"], &json!({"data": tags()}))),
        format!("{unknown}{help}")
    );
    // Ways that other APIs have, and this one may come to have.
    for (parameters, answer) in [
        (["cursor"].as_slice(), json!({"data": tags()})),
        (&["limit", "offset"], json!({"data": tags()})),
        (
            &[],
            json!({"data": tags(), "next_page_token": {"type": "string"}}),
        ),
    ] {
        assert_eq!(
            outcome(&list(parameters, &answer)),
            format!("{unknown}{help}")
        );
    }
    let ambiguous = json!({"one": tags(), "other": tags()});
    let items = "lists.json: GET /tags: it is paged, but the list of its items is ambiguous";
    assert_eq!(
        outcome(&list(&["page"], &ambiguous)),
        format!("{items}{help}")
    );
    // It is generated all the same, as if it had no pages.
    let generated = generated(&list(&["page"], &ambiguous)).unwrap();
    let resources = generated
        .files
        .iter()
        .find(|file| file.path == "resources/tags.rs");
    assert!(!resources.unwrap().text.contains("paged!"));
}

#[test]
fn a_correction_decides() {
    let decided = |paging: Value| {
        let mut operation = list(&["page"], &json!({"one": tags(), "other": tags()}));
        operation["get"]["x-paging"] = paging;
        outcome(&operation)
    };
    assert_eq!(decided(json!("none")), "not paged");
    assert_eq!(
        decided(json!({"items": "other"})),
        "page: other of types::Tag"
    );
    let scroll = json!({"kind": "scroll", "items": "one"});
    assert_eq!(decided(scroll), "scroll: one of types::Tag");
    let help = "\n  help: correct its `x-paging`";
    for (paging, problem) in [
        (
            json!({"kind": "pages"}),
            "`pages` is not a kind of x-paging",
        ),
        (
            json!({"items": "third"}),
            "its response has no list at `third`",
        ),
        (
            json!({"kind": "page"}),
            "it is paged, but the list of its items is ambiguous",
        ),
    ] {
        assert_eq!(
            decided(paging),
            format!("lists.json: GET /tags: {problem}{help}")
        );
    }
}
