//! Webhooks: what the workspace sends when something changes in it.
//!
//! `topics` decides what a call is reported as, `queue` when a notification is due, `post` sends it.

mod post;
mod queue;
mod topics;

pub use self::queue::{Delivery, DeliveryResult};
pub(crate) use self::queue::{Order, Subscription, Webhooks};
pub(crate) use self::topics::notifications;
