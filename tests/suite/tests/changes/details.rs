//! Details are read several at a time and given in order.

use intercom_api::changes::Change;
use intercom_simulator::{Fault, Seed, Workspace};
use serde_json::{Value, json};

use crate::support::start;

#[tokio::test]
async fn conversations_come_with_their_parts_in_order_and_with_their_exact_json() {
    let (workspace, client) = start(Workspace::builder().seed(Seed::bulk(10, 40))).await;
    // Later than all of them.
    workspace.clock().set(1_800_000_000);
    let mut changes = client
        .conversations()
        .changes(None)
        .per_page(7)
        .with_details(4);
    let mut ids = Vec::new();
    while let Some(change) = changes.next().await {
        let Change::Upsert(conversation) = change.unwrap() else {
            panic!("nothing was deleted");
        };
        let parts = conversation.value.conversation_parts.as_ref().unwrap();
        assert!(!parts.conversation_parts.is_empty() && !conversation.is_truncated);
        let json: Value = serde_json::from_str(conversation.json_text().unwrap()).unwrap();
        let shown = json["conversation_parts"]["conversation_parts"].as_array();
        assert_eq!(shown.unwrap().len(), parts.conversation_parts.len());
        ids.push(conversation.value.id.to_string());
    }
    let expected: Vec<_> = (409..449).map(|id| id.to_string()).collect();
    assert_eq!(ids, expected);
    assert_eq!(
        changes.cursor().complete_to().unwrap().seconds(),
        1_800_000_000 - 300
    );
}

#[tokio::test]
async fn conversation_with_more_than_500_parts_is_truncated() {
    let (workspace, client) = start(Workspace::builder().seed(Seed::bulk(1, 4_999))).await;
    workspace.clock().set(1_800_000_000);
    let since = intercom_api::changes::ChangeCursor::since(1_736_785_000);
    let mut changes = client.conversations().changes(since).with_details(8);
    let (mut cut, mut whole) = (0, 0);
    while let Some(change) = changes.next().await {
        let conversation = change.unwrap().into_upsert().unwrap();
        if conversation.is_truncated {
            let parts = conversation.value.conversation_parts.unwrap();
            assert_eq!(
                (parts.conversation_parts.len(), parts.total_count),
                (500, Some(620))
            );
            cut += 1;
        } else {
            whole += 1;
        }
    }
    assert_eq!(cut, 1);
    assert!(whole > 1);
}

#[tokio::test]
async fn conversation_that_is_deleted_meanwhile_is_gone() {
    let (workspace, client) = start(Workspace::builder().seed(Seed::bulk(10, 6))).await;
    workspace.clock().set(1_800_000_000);
    let ids = workspace.edit(|edits| edits.ids("conversations"));
    let deleted = ids[2].clone();
    let victim = deleted.clone();
    workspace.meanwhile(move |request, edits| {
        if request.path.starts_with("/conversations/4") {
            edits.delete("conversations", &victim);
        }
    });
    let mut changes = client.conversations().changes(None).with_details(3);
    let mut received = Vec::new();
    while let Some(change) = changes.next().await {
        received.push(match change.unwrap() {
            Change::Upsert(conversation) => (conversation.value.id.to_string(), true),
            Change::Gone(id) => (id.to_string(), false),
        });
    }
    let expected = ids.into_iter().map(|id| (id.clone(), id != deleted));
    assert_eq!(received, expected.collect::<Vec<_>>());
}

#[tokio::test]
async fn failed_detail_is_read_again_and_loses_nothing() {
    let (workspace, client) = start(Workspace::builder().seed(Seed::bulk(10, 6))).await;
    workspace.clock().set(1_800_000_000);
    let fault = Fault::status(500)
        .on("GET /conversations/{conversation_id}")
        .skip(2)
        .times(12);
    workspace.inject(fault);
    let mut changes = client.conversations().changes(None).with_details(1);
    let (mut ids, mut errors) = (Vec::new(), 0);
    while let Some(change) = changes.next().await {
        match change {
            Ok(change) => ids.push(change.into_upsert().unwrap().value.id.to_string()),
            Err(error) => {
                assert!(error.is_retryable());
                errors += 1;
            }
        }
    }
    assert_eq!(ids, workspace.edit(|edits| edits.ids("conversations")));
    assert!(errors > 0);
}

#[tokio::test]
async fn error_of_a_detail_that_stays_ends_the_stream_behind_what_was_given() {
    let (workspace, client) = start(Workspace::builder().seed(Seed::bulk(10, 6))).await;
    workspace.clock().set(1_800_000_000);
    workspace.inject(Fault::status(403).on("GET /conversations/412"));
    let mut changes = client.conversations().changes(None).with_details(5);
    let mut count = 0;
    let error = loop {
        match changes.next().await.unwrap() {
            Ok(_) => count += 1,
            Err(error) => break error,
        }
    };
    assert_eq!((count, error.status().unwrap().as_u16()), (3, 403));
    assert!(changes.next().await.is_none());
}

#[tokio::test]
async fn contacts_come_with_all_that_they_are_attached_to() {
    let tags: Vec<_> = (0..23)
        .map(|number| json!({ "id": format!("t{number}"), "name": number.to_string() }))
        .collect();
    let companies: Vec<_> = (0..12).map(|number| json!({ "id": format!("c{number}"), "company_id": number.to_string(), "name": "x" })).collect();
    let mut seed = Seed::empty();
    for (name, objects) in [("tags", &tags), ("companies", &companies)] {
        for object in objects {
            seed = seed.and(Seed::value(name, object.clone()));
        }
    }
    let ids = |objects: &[Value]| {
        objects
            .iter()
            .map(|object| object["id"].clone())
            .collect::<Vec<_>>()
    };
    let big = json!({ "id": "big", "tags": ids(&tags), "companies": ids(&companies) });
    seed = seed.and(Seed::value("contacts", big));
    for number in 0..11 {
        let note =
            json!({ "body": number.to_string(), "contact": { "type": "contact", "id": "big" } });
        seed = seed.and(Seed::value("notes", note));
    }
    seed = seed.and(Seed::value(
        "contacts",
        json!({ "id": "small", "tags": ["t1"] }),
    ));
    let (workspace, client) = start(Workspace::builder().seed(seed)).await;
    let mut changes = client.contacts().changes(None).with_details(2);
    let big = changes
        .next()
        .await
        .unwrap()
        .unwrap()
        .into_upsert()
        .unwrap();
    assert_eq!(big.value.tags.unwrap().data.len(), 23);
    assert_eq!(big.value.companies.unwrap().data.len(), 12);
    let notes = big.value.notes.unwrap();
    assert_eq!((notes.data.len(), notes.has_more), (11, Some(false)));
    let small = changes
        .next()
        .await
        .unwrap()
        .unwrap()
        .into_upsert()
        .unwrap();
    assert_eq!(small.value.tags.unwrap().data.len(), 1);
    assert!(changes.next().await.is_none());
    let paths: Vec<_> = workspace
        .requests()
        .into_iter()
        .map(|one| one.path)
        .collect();
    assert_eq!(
        paths,
        [
            "/me",
            "/contacts/search",
            "/contacts/big/tags",
            "/contacts/big/companies",
            "/contacts/big/notes"
        ]
    );
}
