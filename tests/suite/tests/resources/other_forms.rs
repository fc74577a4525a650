//! Responses in another form than the described one: the typed value has their contents.

use intercom_api::types::{
    AwayStatusReasonList, Conversation, ConversationPart, CreateDataEvent, CustomerIdentity,
    EventDetails,
};
use intercom_api::{Attributes, Timestamp};
use intercom_simulator::Seed;
use serde_json::json;

use crate::support::{client, stored, workspace};

#[tokio::test]
async fn a_company_that_comes_alone_is_a_list_of_one() {
    let workspace = workspace(Seed::companies(3)).await;
    let call = client(&workspace).companies().find().name("Company 1");
    let found = call.send().await.unwrap();
    assert!(found.json_value().unwrap().get("data").is_none());
    let names: Vec<_> = found.value().data.iter().map(|found| &found.name).collect();
    assert_eq!(names, [&Some("Company 1".to_owned())]);
    assert!(!found.value().data[0].id.is_empty());
}

#[tokio::test]
async fn events_are_listed_unless_a_summary_is_requested() {
    let workspace = workspace(Seed::contacts(1)).await;
    let client = client(&workspace);
    let contact = stored(&workspace, "contacts").remove(0);
    let at = Timestamp::from_seconds(1_700_000_000);
    let event = CreateDataEvent::new("ordered", at)
        .id(&contact)
        .metadata([("price", 5)]);
    client.data_events().create(event).await.unwrap();
    let filter = CustomerIdentity::new().intercom_user_id(&contact);
    let call = client.data_events().list(filter);
    let listed = call.clone().await.unwrap().events.remove(0);
    assert_eq!(listed.event_name.as_deref(), Some("ordered"));
    assert_eq!(listed.created_at, Some(at));
    assert_eq!(listed.metadata, Attributes::from([("price", 5)]));
    let summary = call.summary(true).await.unwrap().events.remove(0);
    assert_eq!(
        (summary.name.as_deref(), summary.count),
        (Some("ordered"), Some(1))
    );
    assert_eq!(summary.first, Some(at));
}

#[test]
fn a_bare_list_is_the_list_of_its_object() {
    let reasons = json!([{ "id": "1", "label": "Break" }, { "id": "2", "label": "Done" }]);
    let reasons: AwayStatusReasonList = serde_json::from_value(reasons).unwrap();
    assert_eq!(reasons.data[1].label.as_deref(), Some("Done"));

    let lists =
        json!({ "id": "1", "tags": [{ "id": "5" }], "contacts": [], "teammates": [{ "id": 7 }] });
    let read: Conversation = serde_json::from_value(lists.clone()).unwrap();
    assert_eq!(read.tags.as_ref().unwrap().tags[0].id, "5");
    assert!(read.contacts.as_ref().unwrap().contacts.is_empty());
    let teammates = &read.teammates.as_ref().unwrap().teammates;
    assert_eq!(teammates[0].id.as_deref(), Some("7"));
    assert_eq!(serde_json::to_value(&read).unwrap()["tags"], lists["tags"]);
}

#[test]
fn finished_action_is_distinguished_from_one_that_started() {
    let details = |action: serde_json::Value| {
        let part = json!({ "id": "1", "event_details": { "action": action } });
        let part: ConversationPart = serde_json::from_value(part).unwrap();
        part.event_details.unwrap()
    };
    let started = details(json!({ "name": "Look up" }));
    assert!(matches!(started, EventDetails::CustomActionStarted(_)));
    let finished = details(json!({ "name": "Look up", "result": "success" }));
    let EventDetails::CustomActionFinished(finished) = finished else {
        panic!("{finished:?}");
    };
    let result = finished.action.unwrap().result.unwrap();
    assert_eq!(result.as_str(), "success");
}
