//! Walking through pages of 150 contacts, against asking for the same pages one by one. Pages come
//! from a transport of the program, so that nothing but the client is measured.

use bytes::Bytes;
use intercom_api::{Client, TransportBody, TransportError};
use tokio::runtime::Runtime;

use super::Work;
use crate::bodies;

/// The pages of the list.
const PAGES: usize = 8;

pub fn works() -> Vec<Work> {
    vec![
        Work::new("walk/client", || {
            let (client, runtime) = client();
            Box::new(move || runtime.block_on(walk(&client)))
        }),
        Work::new("walk/list", || {
            let (client, runtime) = client();
            Box::new(move || runtime.block_on(list(&client)))
        }),
    ]
}

async fn walk(client: &Client) {
    let mut contacts = client.contacts().list().items();
    let mut count = 0;
    while let Some(contact) = contacts.next().await {
        assert!(contact.is_ok());
        count += 1;
    }
    assert_eq!(count, PAGES * 150);
}

async fn list(client: &Client) {
    let mut cursor = None;
    let mut count = 0;
    for _ in 0..PAGES {
        let mut call = client.contacts().list();
        if let Some(cursor) = cursor.take() {
            call = call.starting_after(cursor);
        }
        let page = call.await.unwrap();
        cursor = page.pages.and_then(|pages| pages.next?.starting_after);
        for contact in page.data {
            drop(contact);
            count += 1;
        }
    }
    assert_eq!(count, PAGES * 150);
}

fn client() -> (Client, Runtime) {
    let page = |number: usize| {
        let next = (number + 1 < PAGES).then_some(number + 1);
        Bytes::from(bodies::page(number * 150, 150, next))
    };
    let pages: Vec<Bytes> = (0..PAGES).map(page).collect();
    let transport = move |request: http::Request<Bytes>| {
        let query = request.uri().query().unwrap_or_default();
        let cursor = query.strip_prefix("starting_after=");
        let page = pages[cursor.map_or(0, |cursor| cursor.parse().unwrap())].clone();
        async move {
            let response = http::Response::builder()
                .header("content-type", "application/json; charset=utf-8")
                .body(TransportBody::from(page));
            Ok::<_, TransportError>(response.unwrap())
        }
    };
    let client = Client::builder().token("dG9rOmJlbmNobWFyaw==");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    (
        client.transport(transport).build().unwrap(),
        runtime.unwrap(),
    )
}
