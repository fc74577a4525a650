//! Lists that would never end.

use std::sync::atomic::Ordering;
use std::time::Duration;

use intercom_api::paging::{Items, PagedOperation};
use intercom_api::types::CustomerIdentity;
use intercom_api::{Error, ErrorKind, search};
use serde::Serialize;
use serde_json::{Value, json};

use crate::scripted::{PageRequest, server};
use crate::support::{id, some};

/// Walks like a program that continues after errors; the walk must end.
async fn to_the_end<O>(items: &mut Items<O>) -> (Vec<String>, Vec<Error>)
where
    O: PagedOperation<Item: Serialize>,
{
    let (mut ids, mut errors) = (Vec::new(), Vec::new());
    let walk = async {
        while let Some(item) = items.next().await {
            match item {
                Ok(item) => ids.push(id(&item)),
                Err(error) => errors.push(error),
            }
        }
    };
    let limit = Duration::from_secs(60);
    tokio::time::timeout(limit, walk).await.unwrap();
    assert!(items.next().await.is_none());
    (ids, errors)
}

fn contact(id: usize) -> Value {
    json!({"type": "contact", "id": id.to_string()})
}

/// A page that names a cursor which was never there before.
fn page(request: &PageRequest, data: &[Value]) -> (u16, String) {
    let next = json!({"starting_after": format!("c{}", request.number)});
    let page = json!({"type": "list", "data": data, "pages": {"next": next}});
    (200, page.to_string())
}

#[tokio::test]
async fn empty_pages_with_new_cursors_end_with_an_error() {
    for ahead in [0, 2] {
        let (client, count) = server(|request| page(request, &[])).await;
        let mut items = client.contacts().list().items().prefetch(ahead);
        let (ids, errors) = to_the_end(&mut items).await;
        assert!(ids.is_empty() && errors.len() == 1 && errors[0].is_paging());
        assert_eq!(count.load(Ordering::SeqCst), 101);
    }
    let (client, count) = server(|request| page(request, &[])).await;
    let query = search::contacts::ROLE.equals("user");
    let mut items = client.contacts().search(query).items().max_empty_pages(5);
    let (_, errors) = to_the_end(&mut items).await;
    assert!(
        errors[0].to_string().contains("`max_empty_pages`"),
        "{}",
        errors[0]
    );
    assert_eq!(count.load(Ordering::SeqCst), 6);
}

#[tokio::test]
async fn dropped_future_does_not_reset_the_run_of_empty_pages() {
    let (client, count) = server(|request| page(request, &[])).await;
    let mut items = client.contacts().list().items();
    let error = loop {
        let brief = Duration::from_millis(1);
        if let Ok(item) = tokio::time::timeout(brief, items.next()).await {
            break item.unwrap().unwrap_err();
        }
    };
    assert!(error.is_paging());
    assert_eq!(count.load(Ordering::SeqCst), 101);
}

#[tokio::test]
async fn fewer_empty_pages_than_allowed_are_passed_over() {
    let (client, _) = server(|request| match request.number {
        150 => (
            200,
            json!({"data": [contact(150)], "pages": null}).to_string(),
        ),
        number if number % 50 == 49 => page(request, &[contact(number)]),
        _ => page(request, &[]),
    })
    .await;
    let (ids, errors) = to_the_end(&mut client.contacts().list().items()).await;
    assert_eq!(
        (ids, errors.len()),
        (["49", "99", "149", "150"].map(str::to_owned).to_vec(), 0)
    );
}

#[tokio::test]
async fn pages_that_come_again_under_new_cursors_end_with_an_error() {
    for length in [1, 2, 3, 7, 500] {
        let cycle = move |request: &PageRequest| {
            let first = request.number % length * 2;
            page(request, &[contact(first), contact(first + 1)])
        };
        let (client, count) = server(cycle).await;
        let (ids, errors) = to_the_end(&mut client.contacts().list().items()).await;
        assert_eq!(ids.len(), 2 * length);
        assert!(errors.len() == 1 && errors[0].is_paging());
        assert_eq!(count.load(Ordering::SeqCst), length + 1);
    }
}

#[tokio::test]
async fn same_items_with_a_changing_field_end_with_an_error() {
    let (client, count) = server(|request| {
        let mut contact = contact(1);
        contact["name"] = request.number.to_string().into();
        page(request, &[contact])
    })
    .await;
    let (_, errors) = to_the_end(&mut client.contacts().list().items()).await;
    assert!(errors.len() == 1 && errors[0].is_paging());
    assert_eq!(count.load(Ordering::SeqCst), 102);
}

