//! A server that receives webhooks, and hands on the emails of new contacts.

use axum::Router;
use axum::extract::{FromRef, State};
use axum::http::StatusCode;
use axum::routing::post;
use intercom_api::webhooks::{Event, Verifier, Webhook};
use tokio::sync::mpsc::UnboundedSender;

#[derive(Clone)]
struct Receiver {
    verifier: Verifier,
    emails: UnboundedSender<String>,
}

impl FromRef<Receiver> for Verifier {
    fn from_ref(receiver: &Receiver) -> Self {
        receiver.verifier.clone()
    }
}

/// Returns the server; `secret` is the client secret of the app.
pub fn app(secret: &str, emails: UnboundedSender<String>) -> Router {
    let verifier = Verifier::new(secret.to_owned());
    Router::new().route("/webhooks", post(receive)).with_state(Receiver { verifier, emails })
}

async fn receive(State(receiver): State<Receiver>, Webhook(notification): Webhook) -> StatusCode {
    if let Event::ContactUserCreated(contact) = notification.event()
        && let Some(email) = contact.email
        && receiver.emails.send(email).is_err()
    {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    StatusCode::OK
}
