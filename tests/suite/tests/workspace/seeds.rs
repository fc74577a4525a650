//! What a workspace holds at first.

use intercom_simulator::{Seed, Workspace};
use serde_json::json;

use crate::support::{empty, get, ok};

#[tokio::test]
async fn an_empty_workspace_has_its_furniture() {
    let workspace = empty().await;
    assert_eq!(
        (workspace.count("contacts"), workspace.count("visitors")),
        (0, 0)
    );
    assert_eq!(
        (workspace.count("admins"), workspace.count("ticket_states")),
        (2, 4)
    );
}

#[tokio::test]
async fn seeds_add_up() {
    let one = Seed::value("contacts", json!({ "id": "c1", "email": "a@example.com" }));
    let builder = Workspace::builder()
        .seed(Seed::contacts(5))
        .seed(Seed::companies(3))
        .seed(one);
    let workspace = builder.start().await.expect("a workspace");
    assert_eq!(
        (workspace.count("contacts"), workspace.count("companies")),
        (6, 3)
    );
    assert_eq!(
        get(&workspace, "/contacts/c1").await.body["email"],
        "a@example.com"
    );
    ok(&workspace, "PUT", "/contacts/c1", json!({ "name": "A" })).await;
    assert_eq!(workspace.stored("contacts")[5]["name"], "A");
}

#[tokio::test]
async fn a_seed_is_read_from_json() {
    let seed = r#"{"contacts": 20, "tags": [{"name": "VIP"}], "visitors": [{"id": "v1", "user_id": "u1"}],
        "conversations": [{"title": "Help", "state": "closed"}], "ticket_types": [{"name": "Bug"}]}"#;
    let seed = Seed::from_json(seed).expect("a seed");
    let workspace = Workspace::builder()
        .seed(seed)
        .start()
        .await
        .expect("a workspace");
    assert_eq!(workspace.count("contacts"), 20);
    assert_eq!(
        get(&workspace, "/visitors?user_id=u1").await.body["id"],
        "v1"
    );
    let conversation = &workspace.stored("conversations")[0];
    assert_eq!(
        (&conversation["title"], &conversation["state"]),
        (&json!("Help"), &json!("closed"))
    );
    assert_eq!(workspace.stored("ticket_types")[0]["name"], "Bug");
}

#[tokio::test]
async fn seeded_objects_work_as_those_made_by_calls() {
    let seed = r#"{
        "contacts": [{"id": "c1", "external_id": "7"}],
        "notes": [{"contact": {"type": "contact", "id": "c1"}, "body": "Hi"}],
        "custom_object_instances": [{"type": "Order", "external_id": "o1"}],
        "ticket_types": [{"name": "Bug"}],
        "tickets": [{"open": false}]
    }"#;
    let seed = Seed::from_json(seed).expect("a seed");
    let workspace = Workspace::builder()
        .seed(seed)
        .start()
        .await
        .expect("a workspace");
    assert_eq!(
        get(&workspace, "/contacts/c1/notes").await.body["total_count"],
        1
    );
    assert_eq!(
        get(&workspace, "/custom_object_instances/Order?external_id=o1")
            .await
            .status,
        200
    );
    let ticket = &workspace.stored("tickets")[0];
    assert_eq!(
        (&ticket["open"], &ticket["ticket_type"]["name"]),
        (&json!(false), &json!("Bug"))
    );
    let id = ticket["id"].as_str().expect("an id");
    let reply =
        json!({ "message_type": "note", "type": "admin", "admin_id": "991268363", "body": "x" });
    ok(&workspace, "POST", &format!("/tickets/{id}/reply"), reply).await;
}

