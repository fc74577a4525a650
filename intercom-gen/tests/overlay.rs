//! `overlay`: corrections on a document of a few lines, and every rule they must keep.

// expect-test writes every snapshot as `r#"…"#`.
#![allow(clippy::needless_raw_string_hashes)]

use expect_test::{expect, expect_file};
use intercom_gen::overlay::apply;
use serde_json::{Value, json};

fn contract() -> Value {
    json!({
        "paths": {
            "/a": {"get": {"parameters": [{"name": "v", "in": "header"}]}},
            "/b/{id}": {"get": {"parameters": [
                {"name": "v", "in": "header"},
                {"name": "id", "in": "query"},
                {"name": "page", "in": "query"},
            ]}},
        },
        "schemas": {
            "one": {"type": "string", "enum": ["x", "y"]},
            "two": {"type": "string", "nullable": true, "free": {"type": "string"}},
        }
    })
}

/// The corrected document, or else the problems.
fn outcome(actions: &str) -> String {
    raw(&format!(
        "overlay: 1.0.0\ninfo: {{title: Corrections, version: '1'}}\nactions:\n{actions}"
    ))
}

fn raw(overlay: &str) -> String {
    match apply("c.json", contract(), "o.yaml", overlay) {
        Ok(document) => format!("{document:#}"),
        Err(problems) => problems.to_string(),
    }
}

