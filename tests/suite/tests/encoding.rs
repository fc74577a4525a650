//! Paths and queries as they arrive: any value arrives exactly as it was given, in its own segment or
//! parameter, and cannot become part of anything else.

// In a test, a panic is a report.
#![allow(clippy::unwrap_used)]

use std::sync::{Arc, Mutex};

use http::Method;
use intercom_api::{Client, ErrorKind, Retries};
use intercom_small::Timestamp;
use intercom_test_server::{RecordedRequest, accept, listen};
use percent_encoding::percent_decode_str;
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};
use proptest::prop_oneof;
use tokio::io::{AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;

/// Any text, and texts of what separates the parts of a URL.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        r"[./%?#&=+ ;,@:\\\[\]\r\n-]{0,8}",
        "(%2[eEfF]|[.]|/|a){1,6}",
    ]
}

/// Text that a path takes: an empty segment, `.` and `..` are refused.
fn segment() -> impl Strategy<Value = String> {
    let is_taken = |text: &String| !matches!(text.as_str(), "" | "." | "..");
    text().prop_filter("a segment that paths take", is_taken)
}

/// A server that keeps what arrives, and clients of it.
struct Recorder {
    runtime: Runtime,
    targets: Arc<Mutex<Vec<String>>>,
    client: Client,
    small: intercom_small::Client,
}

impl Recorder {
    fn start() -> Self {
        let runtime = Runtime::new().unwrap();
        let targets = Arc::new(Mutex::new(Vec::new()));
        let (listener, url) = runtime.block_on(listen());
        let seen = Arc::clone(&targets);
        let handle = move |_, stream| record(stream, Arc::clone(&seen));
        runtime.spawn(accept(listener, usize::MAX, handle));
        let builder = Client::builder().token("t").base_url(&url);
        let client = builder.retries(Retries::none()).build().unwrap();
        let builder = intercom_small::Client::builder().token("t").base_url(url);
        Self {
            runtime,
            targets,
            client,
            small: builder.build().unwrap(),
        }
    }

    /// Returns path and query of the only request that `call` sends.
    fn target<T, E: std::fmt::Debug>(&self, call: impl Future<Output = Result<T, E>>) -> String {
        self.runtime.block_on(call).unwrap();
        let mut targets = self.targets.lock().unwrap();
        assert_eq!(targets.len(), 1, "{targets:?}");
        targets.remove(0)
    }
}

/// Keeps the targets of all requests on a connection, which get an empty object.
async fn record(stream: TcpStream, seen: Arc<Mutex<Vec<String>>>) {
    let mut stream = BufReader::new(stream);
    while let Some(request) = RecordedRequest::read(&mut stream).await {
        seen.lock().unwrap().push(request.target().to_owned());
        let response = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
        stream.get_mut().write_all(response).await.unwrap();
    }
}

/// Runs a test with the server of its thread.
fn with_recorder<T>(test: impl FnOnce(&Recorder) -> T) -> T {
    thread_local! {
        static SHARED: Recorder = Recorder::start();
    }
    SHARED.with(test)
}

/// The decoded segments of a target, which must have neither query nor fragment, and which a URL
/// parser must read as they stand.
fn segments(target: &str) -> Vec<String> {
    assert!(!target.contains(['?', '#']), "{target}");
    let parsed = url::Url::parse(&format!("http://host{target}")).unwrap();
    assert_eq!(parsed.path(), target);
    let decoded = |segment| percent_decode_str(segment).decode_utf8().unwrap();
    let segments = target.strip_prefix('/').unwrap().split('/');
    segments
        .map(|segment| decoded(segment).into_owned())
        .collect()
}

/// The decoded parameters of a target, which must have the path `path`.
fn parameters(target: &str, path: &str) -> Vec<(String, String)> {
    let parsed = url::Url::parse(&format!("http://host{target}")).unwrap();
    assert_eq!((parsed.path(), parsed.fragment()), (path, None));
    parsed.query_pairs().into_owned().collect()
}

proptest! {
    #[test]
    fn a_value_stays_in_its_segment(value in segment()) {
        let target = with_recorder(|recorder| {
            recorder.target(recorder.client.contacts().get(&value).into_future())
        });
        prop_assert_eq!(segments(&target), ["contacts".to_owned(), value]);
    }

    #[test]
    fn values_stay_apart(first in segment(), second in segment()) {
        let target = with_recorder(|recorder| {
            let contacts = recorder.client.contacts();
            let call = contacts.detach_subscription(&second).from_contact(&first);
            recorder.target(call.into_future())
        });
        let expected = ["contacts".to_owned(), first, "subscriptions".to_owned(), second];
        prop_assert_eq!(segments(&target), expected);
    }

    #[test]
    fn parameters_round_trip(
        pairs in proptest::collection::vec((text(), text()), 0..4),
        value in text(),
    ) {
        let (typed, raw, declared) = with_recorder(|recorder| {
            let client = &recorder.client;
            let mut typed = client.contacts().get("1");
            let mut raw = client.request(Method::GET, "/contacts/1");
            for (name, value) in &pairs {
                typed = typed.with_query(name, value);
                raw = raw.query(name, value);
            }
            let declared = client.visitors().get(&value).into_future();
            (
                recorder.target(typed.into_future()),
                recorder.target(raw.send()),
                recorder.target(declared),
            )
        });
        prop_assert_eq!(parameters(&typed, "/contacts/1"), pairs);
        prop_assert_eq!(raw, typed);
        let expected = [("user_id".to_owned(), value)];
        prop_assert_eq!(parameters(&declared, "/visitors"), expected);
    }

    #[test]
    fn elements_of_a_list_round_trip(elements in proptest::collection::vec(text(), 1..4)) {
        let target = with_recorder(|recorder| {
            let pets = recorder.small.pets().list(Timestamp::from_seconds(7));
            recorder.target(pets.kinds(&elements).into_future())
        });
        let (_, list) = target.split_once("/pets?since=7&kinds=").unwrap();
        prop_assert!(!list.contains('&'));
        // A comma within an element is encoded, one between elements is not.
        let decoded = |element| percent_decode_str(element).decode_utf8().unwrap();
        let arrived: Vec<_> = list.split(',').map(decoded).collect();
        prop_assert_eq!(arrived, elements);
    }
}

#[test]
fn segments_that_lead_elsewhere_are_refused_unsent() {
    with_recorder(|recorder| {
        for value in ["", ".", ".."] {
            let call = recorder.client.contacts().get(value).into_future();
            let error = recorder.runtime.block_on(call).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Request, "{value:?}");
        }
        assert!(recorder.targets.lock().unwrap().is_empty());
    });
}
