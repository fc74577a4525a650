//! A contact is created or updated, whichever is needed, and never twice.

use intercom_api::types::{ContactRole, CreateContact};
use intercom_api::verbs::Upsert;
use intercom_api::{Client, ErrorKind};
use intercom_simulator::{Cut, Fault, Seed, Workspace};
use proptest::prelude::*;
use serde_json::json;

use crate::support::{client, stored, workspace};

async fn empty() -> (Workspace, Client) {
    let workspace = workspace(Seed::empty()).await;
    let client = client(&workspace);
    (workspace, client)
}

fn joe() -> CreateContact {
    CreateContact::new().email("joe@example.com")
}

#[tokio::test]
async fn contact_is_created_then_updated() {
    let (workspace, client) = empty().await;
    let contacts = client.contacts();
    let created = contacts
        .upsert(joe().name("Joe").phone("+1"))
        .await
        .unwrap();
    assert!(created.is_created(), "{created:?}");
    let updated = contacts.upsert(joe().name("Joseph")).await.unwrap();
    let Upsert::Updated(contact) = &updated else {
        panic!("{updated:?}");
    };
    assert_eq!(contact.id, created.contact().id);
    assert_eq!(contact.name.as_deref(), Some("Joseph"));
    assert_eq!(contact.phone.as_deref(), Some("+1"));
    let by_external_id = CreateContact::new().external_id("7").name("Ann");
    assert!(
        contacts
            .upsert(by_external_id.clone())
            .await
            .unwrap()
            .is_created()
    );
    assert!(!contacts.upsert(by_external_id).await.unwrap().is_created());
    assert_eq!(workspace.count("contacts"), 2);
}

#[tokio::test]
async fn archived_contact_is_unarchived_and_updated() {
    let (workspace, client) = empty().await;
    let contacts = client.contacts();
    let id = contacts.create(joe()).await.unwrap().id;
    contacts.archive(&id).await.unwrap();
    let upsert = contacts.upsert(joe().name("Joe")).await.unwrap();
    let Upsert::Unarchived(contact) = upsert else {
        panic!("{upsert:?}");
    };
    assert_eq!((contact.id, contact.name.as_deref()), (id, Some("Joe")));
    assert_eq!(workspace.count("archived_contacts"), 0);
}

#[tokio::test]
async fn body_without_identifier_fails_before_anything_is_sent() {
    let (workspace, client) = empty().await;
    for body in [
        CreateContact::new().name("Joe"),
        CreateContact::new().role(ContactRole::Lead),
        CreateContact::new().email("").external_id(""),
    ] {
        let error = client.contacts().upsert(body).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(
            error.to_string().contains("`email` or `external_id`"),
            "{error}"
        );
    }
    assert!(workspace.requests().is_empty());
}

#[tokio::test]
async fn contact_of_another_external_id_stays_as_it_is() {
    let (workspace, client) = empty().await;
    let contacts = client.contacts();
    let joe_with = |id: &str| joe().external_id(id).name(id);
    let id = contacts.create(joe_with("7")).await.unwrap().id;
    for is_archived in [false, true] {
        if is_archived {
            contacts.archive(&id).await.unwrap();
        }
        let error = contacts.upsert(joe_with("8")).await.unwrap_err();
        assert!(error.is_conflict(), "{error}");
        assert_eq!(error.conflicting_id(), Some(id.as_str()));
    }
    assert_eq!(workspace.count("archived_contacts"), 1);
    contacts.unarchive(&id).await.unwrap();
    let contact = contacts.get(&id).await.unwrap();
    assert_eq!(contact.external_id.as_deref(), Some("7"));
    // One without an external ID gets it.
    let ann = CreateContact::new().email("ann@example.com");
    contacts.create(ann.clone()).await.unwrap();
    let ann = contacts.upsert(ann.external_id("9")).await.unwrap();
    assert_eq!(ann.contact().external_id.as_deref(), Some("9"));
}

#[tokio::test]
async fn contact_that_disappears_is_created_again() {
    let (workspace, client) = empty().await;
    let contacts = client.contacts();
    let gone = |id: &str| {
        let message = format!("A contact matching those details already exists with id={id}");
        let errors = json!([{ "code": "conflict", "message": message }]);
        let body = json!({ "type": "error.list", "errors": errors });
        Fault::json(409, body).on("POST /contacts")
    };
    workspace.inject(gone("5ba682d23d7cf92bef87bfd4").times(1));
    let created = contacts.upsert(joe()).await.unwrap();
    assert!(created.is_created());
    // The second time, the conflict is returned.
    workspace.clear_faults();
    workspace.inject(gone("5ba682d23d7cf92bef87bfd4"));
    let error = contacts.upsert(joe()).await.unwrap_err();
    assert!(error.is_conflict());
    let posts = workspace
        .requests()
        .into_iter()
        .filter(|it| it.path == "/contacts");
    assert_eq!(posts.count(), 4);
}

