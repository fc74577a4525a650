//! The conformance tool itself: what passes, and that planted faults are counted.

// What cannot be set up here is a test that fails.
#![allow(clippy::expect_used)]

use std::time::{Duration, Instant};

use intercom_conformance::{Check, Fate, Outcome, Report, call_server, replay};
use intercom_simulator::Workspace;
use intercom_simulator::contract::operations;
use intercom_test_server::{accept, listen};
use serde_json::{Value, json};

/// Calls every operation on a server.
async fn report_on(url: &str, token: &str, timeout: Duration) -> Report {
    let mut report = Report::default();
    let called = call_server(url, token, timeout, |outcome| report.add(outcome)).await;
    called.expect("a usable URL");
    report
}

/// Replays the lines of a case file.
async fn replayed(lines: &str) -> Report {
    let mut report = Report::default();
    let read = replay(lines.as_bytes(), |outcome| report.add(outcome)).await;
    read.expect("a loopback server");
    report
}

/// A recorded exchange, with these changes to a good one.
fn case(changes: Value) -> Value {
    let mut case = json!({
        "id": "good", "method": "GET", "path_template": "/contacts/{id}", "operation_id": null,
        "path": "/contacts/5", "query": {}, "request_body": null, "status": 200,
        "response_body": {"type": "contact", "id": "5", "name": "Ann", "tags": {"data": []}},
    });
    let (case_fields, Value::Object(changes)) = (&mut case, changes) else {
        unreachable!("changes are an object");
    };
    for (key, value) in changes {
        case_fields[&key] = value;
    }
    case
}

async fn replay_one(changes: Value) -> Outcome {
    let report = replayed(&case(changes).to_string()).await;
    report.outcomes()[0].clone()
}

