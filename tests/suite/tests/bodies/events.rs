//! Server-sent events that an operation returns.

use std::time::Duration;

use futures_util::{StreamExt, stream};
use intercom_simulator::{Cut, Fault};
use intercom_small::external::bytes::Bytes;
use intercom_small::external::http::{Request, Response};
use intercom_small::types::{Progress, ProgressStep};
use intercom_small::{Client, Error, ErrorKind, StreamedEvent, TransportBody, TransportError};

use crate::support::{builder, client, workspace};

type Events = Vec<Result<StreamedEvent<Progress>, Error>>;

/// A client that receives this body.
fn receiving(
    media_type: &'static str,
    body: impl Fn() -> TransportBody + Send + Sync + 'static,
) -> Client {
    let transport = move |_: Request<Bytes>| {
        let response = Response::builder().header("content-type", media_type);
        std::future::ready(Ok(response.body(body()).unwrap()))
    };
    let builder = builder("http://127.0.0.1:1").transport(transport);
    builder.build().unwrap()
}

async fn events(client: &Client) -> Events {
    let call = client.pictures().watch_picture("1");
    call.with_attempt_timeout(Duration::from_millis(500))
        .events()
        .collect()
        .await
}

#[tokio::test]
async fn events_are_typed_and_continue_behind_the_last_one() {
    let workspace = workspace().await;
    let client = client(&workspace);
    let mut events = client.pictures().watch_picture("1").events();
    assert_eq!(events.last_event_id(), None);
    let first = events.next().await.unwrap().unwrap();
    assert_eq!(
        (first.id.as_deref(), first.name.as_deref()),
        (Some("1"), Some("sampled"))
    );
    assert_eq!(first.data.step, Some(ProgressStep::Scaling));
    assert_eq!(events.last_event_id(), Some("1"));
    let accepted = workspace.last_request().unwrap();
    assert_eq!(accepted.header("accept"), Some("text/event-stream"));
    drop(events);

    let rest = client
        .pictures()
        .watch_picture("1")
        .with_header("last-event-id", "1");
    let rest: Vec<_> = rest.events().map(|event| event.unwrap().id).collect().await;
    assert_eq!(rest, [Some("2".to_owned()), Some("3".to_owned())]);
    // Awaited, a call returns all of them.
    let all = client.pictures().watch_picture("1").await.unwrap();
    assert_eq!(all.len(), 3);
    let log = client.pictures().follow_log("1").await.unwrap();
    assert_eq!(log[0].data, "example");
}

const BODY: &str = "\u{feff}: hello\n\nid: 1\nevent: a\ndata: {\"percent\":\ndata: 1}\n\n\
                    retry: 5\nid: x\n\nevent: ping\ndata\n\nid: 2\r\ndata: {\"percent\": 2, \"more\": \"é\"}\r\n\r\n\
                    id\rdata:{\"percent\":3}\r\r";

#[tokio::test]
async fn events_are_the_same_however_the_bytes_are_cut() {
    let whole = client_of_pieces(vec![BODY.as_bytes().to_vec()]);
    let whole = shown(events(&whole).await);
    assert_eq!(
        whole,
        [
            "Some(\"1\") Some(\"a\") 1",
            "Some(\"2\") None 2",
            "Some(\"\") None 3"
        ]
    );
    let single = BODY.bytes().map(|byte| vec![byte]).collect();
    assert_eq!(shown(events(&client_of_pieces(single)).await), whole);
    for cut in 1..BODY.len() {
        let pieces = vec![
            BODY.as_bytes()[..cut].to_vec(),
            BODY.as_bytes()[cut..].to_vec(),
        ];
        assert_eq!(
            shown(events(&client_of_pieces(pieces)).await),
            whole,
            "{cut}"
        );
    }
    let all = receiving("text/event-stream", || BODY.into());
    let all = all.pictures().watch_picture("1").await.unwrap();
    assert_eq!(shown(all.into_iter().map(Ok).collect()), whole);
}

fn client_of_pieces(pieces: Vec<Vec<u8>>) -> Client {
    receiving("text/event-stream; charset=utf-8", move || {
        let pieces = pieces
            .clone()
            .into_iter()
            .map(|piece| Ok::<_, TransportError>(piece.into()));
        TransportBody::from_stream(stream::iter(pieces))
    })
}

