//! A server whose pages are a function of the request.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use intercom_api::{Client, Retries};
use intercom_test_server::{read_body, serve, write};
use serde_json::Value;

/// A request for a page.
pub(crate) struct PageRequest {
    /// How many requests there were before.
    pub(crate) number: usize,
    target: String,
    /// The JSON body, null without one.
    pub(crate) body: Value,
}

impl PageRequest {
    /// The value of a query parameter.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        let (_, query) = self.target.split_once('?')?;
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let found = pairs.into_iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| value)
    }
}

/// Starts a server that sends what `page` returns: a status and a body. Returns a client of it, and
/// how many requests there were.
pub(crate) async fn server(
    page: impl Fn(&PageRequest) -> (u16, String) + Send + Sync + 'static,
) -> (Client, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let (seen, page) = (Arc::clone(&count), Arc::new(page));
    let url = serve(move |_, head, mut stream| {
        let (seen, page) = (Arc::clone(&seen), Arc::clone(&page));
        async move {
            let body = read_body(&mut stream, &head).await;
            let request = PageRequest {
                number: seen.fetch_add(1, Ordering::SeqCst),
                target: head.split(' ').nth(1).unwrap_or_default().to_owned(),
                body: serde_json::from_slice(&body).unwrap_or(Value::Null),
            };
            let (status, text) = page(&request);
            let length = text.len();
            let head =
                format!("{status} X\r\ncontent-type: application/json\r\ncontent-length: {length}");
            write(&mut stream, &head, text.as_bytes()).await;
        }
    })
    .await;
    let client = Client::builder()
        .token("s3cret-token")
        .base_url(url)
        .retries(Retries::none())
        .build()
        .unwrap();
    (client, count)
}
