//! The stream of Fin's events: typed, without repetitions, over several connections, to its end.

use std::time::Duration;

use futures_util::{StreamExt, stream};
use intercom_api::external::bytes::Bytes;
use intercom_api::fin_events::{FinEvent, FinEventStream, FinStatus};
use intercom_api::{Client, Error, ErrorKind, Retries};
use proptest::prelude::*;
use serde_json::json;

use crate::fin_script::{
    URL, breaks_after, builder, chunk, client, client_of, event, hangs_after, reply, response,
    sends, status, streams,
};

/// What an event is, in short.
pub fn short(event: &FinEvent) -> String {
    match event {
        FinEvent::StatusUpdated(event) => event.status.as_ref().unwrap().to_string(),
        FinEvent::Replied(event) => {
            let id = event
                .message
                .as_ref()
                .and_then(|message| message.id.as_ref());
            format!("reply {}", id.map_or("?", |id| id.as_str()))
        }
        FinEvent::ReplyChunk(event) => format!("chunk {}", event.chunk_text.as_ref().unwrap()),
        FinEvent::CsatRequested(_) => "survey".to_owned(),
        other => format!("other {}", serde_json::to_string(other).unwrap()),
    }
}

/// All events in short, and the error at their end.
pub async fn all(mut events: FinEventStream) -> (Vec<String>, Option<Error>) {
    let mut found = Vec::new();
    while let Some(event) = StreamExt::next(&mut events).await {
        match event {
            Ok(event) => found.push(short(&event)),
            Err(error) => {
                assert!(
                    events.next().await.is_none(),
                    "the stream ends after an error"
                );
                return (found, Some(error));
            }
        }
    }
    assert!(events.next().await.is_none());
    (found, None)
}

async fn found(client: &Client) -> Vec<String> {
    let (found, error) = all(client.fin_events(URL)).await;
    assert!(error.is_none(), "{error:?}");
    found
}

#[tokio::test]
async fn stream_ends_at_a_final_status() {
    for last in [
        status("awaiting_user_reply", 2),
        status("complete", 2),
        reply("m1", "awaiting_user_reply", "s"),
    ] {
        let script = [
            status("thinking", 0),
            status("escalated", 1),
            last,
            status("thinking", 9),
        ];
        let (client, requests) = client([hangs_after(script.concat())]);
        let found = found(&client).await;
        assert_eq!(found.len(), 3);
        assert_eq!(found[..2], ["thinking", "escalated"]);
        assert_eq!(requests.len(), 1);
    }
}

#[tokio::test]
async fn request_contains_nothing_of_the_client() {
    let (client, requests) = client([sends(status("complete", 0))]);
    found(&client).await;
    assert_eq!(requests.urls(), [URL]);
    assert_eq!(requests.header(0, "accept").unwrap(), "text/event-stream");
    for name in [
        "authorization",
        "intercom-version",
        "x-own",
        "cookie",
        "last-event-id",
    ] {
        assert_eq!(requests.header(0, name), None, "{name}");
    }
}

#[tokio::test]
async fn connection_that_ends_early_is_made_again_without_repetitions() {
    let first = [
        "id: 1\n".to_owned() + &status("thinking", 0),
        chunk("s", 0, "He"),
        "id: 3\n".to_owned() + &chunk("s", 1, "Hell"),
    ];
    let second = [
        first.concat(),
        chunk("s", 2, "Hello"),
        reply("m1", "replying", "s"),
        chunk("s", 1, "Hell"),
        chunk("s", 3, "Hello!"),
    ];
    let third = [
        first.concat(),
        reply("m1", "replying", "s"),
        status("complete", 5),
    ];
    let (client, requests) = client([
        breaks_after(first.concat()),
        sends(second.concat()),
        sends(third.concat()),
    ]);
    let found = found(&client).await;
    let expected = [
        "thinking",
        "chunk He",
        "chunk Hell",
        "chunk Hello",
        "reply m1",
        "complete",
    ];
    assert_eq!(found, expected);
    assert_eq!(requests.len(), 3);
    assert_eq!(requests.header(1, "last-event-id").unwrap(), "3");
}

#[tokio::test]
async fn incomplete_event_at_a_break_is_not_an_event() {
    let whole = status("thinking", 0);
    let (client, _) = client([
        breaks_after(whole[..whole.len() - 1].to_owned()),
        sends([whole, status("complete", 1)].concat()),
    ]);
    assert_eq!(found(&client).await, ["thinking", "complete"]);
}

#[tokio::test]
async fn same_event_twice_on_one_connection_is_two_events() {
    let same = event(json!({"event_name": "fin_typing"}));
    let (client, _) = client([sends([same.clone(), same, status("complete", 1)].concat())]);
    assert_eq!(found(&client).await.len(), 3);
}

#[tokio::test]
async fn envelope_and_event_field_name_the_event() {
    let inner =
        json!({"conversation_id": "c", "chunk_text": "a", "stream_id": "s", "chunk_index": 0});
    let script = [
        event(
            json!({"id": "1:0", "channel": "fin", "name": "fin_reply_chunk", "data": inner.to_string(), "encoding": "json"}),
        ),
        "event: fin_status_updated\n".to_owned() + &event(json!({"status": "thinking"})),
        event(json!({"message": {"id": 7}})),
        "event: message\n".to_owned()
            + &event(json!({"name": "x", "data": {"event_name": "fin_later", "n": 1}})),
        "event: ping\ndata: not JSON\n\n".to_owned(),
        event(json!({"data": "text"})),
        ": comment\n\nretry: 5\n\nevent: nothing\n\n".to_owned(),
        event(json!({"data": {"event_name": "fin_status_updated", "status": "complete"}})),
    ];
    let (client, _) = client([sends(script.concat())]);
    let expected = [
        "chunk a",
        "thinking",
        "reply 7",
        r#"other {"event_name":"fin_later","n":1}"#,
        r#"other "not JSON""#,
        r#"other {"data":"text"}"#,
        "complete",
    ];
    assert_eq!(found(&client).await, expected);
}

