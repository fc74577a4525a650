//! Every form in which a page names the next one, and pages that lead nowhere.

use intercom_api::types::CustomerIdentity;
use intercom_simulator::{Fault, Seed, Workspace};
use serde_json::{Value, json};

use crate::support::{all, client, objects, some, stored, workspace};
use crate::until_error::until_error;

/// The third request finds ten contacts, three a page.
async fn contacts() -> (Workspace, Vec<String>) {
    let workspace = workspace(Seed::contacts(10)).await;
    let ids = stored(&workspace, "contacts");
    (workspace, ids)
}

/// The cursor to the second page.
async fn cursor(workspace: &Workspace) -> String {
    let first = client(workspace)
        .contacts()
        .list()
        .per_page(3)
        .await
        .unwrap();
    workspace.clear_requests();
    first.pages.unwrap().next.unwrap().starting_after.unwrap()
}

/// Lets the first page of a list name the next one otherwise.
fn next(workspace: &Workspace, list: &str, next: Value) {
    workspace.inject(Fault::set_field("pages.next", next).on(list).times(1));
}

#[tokio::test]
async fn an_object_may_hold_texts_for_numbers() {
    let (workspace, ids) = contacts().await;
    let object = json!({"starting_after": cursor(&workspace).await, "per_page": "3", "page": "2"});
    next(&workspace, "GET /contacts", object);
    let items = client(&workspace).contacts().list().per_page(3).items();
    assert_eq!(all(items).await, ids);
}

#[tokio::test]
async fn a_url_is_followed_on_the_clients_own_host() {
    let (workspace, ids) = contacts().await;
    let cursor = cursor(&workspace).await;
    for url in [
        format!("https://elsewhere.example/x?per_page=7&starting_after={cursor}"),
        format!(
            "{}/contacts?starting_after={cursor}",
            workspace.second_host()
        ),
        format!("?starting_after={cursor}"),
    ] {
        workspace.clear_requests();
        next(&workspace, "GET /contacts", json!(url));
        let items = client(&workspace).contacts().list().per_page(3).items();
        assert_eq!(all(items).await, ids);
        let requests = workspace.requests();
        assert_eq!(requests.len(), 4);
        for request in requests {
            assert_eq!(
                (request.path.as_str(), request.query_value("per_page")),
                ("/contacts", Some("3"))
            );
        }
    }
    assert_eq!(workspace.take_leaks(), Vec::<String>::new());
}

#[tokio::test]
async fn a_url_may_name_any_parameters() {
    let workspace = workspace(objects("segments", &json!({}), 1)).await;
    let ids = stored(&workspace, "segments");
    let url = "https://api.intercom.io/segments?before=144&include_count=true&before=145";
    next(&workspace, "GET /segments", json!(url));
    // The second page would repeat the first, which is the only one there is.
    let other = json!([{"type": "segment", "id": "other"}]);
    workspace.inject(Fault::set_field("segments", other).skip(1).times(1));
    let call = client(&workspace).segments().list().include_count(false);
    let expected: Vec<_> = ids.into_iter().chain(["other".to_owned()]).collect();
    assert_eq!(all(call.items()).await, expected);
    let query = workspace.last_request().unwrap().query;
    let query: Vec<_> = query
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        query,
        [
            ("before", "144"),
            ("include_count", "true"),
            ("before", "145")
        ]
    );
}

#[tokio::test]
async fn the_filter_of_events_stays_when_a_url_leaves_it_out() {
    let workspace = workspace(Seed::contacts(1)).await;
    let contact = stored(&workspace, "contacts").remove(0);
    next(
        &workspace,
        "GET /events",
        json!("https://api.intercom.io/events?before=144474756550"),
    );
    let filter = CustomerIdentity::new().intercom_user_id(&contact);
    let call = client(&workspace).data_events().list(filter);
    assert_eq!(all(call.items()).await, Vec::<String>::new());
    let last = workspace.last_request().unwrap();
    assert_eq!(last.query_value("intercom_user_id"), Some(contact.as_str()));
    assert_eq!(last.query_value("type"), Some("user"));
    assert_eq!(last.query_value("before"), Some("144474756550"));
}

#[tokio::test]
async fn numbers_alone_lead_on_where_pages_have_numbers() {
    let workspace = workspace(Seed::companies(10)).await;
    let ids = stored(&workspace, "companies");
    workspace.inject(Fault::drop_field("pages.next"));
    let companies = client(&workspace).companies();
    assert_eq!(all(companies.list().per_page(3).items()).await, ids);
    // From any first page of the caller, also when the pages do not have their number.
    workspace.inject(Fault::drop_field("pages.page"));
    assert_eq!(
        all(companies.list().per_page(3).page(3).items()).await,
        ids[6..]
    );
}

