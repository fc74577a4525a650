//! What is written, when, and from which callers.

use std::io::Write;
use std::time::Duration;

use futures_util::future::join_all;
use intercom_api::external::bytes::Bytes;
use intercom_api::external::http::{Method, Request, Response};
use intercom_api::record::{Recorder, Rule};
use intercom_api::types::{CreateContact, CreateDataExport};
use intercom_api::{Transport, TransportBody, TransportError};
use intercom_simulator::{ExportFiles, ExportFormat, Seed, Workspace};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::support::{Cassette, recorded};

/// A transport that returns one response.
fn returning(
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
) -> impl Transport {
    move |_| async move {
        let mut response = Response::builder();
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        Ok::<_, TransportError>(response.body(TransportBody::from(body)).unwrap())
    }
}

/// The one exchange of a raw call, with rules.
async fn exchange(rules: &[(&str, Rule)], body: &Value, response: &'static str) -> Value {
    let cassette = Cassette::new();
    let mut builder = Recorder::builder(&cassette.path).transport(returning(&[], response));
    for (field, rule) in rules {
        builder = builder.scrub(field, *rule);
    }
    let client = intercom_api::Client::builder()
        .token("t")
        .transport(builder.build().unwrap())
        .build()
        .unwrap();
    let call = client.request(Method::POST, "/contacts").json(body);
    call.send_as::<Value>().await.unwrap();
    cassette.lines().remove(0)
}

#[tokio::test]
async fn same_value_has_the_same_stand_in_everywhere() {
    let cassette = Cassette::new();
    let response = r#"{"type":"contact","id":"5ba682d23d7cf92bef87bfd4","email":"Jane@Acme.com",
        "name":"Jane Doe","phone":"+353 87 123 4567","created_at":1560436650,"role":"user",
        "avatar":{"type":"avatar","image_url":"https://acme.com/jane.png"},
        "custom_attributes":{"plan":"Jane Doe","seats":4815162342,"is_vip":true},
        "location":{"type":"location","country":"Ireland"},"unknown":"Jane Doe"}"#;
    let recorder = Recorder::builder(&cassette.path)
        .key("k")
        .transport(returning(&[("content-type", "application/json")], response))
        .build()
        .unwrap();
    let client = intercom_api::Client::builder()
        .token("s3cret")
        .transport(recorder)
        .build()
        .unwrap();
    let call = client.request(Method::PUT, "/contacts/jane%40acme.com");
    let call = call.query("email", "jane@acme.com").query("per_page", "5");
    let body = json!({"name": "Jane Doe", "query": {"field": "email", "operator": "=", "value": "jane@acme.com"}});
    call.json(&body).send_as::<Value>().await.unwrap();
    let text = cassette.text();
    for secret in [
        "s3cret",
        "ane",
        "Doe",
        "4567",
        "Ireland",
        "4815162342",
        "acme",
    ] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    let line = cassette.lines().remove(0);
    let response = &line["response_body"];
    let email = response["email"].as_str().unwrap();
    assert!(
        email.starts_with("person-") && email.ends_with("@example.com"),
        "{email}"
    );
    assert_eq!(line["query"]["email"], email);
    assert_eq!(line["request_body"]["query"]["value"], email);
    assert_eq!(line["path"], format!("/contacts/{email}"));
    assert_eq!(line["query"]["per_page"], "5");
    for place in [
        "/request_body/name",
        "/response_body/custom_attributes/plan",
        "/response_body/unknown",
    ] {
        assert_eq!(line.pointer(place), Some(&response["name"]), "{place}");
    }
    for (key, value) in [
        ("id", json!("5ba682d23d7cf92bef87bfd4")),
        ("type", json!("contact")),
        ("role", json!("user")),
        ("created_at", json!(1_560_436_650)),
    ] {
        assert_eq!(response[key], value);
    }
    assert!(response["custom_attributes"]["seats"].is_u64());
    assert_eq!(response["custom_attributes"]["is_vip"], true);
    assert_eq!(
        response["phone"].as_str().unwrap().len(),
        "+353 87 123 4567".len()
    );
    assert!(
        response["avatar"]["image_url"]
            .as_str()
            .unwrap()
            .starts_with("https://host-")
    );
}

