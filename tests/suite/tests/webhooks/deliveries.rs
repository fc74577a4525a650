//! The rules by which the simulated workspace delivers.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use intercom_api::Client;
use intercom_api::types::CreateContact;
use intercom_api::webhooks::{Event, Notification, Verifier, Webhook};
use intercom_simulator::{Builder, DeliveryResult, Workspace};
use serde_json::json;
use tokio::net::TcpListener;

use crate::support::SECRET;

/// A receiver that responds with the statuses of a list, then with 200.
#[derive(Clone)]
struct Receiver {
    statuses: Arc<Mutex<Vec<u16>>>,
    received: Arc<Mutex<Vec<Notification>>>,
}

impl axum::extract::FromRef<Receiver> for Verifier {
    fn from_ref(_: &Receiver) -> Self {
        Self::new(SECRET)
    }
}

async fn receive(State(receiver): State<Receiver>, Webhook(notification): Webhook) -> StatusCode {
    receiver.received.lock().unwrap().push(notification);
    let mut statuses = receiver.statuses.lock().unwrap();
    let status = if statuses.is_empty() {
        200
    } else {
        statuses.remove(0)
    };
    StatusCode::from_u16(status).unwrap()
}

async fn workspace(statuses: &[u16], set: fn(Builder) -> Builder) -> (Workspace, Receiver) {
    let receiver = Receiver {
        statuses: Arc::new(Mutex::new(statuses.to_vec())),
        received: Arc::default(),
    };
    let app = Router::new()
        .route("/in", post(receive))
        .with_state(receiver.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/in", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    let builder = Workspace::builder()
        .clock_at(1_700_000_000)
        .webhook(&url, SECRET);
    (set(builder).start().await.unwrap(), receiver)
}

/// Waits until there were so many attempts.
async fn attempts(workspace: &Workspace, count: usize) -> Vec<DeliveryResult> {
    for _ in 0..1_000 {
        let deliveries = workspace.deliveries();
        if deliveries.len() >= count {
            return deliveries.iter().map(|delivery| delivery.result).collect();
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{:?}", workspace.deliveries());
}

/// Time in which another attempt would have been made.
async fn pause() {
    tokio::time::sleep(Duration::from_millis(100)).await;
}

#[tokio::test]
async fn changes_are_sent_signed_and_typed() {
    let (workspace, receiver) = workspace(&[], |builder| builder).await;
    let intercom = Client::builder()
        .token(workspace.token())
        .base_url(workspace.base_url())
        .build()
        .unwrap();
    let contact = CreateContact::new().email("ada@example.com").name("Ada");
    let contact = intercom.contacts().create(contact).await.unwrap();
    intercom
        .contacts()
        .archive(contact.id.clone())
        .await
        .unwrap();
    intercom
        .contacts()
        .unarchive(contact.id.clone())
        .await
        .unwrap();
    intercom
        .contacts()
        .delete(contact.id.clone())
        .await
        .unwrap();
    attempts(&workspace, 4).await;
    let received = receiver.received.lock().unwrap().clone();
    let topics: Vec<_> = received.iter().map(|found| found.topic.as_str()).collect();
    let expected = [
        "contact.user.created",
        "contact.archived",
        "contact.unarchive",
        "contact.deleted",
    ];
    assert_eq!(topics, expected);
    let Event::ContactUserCreated(created) = received[0].event() else {
        panic!("not typed");
    };
    assert_eq!(created.id, contact.id);
    assert!(!received[0].is_retry());
}

#[tokio::test]
async fn refused_notification_is_sent_once_more_after_a_minute() {
    let (workspace, receiver) = workspace(&[500, 503], |builder| builder).await;
    workspace.send_webhook("ping", &json!({}));
    attempts(&workspace, 1).await;
    workspace.clock().advance(Duration::from_secs(59));
    pause().await;
    assert_eq!(
        (workspace.deliveries().len(), workspace.pending_webhooks()),
        (1, 1)
    );
    workspace.clock().advance(Duration::from_secs(1));
    let results = attempts(&workspace, 2).await;
    assert_eq!(
        results,
        [DeliveryResult::Status(500), DeliveryResult::Status(503)]
    );
    workspace.clock().advance(Duration::from_secs(3_600));
    pause().await;
    assert_eq!(
        (workspace.deliveries().len(), workspace.pending_webhooks()),
        (2, 0)
    );
    let received = receiver.received.lock().unwrap();
    assert!(!received[0].is_retry() && received[1].is_retry());
    assert_eq!(received[0].id, received[1].id);
}

#[tokio::test]
async fn gone_ends_the_subscription_and_throttling_delays() {
    let (workspace, _) = workspace(&[429, 429, 410], |builder| builder).await;
    workspace.send_webhook("ping", &json!({}));
    attempts(&workspace, 1).await;
    workspace.clock().advance(Duration::from_secs(60));
    attempts(&workspace, 2).await;
    // Twice as long as before.
    workspace.clock().advance(Duration::from_secs(60));
    pause().await;
    assert_eq!(workspace.deliveries().len(), 2);
    workspace.clock().advance(Duration::from_secs(60));
    let results = attempts(&workspace, 3).await;
    assert_eq!(results[2], DeliveryResult::Status(410));
    workspace.send_webhook("ping", &json!({}));
    pause().await;
    assert_eq!(
        (workspace.deliveries().len(), workspace.pending_webhooks()),
        (3, 0)
    );
}

#[tokio::test]
async fn order_can_be_shuffled_and_notifications_duplicated() {
    let set = |builder: Builder| builder.shuffled_webhooks().duplicated_webhooks();
    let (workspace, receiver) = workspace(&[], set).await;
    for number in 0..20 {
        workspace.send_webhook("ping", &json!({"number": number}));
    }
    attempts(&workspace, 40).await;
    let received = receiver.received.lock().unwrap();
    let ids: Vec<_> = received
        .iter()
        .map(|found| found.id.clone().unwrap())
        .collect();
    let mut sorted = ids.clone();
    sorted.sort();
    assert_ne!(ids, sorted);
    sorted.dedup();
    assert_eq!(sorted.len(), 20);
}

#[tokio::test]
async fn receiver_that_does_not_respond_gets_another_attempt() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let workspace = Workspace::builder()
        .clock_at(0)
        .webhook(&url, SECRET)
        .start()
        .await
        .unwrap();
    workspace.send_webhook("ping", &json!({}));
    assert_eq!(attempts(&workspace, 1).await, [DeliveryResult::NoResponse]);
    assert_eq!(workspace.pending_webhooks(), 1);
}
