//! HTTP/2, where all calls share one connection: what becomes of them when it, or one of its streams,
//! ends at any moment.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use intercom_api::types::CreateContact;
use intercom_api::{Client, Error, ErrorKind, Retries};

use crate::support::{JumpingClock, builder_at};
use intercom_test_server::http2::{
    CANCEL, CONTINUATION, Connection, DATA, END_HEADERS, END_STREAM, HEADERS, INTERNAL_ERROR,
    NO_ERROR, PING, REFUSED_STREAM, Request, SETTINGS, serve,
};

const ANSWER: &[u8] = br#"{"type":"contact","id":"1"}"#;

/// How long a flood may last, and how late its end may be noticed on a busy machine.
const LIMIT: Duration = Duration::from_millis(300);
const MOST: Duration = Duration::from_secs(4);

/// A client that uses HTTP/2 without negotiation, and whose waits take no time.
fn client(url: String) -> Client {
    let http = reqwest::Client::builder().http2_prior_knowledge();
    let http = http.redirect(reqwest::redirect::Policy::none());
    let builder = builder_at(url).http_client(http.build().unwrap());
    builder.clock(JumpingClock::new()).build().unwrap()
}

async fn create(client: &Client) -> Result<(), Error> {
    let contact = CreateContact::new().email("joe@example.com");
    let response = client.contacts().create(contact).send().await?;
    assert_eq!(response.attempts(), 1);
    Ok(())
}

/// The fate of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It was read, and not handled.
    Refused,
    /// It was handled, and the response was lost.
    Lost,
    Answered,
}

/// What befalls the first request of the first connection.
#[derive(Clone, Copy, Debug)]
enum Fault {
    /// The server closes the connection and reports that it has not handled the request.
    GoneBefore,
    /// The server refuses the stream, and keeps the connection.
    Refusal,
    /// The server announces that this request is its last one, and closes the connection without a
    /// response.
    GoneWithIt,
    /// The same, for a reason.
    GoneForAReason,
    /// The stream ends instead of a response, or in the middle of it.
    Reset { code: u32, in_body: bool },
    /// The connection ends, with or without the head of a response.
    Cut { in_body: bool },
}

impl Fault {
    async fn befall(self, connection: &mut Connection, stream: u32) -> Fate {
        let in_body = match self {
            Self::Reset { in_body, .. } | Self::Cut { in_body } => in_body,
            _ => false,
        };
        if in_body {
            connection
                .head(stream, false, &[("content-length", "27")])
                .await;
            connection.write(DATA, 0, stream, &ANSWER[..9]).await;
        }
        match self {
            Self::GoneBefore => connection.go_away(0, NO_ERROR).await,
            Self::Refusal => connection.reset(stream, REFUSED_STREAM).await,
            Self::GoneWithIt => connection.go_away(stream, NO_ERROR).await,
            Self::GoneForAReason => connection.go_away(0, INTERNAL_ERROR).await,
            Self::Reset { code, .. } => connection.reset(stream, code).await,
            Self::Cut { .. } => {}
        }
        match self {
            Self::GoneBefore | Self::Refusal => Fate::Refused,
            _ => Fate::Lost,
        }
    }

    /// Whether the connection lives on.
    fn is_of_the_stream(self) -> bool {
        matches!(self, Self::Refusal | Self::Reset { .. })
    }
}

/// A server with such a fault for the first request, and the fate of all requests.
async fn server(fault: Fault) -> (String, Arc<Mutex<Vec<Fate>>>) {
    let fates = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&fates);
    let url = serve(100, move |_, mut connection| {
        let seen = Arc::clone(&seen);
        async move {
            while let Some(Request { stream, .. }) = connection.request().await {
                let is_first = seen.lock().unwrap().is_empty();
                let fate = if is_first {
                    fault.befall(&mut connection, stream).await
                } else {
                    connection.answer(stream, ANSWER).await;
                    Fate::Answered
                };
                seen.lock().unwrap().push(fate);
                if is_first && !fault.is_of_the_stream() {
                    return;
                }
            }
        }
    })
    .await;
    (url, fates)
}

#[tokio::test]
async fn request_that_was_certainly_not_handled_is_sent_again() {
    for fault in [Fault::GoneBefore, Fault::Refusal] {
        let (url, fates) = server(fault).await;
        let client = client(url);
        create(&client).await.unwrap();
        create(&client).await.unwrap();
        let fates = fates.lock().unwrap();
        assert_eq!(*fates, [Fate::Refused, Fate::Answered, Fate::Answered]);
    }
}