#[test]
fn corrections_are_applied_in_order() {
    expect![[r##"
        {
          "paths": {
            "/a": {
              "get": {
                "parameters": [
                  {
                    "name": "v",
                    "in": "header"
                  },
                  {
                    "name": "per_page",
                    "in": "query"
                  }
                ],
                "operationId": "list"
              }
            },
            "/b/{id}": {
              "get": {
                "parameters": [
                  {
                    "name": "id",
                    "in": "path",
                    "required": true
                  },
                  {
                    "name": "per_page",
                    "in": "query"
                  }
                ],
                "operationId": "list"
              }
            }
          },
          "schemas": {
            "one": {
              "type": "string",
              "enum": [
                "x",
                "y",
                "z"
              ],
              "title": "T"
            },
            "two": {
              "type": "number",
              "nullable": true,
              "free": {},
              "title": "T"
            },
            "three": {
              "$ref": "#/schemas/two",
              "x-safe": true,
              "title": "T"
            }
          }
        }"##]]
    .assert_eq(&outcome(
        "
- target: $.paths['/a','/b/{id}'].get
  description: Both are paged.
  x-expect: {count: 2, absent: {parameters: [{name: per_page}]}}
  update: {operationId: list, parameters: [{name: per_page, in: query}]}
- target: $.paths[*].get.parameters[?@.name == 'id']
  description: It stands in the path.
  x-expect: {value: {in: query}}
  update: {in: path, required: true}
- target: $.paths['/b/{id}'].get.parameters[?@.name == 'page' || @.name == 'v']
  description: Neither is taken.
  x-expect: {count: 2, value: {}}
  remove: true
- target: $.schemas.one.enum
  description: A third value occurs.
  x-expect: {value: [x, y]}
  update: z
- target: $.schemas.two.type
  description: It is a number.
  x-expect: {value: string}
  update: number
- target: $.schemas.two.free.type
  description: It is anything.
  x-expect: {value: string}
  remove: true
- target: $.schemas
  description: A third schema.
  x-expect: {absent: [three]}
  update: {three: {$ref: '#/schemas/two', x-safe: true}}
- target: $.schemas['one','two','three']
  description: The earlier actions are seen.
  x-expect: {count: 3, absent: [title]}
  update: {title: T}
",
    ));
}

#[test]
fn an_action_that_the_document_does_not_bear_out_is_refused() {
    let problems = raw(include_str!("overlay/refused.yaml"));
    expect_file!["overlay/refused.txt"].assert_eq(&problems);
}

#[test]
fn a_refused_action_leaves_no_trace_for_the_next() {
    let problems = outcome(
        "
- target: $.schemas.*
  description: The second of the two does not fit.
  x-expect: {count: 2, absent: [free]}
  update: {seen: true}
- target: $.schemas.one
  description: Sees what upstream says.
  x-expect: {absent: [seen]}
  update: {a: 1}
",
    );
    assert!(problems.contains("action 1"), "{problems}");
    assert!(!problems.contains("action 2"), "{problems}");
}

#[test]
fn an_action_that_makes_no_sense_is_refused() {
    expect![[r#"
        o.yaml: action 1 (: ): `description` is missing
          help: say why the correction is right, and what the evidence is
        o.yaml: action 1 (: ): `target` is missing
          help: add a JSONPath
        o.yaml: action 1 (: ): `x-expect` is missing
          help: say what the action finds: `count`, `value`, `absent`
        o.yaml: action 1 (: ): what it does is unclear
          help: give either `update` or `remove: true`
        o.yaml: action 2 ($.schemas[: ): `description` is missing
          help: say why the correction is right, and what the evidence is
        o.yaml: action 2 ($.schemas[: ): `target` is no JSONPath: at position 9, parser error
          help: mend the path
        o.yaml: action 2 ($.schemas[: ): `x-expect` has neither `value` nor `absent`
          help: say what the action finds: `count`, `value`, `absent`
        o.yaml: action 2 ($.schemas[: ): what it does is unclear
          help: give either `update` or `remove: true`
        o.yaml: action 3 ($.schemas.one: Words): `x-expect.count` is no positive number
          help: say what the action finds: `count`, `value`, `absent`
        o.yaml: action 3 ($.schemas.one: Words): what it does is unclear
          help: give either `update` or `remove: true`
        o.yaml: action 4 ($.schemas.one: Words): `copy` is not part of an action here
          help: remove it
        o.yaml: action 4 ($.schemas.one: Words): `x-expect.found` means nothing
          help: say what the action finds: `count`, `value`, `absent`
        o.yaml: action 4 ($.schemas.one: Words): what it does is unclear
          help: give either `update` or `remove: true`
        o.yaml: action 5 ($.schemas.one: Words): `x-expect.absent` is no list and no object
          help: say what the action finds: `count`, `value`, `absent`
        o.yaml: action 6 (: ): `description` is missing
          help: say why the correction is right, and what the evidence is
        o.yaml: action 6 (: ): `target` is missing
          help: add a JSONPath
        o.yaml: action 6 (: ): `x-expect` is missing
          help: say what the action finds: `count`, `value`, `absent`
        o.yaml: action 6 (: ): what it does is unclear
          help: give either `update` or `remove: true`"#]]
    .assert_eq(&outcome(
        "
- {}
- target: $.schemas[
  description: '  '
  x-expect: {}
  update: {}
  remove: true
- target: $.schemas.one
  description: Words.
  x-expect: {count: 0, value: {}}
  remove: false
- target: $.schemas.one
  description: Words.
  x-expect: {found: {}}
  copy: $.schemas.two
- target: $.schemas.one
  description: Words.
  x-expect: {absent: type}
  update: {a: 1}
- nothing
",
    ));
}

#[test]
fn a_document_that_is_no_overlay_is_refused() {
    expect![[r#"
        o.yaml: the document: `steps` is not part of an overlay
          help: remove it
        o.yaml: overlay: `overlay` is `2.0.0`
          help: write the overlay in version 1.0.0 or 1.1.0
        o.yaml: info: `title` is missing
          help: add it
        o.yaml: info: `version` is missing
          help: add it
        o.yaml: actions: there is no list of actions
          help: add it"#]]
    .assert_eq(&raw("overlay: 2.0.0\nsteps: []\n"));
    expect![[r#"
        o.yaml: line 1, column 10: not readable as YAML: unclosed bracket '['
          help: mend the YAML there, or fetch the file again"#]]
    .assert_eq(&raw("actions: [\n"));
    expect![[r#"
        o.yaml: overlay: `overlay` is ``
          help: write the overlay in version 1.0.0 or 1.1.0
        o.yaml: info: `title` is missing
          help: add it
        o.yaml: info: `version` is missing
          help: add it
        o.yaml: actions: there is no list of actions
          help: add it"#]]
    .assert_eq(&raw("7"));
}
