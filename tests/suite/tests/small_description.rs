//! What the generator makes of a small description compiles, and works on the wire: `intercom-small`
//! is the client crate with the snapshots of the generator's tests as its generated sources.

// In a test, a panic is a report.
#![allow(clippy::unwrap_used)]

use intercom_small::types::{CreatePet, CreatePetKind, MoveToy};
use intercom_small::{API_VERSION, Client, Timestamp};
use intercom_test_server::{CannedResponse, RecordedRequest, Server};
use serde_json::{Value, json};

fn client(server: &Server) -> Client {
    let builder = Client::builder().token("s3cret").base_url(server.url());
    builder.build().unwrap()
}

#[tokio::test]
async fn a_typed_request_of_the_snapshots_is_sent_and_its_response_decoded() {
    let body = r#"{"type":"pet","id":"5","name":"Rex","size":"small","born_at":1,"new":true}"#;
    let server = Server::start([CannedResponse::json(200, body)]);
    let pet = CreatePet::name("Rex")
        .kind(CreatePetKind::NotEquals)
        .tags(["a", "b"]);
    let animal = client(&server).pets().create(pet).await.unwrap();
    assert_eq!(
        (animal.id.as_str(), animal.name.as_deref()),
        ("5", Some("Rex"))
    );
    assert_eq!(animal.born_at, Some(Timestamp::from_seconds(1)));
    assert_eq!(animal.extra.get("new"), Some(&json!(true)));

    let request = server.request();
    assert_eq!(request.line, "POST /pets HTTP/1.1");
    assert_eq!(request.header("intercom-version"), Some(API_VERSION));
    let sent: Value = serde_json::from_slice(&request.body).unwrap();
    let expected = json!({"kind": "!=", "name": "Rex", "tags": ["a", "b"], "source": "api"});
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn paths_and_queries_of_the_snapshots_are_encoded() {
    let server = Server::start([
        CannedResponse::json(200, r#"{"type":"list","data":[]}"#),
        CannedResponse::json(200, "[]"),
    ]);
    let client = client(&server);
    let pets = client.pets().list(Timestamp::from_seconds(7));
    pets.per_page(3).kinds(["a", "b"]).await.unwrap();
    client.films().list_pets_of_film("a/b").await.unwrap();
    let requests = server.requests();
    let targets: Vec<_> = requests.iter().map(RecordedRequest::target).collect();
    let expected = ["/pets?since=7&per_page=3&kinds=a,b", "/films/a%2Fb/pets"];
    assert_eq!(targets, expected);
}

#[tokio::test]
async fn arguments_of_several_methods_reach_their_places() {
    let server = Server::start([
        CannedResponse::new(204, "", ""),
        CannedResponse::new(204, "", ""),
    ]);
    let pets = client(&server).pets();
    pets.take_toy("ball").from_pet(5).await.unwrap();
    let moved = pets.move_toy(5).toy_id("ball");
    let moved = moved.owner_id("7", MoveToy::new("garden")).quiet(true);
    moved.await.unwrap();
    let requests = server.requests();
    let lines: Vec<_> = requests.iter().map(|request| &*request.line).collect();
    let expected = [
        "DELETE /pets/5/toys/ball HTTP/1.1",
        "PUT /pets/5/toys/ball?owner_id=7&quiet=true HTTP/1.1",
    ];
    assert_eq!(lines, expected);
    assert_eq!(requests[1].body, br#"{"place":"garden"}"#);
}
