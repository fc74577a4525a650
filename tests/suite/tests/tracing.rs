//! What `tracing` records of calls: spans, odd values, and never a secret.
//!
//! A separate program: which events are enabled is decided once for all threads of a process, and
//! calls of other tests would decide it without a subscriber.

// In a test, a panic is a report.
#![allow(clippy::unwrap_used)]

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use intercom_api::Client;
use intercom_api::types::CreateContact;
use intercom_simulator::{Fault, Workspace};
use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::with_default;
use tracing::{Event, Metadata, Subscriber};

/// Writes down everything that any crate logs.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Visit for Log {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let mut log = self.0.lock().unwrap();
        write!(log, "{field}={value:?} ").unwrap();
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.0.lock().unwrap().push_str(span.metadata().name());
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Runs on this thread, where the log listens.
fn block_on<F: Future>(future: F) -> F::Output {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap().block_on(future)
}

async fn workspace() -> (Workspace, Client) {
    let workspace = Workspace::builder().start().await.unwrap();
    let client = Client::builder()
        .token(workspace.token())
        .base_url(workspace.base_url());
    (workspace, client.build().unwrap())
}

/// The id of a contact of the workspace.
fn contact_id(workspace: &Workspace) -> String {
    let contacts = workspace.stored("contacts");
    contacts[0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn spans_contain_the_operation_and_no_ids() {
    let log = Log::default();
    let (token, id) = with_default(log.clone(), || {
        block_on(async {
            let (workspace, client) = workspace().await;
            workspace.inject(Fault::status(503).times(1));
            let id = contact_id(&workspace);
            client
                .contacts()
                .get(&id)
                .with_query("q", "s3cret")
                .await
                .unwrap();
            let contact = CreateContact::new().email("s3cret@example.com");
            client.contacts().create(contact).await.unwrap();
            let error = client.contacts().get("s3cret-id").await.unwrap_err();
            assert!(error.is_not_found());
            (workspace.token().to_owned(), id)
        })
    });
    let log = log.0.lock().unwrap().clone();
    for told in [
        "intercom.call",
        "operation=contacts.get",
        "resource=\"contacts\"",
        "method=\"GET\"",
        "path=\"/contacts/{",
        "attempt=2",
        "status=200",
        "request_id=",
        "duration_ms=",
        "retrying",
    ] {
        assert!(log.contains(told), "{told} in {log}");
    }
    for secret in [token.as_str(), "s3cret", id.as_str()] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}

#[test]
fn opentelemetry_spans_have_the_names_of_the_conventions() {
    let log = Log::default();
    with_default(log.clone(), || {
        block_on(async {
            let (workspace, _) = workspace().await;
            let client = Client::builder()
                .token(workspace.token())
                .base_url(workspace.base_url())
                .opentelemetry_spans()
                .build()
                .unwrap();
            workspace.inject(Fault::status(503).times(1));
            client.contacts().get("s3cret-id").await.unwrap_err();
        });
    });
    let log = log.0.lock().unwrap().clone();
    for field in [
        "otel.name=\"GET /contacts/{",
        "otel.kind=\"client\"",
        "http.request.method=\"GET\"",
        "url.template=\"/contacts/{",
        "server.address=\"127.0.0.1\"",
        "server.port=",
        "http.response.status_code=404",
        "http.request.resend_count=1",
        "error.type=\"404\"",
        "otel.status_code=\"ERROR\"",
    ] {
        assert!(log.contains(field), "{field} in {log}");
    }
    assert!(!log.contains("s3cret"), "{log}");
}

#[test]
fn values_of_another_kind_are_reported_once_by_place_and_not_by_value() {
    let log = Log::default();
    with_default(log.clone(), || {
        block_on(async {
            let (workspace, client) = workspace().await;
            let id = contact_id(&workspace);
            let odd = Fault::set_field("owner_id", json!({"secret": "s3cret"}));
            workspace.inject(odd.on("GET /contacts/{contact_id}").times(3));
            for client in [&client, &client.clone(), &client] {
                let response = client.contacts().get(&id).send().await.unwrap();
                assert_eq!(response.value().owner_id, None);
                let owner = response.value().extra.get("owner_id").unwrap();
                assert_eq!(owner["secret"], "s3cret");
                let [anomaly] = response.anomalies() else {
                    panic!("{:?}", response.anomalies());
                };
                let (path, expected) = (anomaly.path.as_str(), anomaly.expected);
                assert_eq!((path, expected), ("owner_id", "an id"));
                assert_eq!(anomaly.found, "an object");
            }
            let response = client.contacts().get(&id).send().await.unwrap();
            assert_eq!(response.anomalies(), []);
        });
    });
    let log = log.0.lock().unwrap().clone();
    let event = "operation=contacts.get path=\"owner_id\" expected=\"an id\" found=\"an object\"";
    assert_eq!(log.matches(event).count(), 1, "{log}");
    assert_eq!(log.matches("another kind").count(), 1, "{log}");
    assert!(!log.contains("s3cret"), "{log}");
}
