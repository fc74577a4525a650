//! Events of the Fin Agent API: Fin's replies in a conversation of your own system.
//!
//! Fin reports by webhook, by server-sent events, or by both. A webhook is checked by [`Verifier`];
//! [`Client::fin_events`](crate::Client::fin_events) returns the [`FinEventStream`] of a conversation
//! that `fin().start` or `fin().reply` was called for:
//!
//! ```no_run
//! use intercom_api::Client;
//! use intercom_api::fin_events::FinEvent;
//!
//! # async fn run(intercom: Client, sse_subscription_url: &str) -> Result<(), intercom_api::Error> {
//! let mut events = intercom.fin_events(sse_subscription_url);
//! while let Some(event) = events.next().await {
//!     match event? {
//!         // The whole text so far: replaces what was shown.
//!         FinEvent::ReplyChunk(chunk) => println!("{}", chunk.chunk_text.unwrap_or_default()),
//!         FinEvent::Replied(reply) => println!("{:?}", reply.message),
//!         FinEvent::StatusUpdated(update) => println!("{:?}", update.status),
//!         _ => {}
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Where both ways are in use, the same reply arrives twice: compare
//! [`FinEvent::message_id`]. Unknown events, statuses and fields are kept.

mod event;
mod repeats;
mod stream;
#[cfg(test)]
mod tests;
mod verifier;

pub use self::event::{
    FinAuthor, FinCsatOption, FinCsatRequested, FinCsatSurvey, FinEvent, FinMessage, FinReplied,
    FinReplyChunk, FinStatus, FinStatusUpdated,
};
pub use self::stream::FinEventStream;
pub use self::verifier::Verifier;
