//! What is sent again, how often and when.

use std::time::{Duration, SystemTime};

use intercom_api::types::{CreateContact, CreateDataExport};
use intercom_api::{Client, Error, ErrorCode, ErrorKind, Repeat, Retries};
use intercom_simulator::{Cut, Fault};
use intercom_test_server::{accept, listen, refusing_url, serve, write};
use serde_json::json;

use crate::support::{builder, builder_at, client, contact_id, limited_workspace, workspace};

/// One call of each kind.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Get,
    Search,
    Create,
    Export,
}

const KINDS: [Kind; 4] = [Kind::Get, Kind::Search, Kind::Create, Kind::Export];

impl Kind {
    fn repeat(self) -> Repeat {
        match self {
            Self::Get | Self::Search => Repeat::Safe,
            Self::Create => Repeat::Once,
            Self::Export => Repeat::OneAtATime,
        }
    }

    async fn call(self, client: &Client, id: &str) -> Result<(), Error> {
        match self {
            Self::Get => client.contacts().get(id).await.map(drop),
            Self::Search => {
                let query = json!({"query": {"field": "id", "operator": "=", "value": id}});
                let call = client.contacts().search(
                    serde_json::from_value::<intercom_api::types::SearchRequest>(query).unwrap(),
                );
                call.await.map(drop)
            }
            Self::Create => {
                let contact = CreateContact::new().email("new@example.com");
                client.contacts().create(contact).await.map(drop)
            }
            Self::Export => {
                let export = CreateDataExport::after(1).before(2);
                client.data_exports().create(export).await.map(drop)
            }
        }
    }
}

/// Returns how often a call is sent when a fault affects its first two attempts.
async fn sent(kind: Kind, fault: Fault) -> (usize, Result<(), Error>, Vec<Duration>) {
    // Two waits for the reset must fit into the time limit of the call.
    let workspace = limited_workspace(1_666, Duration::from_secs(10)).await;
    let id = contact_id(&workspace);
    workspace.inject(fault.times(2));
    let (client, clock) = client(&workspace);
    let result = kind.call(&client, &id).await;
    (workspace.requests().len(), result, clock.waits())
}

