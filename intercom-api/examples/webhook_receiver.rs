//! A server that receives webhooks: `cargo run -p intercom-api --example webhook_receiver
//! --features axum`.
//!
//! A simulated workspace sends it notifications, twice each, and it prints what happened. With
//! `INTERCOM_CLIENT_SECRET` set, it listens on port 3000 for those of a real app instead.

use std::net::Ipv4Addr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{FromRef, State};
use axum::routing::post;
use intercom_api::Client;
use intercom_api::external::http::StatusCode;
use intercom_api::types::{CloseConversation, CreateContact};
use intercom_api::webhooks::{
    Deduplicator, DeduplicatorError, Event, Notification, RecentIds, Verifier, Webhook,
};
use intercom_simulator::Workspace;
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The state of the server. The extractor finds its verifier here.
#[derive(Clone)]
struct Receiver {
    verifier: Verifier,
    seen: Arc<RecentIds>,
    accepted: UnboundedSender<Notification>,
}

impl FromRef<Receiver> for Verifier {
    fn from_ref(receiver: &Receiver) -> Self {
        receiver.verifier.clone()
    }
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    if let Ok(secret) = std::env::var("INTERCOM_CLIENT_SECRET") {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 3000)).await?;
        let (app, mut accepted) = app(Verifier::new(secret));
        tokio::spawn(async move {
            while let Some(notification) = accepted.recv().await {
                println!("{}", describe(&notification));
            }
        });
        axum::serve(listener, app).await?;
        return Ok(());
    }
    for line in tour().await? {
        println!("{line}");
    }
    Ok(())
}

/// The server, and the notifications that it accepts.
fn app(verifier: Verifier) -> (Router, UnboundedReceiver<Notification>) {
    let (accepted, notifications) = unbounded_channel();
    let app = Router::new()
        // Intercom may probe the address with HEAD.
        .route("/webhooks", post(receive).head(async || ()))
        .with_state(Receiver {
            verifier,
            seen: Arc::new(RecentIds::new(10_000)),
            accepted,
        });
    (app, notifications)
}

/// Accepts a notification. The work is done elsewhere: Intercom waits for 5 seconds only.
async fn receive(
    State(receiver): State<Receiver>,
    Webhook(notification): Webhook,
) -> Result<StatusCode, StatusCode> {
    match accept(&receiver, notification).await {
        Ok(()) => Ok(StatusCode::OK),
        // Intercom sends the notification again.
        Err(_) => Err(StatusCode::SERVICE_UNAVAILABLE),
    }
}

async fn accept(receiver: &Receiver, notification: Notification) -> Result<(), DeduplicatorError> {
    if let Some(id) = &notification.id
        && !receiver.seen.insert(id).await?
    {
        return Ok(());
    }
    receiver.accepted.send(notification)?;
    Ok(())
}

/// What happened, in a line.
fn describe(notification: &Notification) -> String {
    match notification.event() {
        Event::ContactUserCreated(contact) | Event::ContactLeadCreated(contact) => {
            format!("new contact: {}", contact.name.unwrap_or_default())
        }
        Event::ConversationAdminClosed(conversation) => {
            format!("closed: conversation {}", conversation.id)
        }
        Event::ContactDeleted(item) => format!("deleted: contact {}", item.id),
        other => format!("nothing to do for {}", other.topic()),
    }
}

/// Changes a simulated workspace, and returns what the server was notified of.
///
/// # Errors
///
/// When the server or the workspace cannot be started, or a call fails.
pub async fn tour() -> Result<Vec<String>, Failure> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}/webhooks", listener.local_addr()?);
    let (app, mut accepted) = app(Verifier::new("client-secret"));
    tokio::spawn(async move { axum::serve(listener, app).await });

    let workspace = Workspace::builder()
        .webhook(&url, "client-secret")
        .duplicated_webhooks()
        .start()
        .await?;
    let intercom = Client::builder()
        .token(workspace.token())
        .base_url(workspace.base_url())
        .build()?;
    let contact = CreateContact::new().email("ada@example.com").name("Ada");
    let contact = intercom.contacts().create(contact).await?;
    let conversations = intercom.conversations();
    if let Some(conversation) = conversations.list().await?.conversations.first() {
        let admins = intercom.admins().list().await?.admins;
        let admin = admins
            .first()
            .map(|admin| admin.id.clone())
            .unwrap_or_default();
        let close = CloseConversation::new(admin);
        conversations.manage(conversation.id.clone(), close).await?;
    }
    intercom.contacts().delete(contact.id).await?;
    workspace.send_webhook(
        "topic.of.tomorrow",
        &serde_json::json!({ "type": "surprise" }),
    );

    let mut lines = Vec::new();
    while lines.len() < 4 {
        let Some(notification) = accepted.recv().await else {
            break;
        };
        lines.push(describe(&notification));
    }
    Ok(lines)
}
