//! Webhooks as arguments of axum's handlers.

use std::future::poll_fn;
use std::pin::Pin;

use axum_core::body::Body;
use axum_core::extract::{FromRef, FromRequest, Request};
use axum_core::response::{IntoResponse, Response};
use http::header::CONTENT_LENGTH;
use http_body::Body as _;

use super::{Notification, Verifier, WebhookError};

/// A verified notification: an extractor for axum.
///
/// It reads the body under the limit of the [`Verifier`], which is the state of the router or a
/// part of it, and verifies the signature. Other requests get the status of the [`WebhookError`] (401,
/// 413 or 400) and do not reach the handler. The limits for bodies that axum sets do not apply.
///
/// ```
/// use axum::Router;
/// use axum::routing::post;
/// use intercom_api::webhooks::{Verifier, Webhook};
///
/// async fn receive(Webhook(notification): Webhook) {
///     println!("{} {:?}", notification.topic, notification.id);
/// }
///
/// let app: Router = Router::new()
///     // Intercom may probe the address with HEAD.
///     .route("/webhooks", post(receive).head(async || ()))
///     .with_state(Verifier::new("client-secret"));
/// ```
#[derive(Clone, Debug)]
pub struct Webhook(pub Notification);

impl<S> FromRequest<S> for Webhook
where
    Verifier: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = WebhookError;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebhookError> {
        let verifier = Verifier::from_ref(state);
        let (parts, body) = request.into_parts();
        let announced = parts.headers.get(CONTENT_LENGTH);
        let announced = announced.and_then(|length| length.to_str().ok()?.parse().ok());
        let body = read(body, announced, verifier.max_bytes()).await?;
        verifier.verify(&parts.headers, &body).map(Self)
    }
}

/// Reads a body, unless it has more than `limit` bytes.
async fn read(
    mut body: Body,
    announced: Option<u64>,
    limit: usize,
) -> Result<Vec<u8>, WebhookError> {
    let is_large = |length| usize::try_from(length).map_or(true, |length| length > limit);
    if announced.is_some_and(is_large) {
        return Err(WebhookError::TooLarge);
    }
    // Grows with what arrives: what was announced may never come.
    let mut bytes = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|_| WebhookError::Unreadable)?;
        let Some(data) = frame.data_ref() else {
            continue;
        };
        if bytes.len() + data.len() > limit {
            return Err(WebhookError::TooLarge);
        }
        bytes.extend_from_slice(data);
    }
    Ok(bytes)
}

impl IntoResponse for WebhookError {
    fn into_response(self) -> Response {
        (self.status(), self.to_string()).into_response()
    }
}
