//! A conversation with Fin over server-sent events: `cargo run -p intercom-api --example fin_loop
//! --features webhooks`.
//!
//! It starts a server that acts as Fin, loses a connection on the way, and prints what a user would
//! see.

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use intercom_api::fin_events::{FinEvent, FinStatus};
use intercom_api::types::{
    FinAgentMessage, FinAgentMessageAuthor, FinAgentUser, FinAnswer, ReplyToFin,
    StartFinConversation,
};
use intercom_api::{Client, Timestamp};
use serde_json::{Value, json};
use tokio::net::TcpListener;

type Failure = Box<dyn std::error::Error + Send + Sync>;

const CONVERSATION: &str = "ext-123";

#[tokio::main]
async fn main() -> Result<(), Failure> {
    for line in tour().await? {
        println!("{line}");
    }
    Ok(())
}

/// Talks to Fin until it is done. Returns what is shown to the user, a line for each change.
async fn talk(intercom: &Client, questions: &[&str]) -> Result<Vec<String>, Failure> {
    let fin = intercom.fin();
    let mut shown = Vec::new();
    for (number, question) in questions.iter().enumerate() {
        shown.push(format!("you: {question}"));
        let message = FinAgentMessage::author(FinAgentMessageAuthor::User)
            .body(*question)
            .timestamp(Timestamp::now());
        let user = FinAgentUser::new("user-456");
        let answer = if number == 0 {
            fin.start(StartFinConversation::new(CONVERSATION, message, user))
                .await?
        } else {
            fin.reply(ReplyToFin::new(CONVERSATION, message, user))
                .await?
        };
        let status = listen(intercom, &answer, &mut shown).await?;
        if status == Some(FinStatus::Complete) {
            break;
        }
    }
    Ok(shown)
}

/// Shows Fin's events until it waits for the user or completes, and returns its last status.
async fn listen(
    intercom: &Client,
    answer: &FinAnswer,
    shown: &mut Vec<String>,
) -> Result<Option<FinStatus>, Failure> {
    let url = answer.sse_subscription_url.as_deref();
    let url = url.ok_or("server-sent events are not enabled: webhooks report the replies")?;
    let mut events = intercom.fin_events(url);
    let mut last = None;
    while let Some(event) = events.next().await {
        let event = event?;
        last = event.status().cloned().or(last);
        match event {
            // The whole text so far: it replaces the line before.
            FinEvent::ReplyChunk(chunk) => {
                shown.push(format!(
                    "fin is writing: {}",
                    chunk.chunk_text.unwrap_or_default()
                ));
            }
            FinEvent::Replied(reply) => {
                let message = reply.message.unwrap_or_default();
                shown.push(format!("fin: {}", message.body.unwrap_or_default()));
            }
            FinEvent::StatusUpdated(update) => {
                let status = update.status.map(|status| status.to_string());
                shown.push(format!("({})", status.unwrap_or_default()));
            }
            _ => {}
        }
    }
    Ok(last)
}

/// Starts a server that acts as Fin, and talks to it.
pub(crate) async fn tour() -> Result<Vec<String>, Failure> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}", listener.local_addr()?);
    let intercom = Client::builder()
        .token("dG9rOjEyMw==")
        .base_url(&url)
        .build()?;
    let fin = Arc::new(Fin {
        url,
        connections: AtomicUsize::new(0),
    });
    let app = Router::new()
        .route("/fin/start", post(start))
        .route("/fin/reply", post(start))
        .route("/event-stream", get(event_stream))
        .with_state(fin);
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    let shown = talk(&intercom, &["Where is my order?", "Thanks!"]).await;
    server.abort();
    shown
}

/// A server that acts as Fin.
struct Fin {
    url: String,
    connections: AtomicUsize,
}

/// Accepts a message, and returns where the reply is streamed.
async fn start(State(fin): State<Arc<Fin>>, Json(body): Json<Value>) -> Json<Value> {
    let thanks = body["message"]["body"] == "Thanks!";
    Json(json!({
        "conversation_id": body["conversation_id"],
        "user_id": body["user"]["id"],
        "status": "thinking",
        "created_at_ms": "2025-01-24T10:00:00.123Z",
        "sse_subscription_url": format!("{}/event-stream?accessToken=t&thanks={thanks}", fin.url),
    }))
}

/// Streams a reply. The first connection breaks; the next one repeats what was sent.
async fn event_stream(
    State(fin): State<Arc<Fin>>,
    Query(query): Query<HashMap<String, String>>,
) -> impl IntoResponse {
    if query.get("accessToken").is_none_or(|token| token != "t") {
        return (
            StatusCode::UNAUTHORIZED,
            [(CONTENT_TYPE, "text/plain")],
            String::new(),
        );
    }
    let events = if query["thanks"] == "true" {
        vec![status("resolved"), status("complete")]
    } else if fin.connections.fetch_add(1, Ordering::SeqCst) == 0 {
        vec![
            status("replying"),
            chunk(0, "Your order"),
            chunk(1, "Your order is"),
        ]
    } else {
        vec![
            status("replying"),
            chunk(0, "Your order"),
            chunk(1, "Your order is"),
            chunk(2, "Your order is on its way."),
            json!({
                "event_name": "fin_replied", "conversation_id": CONVERSATION, "stream_id": "s1",
                "message": {"id": "98765", "author": "fin", "body": "<p>Your order is on its way.</p>"},
                "status": "awaiting_user_reply",
            }),
        ]
    };
    let events = events.iter().map(|event| format!("data: {event}\n\n"));
    let body = events.collect::<String>();
    (StatusCode::OK, [(CONTENT_TYPE, "text/event-stream")], body)
}

fn status(status: &str) -> Value {
    json!({
        "event_name": "fin_status_updated", "conversation_id": CONVERSATION, "user_id": "user-456",
        "status": status, "created_at_ms": "2025-01-24T10:00:01.000Z",
    })
}

fn chunk(index: usize, text: &str) -> Value {
    json!({
        "event_name": "fin_reply_chunk", "conversation_id": CONVERSATION, "stream_id": "s1",
        "chunk_index": index, "chunk_text": text, "status": "replying",
    })
}
