//! What a webhook carries: the envelope and the item.

use intercom_core::codegen::record;
use intercom_core::{Extra, Timestamp};
use serde_json::Value;

use super::Event;

/// A notification: what happened, when, and how it is delivered.
///
/// Decoding loses nothing: unknown keys are in `extra`, and encoding gives the JSON that was
/// received.
///
/// ```
/// use intercom_api::webhooks::{Event, Notification};
///
/// let text = r#"{"type": "notification_event", "id": "notif_1", "topic": "ping",
///     "delivery_attempts": 2, "data": {"item": {"type": "ping"}}}"#;
/// let notification: Notification = serde_json::from_str(text)?;
/// assert!(notification.is_retry());
/// assert!(matches!(notification.event(), Event::Ping(ping) if ping.message.is_none()));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Notification {
    /// Object type; always `notification_event`. The key `type`.
    pub kind: Option<String>,
    /// Id of the notification: deliveries of the same notification have the same id. A `ping` may
    /// have none.
    pub id: Option<String>,
    /// What happened, such as `contact.user.created`.
    pub topic: String,
    /// Id of the workspace.
    pub app_id: Option<String>,
    /// When the notification was created.
    pub created_at: Option<Timestamp>,
    /// When the notification was sent for the first time.
    pub first_sent_at: Option<Timestamp>,
    /// Number of deliveries up to this one.
    pub delivery_attempts: Option<i64>,
    /// State of the delivery, such as `pending` or `delivered`.
    pub delivery_status: Option<String>,
    /// When the notification was delivered. Null at the first delivery.
    pub delivered_at: Option<Timestamp>,
    /// Address of the notification in the API. The key `self`.
    pub self_url: Option<String>,
    /// Addresses of related objects.
    pub links: Option<Value>,
    /// The item.
    pub data: NotificationData,
    /// What Intercom sent beyond the fields above.
    pub extra: Extra,
}

record!(Notification {
    "type" => kind,
    "id" => id,
    "topic" => topic,
    "app_id" => app_id,
    "created_at" => created_at,
    "first_sent_at" => first_sent_at,
    "delivery_attempts" => delivery_attempts,
    "delivery_status" => delivery_status,
    "delivered_at" => delivered_at,
    "self" => self_url,
    "links" => links,
    "data" => data,
});

/// The item of a [`Notification`], as it was received.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct NotificationData {
    /// Object type; always `notification_event_data`. The key `type`.
    pub kind: Option<String>,
    /// What the topic happened to. [`Notification::event`] gives it a type.
    pub item: Option<Value>,
    /// What Intercom sent beyond the fields above.
    pub extra: Extra,
}

record!(NotificationData {
    "type" => kind,
    "item" => item,
});

impl Notification {
    /// Returns the event: the topic with its typed item.
    ///
    /// Never fails: an unknown topic, or an item of an unexpected form, is an [`Event::Other`].
    // Compiled where it is called: it reads every type of item.
    #[inline]
    pub fn event(&self) -> Event {
        self.typed(self.data.item.clone())
    }

    /// Returns the event and gives up the rest, which spares a copy of the item.
    #[inline]
    pub fn into_event(mut self) -> Event {
        let item = self.data.item.take();
        self.typed(item)
    }

    /// Returns whether an earlier delivery of the notification was not accepted.
    ///
    /// It may still have been processed: the response may have come too late. Use
    /// [`Deduplicator`](super::Deduplicator) to tell.
    pub fn is_retry(&self) -> bool {
        self.delivery_attempts.is_some_and(|attempts| attempts > 1)
    }

    #[inline]
    fn typed(&self, item: Option<Value>) -> Event {
        Event::from_parts(&self.topic, item.unwrap_or_default())
    }
}
