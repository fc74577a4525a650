//! What setters and constructors accept, as it arrives at the workspace.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use intercom_api::search::{contacts, field};
use intercom_api::types::{
    AssignConversation, AttachContactToACompany, AttachTagToContact, CreateContact,
    CreateDataEvent, CreateOrUpdateCompany, CreateOrUpdateCustomObjectInstance, CreateOrUpdateTag,
    MergeContacts, SnoozeConversation, UpdateContact,
};
use intercom_api::{Attributes, Nullable, Timestamp};
use intercom_simulator::Seed;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::support::{client, stored, workspace};

fn sent(body: &impl Serialize) -> Value {
    serde_json::to_value(body).unwrap()
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Plan {
    plan: String,
    seats: Option<u32>,
}

#[test]
fn named_constructors_set_the_field_that_they_name() {
    assert_eq!(
        sent(&AssignConversation::to_admin("5").by("7")),
        json!({"message_type": "assignment", "type": "admin", "assignee_id": "5", "admin_id": "7"})
    );
    assert_eq!(
        sent(&AssignConversation::to_team("5").by("7"))["type"],
        "team"
    );
    assert_eq!(
        sent(&MergeContacts::lead("a").into_user("b")),
        json!({"from": "a", "into": "b"})
    );
}

#[test]
fn snooze_takes_a_duration_from_now() {
    let day = Duration::from_secs(24 * 60 * 60);
    let snooze = SnoozeConversation::until(day).by("7");
    let expected = Timestamp::from_now(day);
    assert!(expected.abs_diff(snooze.snoozed_until) <= Duration::from_secs(60));
    let at = Timestamp::from_seconds(1_700_000_000);
    assert_eq!(
        SnoozeConversation::until(at).by("7").snoozed_until,
        SnoozeConversation::until(1_700_000_000)
            .by("7")
            .snoozed_until
    );
}

#[tokio::test]
async fn attributes_arrive_from_every_form_and_return_as_the_own_type() {
    let workspace = workspace(Seed::contacts(1)).await;
    let client = client(&workspace);
    let contact = stored(&workspace, "contacts").remove(0);
    let expected = json!({"plan": "pro", "seats": 5});
    let plan = Plan {
        plan: "pro".to_owned(),
        seats: Some(5),
    };
    let mixed = [("plan", Value::from("pro")), ("seats", 5.into())];
    let new = UpdateContact::new;
    for update in [
        new().custom_attributes(expected.clone()),
        new().custom_attributes(expected.as_object().unwrap().clone()),
        new().custom_attributes(mixed.clone()),
        new().custom_attributes(HashMap::from(mixed.clone())),
        new().custom_attributes(BTreeMap::from(mixed)),
        new().custom_attributes(Attributes::from_serialize(&plan).unwrap()),
    ] {
        assert_eq!(sent(&update)["custom_attributes"], expected);
        let updated = client.contacts().update(&contact, update).await.unwrap();
        assert_eq!(updated.custom_attributes["plan"], "pro");
        assert_eq!(updated.custom_attributes.to::<Plan>().unwrap(), plan);
    }
}

#[tokio::test]
async fn none_leaves_a_field_alone_and_null_clears_it() {
    let workspace = workspace(Seed::contacts(1)).await;
    let client = client(&workspace);
    let contact = stored(&workspace, "contacts").remove(0);
    let name = "Grace".to_owned();
    let update = UpdateContact::new().name(&name);
    client.contacts().update(&contact, update).await.unwrap();

    let untouched = UpdateContact::new().maybe(None::<String>, UpdateContact::name);
    assert_eq!(sent(&untouched), json!({}));
    let updated = client.contacts().update(&contact, untouched).await.unwrap();
    assert_eq!(updated.name, Some(name));

    let cleared = UpdateContact::new().name(Nullable::Null);
    assert_eq!(sent(&cleared), json!({"name": null}));
    let updated = client.contacts().update(&contact, cleared).await.unwrap();
    assert_eq!(updated.name, None);

    let some = CreateContact::new().maybe(Some("a@example.com"), CreateContact::email);
    assert_eq!(sent(&some), json!({"email": "a@example.com"}));
}

#[test]
fn attributes_of_none_are_left_out() {
    let plan = Plan {
        plan: "pro".to_owned(),
        seats: None,
    };
    let attributes = Attributes::from_serialize(&plan).unwrap();
    assert_eq!(attributes, Attributes::from([("plan", "pro")]));
    let event = CreateDataEvent::new("ordered", 1).metadata(attributes);
    assert_eq!(sent(&event)["metadata"], json!({"plan": "pro"}));
    Attributes::from_serialize(&5).unwrap_err();
    Attributes::try_from(json!([1])).unwrap_err();
}

#[test]
fn filters_take_references() {
    let (email, ids) = ("a@example.com".to_owned(), vec!["1".to_owned()]);
    let body = contacts::EMAIL.equals(&email).body();
    assert_eq!(body["query"]["value"], "a@example.com");
    let body = field("id").one_of(&ids).body();
    assert_eq!(body["query"]["value"], json!(["1"]));
    assert_eq!(field("id").equals(5_u64).body()["query"]["value"], 5);
}

#[tokio::test]
async fn activity_logs_take_times() {
    let workspace = workspace(Seed::empty()).await;
    let client = client(&workspace);
    let hour = Duration::from_secs(3600);
    let call = client
        .admins()
        .list_activity_logs(client.now() - hour)
        .created_at_before(client.now());
    call.await.unwrap();
}

#[tokio::test]
async fn ids_with_methods_of_their_own_reach_their_places() {
    let workspace = workspace(Seed::contacts(1)).await;
    let client = client(&workspace);
    let contact = stored(&workspace, "contacts").remove(0);

    let tag = client
        .tags()
        .create_or_update(CreateOrUpdateTag::new("VIP"));
    let tag = tag.await.unwrap().id;
    let body = AttachTagToContact::new(&tag);
    client.tags().tag_contact(&contact, body).await.unwrap();
    let untagged = client.tags().untag_contact(&contact).tag(&tag);
    assert_eq!(untagged.await.unwrap().id, tag);

    let companies = client.companies();
    let company = CreateOrUpdateCompany::new().company_id("acme");
    let company = companies.create_or_update(company).await.unwrap().id;
    let body = AttachContactToACompany::new(&company);
    companies.attach_contact(&contact, body).await.unwrap();
    let detached = companies.detach_contact(&contact).from_company(&company);
    assert_eq!(detached.await.unwrap().id, company);

    let orders = client.custom_object_instances();
    let order = CreateOrUpdateCustomObjectInstance::new().external_id("a/1");
    let order = orders.create_or_update("Order", order).await.unwrap();
    let found = orders.get_by_external_id("Order").external_id("a/1");
    assert_eq!(found.await.unwrap().id, order.id);
    let found = orders.get("Order").instance(&order.id).await.unwrap();
    assert_eq!(found.external_id, Some("a/1".into()));
}
