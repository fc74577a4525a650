//! Walks that are stopped and resumed, as in another process.

use std::time::Duration;

use intercom_api::paging::{Checkpoint, Items, PagedOperation};
use intercom_api::types::{CreateDataEvent, CustomerIdentity};
use intercom_api::{Call, Client, Timestamp, search};
use intercom_simulator::{Fault, Seed, Workspace};
use proptest::prelude::{ProptestConfig, proptest};
use serde::Serialize;
use tokio::runtime::Runtime;

use crate::clock::SharedClock;
use crate::support::{all, builder, client, some, stored, workspace};
use crate::until_error::until_error;

const CONTACTS: usize = 13;

/// As it is kept in a file.
fn kept<O: PagedOperation>(items: &Items<O>) -> Checkpoint {
    let text = serde_json::to_string(&items.checkpoint()).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Walks `first` items, then `second` items from a checkpoint, then the rest from another one.
async fn in_three<O>(call: Call<O>, first: usize, second: usize, ahead: usize) -> Vec<String>
where
    O: PagedOperation<Item: Serialize>,
{
    let mut items = call.clone().items().prefetch(ahead);
    let mut found = some(&mut items, first).await;
    let mut items = call.clone().items().resume(kept(&items));
    found.extend(some(&mut items, second).await);
    found.extend(all(call.items().resume(kept(&items))).await);
    found
}

/// A workspace for all cases: with contacts, companies, and events of the first contact.
struct Shared {
    runtime: Runtime,
    workspace: Workspace,
}

impl Shared {
    fn new() -> Self {
        let runtime = Runtime::new().unwrap();
        let workspace = runtime.block_on(async {
            let seed = Seed::contacts(CONTACTS);
            let companies = Seed::companies(CONTACTS);
            let builder = Workspace::builder().seed(seed).seed(companies);
            let workspace = builder.start().await.unwrap();
            let contact = stored(&workspace, "contacts").remove(0);
            for number in 0..CONTACTS {
                let at = Timestamp::from_seconds(1_700_000_000 + i64::try_from(number).unwrap());
                let event = CreateDataEvent::new("ordered", at).id(&contact);
                client(&workspace)
                    .data_events()
                    .create(event)
                    .await
                    .unwrap();
            }
            workspace
        });
        // Every case makes many calls.
        workspace.set_rate_limit(u32::MAX, Duration::from_secs(3600));
        Self { runtime, workspace }
    }

    fn client(&self) -> Client {
        client(&self.workspace)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_checkpoint_leads_to_the_same_items(
        cuts in proptest::collection::vec((0..=CONTACTS, 0..=CONTACTS, 1..=14_u32, 0..3_usize), 4),
    ) {
        thread_local! {
            static SHARED: Shared = Shared::new();
        }
        SHARED.with(|shared| {
            let client = shared.client();
            let contact = stored(&shared.workspace, "contacts").remove(0);
            let expected = |collection| stored(&shared.workspace, collection);
            shared.runtime.block_on(async {
                let (first, second, size, ahead) = cuts[0];
                let call = client.contacts().list().per_page(size);
                assert_eq!(in_three(call, first, second, ahead).await, expected("contacts"));

                let (first, second, size, ahead) = cuts[1];
                let query = search::contacts::ROLE.equals("user").per_page(size);
                let call = client.contacts().search(query);
                assert_eq!(in_three(call, first, second, ahead).await, expected("contacts"));

                let (first, second, size, ahead) = cuts[2];
                let call = client.companies().list().per_page(size);
                assert_eq!(in_three(call, first, second, ahead).await, expected("companies"));

                let (first, second, size, ahead) = cuts[3];
                let filter = CustomerIdentity::new().intercom_user_id(contact);
                let call = client.data_events().list(filter).with_query("per_page", size);
                assert_eq!(in_three(call, first, second, ahead).await, expected("events"));
            });
        });
    }
}

#[tokio::test]
async fn a_scroll_is_started_over_and_passes_over_what_was_given() {
    let seed = Seed::companies(250);
    let seeded = Workspace::builder()
        .seed(seed)
        .scroll_expiry(Duration::from_secs(1));
    let workspace = seeded.start().await.unwrap();
    let ids = stored(&workspace, "companies");
    let client = builder(&workspace)
        .clock(SharedClock::of(&workspace))
        .build()
        .unwrap();
    for count in [0, 1, 99, 100, 101, 250] {
        let mut items = client
            .companies()
            .scroll()
            .items()
            .wait_for_scroll(Duration::from_secs(20));
        let mut found = some(&mut items, count).await;
        let checkpoint = kept(&items);
        let rest = client.companies().scroll().items().resume(checkpoint);
        found.extend(all(rest.wait_for_scroll(Duration::from_secs(20))).await);
        assert_eq!(found, ids, "after {count}");
    }
}

#[tokio::test]
async fn pages_continue_after_the_last_one() {
    let workspace = workspace(Seed::contacts(10)).await;
    let list = || client(&workspace).contacts().list().per_page(3);
    let mut pages = list().pages();
    for given in 0..=4 {
        let rest = list()
            .pages()
            .resume(pages.checkpoint())
            .collect_all()
            .await
            .unwrap();
        assert_eq!(rest.len(), 4 - given);
        pages.next().await;
    }
    assert!(pages.next().await.is_none());
    assert_eq!(
        list()
            .items()
            .resume(pages.checkpoint())
            .collect_all()
            .await
            .unwrap(),
        []
    );
}

#[tokio::test]
async fn a_checkpoint_after_an_error_is_that_of_the_page_that_failed() {
    let workspace = workspace(Seed::contacts(10)).await;
    let ids = stored(&workspace, "contacts");
    workspace.inject(Fault::status(500).skip(2).times(1));
    let mut items = client(&workspace)
        .contacts()
        .list()
        .per_page(3)
        .items()
        .prefetch(2);
    let (mut found, _) = until_error(&mut items).await;
    let rest = client(&workspace).contacts().list().per_page(3).items();
    found.extend(all(rest.resume(kept(&items))).await);
    assert_eq!(found, ids);
}

#[tokio::test]
async fn a_checkpoint_of_another_operation_is_refused() {
    let workspace = workspace(Seed::contacts(2)).await;
    let checkpoint = client(&workspace).contacts().list().items().checkpoint();
    let mut items = client(&workspace)
        .conversations()
        .list()
        .items()
        .resume(checkpoint);
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        "conversations.list: the checkpoint was made by another operation"
    );
    assert!(workspace.requests().is_empty());
}