#[test]
fn wrong_seed_is_reported_with_its_mistake() {
    for (text, reason) in [
        ("[", "not JSON"),
        ("[]", "must be a JSON object"),
        (r#"{"robots": []}"#, "unknown collection"),
        (r#"{"robots": [{}]}"#, "unknown collection"),
        (
            r#"{"tags": "x"}"#,
            "tags: must be a list of objects, or a number",
        ),
        (r#"{"tags": ["VIP"]}"#, "tags: must be an object"),
        (
            r#"{"contacts": [{"email": 5}]}"#,
            "contacts: `email`: must be of type string, not number",
        ),
        (
            r#"{"contacts": [{"id": []}]}"#,
            "contacts: `id`: must be a string or a number",
        ),
        (r#"{"contact": 5}"#, "did you mean `contacts`?"),
        (
            r#"{"conversations": [{"stat": "open"}]}"#,
            "`stat`: is not a field; did you mean `state`?",
        ),
        (
            r#"{"conversations": [{"state": "ajar"}]}"#,
            "conversations: `state`: must be one of `\"open\"`",
        ),
        (
            r#"{"contacts": [{"_opted_in": 5}]}"#,
            "`_opted_in`: is not a field",
        ),
        (r#"{"contacts": [{"tags": "VIP"}]}"#, "list of ids"),
        (
            r#"{"conversations": [{"contacts": 5}]}"#,
            "`contacts`: must be of type object, not number",
        ),
    ] {
        let error = Seed::from_json(text)
            .map(|_| ())
            .expect_err(text)
            .to_string();
        assert!(error.contains(reason), "{text}: {error}");
    }
}

#[tokio::test]
async fn mistake_in_a_seed_is_an_error_of_the_start() {
    for seed in [
        Seed::many("robots", 3),
        Seed::value("robots", json!({})),
        Seed::value(
            "contacts",
            json!([{ "email": "a@example.com" }, { "email": 5 }]),
        ),
        Seed::contacts(3).and(Seed::value("tags", json!("VIP"))),
    ] {
        let error = Workspace::builder().seed(seed).start().await.unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
        assert!(error.to_string().starts_with("seed: "), "{error}");
    }
}

#[tokio::test]
async fn every_collection_is_seeded_by_number_and_by_value() {
    let first = empty().await;
    for collection in Seed::collections() {
        let seed = Seed::many(collection, 3).and(Seed::value(collection, json!({})));
        let workspace = Workspace::builder()
            .seed(seed)
            .start()
            .await
            .expect(collection);
        let stored = workspace.stored(collection);
        assert_eq!(stored.len(), first.count(collection) + 4, "{collection}");
        for object in &stored {
            let id = object["id"].as_str().map(str::to_owned);
            let id = id.unwrap_or_else(|| object["id"].to_string());
            let found = workspace.stored_by_id(collection, &id);
            assert!(found.is_some_and(|found| found == *object) || object["id"].is_null());
        }
        // What is stored can be a seed again: its fields are those of the contract.
        for object in &stored {
            let mut copy = object.clone();
            for key in ["id", "tags", "companies", "segments"] {
                copy.as_object_mut().map(|copy| copy.remove(key));
            }
            let seed = Seed::from_json(&json!({ collection: [copy] }).to_string());
            assert!(seed.is_ok(), "{:?}", seed.err());
        }
    }
}

#[tokio::test]
async fn numbers_continue_where_objects_are_already() {
    let workspace = Workspace::builder()
        .seed(Seed::example())
        .seed(Seed::contacts(2))
        .seed(Seed::contacts(3))
        .seed(Seed::conversations(12))
        .seed(Seed::tickets(2))
        .start()
        .await
        .expect("a workspace");
    let example = Workspace::builder().start().await.expect("a workspace");
    let before = example.count("contacts");
    let contacts = workspace.stored("contacts");
    let emails = contacts[before..].iter().map(|contact| &contact["email"]);
    let expected = (0..5).map(|number| json!(format!("contact-{number}@example.com")));
    assert!(emails.eq(expected.collect::<Vec<_>>().iter()));
    let conversations = workspace.stored("conversations");
    assert_eq!(conversations.len(), example.count("conversations") + 12);
    for conversation in &conversations {
        let id = conversation["contacts"]["contacts"][0]["id"].as_str();
        let contact = workspace.stored_by_id("contacts", id.expect("an id"));
        assert!(contact.is_some());
    }
}

#[tokio::test]
async fn objects_of_contacts_have_one_where_there_is_none() {
    let builder = Workspace::builder().seed(Seed::conversations(2));
    let workspace = builder.start().await.expect("a workspace");
    assert_eq!(workspace.count("contacts"), 1);
    let contact = &workspace.stored("contacts")[0]["id"];
    let conversation = &workspace.stored("conversations")[1];
    assert_eq!(&conversation["contacts"]["contacts"][0]["id"], contact);
}

#[tokio::test]
async fn stored_objects_are_found_by_the_names_of_resources() {
    let workspace = Workspace::builder().start().await.expect("a workspace");
    assert_eq!(workspace.stored("data_events"), workspace.stored("events"));
    assert_eq!(workspace.stored_by_id("contacts", "nobody"), None);
}

#[tokio::test]
#[should_panic(expected = "contact: unknown collection; did you mean `contacts`?")]
async fn misspelled_collection_does_not_count_as_empty() {
    let workspace = empty().await;
    assert!(workspace.stored("contact").is_empty());
}