#[tokio::test]
async fn what_may_have_been_handled_is_sent_again_only_if_it_is_safe() {
    for fault in [
        Fault::GoneWithIt,
        Fault::GoneForAReason,
        Fault::Cut { in_body: false },
        Fault::Cut { in_body: true },
    ]
    .into_iter()
    .chain([false, true].into_iter().flat_map(|in_body| {
        let reset = move |code| Fault::Reset { code, in_body };
        [NO_ERROR, INTERNAL_ERROR, CANCEL].map(reset)
    })) {
        let (url, fates) = server(fault).await;
        let client_of_it = client(url);
        let error = create(&client_of_it).await.unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::Transport | ErrorKind::Body),
            "{fault:?}: {error:?}"
        );
        assert_eq!(error.attempts(), 1, "{fault:?}");
        assert!(error.may_have_been_sent() && !error.is_retryable());
        // The pool is none the worse for it.
        create(&client_of_it).await.unwrap();
        let expected = [Fate::Lost, Fate::Answered];
        assert_eq!(*fates.lock().unwrap(), expected, "{fault:?}");

        let (url, fates) = server(fault).await;
        let visitor = client(url).visitors().get("joe@example.com");
        let response = visitor.send().await.unwrap();
        assert_eq!(response.attempts(), 2, "{fault:?}");
        assert_eq!(*fates.lock().unwrap(), expected, "{fault:?}");
    }
}

#[tokio::test]
async fn server_that_always_refuses_ends_the_call() {
    let url = serve(100, |_, mut connection| async move {
        while let Some(request) = connection.request().await {
            connection.reset(request.stream, REFUSED_STREAM).await;
        }
    })
    .await;
    let error = create(&client(url)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
}

#[tokio::test]
async fn a_connection_that_ends_while_idle_costs_nothing() {
    let bodies = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&bodies);
    let url = serve(100, move |_, mut connection| {
        let seen = Arc::clone(&seen);
        async move {
            let request = connection.request().await.unwrap();
            seen.lock().unwrap().push(request.body);
            connection.answer(request.stream, ANSWER).await;
            connection.go_away(request.stream, NO_ERROR).await;
            // Bytes after that belong to no stream.
            while connection.request().await.is_some() {}
        }
    })
    .await;
    let client = client(url);
    for call in 1..=20 {
        create(&client).await.unwrap();
        assert_eq!(bodies.lock().unwrap().len(), call);
    }
}

#[tokio::test]
async fn stream_without_a_response_is_given_up_alone() {
    let given_up = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&given_up);
    let url = serve(100, move |number, mut connection| {
        let seen = Arc::clone(&seen);
        async move {
            assert_eq!(number, 0);
            let silent = connection.request().await.unwrap();
            while let Some(request) = connection.request().await {
                connection.answer(request.stream, ANSWER).await;
                seen.lock().unwrap().clone_from(&connection.given_up);
            }
            drop(silent);
        }
    })
    .await;
    let client = client(url);
    let contact = CreateContact::new().email("joe@example.com");
    let silent = client.contacts().create(contact);
    let silent = tokio::spawn(silent.with_timeout(Duration::from_millis(300)).send());
    tokio::time::sleep(Duration::from_millis(50)).await;
    for _ in 0..5 {
        create(&client).await.unwrap();
    }
    let error = silent.await.unwrap().unwrap_err();
    assert!(error.is_timeout() && error.may_have_been_sent());
    create(&client).await.unwrap();
    create(&client).await.unwrap();
    assert_eq!(*given_up.lock().unwrap(), [1]);
}

