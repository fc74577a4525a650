//! Streams bytes as Fin's events, over connections that all send the same.
#![no_main]

use intercom_api::external::bytes::Bytes;
use intercom_api::external::http::{Request, Response};
use intercom_api::{BoxFuture, Client, Clock, TransportBody, TransportError};
use std::time::{Duration, Instant, SystemTime};

/// A clock that waits for nothing.
struct Hurry(Instant);

impl Clock for Hurry {
    fn now(&self) -> Instant {
        self.0
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let bytes = bytes.to_vec();
    let transport = move |_: Request<Bytes>| {
        let response = Response::builder().header("content-type", "text/event-stream");
        let response = response.body(TransportBody::from(bytes.clone()));
        std::future::ready(response.map_err(TransportError::refused))
    };
    let client = Client::builder()
        .token("dG9rOjEyMw==")
        .clock(Hurry(Instant::now()))
        .transport(transport)
        .build()
        .expect("a client");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let mut events = client.fin_events("https://realtime.example/");
        while events.next().await.is_some() {}
    });
});
