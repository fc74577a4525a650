//! The tool that checks recorded webhooks.

use intercom_conformance::{WebhookReport, check_webhooks, topics};
use intercom_core::signature::Scheme;
use serde_json::{Value, json};

use crate::support::{SECRET, body};

fn line(scheme: (&str, Scheme), body: &str, changes: &Value) -> String {
    let signature = scheme.1.sign(SECRET.as_bytes(), body.as_bytes());
    let mut line = json!({
        "id": "case", "headers": [[scheme.1.header(), signature]], "body": body,
        "secrets": ["old", SECRET], "scheme": scheme.0, "expect": "valid",
    });
    for (key, value) in changes.as_object().unwrap() {
        line[key] = value.clone();
    }
    format!("{line}\n")
}

fn report(lines: &str) -> WebhookReport {
    let mut report = WebhookReport::default();
    check_webhooks(lines.as_bytes(), |outcome| report.add(outcome)).unwrap();
    report
}

const WEBHOOK: (&str, Scheme) = ("webhook", Scheme::Webhook);

#[test]
fn webhooks_are_counted_by_topic() {
    let created = body(
        "contact.user.created",
        &json!({"type": "contact", "id": "1", "x": 1}),
    );
    let unknown = body("topic.of.tomorrow", &json!({"a": 1}));
    let canvas = json!({"workspace_id": "a", "component_id": "b", "context": {}}).to_string();
    let fin = json!({"event_name": "fin_status_updated", "status": "thinking"}).to_string();
    let none = &json!({});
    let lines = line(WEBHOOK, &created, none)
        + "\n"
        + &line(WEBHOOK, &unknown, none)
        + &line(("canvas", Scheme::Canvas), &canvas, none)
        + &line(("fin", Scheme::Fin), &fin, none);
    let report = report(&lines);
    assert_eq!(
        report.summary(),
        "4 passed, 0 failed",
        "{:?}",
        report.to_json()
    );
    let json = report.to_json();
    let contacts = &json["topics"]["contact.user.created"];
    assert_eq!(
        (&contacts["typed"], &contacts["other"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(contacts["leaves"]["places"]["extra"]["$.data.item.x"], 1);
    let unknown = &json["topics"]["topic.of.tomorrow"];
    assert_eq!(
        (&unknown["typed"], &unknown["other"]),
        (&json!(0), &json!(1))
    );
    assert_eq!(json["total"]["leaves"]["lost"], 0);
}

#[test]
fn expected_errors_pass_and_unexpected_ones_fail() {
    let good = body("ping", &json!({}));
    for (changes, name) in [
        (json!({"headers": []}), "missing"),
        (
            json!({"headers": [["X-Hub-Signature", "a"], ["x-hub-signature", "b"]]}),
            "repeated",
        ),
        (
            json!({"headers": [["X-Hub-Signature", "sha1=z"]]}),
            "malformed",
        ),
        (json!({"secrets": ["old"]}), "mismatch"),
        (json!({"secrets": []}), "mismatch"),
        (json!({"body_base64": "/w=="}), "mismatch"),
    ] {
        let mut changes = changes;
        let failed = report(&line(WEBHOOK, &good, &changes));
        assert_eq!(failed.summary(), "0 passed, 1 failed", "{name}");
        changes["expect"] = json!(name);
        let passed = report(&line(WEBHOOK, &good, &changes));
        assert_eq!(passed.summary(), "1 passed, 0 failed", "{name}");
    }
    let passed = report(&line(WEBHOOK, "{", &json!({"expect": "not_json"})));
    assert_eq!(passed.summary(), "1 passed, 0 failed");
    assert_eq!(report("{}x\n").summary(), "0 passed, 1 failed");
}

#[test]
fn topics_are_listed_with_their_types() {
    let topics = topics();
    assert!(topics.contains(&"contact.user.created Contact".to_owned()));
    assert!(topics.is_sorted());
}
