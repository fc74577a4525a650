//! Webhooks: what Intercom sends when something happens in a workspace.
//!
//! A [`Verifier`] checks the signature of a request and reads its [`Notification`];
//! [`Notification::event`] gives the typed [`Event`]. With the feature `axum`, `Webhook` is an
//! extractor that does all of it. This module makes no calls.
//!
//! ```
//! use intercom_api::external::http::{HeaderMap, StatusCode};
//! use intercom_api::webhooks::{Event, Verifier};
//!
//! /// Receives a webhook: works with the parts of any `http::Request`.
//! fn receive(verifier: &Verifier, headers: &HeaderMap, body: &[u8]) -> StatusCode {
//!     let notification = match verifier.verify(headers, body) {
//!         Ok(notification) => notification,
//!         Err(error) => return error.status(),
//!     };
//!     match notification.event() {
//!         # #[cfg(feature = "conversations")]
//!         Event::ConversationUserReplied(conversation) => println!("reply in {}", conversation.id),
//!         other => println!("nothing to do for {}", other.topic()),
//!     }
//!     StatusCode::OK
//! }
//! # let verifier = Verifier::new("client-secret");
//! # assert_eq!(receive(&verifier, &HeaderMap::new(), b"{}"), StatusCode::UNAUTHORIZED);
//! ```
//!
//! # Delivery
//!
//! - Answer within 5 seconds, better within half a second: accept the notification, then process it
//!   in the background. Any status of 200 to 299 is a success.
//! - After any other status, or none, Intercom sends the notification once more after a minute.
//!   410 ends the subscription, and 429 delays the retry.
//! - A notification can come more than once, and the order is not promised. [`Deduplicator`] drops
//!   repetitions by [`Notification::id`]. Compare times of the items, such as `updated_at`, before
//!   newer data is replaced.
//! - The signature covers the bytes of the body. Verify them before anything parses or re-encodes
//!   them.

#[cfg(feature = "axum")]
mod axum;
mod deduplicator;
mod error;
mod notification;
mod verifier;

#[cfg(feature = "axum")]
pub use self::axum::Webhook;
pub use self::deduplicator::{Deduplicator, DeduplicatorError, RecentIds};
pub use self::error::WebhookError;
pub use self::notification::{Notification, NotificationData};
pub use self::verifier::{DEFAULT_LIMIT, Verifier};
pub use crate::generated::webhooks::Event;
#[doc(inline)]
pub use intercom_core::codegen::Wrapped;