fn shown(events: Events) -> Vec<String> {
    let shown = |event: Result<StreamedEvent<Progress>, Error>| match event {
        Ok(event) => format!(
            "{:?} {:?} {}",
            event.id,
            event.name,
            event.data.percent.unwrap_or(0)
        ),
        Err(error) => format!("{:?}", error.kind()),
    };
    events.into_iter().map(shown).collect()
}

#[tokio::test]
async fn data_that_does_not_fit_is_an_error_of_its_event() {
    let body = "data: {\"percent\": 1}\n\ndata: [DONE s3cret\n\ndata: {\"percent\": 3}\n\n";
    let client = receiving("text/event-stream", move || body.into());
    let events = events(&client).await;
    let error = events[1].as_ref().unwrap_err();
    assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
    let expected = ["None None 1", "Decode", "None None 3"];
    assert_eq!(shown(events), expected);
    let error = client.pictures().watch_picture("1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn stream_that_ends_within_an_event_is_an_error() {
    for (body, expected) in [
        (
            "data: {\"percent\": 1}\n\ndata: {\"per",
            &["None None 1", "Body"][..],
        ),
        (
            "data: {\"percent\": 1}\n\ndata: {\"percent\": 2}\n",
            &["None None 1", "Body"],
        ),
        ("data: {\"percent\": 1}\n\n: bye\n", &["None None 1"]),
        ("", &[]),
    ] {
        let client = receiving("text/event-stream", move || body.into());
        assert_eq!(shown(events(&client).await), expected, "{body:?}");
    }
}

#[tokio::test]
async fn connection_that_is_cut_is_an_error_and_the_end() {
    let workspace = workspace().await;
    let client = client(&workspace);
    workspace.set_events("data: {\"percent\": 1}\n\ndata: {\"percent\": 2}\n\n");
    workspace.inject(Fault::cut(Cut::InBody).times(1));
    let received = shown(events(&client).await);
    assert_eq!(
        received.last().map(String::as_str),
        Some("Body"),
        "{received:?}"
    );
    // Opening is attempted again; afterwards nothing is.
    workspace.clear_requests();
    workspace.inject(Fault::status(503).times(1));
    assert_eq!(shown(events(&client).await).len(), 2);
    assert_eq!(workspace.requests().len(), 2);
    workspace.inject(Fault::status(404).times(1));
    let missing = events(&client).await;
    assert!(missing[0].as_ref().unwrap_err().is_not_found());
    assert_eq!(missing.len(), 1);
}

#[tokio::test]
async fn event_beyond_the_limit_is_not_collected() {
    let client = receiving("text/event-stream", || {
        let first = stream::iter([Ok(Bytes::from("data: {\"percent\": 1}\n\ndata: "))]);
        let endless = stream::repeat_with(|| Ok::<_, TransportError>(vec![b'x'; 65_536].into()));
        TransportBody::from_stream(first.chain(endless))
    });
    assert_eq!(shown(events(&client).await), ["None None 1", "TooLarge"]);
}

#[tokio::test]
async fn silence_is_a_timeout_and_another_body_is_refused() {
    let client = receiving("text/event-stream", || {
        let first = stream::iter([Ok::<_, TransportError>(Bytes::from(
            "data: {\"percent\": 1}\n\n",
        ))]);
        TransportBody::from_stream(first.chain(stream::pending()))
    });
    assert_eq!(shown(events(&client).await), ["None None 1", "Timeout"]);
    let client = receiving("application/json", || "{}".into());
    assert_eq!(shown(events(&client).await), ["Decode"]);
    let error = client.pictures().watch_picture("1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn dropping_a_future_loses_no_event() {
    let client = receiving("text/event-stream", || {
        let pieces = BODY
            .bytes()
            .map(|byte| Ok::<_, TransportError>(vec![byte].into()));
        let slow = stream::iter(pieces).then(|piece| async {
            tokio::task::yield_now().await;
            piece
        });
        TransportBody::from_stream(slow)
    });
    let mut events = client.pictures().watch_picture("1").events();
    let mut received = Vec::new();
    loop {
        tokio::select! {
            biased;
            event = events.next() => match event {
                Some(event) => received.push(event.unwrap().data.percent),
                None => break,
            },
            () = tokio::task::yield_now() => {}
        }
    }
    assert_eq!(received, [Some(1), Some(2), Some(3)]);
}
