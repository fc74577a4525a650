//! Walking through pages of 150 contacts, against asking for the same pages one by one. Pages come
//! from a transport of the program, so that nothing but the client is measured.

use intercom_api::Client;
use tokio::runtime::Runtime;

use super::{Work, transport};
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
    assert_eq!(count, PAGES * bodies::PER_PAGE);
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
    assert_eq!(count, PAGES * bodies::PER_PAGE);
}

fn client() -> (Client, Runtime) {
    let pages = bodies::pages(PAGES);
    transport::client(move |request| {
        let query = request.uri().query().unwrap_or_default();
        let cursor = query.strip_prefix("starting_after=");
        pages[cursor.map_or(0, |cursor| cursor.parse().unwrap())].clone()
    })
}