#[tokio::test]
async fn a_connection_that_is_cut_under_many_calls() {
    for most in [1, 10, 100] {
        let bodies = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&bodies);
        let url = serve(most, move |number, mut connection| {
            let seen = Arc::clone(&seen);
            async move {
                let mut count = 0;
                while let Some(request) = connection.request().await {
                    seen.lock().unwrap().push(request.body);
                    count += 1;
                    // Some requests have a response, and the connection ends for all others.
                    if number == 0 && count > 20.min(most) {
                        return;
                    }
                    if number > 0 || count % 2 == 1 {
                        connection.answer(request.stream, ANSWER).await;
                    }
                    if number == 0 && most == 1 {
                        return;
                    }
                }
            }
        })
        .await;
        let client = client(url);
        let calls: Vec<_> = (0..100)
            .map(|number| {
                let client = client.clone();
                tokio::spawn(async move {
                    if number % 2 == 0 {
                        return client.tags().list().await.map(drop);
                    }
                    let contact = CreateContact::new().external_id(number.to_string());
                    client.contacts().create(contact).await.map(drop)
                })
            })
            .collect();
        for (number, call) in calls.into_iter().enumerate() {
            match call.await.unwrap() {
                Ok(()) => {}
                Err(error) => {
                    assert_eq!(number % 2, 1, "{error:?}");
                    assert!(error.may_have_been_sent());
                    assert_eq!(error.attempts(), 1);
                }
            }
        }
        let mut created = bodies.lock().unwrap().clone();
        created.retain(|body| !body.is_empty());
        let count = created.len();
        created.sort();
        created.dedup();
        assert_eq!(created.len(), count, "something was created twice");
        create(&client).await.unwrap();
    }
}

/// Frames that a server repeats for as long as the connection is open, after the head of its
/// response or in place of it.
const FLOODS: [(bool, u8, u8, &[u8]); 6] = [
    // Informational responses: the table of HPACK has the name of the status, but not 103.
    (false, HEADERS, END_HEADERS, &[8, 3, b'1', b'0', b'3']),
    (false, CONTINUATION, 0, &[0, 1, b'x', 1, b'y']),
    (false, PING, 0, &[0; 8]),
    (true, DATA, 0, &[b' '; 16_000]),
    (true, DATA, 0, &[]),
    (true, SETTINGS, 0, &[]),
];

#[tokio::test]
async fn a_flood_of_frames_ends_in_an_error() {
    for (is_answered, kind, flags, payload) in FLOODS {
        let url = serve(100, move |_, mut connection| async move {
            let stream = connection.request().await.unwrap().stream;
            if is_answered {
                connection.head(stream, false, &[]).await;
            } else if kind == CONTINUATION {
                connection.write(HEADERS, 0, stream, &[0x88]).await;
            }
            let stream = if [PING, SETTINGS].contains(&kind) {
                0
            } else {
                stream
            };
            while connection.write(kind, flags, stream, payload).await {}
        })
        .await;
        let call = client(url).tags().list().with_retries(Retries::none());
        let began = Instant::now();
        let error = call.with_attempt_timeout(LIMIT).await.unwrap_err();
        let took = began.elapsed();
        assert!(took < MOST, "{kind}: {took:?}");
        assert!(error.may_have_been_sent() && error.status().is_none_or(|status| status == 200));
    }
}

#[tokio::test]
async fn the_length_of_a_head_is_not_waited_for() {
    let url = serve(100, |_, mut connection| async move {
        while let Some(Request { stream, .. }) = connection.request().await {
            let length = [("content-length", "99999999999")];
            connection.head(stream, false, &length).await;
            connection.write(DATA, END_STREAM, stream, b"").await;
        }
    })
    .await;
    let call = client(url).request(http::Method::HEAD, "/me");
    assert_eq!(call.send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn download_resumes_after_its_stream_was_reset() {
    for (sent, code) in [(6, INTERNAL_ERROR), (6, NO_ERROR), (10, INTERNAL_ERROR)] {
        let url = serve(100, move |_, mut connection| async move {
            let stream = connection.request().await.unwrap().stream;
            let headers = [("content-length", "10"), ("etag", "\"a\"")];
            connection.head(stream, false, &headers).await;
            let data = &b"0123456789"[..sent];
            connection.write(DATA, 0, stream, data).await;
            connection.reset(stream, code).await;
            let Some(Request { stream, .. }) = connection.request().await else {
                return;
            };
            let range = [
                ("content-length", "4"),
                ("content-range", "bytes 6-9/10"),
                ("etag", "\"a\""),
            ];
            connection.head(stream, true, &range).await;
            connection.write(DATA, END_STREAM, stream, b"6789").await;
            connection.request().await;
        })
        .await;
        let mut download = client(url).data_exports().download("1").stream();
        let mut bytes = Vec::new();
        while let Some(chunk) = download.chunk().await.unwrap() {
            bytes.extend(chunk);
        }
        assert_eq!(bytes, b"0123456789", "{sent} {code}");
    }
}
