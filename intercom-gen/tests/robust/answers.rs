//! What operations return: several successes, none, and media types of every kind.

use expect_test::expect;
use serde_json::{Value, json};

use super::{around, generated, odd};

#[test]
fn several_successes_are_one_response() {
    let response = |schema: Value| json!({"description": "", "content": {"application/json": {"schema": schema}}});
    let thing = json!({"$ref": "#/components/schemas/thing"});
    let job = json!({"$ref": "#/components/schemas/job"});
    let answer = |second: Value| {
        let paths = json!({"/things": {"get": {"tags": ["Things"], "operationId": "getThing", "responses": {
            "200": response(thing.clone()), "202": response(second), "204": {"description": ""}}}}});
        let schemas = json!({
            "thing": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}},
            "job": {"type": "object", "required": ["job"], "properties": {"job": {"type": "string"}}},
        });
        let manifest = generated(&around(&paths, &schemas)).unwrap().manifest;
        manifest
            .lines()
            .find(|line| line.starts_with("things::List: "))
            .unwrap()
            .to_owned()
    };
    assert_eq!(
        answer(thing.clone()),
        "things::List: operation => Json Thing"
    );
    assert_eq!(
        answer(job.clone()),
        "things::List: operation => Json GetThingResponse"
    );
}

#[test]
fn responses_are_those_of_the_successes() {
    let generated = odd();
    let undeclared: Vec<_> = generated.undeclared().collect();
    assert_eq!(
        undeclared,
        [
            "GET /answers/blank_default",
            "GET /answers/default_of_errors",
            "GET /answers/undeclared"
        ]
    );
    let resource = generated.files.iter();
    let mut resource = resource.filter(|file| file.path == "resources/answers.rs");
    let text = &resource.next().unwrap().text;
    let (_, table) = text.split_once("operations!(").unwrap();
    let rows = table.split("    }\n").filter_map(|row| {
        let (marker, _) = row.lines().rev().find_map(|line| line.split_once(" {"))?;
        let value = |field: &str| {
            let line = row
                .lines()
                .find_map(|line| line.trim().strip_prefix(field))?;
            line.strip_suffix(',')
        };
        let (accept, returned) = (value("accept: ")?, value("returns: ")?);
        Some(format!("{}: {accept} => {returned}\n", marker.trim()))
    });
    expect![[r#"
        AnyBytes: "*/*" => Binary<Bytes>
        BlankDefault: "application/json" => Json<Value>
        BytesOperation: "application/pdf" => Binary<Bytes>
        Choice: "application/json" => Json<types::ChoiceResponse>
        Class: "application/json" => Json<String>
        Csv: "text/csv" => Text<String>
        DefaultAnswer: "application/json" => Json<i64>
        DefaultOfErrors: "application/json" => Json<Value>
        Many: "application/json" => Json<types::ManyResponse>
        Numbers: "application/json" => Json<Vec<Vec<f64>>>
        Reference: "application/json" => Json<types::Nested>
        Several: "application/json" => Json<types::SeveralResponse>
        Sometimes: "application/json" => Json<types::Node>
        TextOrJson: "application/json" => Json<i64>
        Time: "application/json" => Json<Timestamp>
        Undeclared: "application/json" => Json<Value>
        Untyped: "application/json" => Json<Value>
    "#]]
    .assert_eq(&rows.collect::<String>());
}
