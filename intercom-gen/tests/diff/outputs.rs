//! The forms in which a comparison is printed.

use expect_test::expect;
use intercom_gen::diff::diff;
use intercom_gen::diff::report::{Report, github, json, markdown, text};
use intercom_gen::manifest::compare;
use serde_json::{Value, json};

use super::document::{document, with};

fn report() -> Report {
    let old = document();
    let new = with(
        old.clone(),
        "/components/schemas/received/properties/a",
        Some(json!({"type": "integer"})),
    );
    let new = with(
        new,
        "/components/schemas/received/properties/b",
        Some(json!({"type": "string", "title": "a|b"})),
    );
    let new = with(
        new,
        "/components/schemas/received/title",
        Some(json!("100 %\nmore")),
    );
    Report {
        old: "1".to_owned(),
        new: "2".to_owned(),
        diff: diff(&old, &new),
        rust: Ok(compare(
            "Thing::a: Option<String>\nThing::old: i64\n",
            "Thing::a: Option<i64>\nThing::b: Option<String>\n",
        )),
        doc_only_edits: 3,
    }
}

#[test]
fn as_text() {
    expect![[r#"
        1 → 2
        Rust API when regenerated: 1 breaking, 1 additive, 1 without effect
        Running programs: 0 break, 0 degrade, 3 work as before
        Beside that, 3 edits of prose
        Version of the crate: a major bump

        Breaking
          type-changed               components.schemas.received.a  [string → integer]  [PUT /things/{id}]  (breaking, works)

        Additive, or degrading
          prop-added                 components.schemas.received.b  [string]  [PUT /things/{id}]  (additive, works)

        Without effect
          title-changed              components.schemas.received  [100 %
        more]  [PUT /things/{id}]  (none, works)

        Rust API
          - Thing::a: Option<String>
          + Thing::a: Option<i64>
          - Thing::old: i64
          + Thing::b: Option<String>
    "#]]
    .assert_eq(&text(&report()));
}

#[test]
fn as_markdown() {
    expect![[r#"
        # Intercom 1 → 2

        - Rust API when regenerated: 1 breaking, 1 additive, 1 without effect.
        - Running programs: 0 break, 0 degrade, 3 work as before.
        - Beside that, 3 edits of prose.
        - Version of the crate: a major bump.

        | finding | count |
        |---|---:|
        | `prop-added` | 1 |
        | `title-changed` | 1 |
        | `type-changed` | 1 |

        ## Breaking (1)

        | finding | where | what | reached by | Rust API | running programs |
        |---|---|---|---|---|---|
        | `type-changed` | `components.schemas.received.a` | `string → integer` | PUT /things/{id} | breaking | works |

        <details><summary>Additive, or degrading (1)</summary>

        | finding | where | what | reached by | Rust API | running programs |
        |---|---|---|---|---|---|
        | `prop-added` | `components.schemas.received.b` | `string` | PUT /things/{id} | additive | works |

        </details>

        <details><summary>Without effect (1)</summary>

        | finding | where | what | reached by | Rust API | running programs |
        |---|---|---|---|---|---|
        | `title-changed` | `components.schemas.received` | `100 % more` | PUT /things/{id} | none | works |

        </details>

        <details><summary>Rust API: 1 changed, 1 removed, 1 added</summary>

        ```diff
        - Thing::a: Option<String>
        + Thing::a: Option<i64>
        - Thing::old: i64
        + Thing::b: Option<String>
        ```

        </details>

        ## What to change in a program

        | change | what to write |
        |---|---|
        | `Thing::a` was `Option<String>` and is `Option<i64>` | convert the value from and to `Option<i64>` |
        | `Thing::old` is gone | read the key from `extra`, where it is if a server still sends it: `Thing::extra` |
    "#]].assert_eq(&markdown(&report()));
}

#[test]
fn as_annotations() {
    expect![[r#"
        ::notice title=title-changed::components.schemas.received: 100 %25%0Amore (Rust API: none, running programs: works)
        ::error title=type-changed::components.schemas.received.a: string → integer (Rust API: breaking, running programs: works)
        ::warning title=prop-added::components.schemas.received.b: string (Rust API: additive, running programs: works)
        ::notice title=diff::Rust API when regenerated: 1 breaking, 1 additive, 1 without effect
        ::notice title=diff::Running programs: 0 break, 0 degrade, 3 work as before
    "#]].assert_eq(&github(&report()));
}

#[test]
fn as_json() {
    let document: Value = serde_json::from_str(&json(&report())).unwrap();
    assert_eq!(
        document["findings"][0],
        json!({
            "id": "title-changed", "site": "components.schemas.received", "path": "", "side": "response",
            "old": null, "new": "100 %\nmore", "operations": ["PUT /things/{id}"],
            "rust": "none", "running": "works",
        })
    );
    assert_eq!(
        document["counts"],
        json!({"prop-added": 1, "title-changed": 1, "type-changed": 1})
    );
    assert_eq!(
        document["rust"],
        json!({
            "added": ["Thing::b: Option<String>"],
            "removed": ["Thing::old: i64"],
            "changed": [{"item": "Thing::a", "old": "Option<String>", "new": "Option<i64>"}],
        })
    );
    assert_eq!(
        (&document["old"], &document["doc_only_edits"]),
        (&json!("1"), &json!(3))
    );
}

#[test]
fn rust_api_that_cannot_be_made_is_reported() {
    let failed = Report {
        rust: Err("because".to_owned()),
        ..report()
    };
    assert!(text(&failed).contains("could not be compared: because"));
    assert!(markdown(&failed).contains("because"));
    assert!(github(&failed).contains("because"));
    let document: Value = serde_json::from_str(&json(&failed)).unwrap();
    assert_eq!(document["rust"]["error"], "because");
    assert_eq!(failed.semver(), "major");
}
