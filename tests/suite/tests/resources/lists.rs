//! Each paged operation with no, one, a page of, a page and one, and many items.

use intercom_api::paging::{Items, PagedOperation};
use intercom_api::types::{CreateDataEvent, CreateNote, CustomerIdentity};
use intercom_api::{Client, Timestamp, search};
use intercom_simulator::{Seed, Workspace};
use serde::Serialize;
use serde_json::json;

use crate::support::{all, client, objects, stored, workspace};

/// Items of a page.
const SIZE: usize = 3;

/// No, one, a page of, a page and one, and many items.
const COUNTS: [usize; 5] = [0, 1, SIZE, SIZE + 1, 3 * SIZE + 2];

/// All that is expected comes once, in order, page by page.
async fn comes<O>(workspace: &Workspace, items: Items<O>, expected: &[String])
where
    O: PagedOperation<Item: Serialize>,
{
    workspace.clear_requests();
    assert_eq!(all(items).await, expected);
    let pages = expected.len().div_ceil(SIZE).max(1);
    assert_eq!(
        workspace.requests().len(),
        pages,
        "pages of {} items",
        expected.len()
    );
}

/// Walks lists of each length that hold all of a collection.
macro_rules! lists {
    ($($name:ident: $collection:literal from $seed:expr, |$client:ident| $call:expr;)*) => {$(
        #[tokio::test]
        async fn $name() {
            for count in COUNTS {
                let workspace = workspace($seed($collection, count)).await;
                let expected = stored(&workspace, $collection);
                let $client = client(&workspace);
                comes(&workspace, $call.per_page(3).items(), &expected).await;
                for request in workspace.requests() {
                    assert_eq!(request.query_value("per_page"), Some("3"));
                }
            }
        }
    )*};
}

fn plain(collection: &str, count: usize) -> Seed {
    objects(collection, &json!({}), count)
}

fn articles(collection: &str, count: usize) -> Seed {
    objects(collection, &json!({"title": "How to"}), count)
}

fn contacts(_: &str, count: usize) -> Seed {
    Seed::contacts(count)
}

fn companies(_: &str, count: usize) -> Seed {
    Seed::companies(count)
}

lists! {
    admins_list_activity_logs: "activity_logs" from plain,
        |client| client.admins().list_activity_logs(1);
    articles_list: "articles" from plain, |client| client.articles().list();
    articles_search: "articles" from articles, |client| client.articles().search().phrase("how");
    calls_list: "calls" from plain, |client| client.calls().list();
    collections_list: "collections" from plain, |client| client.collections().list();
    companies_find: "companies" from companies, |client| client.companies().find();
    companies_list: "companies" from companies, |client| client.companies().list();
    contacts_list: "contacts" from contacts, |client| client.contacts().list();
    content_import_sources_list: "content_import_sources" from plain,
        |client| client.content_import_sources().list();
    conversations_list: "conversations" from plain, |client| client.conversations().list();
    external_pages_list: "external_pages" from plain, |client| client.external_pages().list();
    internal_articles_list: "internal_articles" from plain,
        |client| client.internal_articles().list();
    internal_articles_search: "internal_articles" from articles,
        |client| client.internal_articles().search();
    news_items_list: "news_items" from plain, |client| client.news_items().list();
    // There is always one.
    newsfeeds_list: "newsfeeds" from plain, |client| client.newsfeeds().list();
}

/// Each search keeps its query and the size of its pages, whatever the page.
fn keeps_its_body(workspace: &Workspace) {
    let requests = workspace.requests();
    let first = requests[0].json();
    for request in requests {
        let body = request.json();
        assert_eq!(body["query"], first["query"]);
        assert_eq!(body["pagination"]["per_page"], 3);
    }
}

macro_rules! searches {
    ($($name:ident: $resource:ident from $seed:expr, $query:expr;)*) => {$(
        #[tokio::test]
        async fn $name() {
            for count in COUNTS {
                let workspace = workspace($seed(stringify!($resource), count)).await;
                let expected = stored(&workspace, stringify!($resource));
                let items = client(&workspace).$resource().search($query.per_page(3)).items();
                comes(&workspace, items, &expected).await;
                keeps_its_body(&workspace);
            }
        }
    )*};
}

