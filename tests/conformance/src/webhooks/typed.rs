//! A request verified, typed and written back.

use intercom_api::canvas::{
    self, CanvasError, ConfigureRequest, InitializeRequest, LiveCanvasRequest, SheetSubmitRequest,
    SubmitRequest,
};
use intercom_api::fin_events::{self, FinEvent};
use intercom_api::webhooks::{Verifier, WebhookError};
use serde::Serialize;
use serde_json::Value;

use super::case::{Case, Expectation};
use crate::decoded::{Encoded, Leaves};

/// The largest body that is verified. The default is for servers that do not trust the sender.
const LIMIT: usize = 256 * 1024 * 1024;

/// What a valid request became.
pub(super) struct Typed {
    /// The topic, event or request.
    pub(super) topic: String,
    /// Whether the item has a type.
    pub(super) has_type: bool,
    pub(super) leaves: Leaves,
}

/// Creates a verifier with every secret of a case. Without one, nothing matches.
macro_rules! verifier {
    ($case:expr, $verifier:ty) => {{
        let mut secrets = $case.secrets.iter().map(String::as_str);
        let first = <$verifier>::new(secrets.next().unwrap_or_default());
        secrets.fold(first, <$verifier>::also).limit(LIMIT)
    }};
}

/// A notification with its item.
pub(super) fn webhook(case: &Case) -> Result<Typed, Expectation> {
    let verifier = verifier!(case, Verifier);
    let notification = verifier.verify(&case.headers, &case.body).map_err(failed)?;
    let event = notification.event();
    let is_typed = event.item_type().is_some();
    let mut encoded = encode(&notification);
    // The envelope keeps the item as received; the check compares its typed form.
    if let Some(data) = encoded.get_mut("data")
        && let Some(item) = data.value.get_mut("item")
    {
        item.value = encode(&event);
        item.extra = !is_typed;
    }
    Ok(Typed {
        topic: event.topic().to_owned(),
        has_type: is_typed,
        leaves: Leaves::follow(&original(case, &notification), &encoded),
    })
}

/// A request of Canvas Kit, by the keys that only its kind has.
pub(super) fn canvas(case: &Case) -> Result<Typed, Expectation> {
    let verifier = verifier!(case, canvas::Verifier);
    let request = |topic: &str, encoded: Encoded, original: Value| Typed {
        topic: topic.to_owned(),
        has_type: true,
        leaves: Leaves::follow(&original, &encoded),
    };
    macro_rules! read {
        ($topic:literal, $ty:ty) => {{
            let typed: $ty = verifier
                .verify(&case.headers, &case.body)
                .map_err(refused)?;
            Ok(request($topic, encode(&typed), original(case, &typed)))
        }};
    }
    let body: Value = serde_json::from_slice(&case.body).unwrap_or_default();
    let has = |key: &str| body.get(key).is_some();
    if has("sheet_values") {
        read!("canvas sheet submit", SheetSubmitRequest)
    } else if has("canvas") {
        read!("canvas live", LiveCanvasRequest)
    } else if has("component_id") && has("context") {
        read!("canvas submit", SubmitRequest)
    } else if has("component_id") || has("current_canvas") {
        read!("canvas configure", ConfigureRequest)
    } else {
        read!("canvas initialize", InitializeRequest)
    }
}

/// An event of Fin.
pub(super) fn fin(case: &Case) -> Result<Typed, Expectation> {
    let verifier = verifier!(case, fin_events::Verifier);
    let event = verifier.verify(&case.headers, &case.body).map_err(failed)?;
    Ok(Typed {
        topic: event.name().unwrap_or("fin").to_owned(),
        has_type: !matches!(event, FinEvent::Other(_)),
        leaves: Leaves::follow(&original(case, &event), &encode(&event)),
    })
}

fn encode<T: Serialize>(value: &T) -> Encoded {
    // Typed values have a JSON form; one that did not would lose everything.
    Encoded::of(value).unwrap_or(Encoded::Scalar(Value::Null))
}

/// The body as JSON; as the client reads it, where only the client does.
fn original<T: Serialize>(case: &Case, typed: &T) -> Value {
    let body = serde_json::from_slice(&case.body);
    body.or_else(|_| serde_json::to_value(typed))
        .unwrap_or_default()
}

fn failed(error: WebhookError) -> Expectation {
    match error {
        WebhookError::MissingSignature => Expectation::Missing,
        WebhookError::RepeatedSignature => Expectation::Repeated,
        WebhookError::MalformedSignature => Expectation::Malformed,
        WebhookError::SignatureMismatch => Expectation::Mismatch,
        WebhookError::TooLarge => Expectation::TooLarge,
        _ => Expectation::NotJson,
    }
}

fn refused(error: CanvasError) -> Expectation {
    match error {
        CanvasError::MissingSignature => Expectation::Missing,
        CanvasError::RepeatedSignature => Expectation::Repeated,
        CanvasError::MalformedSignature => Expectation::Malformed,
        CanvasError::SignatureMismatch => Expectation::Mismatch,
        CanvasError::TooLarge => Expectation::TooLarge,
        _ => Expectation::NotJson,
    }
}
