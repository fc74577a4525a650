//! Requests that the cassette does not have.

use intercom_api::external::http::Method;
use intercom_api::types::CreateContact;
use intercom_simulator::Workspace;
use serde_json::json;

use crate::support::{Cassette, recorded, replay};

#[tokio::test]
async fn drift_shows_the_nearest_recording_and_the_differences() {
    let workspace = Workspace::builder().start().await.unwrap();
    let cassette = Cassette::new();
    let client = recorded(&workspace, &cassette.recorder());
    let contact = CreateContact::new()
        .email("jane@acme.test")
        .signed_up_at(1_560_436_650);
    client.contacts().create(contact).await.unwrap();
    client.tags().list().await.unwrap();

    let (replay, client) = cassette.replay().await;
    let contact = CreateContact::new()
        .phone("+353871234567")
        .signed_up_at(1_560_000_000);
    let error = client.contacts().create(contact).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 400);
    assert!(error.has_code("recording_missing"));
    let tag = client
        .request(Method::POST, "/tags")
        .json(&json!({"name": "vip"}));
    tag.send().await.unwrap_err();
    client.tags().list().await.unwrap();
    client.tags().list().await.unwrap_err();

    let drift = replay.drift();
    assert_eq!(drift[0].request, "POST /contacts");
    assert_eq!(drift[0].nearest.as_deref(), Some("line 2: POST /contacts"));
    assert_eq!(
        drift[0].differences,
        [
            "body.email: is missing",
            "body.signed_up_at: recorded 1560436650, another value was sent",
            "body.phone: was added",
        ]
    );
    assert_eq!(drift[1].request, "POST /tags");
    assert_eq!(drift[1].nearest.as_deref(), Some("line 3: GET /tags"));
    assert_eq!(
        drift[2].to_string(),
        "GET /tags is not on the cassette once more: its last recording is line 3: GET /tags"
    );
    assert_eq!(replay.unused_recordings(), ["line 2: POST /contacts"]);
    let texts: String = drift.iter().map(ToString::to_string).collect();
    for value in ["353871234567", "1560000000", "vip"] {
        assert!(!texts.contains(value), "{texts}");
    }
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| replay.assert_no_drift()));
    let message = panic.unwrap_err();
    let message = message.downcast_ref::<String>().unwrap();
    assert!(message.contains("body.phone: was added"), "{message}");
}

#[tokio::test]
async fn file_that_is_not_a_cassette_is_refused() {
    let cassette = Cassette::new();
    let start = || Workspace::builder().replay(&cassette.path).start();
    let error = start().await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
    for (text, problem) in [
        ("", "the first line is not the header of a cassette"),
        (
            "{\"method\": \"GET\"}\n",
            "the first line is not the header of a cassette",
        ),
        ("{\"cassette\": 2}\n", "the cassette has another version"),
    ] {
        std::fs::write(&cassette.path, text).unwrap();
        let error = start().await.unwrap_err();
        assert!(error.to_string().ends_with(problem), "{error}");
    }
    std::fs::write(&cassette.path, "{\"cassette\": 1}\n").unwrap();
    let (replay, client) = replay(&cassette.path).await;
    client.tags().list().await.unwrap_err();
    assert_eq!(
        replay.drift()[0].to_string(),
        "GET /tags is not on the cassette, which is empty"
    );
}