#[tokio::test]
async fn rules_of_the_program_come_first() {
    let body = json!({"custom_attributes": {"plan": "pro", "note": "Jane", "My Own": "x"}, "role": "user"});
    let response = r#"{"data":[{"custom_attributes":{"plan":"pro"},"hint":"The contact Jane"}]}"#;
    let rules = [
        ("custom_attributes.*", Rule::Replace),
        ("custom_attributes.plan", Rule::Keep),
        ("role", Rule::Replace),
        ("hint", Rule::Words),
    ];
    let line = exchange(&rules, &body, response).await;
    let request = &line["request_body"];
    assert_eq!(request["custom_attributes"]["plan"], "pro");
    assert_ne!(request["custom_attributes"]["note"], "Jane");
    assert_ne!(request["role"], "user");
    let item = &line["response_body"]["data"][0];
    assert_eq!(item["custom_attributes"]["plan"], "pro");
    let hint = item["hint"].as_str().unwrap();
    assert!(hint.starts_with("The contact text-"), "{hint}");
}

#[tokio::test]
async fn key_decides_the_stand_ins() {
    let texts = ["k", "k", "other"].map(async |key| {
        let cassette = Cassette::new();
        let recorder = Recorder::builder(&cassette.path).key(key);
        let transport = returning(&[], r#"{"name":"Jane"}"#);
        let recorder = recorder.transport(transport).build().unwrap();
        let client = intercom_api::Client::builder()
            .token("t")
            .transport(recorder);
        let me = client.build().unwrap().request(Method::GET, "/me");
        me.send_as::<Value>().await.unwrap();
        cassette.text()
    });
    let [first, second, other] = <[String; 3]>::try_from(join_all(texts).await).unwrap();
    assert_eq!(first, second);
    assert_ne!(first, other);
}

#[tokio::test]
async fn concurrent_calls_of_several_clients_have_a_line_each() {
    let workspace = Workspace::builder()
        .seed(Seed::contacts(40))
        .start()
        .await
        .unwrap();
    let cassette = Cassette::new();
    let recorder = cassette.recorder();
    let clients = [
        recorded(&workspace, &recorder),
        recorded(&workspace, &recorder),
    ];
    let calls = (0..40_u32).map(|at| {
        let client = &clients[usize::from(at % 2 == 1)];
        async move {
            client
                .contacts()
                .list()
                .per_page(at % 7 + 1)
                .send()
                .await
                .map(drop)
        }
    });
    for result in join_all(calls).await {
        result.unwrap();
    }
    recorder.finish().unwrap();
    let lines = cassette.lines();
    assert_eq!((lines.len(), recorder.exchanges()), (40, 40));
    let numbers: Vec<_> = lines
        .iter()
        .map(|line| line["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        numbers,
        (1..=40)
            .map(|number| number.to_string())
            .collect::<Vec<_>>()
    );
    assert!(
        lines
            .iter()
            .all(|line| line["path_template"] == "/contacts")
    );
}

#[test]
fn blocking_callers_are_recorded() {
    let runtime = Runtime::new().unwrap();
    let workspace = runtime.block_on(Workspace::builder().start()).unwrap();
    let cassette = Cassette::new();
    let client = recorded(&workspace, &cassette.recorder());
    client.tags().list().send_blocking().unwrap();
    assert_eq!(cassette.lines().len(), 1);
}

#[tokio::test]
async fn canceled_response_is_not_recorded_and_append_continues() {
    let cassette = Cassette::new();
    let recorder = Recorder::builder(&cassette.path).key("k");
    let recorder = recorder.transport(returning(&[], "{}")).build().unwrap();
    let request = || {
        Request::get("https://api.intercom.io/me")
            .body(Bytes::new())
            .unwrap()
    };
    drop(recorder.send(request()).await.unwrap());
    assert_eq!(recorder.exchanges(), 0);

    let workspace = Workspace::builder().start().await.unwrap();
    for key in ["k", "k"] {
        let recorder = Recorder::builder(&cassette.path)
            .key(key)
            .append()
            .build()
            .unwrap();
        recorded(&workspace, &recorder).tags().list().await.unwrap();
    }
    assert_eq!(cassette.lines().len(), 2);
    let other = Recorder::builder(&cassette.path).append().build();
    assert!(other.unwrap_err().to_string().contains("another key"));
}

#[tokio::test]
async fn redirects_and_exports_are_recorded() {
    let workspace = Workspace::builder().start().await.unwrap();
    let rows = "user_id,email,name\nu-1,jane.doe@acme.test,Jane Doe\n";
    workspace.set_exports(ExportFiles::new(ExportFormat::Gzip).file("a.csv", rows));
    let cassette = Cassette::new();
    let client = recorded(&workspace, &cassette.recorder());
    let calls = workspace.stored("calls");
    let call = calls[0]["id"].as_str().unwrap().to_owned();
    let folder = tempfile::tempdir().unwrap();
    let recording = folder.path().join("recording");
    let length = client
        .calls()
        .get_recording(&call)
        .stream()
        .write_to(&recording)
        .await
        .unwrap();
    let export = async |client: &intercom_api::Client| {
        let exports = client.data_exports();
        let job = exports
            .create(CreateDataExport::after(1).before(2))
            .await
            .unwrap();
        let job = job.job_identifier.unwrap();
        let soon = Duration::from_millis(10);
        exports.wait(&job).every(soon, soon).await.unwrap();
        let path = folder.path().join("export.csv");
        exports
            .download(&job)
            .stream()
            .gunzip()
            .write_to(&path)
            .await
            .unwrap();
        std::fs::read_to_string(&path).unwrap()
    };
    let text = export(&client).await;
    for secret in [workspace.second_host(), "jane.doe", "Jane Doe"] {
        assert!(!cassette.text().contains(secret));
    }

    let (replay, client) = cassette.replay().await;
    let again = client
        .calls()
        .get_recording(&call)
        .stream()
        .write_to(&recording)
        .await
        .unwrap();
    assert_eq!(again, length);
    // As many zeros: a recording of a voice cannot be scrubbed.
    assert!(
        std::fs::read(&recording)
            .unwrap()
            .iter()
            .all(|byte| *byte == 0)
    );
    let replayed = export(&client).await;
    assert!(text.contains("jane.doe@acme.test"));
    let (headings, row) = replayed.split_once('\n').unwrap();
    assert_eq!(headings, "user_id,email,name");
    assert!(row.contains("@example.com,text-"), "{row}");
    assert!(!replayed.contains("jane") && !replayed.contains("Doe"));
    replay.assert_no_drift();
    assert_eq!(replay.unused_recordings(), [""; 0]);
}

#[tokio::test]
async fn killed_process_leaves_a_cassette_without_its_last_line() {
    let workspace = Workspace::builder().start().await.unwrap();
    let cassette = Cassette::new();
    let recorder = cassette.recorder();
    let client = recorded(&workspace, &recorder);
    client.tags().list().await.unwrap();
    client
        .contacts()
        .create(CreateContact::new().email("a@b.co"))
        .await
        .unwrap();
    let text = cassette.text();
    let mut file = std::fs::File::create(&cassette.path).unwrap();
    file.write_all(&text.as_bytes()[..text.len() - 20]).unwrap();

    let (replay, client) = cassette.replay().await;
    client.tags().list().await.unwrap();
    replay.assert_no_drift();
    let problems = replay.recording_problems();
    assert_eq!(
        problems,
        ["line 3 is skipped: it is incomplete or not an exchange"]
    );

    let mut skipped = Vec::new();
    let mut passed = 0;
    let cut = std::fs::read(&cassette.path).unwrap();
    let read = intercom_conformance::replay(&cut[..], |outcome| {
        if let Some(reason) = outcome.skipped {
            skipped.push(reason);
        } else {
            assert!(outcome.passed(), "{outcome}");
            passed += 1;
        }
    });
    read.await.unwrap();
    assert_eq!((skipped, passed), (vec!["the line is incomplete"], 1));
}