/// Expects a single problem of this kind.
async fn assert_fails(changes: Value, check: Check, text: &str) {
    let outcome = replay_one(changes.clone()).await;
    let found: Vec<_> = outcome
        .problems
        .iter()
        .map(|problem| problem.check)
        .collect();
    assert_eq!(found, [check], "{changes}: {outcome}");
    assert!(
        outcome.problems[0].text.contains(text),
        "{changes}: {outcome}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_passes_on_the_simulated_workspace() {
    let workspace = Workspace::builder().start().await.expect("a workspace");
    let report = report_on(
        workspace.base_url(),
        workspace.token(),
        Duration::from_secs(30),
    )
    .await;
    assert_eq!(
        report.summary(),
        format!("{} passed, 0 failed", operations().len()),
        "{}",
        report.groups()
    );
    assert_eq!(report.answers().count(Fate::Lost), 0);
    let mut called: Vec<_> = workspace
        .requests()
        .into_iter()
        .filter_map(|request| request.operation_id)
        .collect();
    called.sort();
    called.dedup();
    assert_eq!(called.len(), operations().len());
}

#[tokio::test]
async fn a_refused_token_fails_every_operation() {
    let workspace = Workspace::builder().start().await.expect("a workspace");
    let report = report_on(workspace.base_url(), "wrong", Duration::from_secs(30)).await;
    assert_eq!(
        report.summary(),
        format!("0 passed, {} failed", operations().len())
    );
    assert!(
        report
            .outcomes()
            .iter()
            .all(|outcome| outcome.status == 401)
    );
}

#[tokio::test]
async fn a_server_that_hangs_or_closes_fails_and_ends() {
    let (hanging, url) = listen().await;
    let start = Instant::now();
    let report = report_on(&url, "any", Duration::from_millis(100)).await;
    assert_eq!(report.failed(), operations().len());
    assert!(start.elapsed() < Duration::from_secs(20));
    drop(hanging);

    let (closing, url) = listen().await;
    let close = |_, stream| async move { drop(stream) };
    let task = tokio::spawn(accept(closing, usize::MAX, close));
    let report = report_on(&url, "any", Duration::from_secs(5)).await;
    assert_eq!(report.failed(), operations().len());
    task.abort();
}

#[tokio::test]
async fn every_form_of_response_can_be_replayed() {
    let error = json!({
        "type": "error.list", "request_id": "000abc",
        "errors": [{"code": "not_found", "message": "User Not Found"}],
    });
    let cases = [
        json!({}),
        json!({"path_template": "/contacts/{contact_id}", "status": 404, "response_body": error}),
        json!({"status": 400, "response_body": {"status": 400, "error": "Bad Request"}}),
        json!({"status": 504, "response_body": "<html>Gateway Time-out</html>"}),
        json!({"status": 500, "response_body": null}),
        json!({"status": 302, "response_body": null}),
        json!({
            "path_template": "/calls/{id}/recording", "path": "/calls/1/recording",
            "status": 302, "response_body": null,
        }),
        json!({
            "path_template": "/calls/{id}/transcript", "path": "/calls/1/transcript",
            "response_body": "Hello\nthere",
        }),
        json!({
            "path_template": "/download/content/data/{x}", "path": "/download/content/data/1",
            "response_body": "a,b\n1,2",
        }),
        json!({
            "method": "POST", "path_template": "/events", "path": "/events", "status": 202,
            "request_body": {"event_name": "a", "created_at": 1, "user_id": "b"},
            "response_body": null,
        }),
        json!({
            "path_template": "/contacts", "path": "/contacts", "response_body": {"data": []},
            "query": {"per_page": "5", "starting_after": null, "undeclared": [true, 2]},
        }),
        json!({
            "path_template": "/events", "path": "/events", "response_body": {"type": "event.list"},
            "query": {"type": "user", "user_id": 7, "summary": "true"},
        }),
        json!({"method": "POST", "path_template": "/contacts", "path": "/contacts", "status": 0,
               "request_body": {"email": "a@example.com", "role": null}, "response_body": null}),
    ];
    let lines: Vec<_> = cases
        .into_iter()
        .map(|changes| case(changes).to_string())
        .collect();
    let report = replayed(&lines.join("\n")).await;
    assert_eq!(
        report.summary(),
        "13 passed, 0 failed",
        "{}",
        report.groups()
    );
}

#[tokio::test]
async fn leaves_are_counted_by_their_fate() {
    let body = json!({
        "id": 5, "name": 7, "unheard_of": {"a": [1, 2]}, "created_at": {"odd": true},
        "phone": null,
    });
    let outcome = replay_one(json!({"response_body": body})).await;
    assert!(outcome.passed(), "{outcome}");
    let places = |fate| outcome.answer.places(fate).collect::<Vec<_>>();
    // A received id is written back unchanged: of the leaves, only `$.id` is typed.
    assert_eq!(outcome.answer.count(Fate::Typed), 1);
    assert_eq!(places(Fate::OtherType), [("$.name", 1)]);
    let extra = [("$.created_at.odd", 1), ("$.unheard_of.a[*]", 2)];
    assert_eq!(places(Fate::Extra), extra);
    assert_eq!(places(Fate::Lost), []);
    // Null is not a leaf.
    assert_eq!(outcome.answer.total(), 5);
}

#[tokio::test]
async fn a_scalar_that_arrives_in_the_declared_type_is_counted_apart() {
    let outcome = replay_one(json!({
        "method": "POST", "path_template": "/contacts/{id}/tags", "path": "/contacts/5/tags",
        "request_body": {"id": 7_522_907}, "response_body": {"type": "tag", "id": "7522907"},
    }))
    .await;
    assert!(outcome.passed(), "{outcome}");
    assert_eq!(outcome.other_type, ["body.id"]);
}

#[tokio::test]
async fn planted_faults_are_found() {
    let other_path = json!({"path": "/conversations/5"});
    assert_fails(other_path, Check::Case, "does not fit").await;
    let unknown = json!({"path_template": "/nothing", "path": "/nothing"});
    assert_fails(unknown, Check::Case, "no such operation").await;
    let no_query = json!({"path_template": "/visitors", "path": "/visitors"});
    assert_fails(no_query, Check::Request, "`user_id` is missing").await;
    let body = json!({"request_body": {"a": 1}});
    assert_fails(body, Check::Request, "body: is missing").await;
    let no_json = json!({"response_body": "<html>"});
    assert_fails(no_json, Check::Decode, "contacts.get").await;
    let nobody = json!({"response_body": null});
    assert_fails(nobody, Check::Decode, "contacts.get").await;
    // A response that the client decodes as empty, and which is not.
    let lost = json!({
        "method": "DELETE", "path_template": "/tags/{id}", "path": "/tags/5",
        "response_body": {"id": "5"},
    });
    assert_fails(lost, Check::Loss, "$.id (1)").await;
}

#[tokio::test]
async fn invalid_line_is_counted_with_its_number() {
    let good = case(json!({})).to_string();
    let report = replayed(&format!("{good}\n\n{{\"id\": \n[]\n{good}")).await;
    assert_eq!(report.summary(), "2 passed, 2 failed");
    let failed: Vec<_> = report
        .outcomes()
        .iter()
        .filter(|outcome| !outcome.passed())
        .map(|outcome| (outcome.line, outcome.problems[0].check))
        .collect();
    assert_eq!(failed, [(3, Check::Case), (4, Check::Case)]);
}

#[tokio::test]
async fn reports_name_places_and_never_values() {
    let report = replayed(
        &case(json!({
            "request_body": {"secret": "s3cret"}, "response_body": {"id": "5", "secret": "s3cret"},
        }))
        .to_string(),
    )
    .await;
    let texts = format!(
        "{}{}{}",
        report.groups(),
        report.to_json(),
        report.outcomes()[0]
    );
    assert!(texts.contains("body: is missing"), "{texts}");
    assert!(texts.contains("contacts.get $.secret"), "{texts}");
    assert!(!texts.contains("s3cret"), "{texts}");
    let json = report.to_json();
    assert_eq!((&json["passed"], &json["failed"]), (&json!(0), &json!(1)));
    assert_eq!(json["leaves"]["answers"]["extra"], 1);
}