#[tokio::test]
async fn numbered_page_that_comes_again_ends_although_the_total_grows() {
    for growth in [0, 1] {
        let (client, count) = server(move |request| {
            let total = 10 + growth * request.number;
            let data = [json!({"type": "company", "id": "1"})];
            let number = request.query("page").unwrap_or("1").parse::<u64>().unwrap();
            let pages = json!({"page": number, "total_pages": 1_000_000});
            (
                200,
                json!({"data": data, "total_count": total, "pages": pages}).to_string(),
            )
        })
        .await;
        let (ids, errors) = to_the_end(&mut client.companies().list().items()).await;
        assert_eq!(ids, ["1"]);
        assert!(errors.len() == 1 && errors[0].is_paging());
        assert!(count.load(Ordering::SeqCst) < 10);
    }
}

#[tokio::test]
async fn total_that_shrinks_for_ever_ends_with_an_error() {
    let (client, count) = server(move |request| {
        let total = 1_000_000 - request.number;
        let number = request.query("page").unwrap_or("1").to_owned();
        let data = [json!({"type": "company", "id": number})];
        let pages = json!({"page": number, "total_pages": 900_000});
        (
            200,
            json!({"data": data, "total_count": total, "pages": pages}).to_string(),
        )
    })
    .await;
    let (ids, errors) = to_the_end(&mut client.companies().list().items()).await;
    assert_eq!(ids, ["1"]);
    assert!(errors.len() == 1 && errors[0].is_paging());
    assert!(count.load(Ordering::SeqCst) < 100);
}

#[tokio::test]
async fn equal_items_without_ids_are_not_a_false_alarm() {
    let (client, _) = server(|request| {
        let next = (request.number < 50).then(|| format!("/events?before={}", request.number));
        let events = vec![json!({"type": "event", "name": "opened"}); 2];
        (
            200,
            json!({"events": events, "pages": {"next": next}}).to_string(),
        )
    })
    .await;
    let filter = CustomerIdentity::new().intercom_user_id("1");
    let items = client.data_events().list(filter).items();
    assert_eq!(items.collect_all().await.unwrap().len(), 102);
}

#[tokio::test]
async fn permanent_failures_end_the_stream_at_once_and_others_after_a_while() {
    for (status, body, kind, polls) in [
        (404, "{}", ErrorKind::Api, 1),
        (200, "<html>", ErrorKind::Decode, 1),
        (200, "{\"data\": [", ErrorKind::Decode, 1),
        (500, "{}", ErrorKind::Api, 16),
        (408, "{}", ErrorKind::Api, 16),
    ] {
        for ahead in [0, usize::MAX] {
            let (client, count) = server(move |_| (status, body.to_owned())).await;
            let mut items = client.contacts().list().items().prefetch(ahead);
            let (ids, errors) = to_the_end(&mut items).await;
            assert!(ids.is_empty() && errors.iter().all(|error| error.kind() == kind));
            assert_eq!((errors.len(), count.load(Ordering::SeqCst)), (polls, polls));
        }
    }
}

#[test]
fn blocking_walk_within_a_runtime_fails_once() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (client, _) = runtime.block_on(server(|request| page(request, &[])));
    let _guard = runtime.enter();
    let mut items = client.contacts().list().items();
    items.next_blocking().unwrap().unwrap_err();
    assert!(items.next_blocking().is_none());
}

#[tokio::test]
async fn hostile_checkpoints_neither_panic_nor_search_for_ever() {
    let (client, count) = server(|request| {
        let number = request.query("page").unwrap_or("1").parse::<u64>().unwrap();
        let data = [json!({"type": "company", "id": number.to_string()})];
        let next = number.checked_add(1).map(|next| json!({"page": next}));
        (
            200,
            json!({"data": data, "pages": {"page": number, "next": next}}).to_string(),
        )
    })
    .await;
    for position in [
        json!({"page": u64::MAX}),
        json!({"page": 0}),
        json!({"after": ""}),
        json!({"query": [["page", "18446744073709551615"], ["", ""]]}),
        json!({"start": true}),
    ] {
        let mut checkpoint = position;
        checkpoint["version"] = json!(2);
        checkpoint["operation"] = json!("companies.list");
        checkpoint["given"] = json!("0123456789abcdef".repeat(2000));
        let checkpoint = serde_json::from_value(checkpoint).unwrap();
        let mut items = client.companies().list().items().resume(checkpoint);
        assert_eq!(some(&mut items, 1).await, ["1"]);
    }
    assert!(count.load(Ordering::SeqCst) < 300);
}
