//! Programs that are recorded once and replayed.

use std::collections::BTreeMap;

use intercom_api::external::http::Method;
use intercom_api::types::{CreateContact, UpdateContact};
use intercom_api::{Client, Error};
use intercom_simulator::{Fault, Seed, Workspace};
use serde_json::{Value, json};

use crate::support::{Cassette, recorded};

/// A program with values of its own. Returns what it saw.
async fn program(client: &Client, email: &str, name: &str) -> Result<Vec<String>, Error> {
    let mut seen = Vec::new();
    let contact = client
        .contacts()
        .create(CreateContact::new().email(email))
        .await?;
    assert_eq!(contact.email.as_deref(), Some(email));
    let duplicate = client
        .contacts()
        .create(CreateContact::new().email(email))
        .await;
    seen.push(duplicate.unwrap_err().status().unwrap().to_string());
    // The same request before and after a change.
    client.contacts().get(&contact.id).await?;
    client
        .contacts()
        .update(&contact.id, UpdateContact::new().name(name))
        .await?;
    let changed = client.contacts().get(&contact.id).await?;
    assert_eq!(changed.name.as_deref(), Some(name));
    let query = json!({"query": {"field": "email", "operator": "=", "value": email}});
    let found: Value = client
        .request(Method::POST, "/contacts/search")
        .json(&query)
        .send_as()
        .await?
        .into_value();
    seen.push(found["total_count"].to_string());
    let contacts = client
        .contacts()
        .list()
        .per_page(7)
        .items()
        .collect_all()
        .await?;
    seen.extend(contacts.into_iter().map(|contact| contact.id.to_string()));
    let companies = client
        .companies()
        .list()
        .per_page(2)
        .items()
        .collect_all()
        .await?;
    seen.push(companies.len().to_string());
    let missing = client.contacts().get("5ba682d23d7cf92bef87bfd4").await;
    seen.push(missing.unwrap_err().status().unwrap().to_string());
    Ok(seen)
}

/// The program's cassette against a workspace, and what it has seen.
async fn recorded_program(email: &str) -> (Cassette, Vec<String>) {
    let workspace = Workspace::builder()
        .seed(Seed::contacts(30))
        .start()
        .await
        .unwrap();
    let cassette = Cassette::new();
    let client = recorded(&workspace, &cassette.recorder());
    let seen = program(&client, email, "Jane Doe").await.unwrap();
    (cassette, seen)
}

#[tokio::test]
async fn program_with_other_values_sees_the_same() {
    let email = "jane.doe@acme.test";
    let (cassette, seen) = recorded_program(email).await;
    assert!(!cassette.text().contains("jane.doe"));

    for (email, name) in [(email, "Jane Doe"), ("zoe@other.test", "Zoë Ång")] {
        let (replay, client) = cassette.replay().await;
        let again = program(&client, email, name).await.unwrap();
        replay.assert_no_drift();
        assert_eq!(again, seen);
        assert_eq!(replay.unused_recordings(), [""; 0]);
    }
}

#[tokio::test]
async fn conformance_tool_reads_the_same_cassette() {
    let (cassette, _) = recorded_program("jane.doe@acme.test").await;
    let mut outcomes = BTreeMap::new();
    let text = cassette.text();
    let replayed = intercom_conformance::replay(text.as_bytes(), |outcome| {
        assert!(outcome.passed() && outcome.skipped.is_none(), "{outcome}");
        outcomes.insert(outcome.line, outcome.operation);
    });
    replayed.await.unwrap();
    assert_eq!(outcomes.len(), cassette.lines().len());
    assert_eq!(outcomes[&2].as_deref(), Some("contacts.create"));
}

#[tokio::test]
async fn order_of_the_query_does_not_matter_and_values_do() {
    let workspace = Workspace::builder()
        .seed(Seed::contacts(5))
        .start()
        .await
        .unwrap();
    let cassette = Cassette::new();
    let list = async |client: Client, first: (&str, &str), second: (&str, &str)| {
        let call = client.request(Method::GET, "/contacts");
        let call = call.query(first.0, first.1).query(second.0, second.1);
        call.send_as::<Value>().await.map(drop)
    };
    let client = recorded(&workspace, &cassette.recorder());
    list(client, ("per_page", "2"), ("page", "1"))
        .await
        .unwrap();
    let (replay, client) = cassette.replay().await;
    let error = list(client.clone(), ("page", "2"), ("per_page", "2"))
        .await
        .unwrap_err();
    assert!(error.has_code("recording_missing"));
    list(client, ("page", "1"), ("per_page", "2"))
        .await
        .unwrap();
    assert_eq!(replay.drift().len(), 1);
}

#[tokio::test]
async fn recorded_failures_are_replayed_and_faults_still_apply() {
    let workspace = Workspace::builder().start().await.unwrap();
    let cassette = Cassette::new();
    let client = recorded(&workspace, &cassette.recorder());
    workspace.inject(Fault::status(429).on("GET /tags").times(1));
    client.tags().list().await.unwrap_err();
    client.tags().list().await.unwrap();

    let (replay, client) = cassette.replay().await;
    replay.inject(Fault::status(503).on("GET /tags").times(1));
    let statuses = [
        client.tags().list().await.unwrap_err().status(),
        client.tags().list().await.unwrap_err().status(),
    ];
    assert_eq!(statuses.map(|status| status.unwrap().as_u16()), [503, 429]);
    client.tags().list().await.unwrap();
    replay.assert_no_drift();
}

#[tokio::test]
async fn same_stand_in_must_be_the_same_value() {
    let workspace = Workspace::builder().start().await.unwrap();
    let cassette = Cassette::new();
    let twice = async |client: &Client, first: &str, second: &str| {
        for email in [first, second] {
            client
                .contacts()
                .create(CreateContact::new().email(email))
                .await
                .ok();
        }
    };
    twice(
        &recorded(&workspace, &cassette.recorder()),
        "a@a.test",
        "a@a.test",
    )
    .await;
    let (replay, client) = cassette.replay().await;
    twice(&client, "x@x.test", "x@x.test").await;
    replay.assert_no_drift();
    let (replay, client) = cassette.replay().await;
    twice(&client, "x@x.test", "y@y.test").await;
    assert_eq!(replay.drift().len(), 1);
}
