//! Servers of Fin's events that send too much, nothing, or the client elsewhere.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::stream;
use intercom_api::external::bytes::Bytes;
use intercom_api::{Client, ErrorKind};
use intercom_test_server::{CannedResponse, Server, serve_bytes};

use crate::fin_script::{
    JumpingClock, TOKEN, URL, builder, chunk, client, client_of, hangs_after, response, sends,
    status, streams,
};
use crate::fin_stream::all;

const MIB: usize = 1024 * 1024;

/// The bytes of one text without end, and how many were taken.
fn endless(
    text: &'static str,
) -> (
    impl Fn(usize) -> crate::fin_script::Exchange,
    Arc<AtomicUsize>,
) {
    let taken = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&taken);
    let part = Bytes::from(text.repeat(64 * 1024 / text.len()));
    let answer = move |_| {
        let (part, seen) = (part.clone(), Arc::clone(&seen));
        streams(stream::repeat_with(move || {
            seen.fetch_add(part.len(), Ordering::SeqCst);
            Ok(part.clone())
        }))
    };
    (answer, taken)
}

#[tokio::test]
async fn endless_event_is_an_error_in_bounded_memory() {
    for text in ["x", "data: x\n", "data: x\r\n", "id: 1\r", ": x\n", "data:"] {
        let (answer, taken) = endless(text);
        let (client, requests) = client_of(builder(), answer);
        let (found, error) = all(client.fin_events(URL)).await;
        assert!(found.is_empty());
        assert_eq!(error.unwrap().kind(), ErrorKind::TooLarge, "{text:?}");
        assert_eq!(requests.len(), 1, "{text:?}");
        assert!(taken.load(Ordering::SeqCst) < 2 * MIB, "{text:?}");
    }
}

#[tokio::test]
async fn endless_connections_are_bounded() {
    // With a new event on each, so that none counts as a failure.
    let (client, requests) = client_of(builder(), |number| {
        let number = u32::try_from(number).unwrap();
        sends(["retry: 0\n\n".to_owned(), status("thinking", number)].concat())
    });
    let (found, error) = all(client.fin_events(URL)).await;
    assert_eq!(found.len(), requests.len());
    assert_eq!(requests.len(), 50);
    assert_eq!(error.unwrap().kind(), ErrorKind::Transport);

    let (client, requests) = client_of(builder(), |_| sends(""));
    let (_, error) = all(client.fin_events(URL)).await;
    assert_eq!(requests.len(), 3);
    assert_eq!(error.unwrap().kind(), ErrorKind::Body);
}

#[tokio::test(start_paused = true)]
async fn silent_connections_are_bounded() {
    let (client, requests) = client_of(builder(), |_| hangs_after(""));
    let (_, error) = all(client.fin_events(URL)).await;
    assert!(error.is_some());
    assert!(requests.len() <= 50);
}