searches! {
    contacts_search: contacts from contacts,
        search::contacts::EMAIL.contains("@example.com");
    conversations_search: conversations from plain,
        search::conversations::CREATED_AT.after(1);
    tickets_search: tickets from plain, search::tickets::CREATED_AT.after(1);
}

/// A workspace with one contact, and its id.
async fn one_contact() -> (Workspace, Client, String) {
    let workspace = workspace(Seed::contacts(1)).await;
    let contact = stored(&workspace, "contacts").remove(0);
    let client = client(&workspace);
    (workspace, client, contact)
}

#[tokio::test]
async fn notes_list() {
    for count in COUNTS {
        let (workspace, client, contact) = one_contact().await;
        for number in 0..count {
            let note = CreateNote::new(number.to_string());
            client.notes().create(&contact, note).await.unwrap();
        }
        let expected = stored(&workspace, "notes");
        let call = client.notes().list(&contact).per_page(3);
        comes(&workspace, call.items(), &expected).await;
    }
}

#[tokio::test]
async fn contacts_list_companies() {
    for count in COUNTS {
        let companies = workspace(Seed::companies(count)).await;
        let expected = stored(&companies, "companies");
        let contact = json!({"role": "user", "email": "a@example.com", "companies": expected});
        let seed = Seed::companies(count).and(Seed::value("contacts", contact));
        let workspace = workspace(seed).await;
        let contact = stored(&workspace, "contacts").remove(0);
        let call = client(&workspace).contacts().list_companies(contact);
        comes(&workspace, call.per_page(3).items(), &expected).await;
    }
}

#[tokio::test]
async fn companies_list_contacts() {
    let company = stored(&workspace(Seed::companies(1)).await, "companies").remove(0);
    for count in COUNTS {
        let mut seed = Seed::companies(1);
        for number in 0..count {
            let email = format!("{number}@example.com");
            let contact = json!({"role": "user", "email": email, "companies": [company]});
            seed = seed.and(Seed::value("contacts", contact));
        }
        let workspace = workspace(seed).await;
        let expected = stored(&workspace, "contacts");
        let call = client(&workspace).companies().list_contacts(&company);
        comes(&workspace, call.per_page(3).items(), &expected).await;
    }
}

#[tokio::test]
async fn newsfeeds_list_items() {
    let newsfeed = stored(&workspace(Seed::empty()).await, "newsfeeds").remove(0);
    let number: i64 = newsfeed.parse().unwrap();
    let assigned = json!([{"newsfeed_id": number, "published_at": 1}]);
    let item = json!({"state": "live", "newsfeed_assignments": assigned});
    for count in COUNTS {
        let workspace = workspace(objects("news_items", &item, count)).await;
        let expected = stored(&workspace, "news_items");
        let call = client(&workspace).newsfeeds().list_items(&newsfeed);
        comes(&workspace, call.per_page(3).items(), &expected).await;
    }
}

#[tokio::test]
async fn data_events_list() {
    for count in COUNTS {
        let (workspace, client, contact) = one_contact().await;
        for number in 0..count {
            let at = Timestamp::from_seconds(1_700_000_000 + i64::try_from(number).unwrap());
            let event = CreateDataEvent::new("ordered", at).id(&contact);
            client.data_events().create(event).await.unwrap();
        }
        let expected = stored(&workspace, "events");
        let filter = CustomerIdentity::new().intercom_user_id(&contact);
        let call = client.data_events().list(filter);
        comes(
            &workspace,
            call.with_query("per_page", 3).items(),
            &expected,
        )
        .await;
    }
}

#[tokio::test]
async fn segments_list() {
    // Segments come all at once, as long as no page names another.
    let workspace = workspace(plain("segments", 7)).await;
    let expected = stored(&workspace, "segments");
    let items = client(&workspace).segments().list().items();
    assert_eq!(all(items).await, expected);
    assert_eq!(workspace.requests().len(), 1);
}

#[tokio::test]
async fn companies_scroll() {
    // The pages of a scroll have a size of their own, and the last is empty.
    for count in [0, 1, 100, 101, 250] {
        let workspace = workspace(Seed::companies(count)).await;
        let expected = stored(&workspace, "companies");
        let items = client(&workspace).companies().scroll().items();
        assert_eq!(all(items).await, expected);
        assert_eq!(workspace.requests().len(), count.div_ceil(100) + 1);
    }
}