#[tokio::test]
async fn statuses_are_retried_by_the_table() {
    for kind in KINDS {
        for status in [
            400, 401, 403, 404, 408, 409, 422, 429, 500, 501, 502, 503, 504,
        ] {
            let again = match status {
                429 => kind.repeat() != Repeat::OneAtATime,
                408 | 500 | 502 | 503 | 504 => kind.repeat() == Repeat::Safe,
                _ => false,
            };
            let (sent, result, waits) = sent(kind, Fault::status(status)).await;
            let case = format!("{kind:?} {status}: {result:?}");
            if again {
                assert_eq!((sent, waits.len()), (3, 2), "{case}");
                assert!(result.is_ok(), "{case}");
            } else {
                assert_eq!((sent, waits.len()), (1, 0), "{case}");
                let error = result.unwrap_err();
                assert_eq!(error.status().unwrap().as_u16(), status);
                assert_eq!(
                    (error.attempts(), error.is_retryable()),
                    (1, false),
                    "{case}"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_cut_connection_sends_nothing_twice_that_must_not_be() {
    for kind in KINDS {
        for cut in [Cut::BeforeAnswer, Cut::BeforeBody, Cut::InBody] {
            let (sent, result, _) = sent(kind, Fault::cut(cut)).await;
            if kind.repeat() == Repeat::Safe {
                assert_eq!((sent, result.is_ok()), (3, true), "{kind:?} {cut:?}");
            } else {
                let error = result.unwrap_err();
                assert_eq!(sent, 1, "{kind:?} {cut:?}");
                assert!(error.may_have_been_sent() && !error.is_retryable());
            }
        }
    }
}

#[tokio::test]
async fn a_connection_that_ends_between_calls_costs_nothing() {
    let workspace = workspace().await;
    let (client, _) = client(&workspace);
    workspace.inject(Fault::cut(Cut::AfterBody));
    for call in 1..=20 {
        let contact = CreateContact::new().email(format!("{call}@example.com"));
        let response = client.contacts().create(contact).send().await.unwrap();
        assert_eq!(response.attempts(), 1);
        assert_eq!(workspace.requests().len(), call);
        // The client has to see the end of the connection before it can avoid it.
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn what_never_left_is_sent_again_whatever_it_is() {
    let url = refusing_url();
    for kind in KINDS {
        let clock = crate::support::JumpingClock::new();
        let builder = builder_at(&url);
        let client = builder.clock(clock.clone()).build().unwrap();
        let error = kind.call(&client, "1").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect);
        assert_eq!((error.attempts(), clock.waits().len()), (3, 2), "{kind:?}");
        assert!(!error.may_have_been_sent() && error.is_retryable());
    }
}

#[tokio::test]
async fn last_error_counts_all_attempts() {
    let workspace = workspace().await;
    let id = contact_id(&workspace);
    workspace.inject(Fault::status(503));
    let (client, _) = client(&workspace);
    let error = client.contacts().get(&id).await.unwrap_err();
    assert_eq!(
        (error.attempts(), error.status().unwrap().as_u16()),
        (3, 503)
    );
    assert!(error.is_retryable());
    assert_eq!(error.operation().unwrap().to_string(), "contacts.get");
}

#[tokio::test]
async fn late_response_counts_as_sent_although_later_attempts_were_not() {
    // The first connection receives no response, then the listener is closed.
    let (listener, url) = listen().await;
    tokio::spawn(accept(listener, 1, |_, stream| async move { drop(stream) }));
    let client = builder_at(url)
        .retries(Retries::new().backoff(Duration::from_millis(50), Duration::from_millis(50)))
        .build()
        .unwrap();
    let error = client.contacts().get("1").await.unwrap_err();
    assert_eq!(error.attempts(), 3);
    assert!(error.may_have_been_sent());
}

async fn wait_after(headers: &[(&str, &str)], limit: (u32, Duration)) -> Duration {
    let workspace = limited_workspace(limit.0, limit.1).await;
    let fault = headers
        .iter()
        .fold(Fault::status(429), |fault, (name, value)| {
            fault.header(name, value)
        });
    workspace.inject(fault.times(1));
    let (client, clock) = client(&workspace);
    client.tags().list().await.unwrap();
    let waits = clock.waits();
    assert_eq!(waits.len(), 1);
    waits[0]
}

#[tokio::test]
async fn each_kind_of_hint_is_heeded() {
    let minute = (100, Duration::from_secs(60));
    let wait = wait_after(&[("retry-after", "7")], minute).await;
    assert_eq!(wait, Duration::from_secs(7));

    let date = SystemTime::now() + Duration::from_secs(30);
    let date = httpdate::fmt_http_date(date);
    let wait = wait_after(&[("retry-after", &date)], minute).await;
    assert!((28..=30).contains(&wait.as_secs()), "{wait:?}");

    // Only the limit's reset, a minute from now, and up to half a second of jitter.
    let wait = wait_after(&[], minute).await;
    assert!((58..=61).contains(&wait.as_secs()), "{wait:?}");
}

#[tokio::test]
async fn without_a_hint_the_wait_is_backoff() {
    let url = serve(|number, _, mut stream| async move {
        let status = if number < 2 { "429 x" } else { "200 x" };
        write(
            &mut stream,
            &format!("{status}\r\ncontent-length: 2"),
            b"{}",
        )
        .await;
    })
    .await;
    let clock = crate::support::JumpingClock::new();
    let builder = builder_at(url);
    let client = builder.clock(clock.clone()).build().unwrap();
    let response = client.tags().list().send().await.unwrap();
    assert_eq!(response.attempts(), 3);
    let waits = clock.waits();
    assert!(waits[0] <= Duration::from_millis(500) && waits[1] <= Duration::from_secs(1));
}

#[tokio::test]
async fn a_wait_beyond_the_time_limit_fails_at_once() {
    let workspace = workspace().await;
    workspace.inject(Fault::status(503).header("retry-after", "3600"));
    let (client, clock) = client(&workspace);
    let error = client.tags().list().await.unwrap_err();
    assert_eq!((error.attempts(), clock.waits()), (1, vec![]));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
}

#[tokio::test]
async fn retries_are_set_for_a_client_or_a_call() {
    let workspace = workspace().await;
    workspace.inject(Fault::status(503));
    let clock = crate::support::JumpingClock::new();
    let client = builder(&workspace)
        .clock(clock)
        .retries(Retries::none())
        .build()
        .unwrap();
    let list = || client.tags().list();
    assert_eq!(list().await.unwrap_err().attempts(), 1);
    let five = Retries::new().attempts(5);
    let error = list().with_retries(five).await.unwrap_err();
    assert_eq!(error.attempts(), 5);
    assert_eq!(workspace.requests().len(), 6);
}

#[tokio::test]
async fn an_open_scroll_is_not_retried() {
    let workspace = workspace().await;
    let (client, clock) = client(&workspace);
    let body = json!({"type": "error.list", "request_id": "1", "errors": [
        {"code": "scroll_exists", "message": "scroll already exists for this workspace"}]});
    workspace.inject(Fault::json(400, body));
    let error = client.companies().scroll().await.unwrap_err();
    assert!(error.code() == ErrorCode::ScrollExists);
    assert!(!error.is_retryable() && !error.is_validation());
    assert_eq!((workspace.requests().len(), clock.waits()), (1, vec![]));
}
