//! Reading changes of contacts, against decoding the same pages. Pages come from a transport of the
//! program, so that nothing but the client is measured.

use std::hint::black_box;

use bytes::Bytes;
use intercom_api::Client;
use intercom_api::changes::ChangeCursor;
use intercom_api::types::ContactList;
use intercom_core::codegen::decode_body;
use tokio::runtime::Runtime;

use super::{Work, transport};
use crate::bodies;

/// The pages of the search.
const PAGES: usize = 8;

pub fn works() -> Vec<Work> {
    vec![
        Work::new("changes/client", || {
            let (client, runtime) = client();
            Box::new(move || runtime.block_on(changes(&client)))
        }),
        Work::new("changes/decode", || {
            let pages = bodies::pages(PAGES);
            Box::new(move || pages.iter().for_each(decode))
        }),
    ]
}

fn decode(page: &Bytes) {
    drop(decode_body::<ContactList>(black_box(page)).unwrap());
}

async fn changes(client: &Client) {
    let mut changes = client.contacts().changes(ChangeCursor::default());
    let mut count = 0;
    while let Some(change) = changes.next().await {
        assert!(change.is_ok());
        count += 1;
    }
    assert_eq!(count, PAGES * bodies::PER_PAGE);
}

fn client() -> (Client, Runtime) {
    let pages = bodies::pages(PAGES);
    let me =
        Bytes::from_static(br#"{"type":"admin","id":"1","app":{"type":"app","id_code":"ab12"}}"#);
    transport::client(move |request| {
        if request.uri().path() == "/me" {
            return me.clone();
        }
        let body: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
        let cursor = body["pagination"]["starting_after"].as_str();
        pages[cursor.map_or(0, |cursor| cursor.parse().unwrap())].clone()
    })
}