#[tokio::test(start_paused = true)]
async fn head_that_never_comes_is_a_timeout() {
    let transport = |_| std::future::pending();
    let client = builder().transport(transport).build().unwrap();
    let (_, error) = all(client.fin_events(URL)).await;
    assert_eq!(error.unwrap().kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn stream_ends_when_its_token_expires() {
    let clock = JumpingClock::new();
    let moved = clock.clone();
    let (client, _) = client_of(builder().clock(clock), move |_| {
        let clock = moved.clone();
        // An event every second, without end.
        let events = (0..).map(move |index| {
            clock.advance(Duration::from_secs(1));
            Ok(Bytes::from(chunk("s", index, "x")))
        });
        streams(stream::iter(events))
    });
    let (found, error) = all(client.fin_events(URL)).await;
    assert!((170..=180).contains(&found.len()), "{}", found.len());
    assert_eq!(error.unwrap().kind(), ErrorKind::Timeout);

    let short = client.fin_events(URL).lifetime(Duration::from_secs(10));
    let (found, _) = all(short).await;
    assert!(found.len() <= 10);
}

#[tokio::test]
async fn long_wait_that_a_server_asks_for_is_cut() {
    let clock = JumpingClock::new();
    let (client, requests) = client_of(builder().clock(clock), |number| {
        if number == 0 {
            sends(["retry: 99999999999\n\n".to_owned(), status("thinking", 1)].concat())
        } else {
            sends(status("complete", 2))
        }
    });
    let (found, error) = all(client.fin_events(URL)).await;
    assert_eq!(found, ["thinking", "complete"]);
    assert!(error.is_none());
    assert_eq!(requests.len(), 2);
}

#[tokio::test]
async fn strange_ids_are_not_sent_back() {
    let long = "9".repeat(5_000);
    for id in ["\u{7f}", long.as_str(), "é\u{1}"] {
        let (client, requests) = client([
            sends(format!("id: {id}\n{}", status("thinking", 1))),
            sends(status("complete", 2)),
        ]);
        all(client.fin_events(URL)).await;
        let sent = requests.header(1, "last-event-id");
        assert!(sent.is_none_or(|sent| sent.len() <= 1024));
    }
}

#[tokio::test]
async fn redirect_is_not_followed_and_leaks_nothing() {
    let (elsewhere, connections) =
        serve_bytes(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    for code in [301, 302, 303, 307, 308] {
        let location = format!("location: {elsewhere}/?accessToken=s3cret-jwt\r\n");
        let server = Server::start([CannedResponse::new(code, &location, "{}")]);
        let client = Client::builder()
            .token(TOKEN)
            .base_url(server.url())
            .build()
            .unwrap();
        let url = format!("{}/event-stream?accessToken=s3cret-jwt", server.url());
        let (found, error) = all(client.fin_events(&url)).await;
        let error = error.unwrap();
        assert!(found.is_empty());
        assert_eq!(error.kind(), ErrorKind::Redirect);
        assert!(!format!("{error} {error:?}").contains("s3cret"));
        assert_eq!(server.requests().len(), 1);
        assert_eq!(server.requests()[0].header("authorization"), None);
    }
    assert_eq!(connections.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn unsafe_urls_are_refused_before_anything_is_sent() {
    let (client, requests) = client([]);
    for url in [
        "http://realtime.example/?accessToken=s3cret-jwt",
        "https://s3cret:s3cret@realtime.example/",
        "file:///etc/passwd",
        "realtime.example",
        "",
    ] {
        let (_, error) = all(client.fin_events(url)).await;
        let error = error.unwrap();
        assert_eq!(error.kind(), ErrorKind::Request, "{url}");
        assert!(!format!("{error} {error:?}").contains("s3cret"));
    }
    assert_eq!(requests.len(), 0);
}

#[tokio::test]
async fn other_bodies_are_not_event_streams() {
    for answer in [
        response(200, "application/json", "{}"),
        response(200, "text/event-streams", ""),
        response(204, "text/event-stream", ""),
        response(206, "text/event-stream", ""),
    ] {
        let (client, requests) = client([answer]);
        let (_, error) = all(client.fin_events(URL)).await;
        assert_eq!(error.unwrap().kind(), ErrorKind::Decode);
        assert_eq!(requests.len(), 1);
    }
}

#[tokio::test]
async fn bytes_that_are_not_utf8_are_a_broken_connection() {
    let (client, requests) = client_of(builder(), |_| {
        streams(stream::iter([Ok(Bytes::from_static(b"data: \xff\n\n"))]))
    });
    let (_, error) = all(client.fin_events(URL)).await;
    assert_eq!(error.unwrap().kind(), ErrorKind::Body);
    assert_eq!(requests.len(), 3);
}

#[tokio::test]
async fn large_error_body_is_not_read_to_its_end() {
    let part = Bytes::from(vec![b' '; 64 * 1024]);
    let taken = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&taken);
    let (client, _) = client_of(builder(), move |_| {
        let (part, seen) = (part.clone(), Arc::clone(&seen));
        let endless = stream::repeat_with(move || {
            seen.fetch_add(part.len(), Ordering::SeqCst);
            Ok::<_, intercom_api::TransportError>(part.clone())
        });
        response(
            400,
            "application/json",
            intercom_api::TransportBody::from_stream(endless),
        )
    });
    let (_, error) = all(client.fin_events(URL)).await;
    assert_eq!(error.unwrap().kind(), ErrorKind::Api);
    assert!(taken.load(Ordering::SeqCst) < MIB);
}
