//! Notifications that were received before.

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use intercom_core::BoxFuture;

/// Why a [`Deduplicator`] could not record an id, such as a store that cannot be reached.
pub type DeduplicatorError = Box<dyn std::error::Error + Send + Sync>;

/// Records which notifications were received, so that repetitions are processed once.
///
/// [`RecentIds`] keeps the ids in memory. Several servers behind one address need a shared store:
/// implement this trait with its operation "insert unless it exists".
///
/// ```
/// use intercom_api::webhooks::{Deduplicator, Notification, RecentIds};
///
/// async fn process(seen: &impl Deduplicator, notification: Notification) {
///     if let Some(id) = &notification.id {
///         if !seen.insert(id).await.unwrap_or(true) {
///             return;
///         }
///         if handle(&notification).await.is_err() {
///             // The retry is to be processed.
///             let _ = seen.remove(id).await;
///         }
///     }
/// }
/// # async fn handle(_: &Notification) -> Result<(), ()> { Ok(()) }
/// # let _ = process(&RecentIds::new(1_000), Notification::default());
/// ```
pub trait Deduplicator: Send + Sync {
    /// Records an id, and returns whether it was not there.
    fn insert<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<bool, DeduplicatorError>>;

    /// Forgets an id whose notification could not be processed.
    fn remove<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<(), DeduplicatorError>>;
}

/// The ids of the notifications that were received last, in memory.
///
/// Holds a fixed number of ids, and drops the oldest one for a new one. An id is also dropped when it
/// is older than the window.
pub struct RecentIds {
    capacity: usize,
    window: Duration,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    ids: HashSet<Arc<str>>,
    /// The same ids in the order in which they came.
    order: VecDeque<(Arc<str>, Instant)>,
}

/// Intercom sends a notification again for up to two hours.
const WINDOW: Duration = Duration::from_secs(3 * 60 * 60);

impl RecentIds {
    /// Creates a window of so many ids, at least one, and three hours.
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity: capacity.max(1),
            window: WINDOW,
            known: Mutex::default(),
        }
    }

    /// Sets how long an id is kept. Defaults to three hours: Intercom retries for up to two.
    #[must_use]
    pub fn window(mut self, window: Duration) -> Self {
        self.window = window;
        self
    }

    /// Returns the number of ids that are kept.
    pub fn len(&self) -> usize {
        self.lock().ids.len()
    }

    /// Returns whether no id is kept.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Records an id, and returns whether it was not there.
    pub fn insert_now(&self, id: &str) -> bool {
        self.insert_at(id, Instant::now())
    }

    /// Forgets an id.
    pub fn remove_now(&self, id: &str) {
        let mut known = self.lock();
        // Also from the order: the place of an id that is inserted again is at the end.
        if known.ids.remove(id) {
            known.order.retain(|(other, _)| **other != *id);
        }
    }

    fn insert_at(&self, id: &str, now: Instant) -> bool {
        let mut known = self.lock();
        while let Some((_, since)) = known.order.front() {
            let is_old = now.saturating_duration_since(*since) > self.window;
            if !is_old && known.order.len() < self.capacity {
                break;
            }
            // An id that is here already needs no place of another.
            if !is_old && known.ids.contains(id) {
                return false;
            }
            if let Some((oldest, _)) = known.order.pop_front() {
                known.ids.remove(&oldest);
            }
        }
        let id: Arc<str> = id.into();
        if !known.ids.insert(id.clone()) {
            return false;
        }
        known.order.push_back((id, now));
        true
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Deduplicator for RecentIds {
    fn insert<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<bool, DeduplicatorError>> {
        Box::pin(std::future::ready(Ok(self.insert_now(id))))
    }

    fn remove<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<(), DeduplicatorError>> {
        self.remove_now(id);
        Box::pin(std::future::ready(Ok(())))
    }
}

impl fmt::Debug for RecentIds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecentIds")
            .field("len", &self.len())
            .field("capacity", &self.capacity)
            .field("window", &self.window)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_id_is_recognized_until_it_is_removed() {
        let seen = RecentIds::new(10);
        assert!(seen.is_empty());
        assert!(seen.insert_now("notif_1"));
        assert!(!seen.insert_now("notif_1"));
        seen.remove_now("notif_1");
        assert!(seen.insert_now("notif_1"));
        assert_eq!(seen.len(), 1);
    }

    #[test]
    fn oldest_id_gives_way_to_a_new_one() {
        let seen = RecentIds::new(2);
        for id in ["a", "b", "a", "b", "c"] {
            seen.insert_now(id);
        }
        assert_eq!(seen.len(), 2);
        assert!(!seen.insert_now("b"));
        assert!(!seen.insert_now("c"));
        assert!(seen.insert_now("a"));
    }

    #[test]
    fn removed_id_does_not_take_the_place_of_another() {
        let seen = RecentIds::new(2);
        for round in 0..1_000 {
            seen.insert_now("failing");
            seen.remove_now("failing");
            assert!(round == 0 || !seen.insert_now("kept"));
            seen.insert_now("kept");
        }
        assert_eq!(seen.lock().order.len(), 1);
    }

    #[test]
    fn id_older_than_the_window_is_new_again() {
        let seen = RecentIds::new(10).window(Duration::from_secs(60));
        let start = Instant::now();
        let after = |seconds| start + Duration::from_secs(seconds);
        assert!(seen.insert_at("a", start));
        assert!(!seen.insert_at("a", after(60)));
        assert!(seen.insert_at("a", after(61)));
        assert_eq!(seen.len(), 1);
    }

    #[test]
    fn memory_stays_bounded() {
        let seen = RecentIds::new(100);
        for id in 0..10_000 {
            assert!(seen.insert_now(&format!("notif_{id}")));
        }
        let known = seen.lock();
        assert_eq!((known.ids.len(), known.order.len()), (100, 100));
    }
}
