//! Every rule that corrections must keep, on a document of a few lines.

use expect_test::{expect, expect_file};
use intercom_gen::Input;
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
    raw(&file("Corrections", actions))
}

fn raw(text: &str) -> String {
    of_files(&[("o.yaml", text)])
}

fn of_files(files: &[(&str, &str)]) -> String {
    let files = files.iter().map(|&(file, text)| Input { file, text });
    match apply("c.json", contract(), &files.collect::<Vec<_>>()) {
        Ok(document) => format!("{document:#}"),
        Err(problems) => problems.to_string(),
    }
}

fn file(title: &str, actions: &str) -> String {
    format!("overlay: 1.0.0\ninfo: {{title: {title}, version: '1'}}\nactions:\n{actions}")
}

#[test]
fn corrections_are_merged_into_the_document() {
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
              "x-safe": true
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
- target: $.schemas.*
  description: What other actions add is not matched.
  x-expect: {count: 2, absent: [title]}
  update: {title: T}
",
    ));
}

#[test]
fn an_action_that_the_document_does_not_bear_out_is_refused() {
    let problems = raw(include_str!("refused.yaml"));
    expect_file!["refused.txt"].assert_eq(&problems);
}

#[test]
fn actions_that_write_the_same_place_conflict() {
    let add =
        "- {target: $.schemas.one, description: Adds., x-expect: {absent: [a]}, update: {a: 1}}\n";
    let remove =
        "- {target: $.schemas, description: Removes., x-expect: {value: {}}, remove: true}\n";
    let append = "- {target: $.schemas.one.enum, description: Appends., x-expect: {value: [x, y]}, update: z}\n";
    let nested = "- {target: '$..[?@.type]', description: Nested., x-expect: {count: 3, value: {}}, remove: true}\n";
    let other = append.replace("update: z", "update: w");
    let files = [
        ("add.yaml", file("A", add)),
        ("add_again.yaml", file("B", add)),
        ("append.yaml", file("C", &format!("{append}{other}"))),
        ("remove.yaml", file("D", remove)),
    ];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    expect![[r#"
        add_again.yaml: action 1 ($.schemas.one: Adds): changes /schemas/one/a, which is also changed by add.yaml: action 1 ($.schemas.one: Adds)
          help: merge the two actions, or narrow the target of one of them
        remove.yaml: action 1 ($.schemas: Removes): changes /schemas/one/a, which is also changed by add.yaml: action 1 ($.schemas.one: Adds)
          help: merge the two actions, or narrow the target of one of them
        remove.yaml: action 1 ($.schemas: Removes): changes /schemas/one/a, which is also changed by add_again.yaml: action 1 ($.schemas.one: Adds)
          help: merge the two actions, or narrow the target of one of them
        append.yaml: action 2 ($.schemas.one.enum: Appends): changes /schemas/one/enum, which is also changed by append.yaml: action 1 ($.schemas.one.enum: Appends)
          help: merge the two actions, or narrow the target of one of them
        remove.yaml: action 1 ($.schemas: Removes): changes /schemas/one/enum, which is also changed by append.yaml: action 1 ($.schemas.one.enum: Appends)
          help: merge the two actions, or narrow the target of one of them
        remove.yaml: action 1 ($.schemas: Removes): changes /schemas/one/enum, which is also changed by append.yaml: action 2 ($.schemas.one.enum: Appends)
          help: merge the two actions, or narrow the target of one of them"#]].assert_eq(&of_files(&files));
    expect![[r#"
        o.yaml: action 1 ($..[?@.type]: Nested): changes /schemas/two/free, which is also changed by another match of the same target
          help: merge the two actions, or narrow the target of one of them"#]].assert_eq(&outcome(nested));
}

#[test]
fn a_subject_has_one_file() {
    let add = |key| {
        format!(
            "- {{target: $.schemas.one, description: D., x-expect: {{absent: [{key}]}}, update: {{{key}: 1}}}}\n"
        )
    };
    let (one, two) = (file("Same", &add("a")), file("Same", &add("b")));
    expect![[r#"
        two.yaml: info.title: one.yaml also has the subject `Same`
          help: give each file a subject of its own, or merge the two"#]]
    .assert_eq(&of_files(&[("one.yaml", &one), ("two.yaml", &two)]));
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
  description: Sees what upstream has.
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
          help: state why the correction is right, and what the evidence is
        o.yaml: action 1 (: ): `target` is missing
          help: add a JSONPath
        o.yaml: action 1 (: ): `x-expect` is missing
          help: state what the action finds: `count`, `value`, `absent`
        o.yaml: action 1 (: ): the action has neither or both of `update` and `remove: true`
          help: give one of them
        o.yaml: action 2 ($.schemas[: ): `description` is missing
          help: state why the correction is right, and what the evidence is
        o.yaml: action 2 ($.schemas[: ): `target` is not a JSONPath: at position 9, parser error
          help: fix the path
        o.yaml: action 2 ($.schemas[: ): `x-expect` has neither `value` nor `absent`
          help: state what the action finds: `count`, `value`, `absent`
        o.yaml: action 2 ($.schemas[: ): the action has neither or both of `update` and `remove: true`
          help: give one of them
        o.yaml: action 3 ($.schemas.one: Words): `x-expect.count` is not a positive number
          help: state what the action finds: `count`, `value`, `absent`
        o.yaml: action 3 ($.schemas.one: Words): the action has neither or both of `update` and `remove: true`
          help: give one of them
        o.yaml: action 4 ($.schemas.one: Words): unknown key `copy`
          help: remove it
        o.yaml: action 4 ($.schemas.one: Words): unknown key `x-expect.found`
          help: state what the action finds: `count`, `value`, `absent`
        o.yaml: action 4 ($.schemas.one: Words): the action has neither or both of `update` and `remove: true`
          help: give one of them
        o.yaml: action 5 ($.schemas.one: Words): `x-expect.absent` is neither a list nor an object
          help: state what the action finds: `count`, `value`, `absent`
        o.yaml: action 6 (: ): `description` is missing
          help: state why the correction is right, and what the evidence is
        o.yaml: action 6 (: ): `target` is missing
          help: add a JSONPath
        o.yaml: action 6 (: ): `x-expect` is missing
          help: state what the action finds: `count`, `value`, `absent`
        o.yaml: action 6 (: ): the action has neither or both of `update` and `remove: true`
          help: give one of them"#]]
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
fn document_that_is_not_an_overlay_is_refused() {
    expect![[r#"
        o.yaml: the document: unknown key `steps`
          help: remove it
        o.yaml: overlay: `overlay` is `2.0.0`
          help: write the file in version 1.0.0 or 1.1.0 of the standard
        o.yaml: info: `title` is missing
          help: add it
        o.yaml: info: `version` is missing
          help: add it
        o.yaml: x-together: the value is not `true`
          help: write `x-together: true`, or leave it out
        o.yaml: actions: the list of actions is missing
          help: add it"#]]
    .assert_eq(&raw("overlay: 2.0.0\nsteps: []\nx-together: yes\n"));
    expect![[r#"
        o.yaml: line 1, column 10: not readable as YAML: unclosed bracket '['
          help: mend the YAML there, or fetch the file again"#]]
    .assert_eq(&raw("actions: [\n"));
    expect![[r#"
        o.yaml: overlay: `overlay` is ``
          help: write the file in version 1.0.0 or 1.1.0 of the standard
        o.yaml: info: `title` is missing
          help: add it
        o.yaml: info: `version` is missing
          help: add it
        o.yaml: actions: the list of actions is missing
          help: add it"#]]
    .assert_eq(&raw("7"));
}