#[tokio::test]
async fn conflict_without_an_id_is_looked_up() {
    let (workspace, client) = empty().await;
    let contacts = client.contacts();
    let ann = CreateContact::new()
        .external_id("7")
        .email("ann@example.com");
    let known = [
        contacts.create(joe()).await.unwrap().id,
        contacts.create(ann.clone()).await.unwrap().id,
    ];
    let unnamed = json!({ "type": "error.list", "errors": [{ "code": "conflict", "message": "User exists" }] });
    workspace.inject(Fault::json(409, unnamed).on("POST /contacts"));
    for (body, id) in [joe(), ann].into_iter().zip(known) {
        let upsert = contacts.upsert(body).await.unwrap();
        assert!(matches!(upsert, Upsert::Updated(contact) if contact.id == id));
    }
    let unknown = CreateContact::new().email("new@example.com");
    assert!(contacts.upsert(unknown).await.unwrap_err().is_conflict());
}

#[tokio::test]
async fn lost_response_does_not_create_twice() {
    let (workspace, client) = empty().await;
    workspace.inject(Fault::cut(Cut::BeforeAnswer).on("POST /contacts").times(1));
    let upsert = client.contacts().upsert(joe().name("Joe")).await.unwrap();
    assert_eq!(upsert.contact().name.as_deref(), Some("Joe"));
    assert_eq!(workspace.count("contacts"), 1);
    // Leads are not unique by email: the error is returned.
    let lead = CreateContact::new()
        .email("lead@example.com")
        .role(ContactRole::Lead);
    workspace.inject(Fault::cut(Cut::BeforeAnswer).on("POST /contacts").times(1));
    let error = client.contacts().upsert(lead.clone()).await.unwrap_err();
    assert!(error.may_have_been_sent());
    client.contacts().upsert(lead).await.unwrap();
    assert_eq!(workspace.count("contacts"), 2);
}

#[tokio::test]
async fn lead_is_found_by_its_email() {
    let (workspace, client) = empty().await;
    let lead = CreateContact::new()
        .email("lead@example.com")
        .role(ContactRole::Lead);
    assert!(
        client
            .contacts()
            .upsert(lead.clone())
            .await
            .unwrap()
            .is_created()
    );
    let upsert = client.contacts().upsert(lead.name("L")).await.unwrap();
    assert!(matches!(upsert, Upsert::Updated(_)));
    let posts = workspace.requests().into_iter();
    assert_eq!(posts.filter(|it| it.path == "/contacts").count(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever others do at the same time, and whatever responses are lost, no two contacts have the
    /// same identifier, and a successful upsert leaves its contact there.
    #[test]
    fn never_creates_twice(
        plans in prop::collection::vec((0_u8..3, 0_u8..3, any::<bool>()), 1..12),
        lost in 0_usize..4,
    ) {
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = runtime.worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let (workspace, client) = empty().await;
            workspace.inject(Fault::cut(Cut::BeforeAnswer).on("POST /contacts").skip(1).times(lost));
            let calls = plans.iter().map(|&(person, others, has_both)| {
                let contacts = client.contacts();
                async move {
                    let mut body = CreateContact::new().email(format!("p{person}@example.com"));
                    if has_both {
                        body = body.external_id(format!("x{person}"));
                    }
                    let result = contacts.upsert(body).await;
                    let Ok(upsert) = &result else { return result.map(drop) };
                    match others {
                        1 => drop(contacts.archive(&upsert.contact().id).await),
                        2 => drop(contacts.delete(&upsert.contact().id).await),
                        _ => {}
                    }
                    Ok(())
                }
            });
            client.run_all(calls, 6).finish().await;
            let mut emails = Vec::new();
            for collection in ["contacts", "archived_contacts"] {
                for id in stored(&workspace, collection) {
                    let rows = workspace.stored(collection);
                    let row = rows.iter().find(|row| row["id"] == id.as_str()).unwrap();
                    emails.push(row["email"].as_str().unwrap_or_default().to_owned());
                }
            }
            emails.sort();
            let count = emails.len();
            emails.dedup();
            assert_eq!(emails.len(), count, "{emails:?}");
        });
    }
}