#[tokio::test]
async fn survey_is_awaited_when_included() {
    let survey =
        event(json!({"event_name": "csat_requested", "csat": {"options": [{"key": "good"}]}}));
    let script = [status("complete", 1), survey].concat();
    let (client, _) = client([hangs_after(script.clone()), hangs_after(script)]);
    assert_eq!(found(&client).await, ["complete"]);
    let (found, error) = all(client.fin_events(URL).including_survey()).await;
    assert_eq!(found, ["complete", "survey"]);
    assert!(error.is_none());
}

#[tokio::test]
async fn missing_survey_is_not_an_error() {
    let (client, requests) = client([sends(status("complete", 1))]);
    let (found, error) = all(client.fin_events(URL).including_survey()).await;
    assert_eq!(found, ["complete"]);
    assert!(error.is_none());
    assert_eq!(requests.len(), 2);
}

#[tokio::test]
async fn refused_token_after_a_break_is_an_error() {
    let echo = format!("{{\"errors\": [{{\"code\": \"s3cret-jwt\", \"message\": \"{URL}\"}}]}}");
    let (client, _) = client([
        sends(status("thinking", 1)),
        response(401, "application/json", echo),
    ]);
    let (found, error) = all(client.fin_events(URL)).await;
    assert_eq!(found, ["thinking"]);
    let error = error.unwrap();
    assert_eq!(error.kind(), ErrorKind::Api);
    assert!(error.is_unauthorized());
    let printed = format!("{error} {error:?} {:?}", client.fin_events(URL));
    assert!(!printed.contains("s3cret"), "{printed}");
    assert!(printed.contains("fin_events.subscribe"), "{printed}");
}

#[tokio::test]
async fn client_without_retries_connects_once() {
    let once = builder().retries(Retries::none());
    let (client, requests) = client_of(once, |_| sends(status("thinking", 1)));
    let (found, error) = all(client.fin_events(URL)).await;
    assert_eq!((found.len(), requests.len()), (1, 1));
    assert_eq!(error.unwrap().kind(), ErrorKind::Body);
}

#[tokio::test]
async fn server_errors_are_retried() {
    let (client, requests) = client([
        response(503, "text/plain", "busy"),
        response(502, "text/plain", "busy"),
        sends(status("complete", 1)),
    ]);
    assert_eq!(found(&client).await, ["complete"]);
    assert_eq!(requests.len(), 3);
}

#[tokio::test]
async fn dropped_future_loses_no_event() {
    let count = 40;
    let (client, _) = client_of(builder(), move |_| {
        let parts = (0..=count).flat_map(move |number| {
            let event = if number == count {
                status("complete", 999)
            } else {
                status("thinking", number)
            };
            let (first, second) = event.split_at(event.len() / 2);
            [
                Bytes::from(first.to_owned()),
                Bytes::from(second.to_owned()),
            ]
        });
        streams(stream::iter(parts).then(|part| async move {
            tokio::time::sleep(Duration::from_millis(1)).await;
            Ok(part)
        }))
    });
    let mut events = client.fin_events(URL);
    let mut found = 0;
    loop {
        match tokio::time::timeout(Duration::from_micros(300), events.next()).await {
            Err(_) => {}
            Ok(Some(event)) => {
                event.unwrap();
                found += 1;
            }
            Ok(None) => break,
        }
    }
    assert_eq!(found, count + 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn events_do_not_depend_on_how_bytes_are_cut(
        cuts in prop::collection::vec(1usize..60, 1..40),
        ends in prop::sample::select(vec!["\n", "\r\n", "\r"]),
    ) {
        let script = [
            "\u{feff}: hello\n".to_owned(),
            status("thinking", 0),
            chunk("s", 0, "Zoë ✓"),
            reply("m1", "replying", "s"),
            status("complete", 1),
        ];
        let script = script.concat().replace('\n', ends).into_bytes();
        let mut rest = &script[..];
        let mut parts = Vec::new();
        for cut in cuts.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (part, left) = rest.split_at(rest.len().min(*cut));
            parts.push(Bytes::copy_from_slice(part));
            rest = left;
        }
        let (client, _) = client([streams(stream::iter(parts.into_iter().map(Ok)))]);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let found = runtime.block_on(found(&client));
        prop_assert_eq!(found, ["thinking", "chunk Zoë ✓", "reply m1", "complete"]);
    }

    #[test]
    fn any_bytes_end_in_bounded_connections(
        body in prop::collection::vec(
            prop_oneof![any::<u8>(), prop::sample::select(b"\n\r: datid{}\"".to_vec())],
            0..300,
        ),
    ) {
        let (client, requests) = client_of(builder(), move |_| {
            streams(stream::iter([Ok(Bytes::from(body.clone()))]))
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (_, error) = runtime.block_on(all(client.fin_events(URL)));
        prop_assert!(error.is_some());
        prop_assert!(requests.len() <= 50);
    }
}

#[test]
fn final_statuses_are_those_that_end_a_token() {
    let is_final = |text: &str| FinStatus::from(text).is_final();
    assert!(is_final("awaiting_user_reply") && is_final("complete"));
    for other in ["thinking", "replying", "escalated", "resolved", "dreaming"] {
        assert!(!is_final(other), "{other}");
    }
}
