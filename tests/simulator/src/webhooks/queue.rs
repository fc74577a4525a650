//! When notifications are sent, by the rules of the platform.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::Notify;
use url::Url;

use super::post::post;
use crate::exchange::Moment;
use crate::store::WORKSPACE;

/// When an unsuccessful notification is sent again, in the time of the workspace.
const RETRY_AFTER: Duration = Duration::from_secs(60);
/// The longest wait after 429. A receiver that has throttled for that long gets no more of it.
const LONGEST_THROTTLE: Duration = Duration::from_secs(2 * 60 * 60);
/// How often the clock of the workspace is read while something waits for it.
const TICK: Duration = Duration::from_millis(10);
/// How long a notification is held back at most where the order is shuffled.
const SHUFFLED_OVER: u64 = 100;

/// Who is notified.
#[derive(Clone, Debug)]
pub(crate) struct Subscription {
    pub(crate) url: Url,
    pub(crate) secret: String,
}

/// In which order notifications are sent, and how often.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Order {
    pub(crate) is_shuffled: bool,
    pub(crate) is_duplicated: bool,
}

/// An attempt to deliver a notification.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivery {
    /// Id of the notification.
    pub id: String,
    /// The topic.
    pub topic: String,
    /// The number of the attempt, from 1.
    pub attempt: u32,
    /// The outcome of the attempt.
    pub result: DeliveryResult,
}

/// The outcome of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeliveryResult {
    /// The receiver responded with this status.
    Status(u16),
    /// The receiver did not respond within 5 seconds, or could not be reached.
    NoResponse,
}

/// A notification that is to be sent.
#[derive(Clone, Debug)]
struct Pending {
    notification: Value,
    attempt: u32,
    throttled: Duration,
    /// In the time of the workspace.
    due: Option<Moment>,
    /// In real time, where the order is shuffled.
    held_until: Instant,
}

/// The webhooks of a workspace.
pub(crate) struct Webhooks {
    subscriptions: Vec<Subscription>,
    order: Order,
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Default)]
struct State {
    /// By subscription; `None` after 410.
    queues: Vec<Option<Vec<Pending>>>,
    deliveries: Vec<Delivery>,
    count: u64,
    random: u64,
    in_flight: usize,
}

impl Webhooks {
    pub(crate) fn new(subscriptions: Vec<Subscription>, order: Order) -> Self {
        let state = State {
            queues: vec![Some(Vec::new()); subscriptions.len()],
            random: 0x9e37_79b9_7f4a_7c15,
            ..State::default()
        };
        Self {
            subscriptions,
            order,
            state: Mutex::new(state),
            changed: Notify::new(),
        }
    }

    /// Returns whether somebody is notified.
    pub(crate) fn is_subscribed(&self) -> bool {
        !self.subscriptions.is_empty()
    }

    /// Queues a notification for every subscription.
    pub(crate) fn notify(&self, topic: &str, item: &Value, now: i64) {
        let mut state = self.lock();
        let State {
            queues,
            count,
            random,
            ..
        } = &mut *state;
        for queue in queues.iter_mut().flatten() {
            *count += 1;
            let notification = json!({
                "type": "notification_event", "app_id": WORKSPACE, "id": format!("notif_{count:08x}"),
                "topic": topic, "created_at": now, "first_sent_at": now, "delivered_at": 0,
                "delivery_status": "pending", "delivery_attempts": 1, "self": null, "links": {},
                "data": { "type": "notification_event_data", "item": item },
            });
            for _ in 0..=usize::from(self.order.is_duplicated) {
                let hold = if self.order.is_shuffled {
                    next(random) % SHUFFLED_OVER
                } else {
                    0
                };
                queue.push(Pending {
                    notification: notification.clone(),
                    attempt: 1,
                    throttled: Duration::ZERO,
                    due: None,
                    held_until: Instant::now() + Duration::from_millis(hold),
                });
            }
        }
        drop(state);
        self.changed.notify_one();
    }

    /// Every attempt so far, in order.
    pub(crate) fn deliveries(&self) -> Vec<Delivery> {
        self.lock().deliveries.clone()
    }

    /// How many notifications wait for an attempt or are being sent.
    pub(crate) fn pending(&self) -> usize {
        let state = self.lock();
        let waiting: usize = state.queues.iter().flatten().map(Vec::len).sum();
        waiting + state.in_flight
    }

    /// Sends what is due, as long as the workspace has a time.
    pub(crate) async fn run(self: Arc<Self>, clock: impl Fn() -> Option<Moment>) {
        while let Some(now) = clock() {
            if let Some((index, pending)) = self.take(now) {
                let subscription = &self.subscriptions[index];
                let body = pending.notification.to_string();
                let status = post(&subscription.url, &subscription.secret, &body).await;
                let Some(now) = clock() else {
                    return;
                };
                self.settle(index, pending, status, now);
            } else if self.pending() > 0 {
                tokio::time::sleep(TICK).await;
            } else {
                self.changed.notified().await;
            }
        }
    }

    /// Takes the first notification that is due.
    fn take(&self, now: Moment) -> Option<(usize, Pending)> {
        let mut state = self.lock();
        let machine = Instant::now();
        for (index, queue) in state.queues.iter_mut().enumerate() {
            let Some(queue) = queue else { continue };
            let is_due = |pending: &Pending| {
                pending.held_until <= machine && pending.due.is_none_or(|due| due <= now)
            };
            let due = queue
                .iter()
                .enumerate()
                .filter(|(_, pending)| is_due(pending));
            let first = due.min_by_key(|(_, pending)| pending.held_until);
            if let Some((place, _)) = first {
                let pending = queue.remove(place);
                state.in_flight += 1;
                return Some((index, pending));
            }
        }
        None
    }

    /// Decides what a response means for a notification and for the subscription.
    fn settle(&self, index: usize, mut pending: Pending, status: Option<u16>, now: Moment) {
        let mut state = self.lock();
        state.in_flight -= 1;
        let text = |key: &str| {
            pending.notification[key]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        };
        state.deliveries.push(Delivery {
            id: text("id"),
            topic: text("topic"),
            attempt: pending.attempt,
            result: status.map_or(DeliveryResult::NoResponse, DeliveryResult::Status),
        });
        let wait = match status {
            Some(410) => {
                state.queues[index] = None;
                return;
            }
            Some(429) if pending.throttled < LONGEST_THROTTLE => {
                pending.throttled = (2 * pending.throttled).clamp(RETRY_AFTER, LONGEST_THROTTLE);
                pending.throttled
            }
            Some(200..=299 | 429) => return,
            _ if pending.attempt > 1 => return,
            _ => RETRY_AFTER,
        };
        pending.attempt += 1;
        pending.notification["delivery_attempts"] = pending.attempt.into();
        pending.due = Some(now.after(wait));
        if let Some(queue) = &mut state.queues[index] {
            queue.push(pending);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The next of some numbers that look random and are always the same (xorshift).
fn next(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}