#[tokio::test]
async fn null_and_silence_end_a_list() {
    let (workspace, ids) = contacts().await;
    let list = || client(&workspace).contacts().list().per_page(3).items();
    next(&workspace, "GET /contacts", Value::Null);
    assert_eq!(all(list()).await, ids[..3]);
    next(
        &workspace,
        "GET /contacts",
        json!({"starting_after": null, "per_page": 3}),
    );
    assert_eq!(all(list()).await, ids[..3]);
    workspace.inject(Fault::drop_field("pages").times(1));
    assert_eq!(all(list()).await, ids[..3]);
    workspace.clear_requests();
    assert_eq!(all(list()).await, ids);
}

#[tokio::test]
async fn an_empty_page_in_the_middle_does_not_end_a_list() {
    let (workspace, ids) = contacts().await;
    workspace.inject(Fault::empty_page().skip(1).times(2));
    let items = client(&workspace).contacts().list().per_page(3).items();
    assert_eq!(
        all(items).await,
        ids[9..].iter().fold(ids[..3].to_vec(), |mut all, id| {
            all.push(id.clone());
            all
        })
    );
}

#[tokio::test]
async fn a_repeated_cursor_is_an_error_after_the_page() {
    let (workspace, ids) = contacts().await;
    workspace.inject(Fault::repeated_cursor().on("GET /contacts").skip(1));
    let mut items = client(&workspace).contacts().list().per_page(3).items();
    let (found, error) = until_error(&mut items).await;
    assert_eq!(found, ids[..6]);
    assert!(error.is_paging() && !error.is_retryable());
    assert_eq!(
        error.to_string().split(" (request").next().unwrap(),
        "contacts.list: the page leads back to one that was there before, so the list would never end"
    );
    assert!(items.next().await.is_none());
    // What was kept before still leads to the same end, not to a list that seems complete.
    let mut again = client(&workspace)
        .contacts()
        .list()
        .per_page(3)
        .items()
        .resume(items.checkpoint());
    assert!(again.next().await.unwrap().unwrap_err().is_paging());
}

#[tokio::test]
async fn a_cycle_of_cursors_is_an_error() {
    let (workspace, ids) = contacts().await;
    let second = cursor(&workspace).await;
    let back = Fault::set_field("pages.next", json!({"starting_after": second}));
    workspace.inject(back.on("GET /contacts").skip(2));
    let (found, error) =
        until_error(&mut client(&workspace).contacts().list().per_page(3).items()).await;
    assert_eq!(found, ids[..9]);
    assert!(error.is_paging());
}

#[tokio::test]
async fn a_page_that_repeats_its_predecessor_is_an_error() {
    let workspace = workspace(Seed::companies(10)).await;
    let ids = stored(&workspace, "companies");
    let first = client(&workspace)
        .companies()
        .list()
        .per_page(3)
        .send()
        .await
        .unwrap();
    let data = first.json_value().unwrap()["data"].clone();
    workspace.inject(Fault::set_field("data", data).skip(1));
    let mut items = client(&workspace).companies().list().per_page(3).items();
    let (found, error) = until_error(&mut items).await;
    assert_eq!(found, ids[..3]);
    assert!(error.is_paging());
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn a_next_that_cannot_be_followed_is_an_error_after_the_page() {
    let (workspace, ids) = contacts().await;
    next(
        &workspace,
        "GET /contacts",
        json!("https://api.intercom.io/contacts"),
    );
    let (found, error) =
        until_error(&mut client(&workspace).contacts().list().per_page(3).items()).await;
    assert_eq!(found, ids[..3]);
    assert!(error.is_paging());
}

#[tokio::test]
async fn response_that_is_not_a_page_is_an_error() {
    // A company that is requested by its name is returned alone.
    let workspace = workspace(Seed::companies(1)).await;
    let call = client(&workspace).companies().find().name("Company 0");
    let (found, error) = until_error(&mut call.items()).await;
    assert!(found.is_empty() && error.is_paging());
}

#[tokio::test]
async fn what_changes_on_the_way_disturbs_no_cursor() {
    let (workspace, ids) = contacts().await;
    let client = client(&workspace);
    let mut items = client.contacts().list().per_page(3).items();
    let mut found = some(&mut items, 4).await;
    // One that was returned, one of the current page, one of a later page.
    for gone in [0, 5, 7] {
        client.contacts().delete(&ids[gone]).await.unwrap();
    }
    let new = intercom_api::types::CreateContact::new().email("new@example.com");
    let new = client.contacts().create(new).await.unwrap();
    found.extend(all(items).await);
    let mut expected = ids.clone();
    expected.remove(7);
    expected.push(new.id.into());
    assert_eq!(found, expected);
}
